//! Changing, shortening and moving a booking, as forms on its page.

use entity::{Booking, audit::Action, term::TermKind};
use time::{Duration, Time};

use crate::{
    booking::Possible,
    i18n::Translator,
    refusal::rule::{Code, Violation},
    rules::waiver::WAIVABLE,
    text::Phone,
    venue::{Catalogue, Space, Venue},
    web::{
        borrowing::{self, Lendable},
        field::{Field, Input, sentence},
        times::{clock, set_from_to},
        tried::Tried,
        typed::Typed,
        visitor::Visitor,
        waiving,
    },
    zone::{format_wall, parse_wall},
};

/// It posts to `/bookings/{code}/{slug}`.
pub struct AlterForm {
    pub slug: &'static str,
    pub id: String,
    pub heading: String,
    pub fields: Vec<Field>,
    /// A box to tick: its name, its label, whether it is ticked.
    pub boxes: Vec<(String, String, bool)>,
    pub lendable: Vec<Lendable>,
    pub button: String,
    pub open: bool,
}

/// What the forms on the page of a booking are made from.
pub struct BookingForms<'a> {
    pub visitor: &'a Visitor,
    pub catalogue: &'a Catalogue,
    pub venue: &'a Venue,
    pub space: &'a Space,
    pub booking: &'a Booking,
    /// What the visitor can do to it.
    pub can: &'a Possible<'a>,
}

