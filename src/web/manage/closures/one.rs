//! A closure: when, why, whom to call; and how to change it or take it back.

use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use entity::{ClosureId, HitId, closure_hit::Outcome};
use time::{Duration, PrimitiveDateTime};

use super::{
    form::{self, Fields},
    preview::{self, ClosureTarget, Submitted},
    words,
};
use crate::{
    closure::{self, Closure, HitToCall},
    error::Error,
    text::Phone,
    venue::{Catalogue, Venue},
    web::{
        booking::words::place_in_words,
        done::{self, DoneNotice},
        field::{Field, Input},
        language_choice,
        manage::managed::managed,
        page_error::{self, PageError},
        typed::Typed,
        visitor::{Frame, Visitor, personal},
    },
};

#[derive(Template)]
#[template(path = "closure.html", config = "config/askama.toml")]
struct ClosurePage {
    frame: Frame,
    venue_name: String,
    list: String,
    path: String,
    facts: Vec<(String, String)>,
    /// Where it comes again.
    times: Vec<String>,
    calls: Vec<Call>,
    problems: Vec<String>,
    /// None when all of it is over.
    change: Option<Vec<Field>>,
    /// The wall time of now, where it runs and comes once.
    end_now: Option<(String, Vec<(String, String)>)>,
}

/// Somebody to be called.
struct Call {
    id: String,
    code: String,
    title: String,
    /// When it was to be.
    was: String,
    became: String,
    name: String,
    /// For the link, and as it is read.
    phone: Option<(String, String)>,
    /// Who told them, and when.
    told: Option<String>,
    /// Up to which news of the list of calls they are told by it.
    last: Option<String>,
}

