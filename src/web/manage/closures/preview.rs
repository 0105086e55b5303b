//! What a closure would hit, with what is chosen for each booking.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use entity::{Booking, BookingId, ClosureId, booking::Status};

use super::{form::Fields, words};
use crate::{
    booking::NewPlace,
    closure::{self, Answered, Closure, ClosureTimes, NewClosure, Resolve, ResolveWay, Say},
    error::Error,
    i18n::Translator,
    idempotency::Outcome,
    refusal::{
        closure::{Hit, HitPart, Preview},
        conflict::{Alternative, Conflict},
    },
    text::Phone,
    venue::{Catalogue, Venue},
    web::{
        booking::words::{asked_move, space_name, when},
        once::{once, renew},
        page_error::{self, PageError},
        state::{Side, StateLabel},
        typed::Typed,
        visitor::{Frame, Visitor, personal},
    },
    zone::{format_wall, parse_wall},
};

/// What is to be closed, or how it is to be changed; with the path to which the form goes.
pub enum ClosureTarget {
    New(String, NewClosure),
    Change(String, ClosureId, ClosureTimes),
}

/// Where a submitted form led.
pub enum Submitted {
    /// The path of its page.
    Done(String),
    Undecided(Undecided),
}

/// A preview in which a manager still has something to decide, and why the closure could not be done yet.
pub struct Undecided {
    preview: Preview,
    refused: Option<Error>,
}

#[derive(Template)]
#[template(path = "closure_preview.html", config = "config/askama.toml")]
struct PreviewPage {
    frame: Frame,
    venue_name: String,
    path: String,
    /// Where the form goes.
    action: String,
    hidden: Vec<(String, String)>,
    seen: String,
    lead: String,
    problems: Vec<String>,
    hits: Vec<Shown>,
}

struct Shown {
    id: String,
    code: String,
    title: String,
    facts: Vec<(String, String)>,
    /// What was not decided on.
    undecided: bool,
    /// Value, label, whether it is chosen.
    ways: Vec<(String, String, bool)>,
}

/// Does it, if somebody has looked and decided; `only_look` shows what was decided in another language.
pub async fn run(
    visitor: &Visitor,
    target: &ClosureTarget,
    typed: &Typed,
    only_look: bool,
) -> Result<Submitted, Error> {
    let looked = typed.some("seen").filter(|_| !only_look);
    let say = Say {
        dry_run: looked.is_none(),
        seen: looked.map(str::to_owned),
        resolve: decided(typed),
    };
    let refused = match target.run(visitor, typed, say).await {
        Ok(Answered::Done(Outcome::Done(closure))) => {
            return Ok(Submitted::Done(target.page_of(&closure)));
        }
        Ok(Answered::Done(Outcome::Replayed(kept))) => {
            let page = kept.location.unwrap_or_else(|| target.path().to_owned());
            return Ok(Submitted::Done(page));
        }
        Ok(Answered::Preview(preview)) => {
            return Ok(Submitted::Undecided(Undecided {
                preview,
                refused: None,
            }));
        }
        Err(error) => error,
    };
    let worth_a_look = matches!(
        refused,
        Error::Changed(_)
            | Error::Rules(_)
            | Error::Conflict { .. }
            | Error::State(_)
            | Error::KeyReused
    );
    if looked.is_none() || !worth_a_look {
        return Err(refused);
    }
    let say = Say {
        dry_run: true,
        ..Say::default()
    };
    match target.run(visitor, typed, say).await? {
        Answered::Preview(preview) => Ok(Submitted::Undecided(Undecided {
            preview,
            refused: Some(refused),
        })),
        Answered::Done(_) => Err(refused),
    }
}

impl ClosureTarget {
    async fn run(&self, visitor: &Visitor, typed: &Typed, say: Say) -> Result<Answered, Error> {
        let (app, actor) = (&visitor.app, &visitor.actor);
        match self {
            Self::New(path, new) => {
                let list = path.clone();
                let once = once(path, typed, move |closure: &Closure| {
                    format!("{list}/{}", closure.row.id)
                });
                closure::close(app, actor, new.clone(), say, once).await
            }
            Self::Change(_, id, change) => {
                closure::change(app, actor, *id, change.clone(), say).await
            }
        }
    }

    fn path(&self) -> &str {
        match self {
            Self::New(path, _) | Self::Change(path, ..) => path,
        }
    }

    fn page_of(&self, closure: &Closure) -> String {
        match self {
            Self::New(path, _) => format!("{path}/{}", closure.row.id),
            Self::Change(path, ..) => path.clone(),
        }
    }
}

const WAY: &str = "way-";
const CANCEL: &str = "cancel";

fn decided(typed: &Typed) -> Vec<Resolve> {
    let ways = typed.under(WAY).filter_map(|(id, value)| {
        let booking: BookingId = id.parse().ok()?;
        let way = match value.split('|').collect::<Vec<_>>()[..] {
            [CANCEL] => ResolveWay::Cancel,
            [space, starts, ends] => ResolveWay::Move(NewPlace {
                space: Some(space.to_owned()),
                starts: starts.to_owned(),
                ends: ends.to_owned(),
                ..NewPlace::default()
            }),
            _ => return None,
        };
        Some(Resolve { booking, way })
    });
    ways.collect()
}

fn value(offer: &Alternative) -> String {
    let (starts, ends) = (format_wall(offer.starts), format_wall(offer.ends));
    format!("{}|{starts}|{ends}", offer.space)
}