impl BookingForms<'_> {
    /// Those of what the visitor can do.
    pub fn possible(&self, tried: Option<&Tried<'_>>) -> Vec<AlterForm> {
        let t = self.visitor.t();
        [
            (Action::Change, "change", t.text("decide-change")),
            (Action::Shorten, "finish", t.text("decide-finish")),
            (Action::Move, "move", self.move_heading()),
            (Action::Classify, "classify", t.text("decide-classify")),
        ]
        .into_iter()
        .filter(|(action, ..)| self.can.allows(*action))
        .filter_map(|(_, slug, heading)| {
            let tried = tried.filter(|tried| tried.action == slug);
            let typed = tried.map_or_else(|| self.as_it_is(slug), |tried| tried.form.clone());
            let broken = tried.map_or(&[][..], Tried::broken);
            let form = Filled {
                t,
                catalogue: self.catalogue,
                typed: &typed,
                broken,
            };
            let (fields, boxes) = match slug {
                "change" => self.change(&form),
                "finish" => (vec![self.finish(&form)?], Vec::new()),
                "classify" => (vec![self.programme(&form)], Vec::new()),
                _ => self.relocate(&form),
            };
            let lendable = match slug {
                "change" => borrowing::lendable(t, self.venue, &typed),
                _ => Vec::new(),
            };
            Some(AlterForm {
                lendable,
                slug,
                id: format!("{slug}-{}", self.booking.code),
                button: heading.clone(),
                heading,
                fields,
                boxes,
                open: tried.is_some(),
            })
        })
        .collect()
    }

    /// Whether the group can only ask for it, at least where the booking is.
    fn move_heading(&self) -> String {
        let asks = self.can.only_asks_to_move(self.space.row.approval);
        self.visitor.t().text(if asks {
            "decide-ask-move"
        } else {
            "decide-move"
        })
    }

    fn as_it_is(&self, slug: &str) -> Typed {
        let booking = self.booking;
        let mut typed = Typed::default();
        if slug == "classify" {
            typed.set("programme", booking.programme.clone().unwrap_or_default());
        } else if slug == "change" {
            typed.set("title", &*booking.title);
            typed.set("attendees", booking.attendees.to_string());
            typed.set("layout", &*booking.layout);
            typed.set("programme", booking.programme.clone().unwrap_or_default());
            typed.set("note", booking.note.clone().unwrap_or_default());
            let phone = booking.contact_phone.as_deref().map(Phone::readable);
            typed.set("phone", phone.unwrap_or_default());
            typed.set("public", if booking.public { "1" } else { "" });
            for item in &booking.stock.0 {
                typed.set(&borrowing::field(&item.item), item.quantity.to_string());
            }
        } else if let (Some(starts), Some(ends)) =
            (parse_wall(&booking.starts), parse_wall(&booking.ends))
        {
            set_from_to(&mut typed, starts, ends);
            typed.set("space", self.space.path());
        }
        typed
    }

    fn change(&self, form: &Filled<'_>) -> (Vec<Field>, Vec<(String, String, bool)>) {
        let t = form.t;
        let mut fields = vec![
            form.field(
                "title",
                t.text("form-event"),
                Input::Line("text", "off", true),
            ),
            form.field(
                "attendees",
                t.text("form-attendees"),
                Input::Line("number", "off", true),
            ),
        ];
        let name = |kind, slug: &str| self.catalogue.name(kind, slug, t.language).to_owned();
        let layouts = &self.space.row.layouts.0;
        if layouts.len() > 1 {
            let known = layouts.iter();
            let known = known.map(|slug| (slug.clone(), name(TermKind::Layout, slug)));
            let input = Input::Choice(known.collect());
            fields.push(form.field("layout", t.text("form-layout"), input));
        }
        fields.push(self.programme(form));
        fields.push(form.field("note", t.text("form-note"), Input::Lines));
        let phone = Input::Line("tel", "tel", false);
        fields.push(form.field("phone", t.text("form-phone"), phone));
        let public = || form.ticked("public".to_owned(), t.text("form-public"));
        let public = self.space.seats().is_none().then(public);
        (fields, public.into_iter().collect())
    }

    fn programme(&self, form: &Filled<'_>) -> Field {
        let t = form.t;
        let none = (String::new(), t.text("form-no-programme"));
        let terms = self.catalogue.terms(TermKind::Programme);
        let terms = terms.map(|term| (term.slug.clone(), term.name.get(t.language).to_owned()));
        let programmes = Input::Choice(std::iter::once(none).chain(terms).collect());
        form.field("programme", t.text("form-programme"), programmes)
    }

    /// None when there is no earlier end left to choose.
    fn finish(&self, form: &Filled<'_>) -> Option<Field> {
        let (booking, zone) = (self.booking, &self.venue.zone);
        let starts = parse_wall(&booking.starts)?;
        let step = Duration::minutes(i64::from(self.space.row.step_minutes.max(1)));
        let since_midnight = (starts.time() - Time::MIDNIGHT).whole_minutes();
        let first = since_midnight / step.whole_minutes() + 1;
        let midnight = starts.replace_time(Time::MIDNIGHT);
        let now = self.visitor.app.clock.now();
        let times: Vec<(String, String)> = (first..)
            .map_while(|nth| {
                let at = midnight.saturating_add(step * i32::try_from(nth).ok()?);
                (zone.instant_or_next(at) < booking.ends_at).then_some(at)
            })
            .filter(|at| zone.instant_or_next(*at) >= now)
            .map(|at| (format_wall(at), clock(at)))
            .collect();
        let label = form.t.text("alter-until");
        (!times.is_empty()).then(|| form.field("until", label, Input::Choice(times)))
    }

    fn relocate(&self, form: &Filled<'_>) -> (Vec<Field>, Vec<(String, String, bool)>) {
        let t = form.t;
        let spaces = self.venue.open_spaces();
        let spaces = spaces.map(|space| (space.path(), space.row.name.get(t.language).to_owned()));
        let mut fields = vec![
            form.field(
                "date",
                t.text("form-date"),
                Input::Line("date", "off", true),
            ),
            form.field(
                "from",
                t.text("form-from"),
                Input::Line("time", "off", true),
            ),
            form.field("to", t.text("form-to"), Input::Line("time", "off", true)),
            form.field(
                "space",
                t.text("alter-space"),
                Input::Choice(spaces.collect()),
            ),
        ];
        let in_the_way = |code| {
            form.broken
                .iter()
                .any(|one| one.waivable && one.code() == code)
        };
        let boxes: Vec<_> = WAIVABLE
            .into_iter()
            .filter(|code| in_the_way(*code) || waiving::is_ticked(form.typed, *code))
            .map(|code| {
                let name = waiving::field(code);
                let rule = t.text(&name);
                form.ticked(name, t.with("form-waive", &[("rule", rule.into())]))
            })
            .collect();
        if !boxes.is_empty() {
            let label = t.text("form-waive_reason");
            fields.push(form.field("waive_reason", label, Input::Lines));
        }
        (fields, boxes)
    }
}

/// What stands in a form and what is wrong with it.
struct Filled<'a> {
    t: Translator,
    catalogue: &'a Catalogue,
    typed: &'a Typed,
    broken: &'a [Violation],
}

impl Filled<'_> {
    fn field(&self, name: &'static str, label: String, input: Input) -> Field {
        let errors = self.broken.iter().filter(|one| field_of(one) == name);
        Field {
            name,
            label,
            hint: String::new(),
            value: self.typed.get(name).to_owned(),
            errors: errors
                .map(|one| sentence(self.t, self.catalogue, one))
                .collect(),
            input,
            short: matches!(name, "date" | "from" | "to" | "until" | "attendees"),
        }
    }

    fn ticked(&self, name: String, label: String) -> (String, String, bool) {
        let ticked = self.typed.some(&name).is_some();
        (name, label, ticked)
    }
}

/// Which field of a form a fault of the change stands at.
pub fn field_of(one: &Violation) -> &'static str {
    match (one.field, one.code()) {
        ("starts", Code::OffGrid) => "from",
        ("starts", _) => "date",
        ("ends", _) => "to",
        (other, _) => other,
    }
}