/// `GET /manage/{venue}/closures/{id}`
pub async fn show(
    mut visitor: Visitor,
    Path((slug, id)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    let venue = managed(&visitor, &catalogue, &slug)?;
    let closure = found(&visitor, venue, &id).await?;
    let query = Typed::read(query.unwrap_or_default().as_bytes());
    let told = closure::hits_of(&visitor.app, &visitor.actor, &closure).await?;
    let act = done::acts::of_closure(&visitor, &closure.row, &query);
    visitor.done = act.or_else(|| marked(&visitor, &told, &query));
    visitor.lists_contacts();
    page(&visitor, &catalogue, venue, &closure, &told, None)
}

/// `POST /manage/{venue}/closures/{id}`: another beginning or end, with the same look before it.
pub async fn change(
    mut visitor: Visitor,
    Path((slug, id)): Path<(String, String)>,
    mut typed: Typed,
) -> Result<Response, PageError> {
    let switched = language_choice::switch(&mut visitor, &mut typed).await;
    let catalogue = visitor.app.catalogue().await?;
    let venue = managed(&visitor, &catalogue, &slug)?;
    let closure = found(&visitor, venue, &id).await?;
    let path = format!("{}/{}", words::path(venue), closure.row.id);
    let target = &ClosureTarget::Change(path, closure.row.id, form::read_change(&typed));
    match preview::run(&visitor, target, &typed, switched.is_some()).await {
        Ok(Submitted::Done(page)) => Ok(Redirect::to(&done::on(&page, done::ACT)).into_response()),
        Ok(Submitted::Undecided(undecided)) => {
            visitor.lists_contacts();
            let page = preview::page(&visitor, &catalogue, venue, target, &typed, &undecided)?;
            Ok((switched, page).into_response())
        }
        Err(error @ (Error::Rules(_) | Error::State(_))) => {
            let told = closure::hits_of(&visitor.app, &visitor.actor, &closure).await?;
            page(
                &visitor,
                &catalogue,
                venue,
                &closure,
                &told,
                Some((typed, error)),
            )
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /manage/{venue}/closures/{id}/take-back`
pub async fn take_back(
    visitor: Visitor,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    let venue = managed(&visitor, &catalogue, &slug)?;
    let closure = found(&visitor, venue, &id).await?;
    closure::take_back(&visitor.app, &visitor.actor, closure.row.id).await?;
    let path = format!("{}/{}", words::path(venue), closure.row.id);
    Ok(Redirect::to(&done::on(&path, done::ACT)).into_response())
}

/// `POST /manage/{venue}/closures/{id}/told/{hit}`
pub async fn tell(
    visitor: Visitor,
    Path((slug, id, hit)): Path<(String, String, String)>,
    typed: Typed,
) -> Result<Response, PageError> {
    let catalogue = visitor.app.catalogue().await?;
    let venue = managed(&visitor, &catalogue, &slug)?;
    let closure = found(&visitor, venue, &id).await?;
    let hit: HitId = hit.parse().map_err(|_| Error::NotFound)?;
    let told = typed.some("told").is_some();
    let last = typed.some("last").map(str::parse).transpose();
    let last = last.map_err(|_| Error::NotFound)?;
    let id = closure.row.id;
    closure::tell(&visitor.app, &visitor.actor, id, hit, told, last).await?;
    let path = format!("{}/{id}", words::path(venue));
    let asks = if told { done::TOLD } else { done::NOT_TOLD };
    Ok(Redirect::to(&done::beside(&path, asks, &hit.to_string())).into_response())
}

/// On whether somebody was told, as it stands by now.
fn marked(visitor: &Visitor, told: &[HitToCall], query: &Typed) -> Option<DoneNotice> {
    let of = query.get(done::OF);
    let one = told.iter().find(|one| one.hit.id.to_string() == of)?;
    let own = visitor.actor.who().map(|person| person.id);
    let text = match (query.get(done::DONE), one.hit.told_by) {
        (done::TOLD, Some(by)) if Some(by) == own => "done-told",
        (done::NOT_TOLD, None) => "done-not-told",
        _ => return None,
    };
    Some(DoneNotice::saying(visitor.t().text(text)))
}

async fn found(visitor: &Visitor, venue: &Venue, id: &str) -> Result<Closure, Error> {
    let id: ClosureId = id.parse().map_err(|_| Error::NotFound)?;
    let closure = closure::one(&visitor.app, &visitor.actor, id).await?;
    if closure.row.venue_id == venue.row.id {
        Ok(closure)
    } else {
        Err(Error::NotFound)
    }
}

fn page(
    visitor: &Visitor,
    catalogue: &Catalogue,
    venue: &Venue,
    closure: &Closure,
    told: &[HitToCall],
    tried: Option<(Typed, Error)>,
) -> Result<Response, PageError> {
    let (app, t) = (&visitor.app, visitor.t());
    let now = app.clock.now();
    let local = |at| venue.zone.local(at);
    let list = words::path(venue);
    let next = closure
        .next(now)
        .map(|next| (local(next.starts_at), local(next.ends_at)));
    let (typed, refused) = match tried {
        Some((typed, error)) => (Some(typed), Some(error)),
        None => (next.map(|(starts, ends)| form::filled(starts, ends)), None),
    };
    let broken = match &refused {
        Some(Error::Rules(broken)) => &broken[..],
        _ => &[],
    };
    let fields = |typed: &Typed| Fields { t, typed, broken }.times();
    let mut problems = Vec::new();
    if let Some(Error::State(why)) = &refused {
        problems.push(t.refusal(*why));
    }
    let runs = |(starts, _): &(PrimitiveDateTime, PrimitiveDateTime)| {
        *starts <= local(now) && closure.times.len() == 1
    };
    let end_now = next.filter(runs).map(|(starts, _)| {
        let now = local(now);
        let minute = now - Duration::seconds(i64::from(now.second()));
        (t.time(minute), form::filled(starts, minute).pairs())
    });
    let times = closure.times.iter();
    let times = times.map(|time| t.when(local(time.starts_at), local(time.ends_at)));
    let page = ClosurePage {
        frame: visitor.frame(t.text("closures-one")),
        venue_name: venue.row.name.get(t.language).to_owned(),
        path: format!("{list}/{}", closure.row.id),
        list,
        facts: vec![
            (t.text("closures-what"), words::spaces(t, venue, closure)),
            (t.text("mail-when"), words::when(t, venue, closure, now)),
            (
                t.text("closures-reason"),
                words::reason(t, catalogue, closure),
            ),
        ],
        times: times.filter(|_| closure.times.len() > 1).collect(),
        calls: told
            .iter()
            .map(|told| call(visitor, catalogue, venue, told))
            .collect(),
        problems,
        change: typed.filter(|_| next.is_some()).map(|typed| fields(&typed)),
        end_now,
    };
    let status = refused.as_ref().map_or(StatusCode::OK, page_error::status);
    personal(status, &page)
}

fn call(visitor: &Visitor, catalogue: &Catalogue, venue: &Venue, told: &HitToCall) -> Call {
    let t = visitor.t();
    let local = |at| venue.zone.local(at);
    let (hit, booking) = (&told.hit, &told.booking);
    let space = catalogue.space_of(hit.space_id);
    let space = space.map_or("", |space| space.row.name.get(t.language));
    let was = t.when(local(hit.starts_at), local(hit.ends_at));
    let became = match hit.outcome {
        Outcome::Moved => {
            let place = place_in_words(t, catalogue, venue, booking);
            t.with("closures-now", &[("place", place.into())])
        }
        Outcome::Declined => t.text("closures-declined"),
        Outcome::Cancelled => t.status(booking.status),
    };
    let phone = booking.contact_phone.as_ref();
    Call {
        id: hit.id.to_string(),
        code: booking.code.clone(),
        title: booking.title.clone(),
        was: format!("{space}, {was}"),
        became,
        name: booking.contact_name.clone(),
        phone: phone.map(|number| (number.clone(), Phone::readable(number))),
        last: told.last.map(|last| last.to_string()),
        told: hit.told_at.map(|at| {
            let by = told.by.clone().unwrap_or_default();
            let moment = t.moment(local(at));
            t.with(
                "closures-told-by",
                &[("name", by.into()), ("moment", moment.into())],
            )
        }),
    }
}