pub fn page(
    visitor: &Visitor,
    catalogue: &Catalogue,
    venue: &Venue,
    target: &ClosureTarget,
    typed: &Typed,
    undecided: &Undecided,
) -> Result<Response, PageError> {
    let t = visitor.t();
    let hits = &undecided.preview.hits;
    let asked_before = undecided.refused.is_some();
    let shown = hits.iter().map(|hit| {
        let mut shown = shown_hit(t, catalogue, venue, hit, typed);
        shown.undecided = asked_before && shown.ways.iter().all(|(_, _, chosen)| !chosen);
        shown
    });
    let mut frame = visitor.frame(t.text("closures-preview"));
    frame.form = Some("form".to_owned());
    let mut typed = typed.clone().without("seen");
    if matches!(undecided.refused, Some(Error::KeyReused)) {
        renew(visitor, &mut typed);
    }
    let mut hidden = typed.pairs();
    hidden.retain(|(name, _)| !name.starts_with(WAY));
    let page = PreviewPage {
        venue_name: venue.row.name.get(t.language).to_owned(),
        action: target.path().to_owned(),
        hidden,
        seen: undecided.preview.seen.clone(),
        lead: match hits.len() {
            0 => t.text("closures-no-hits"),
            many => t.with("closures-hits", &[("many", many.into())]),
        },
        problems: problems(t, catalogue, undecided),
        hits: shown.collect(),
        path: words::path(venue),
        frame,
    };
    let status = undecided
        .refused
        .as_ref()
        .map_or(StatusCode::OK, page_error::status);
    personal(status, &page)
}

fn problems(t: Translator, catalogue: &Catalogue, undecided: &Undecided) -> Vec<String> {
    match &undecided.refused {
        Some(Error::Changed(_)) => vec![t.text("problem-changed-detail")],
        Some(Error::Rules(broken)) => {
            let fields = Fields {
                t,
                typed: &Typed::default(),
                broken,
            };
            broken.iter().map(|one| fields.fault(one)).collect()
        }
        Some(Error::State(refusal)) => vec![t.refusal(*refusal)],
        Some(Error::KeyReused) => vec![t.text("form-sent-before")],
        Some(Error::Conflict { conflicts, .. }) => {
            let said = |one: &Conflict| {
                let place = place_in_words(t, catalogue, &one.space, one.starts, one.ends);
                t.with("closures-taken", &[("place", place.into())])
            };
            conflicts.iter().map(said).collect()
        }
        _ => Vec::new(),
    }
}

fn shown_hit(
    t: Translator,
    catalogue: &Catalogue,
    venue: &Venue,
    hit: &Hit,
    typed: &Typed,
) -> Shown {
    let booking = &hit.booking;
    let chosen = typed.get(&format!("{WAY}{}", booking.id));
    let ways = hit.alternatives.iter().map(|offer| {
        let value = value(offer);
        let is_chosen = value == chosen;
        (value, label(t, catalogue, booking, offer), is_chosen)
    });
    let ends = t.text(match (hit.on, booking.status) {
        (HitPart::AskedMove, _) => "closures-decline-move",
        (HitPart::Booking, Status::Pending) => "closures-reject",
        (HitPart::Booking, _) => "closures-cancel",
    });
    // Who is there stays until it closes, whatever it is called.
    let stays = booking.status == Status::CheckedIn && !hit.alternatives.is_empty();
    let ends = (!stays).then(|| (CANCEL.to_owned(), ends, chosen == CANCEL));
    let phone = booking.contact_phone.as_deref().map(Phone::readable);
    let contact = [Some(booking.contact_name.clone()), phone]
        .into_iter()
        .flatten();
    let mut facts = vec![
        (t.text("mail-where"), space_name(t, catalogue, booking)),
        (t.text("mail-when"), when(t, booking, venue)),
        (
            t.text("closures-state"),
            StateLabel::of(t, booking, false, Side::Venue).text,
        ),
        (
            t.text("booking-contact"),
            contact.collect::<Vec<_>>().join(", "),
        ),
    ];
    if let Some(asked) = asked_move(t, catalogue, booking).filter(|_| hit.on == HitPart::AskedMove)
    {
        facts.push((t.text("booking-asks-move"), asked));
    }
    Shown {
        id: booking.id.to_string(),
        code: booking.code.clone(),
        title: booking.title.clone(),
        facts,
        undecided: false,
        ways: ways.chain(ends).collect(),
    }
}

fn label(t: Translator, catalogue: &Catalogue, booking: &Booking, offer: &Alternative) -> String {
    let here = catalogue.space(&offer.space);
    let here = here.is_some_and(|(_, space)| space.row.id == booking.space_id);
    if here && parse_wall(&booking.starts) == Some(offer.starts) {
        let time = t.time(offer.ends);
        return t.with("closures-cut", &[("time", time.into())]);
    }
    let place = place_in_words(t, catalogue, &offer.space, offer.starts, offer.ends);
    t.with("closures-move", &[("place", place.into())])
}

fn place_in_words(
    t: Translator,
    catalogue: &Catalogue,
    space: &str,
    starts: time::PrimitiveDateTime,
    ends: time::PrimitiveDateTime,
) -> String {
    let name = catalogue.space(space).map_or(String::new(), |(_, space)| {
        space.row.name.get(t.language).to_owned()
    });
    format!("{name}, {}", t.when(starts, ends))
}
