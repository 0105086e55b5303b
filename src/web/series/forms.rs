//! What can be done to several dates of a series at once, as forms.

use entity::{
    Booking,
    audit::{Action, Role},
    booking::Status,
};

use crate::{
    i18n::Translator,
    series::SeriesCard,
    venue::{Catalogue, Venue},
    web::{
        booking::forms,
        borrowing::Lendable,
        decide::reasons,
        field::{Field, Input},
        losing::Loses,
        tried::Tried,
        visitor::Visitor,
    },
    zone::parse_wall,
};

/// Before the date in the name of a box.
pub const EXCEPT: &str = "except-";

/// Dates are given up.
pub const CANCEL: &str = "cancel";

/// What was said about its dates.
pub const CHANGE: &str = "change";

/// The first date of which the visitor can change what was said.
pub fn changeable<'a>(
    visitor: &Visitor,
    catalogue: &Catalogue,
    card: &'a SeriesCard,
) -> Option<&'a Booking> {
    let mut dates = card.series.bookings();
    dates.find(|one| visitor.can(catalogue, one).allows(Action::Change))
}

/// It posts to `/series/{code}/{slug}`.
pub struct SeriesForm {
    pub slug: &'static str,
    pub button: String,
    /// Dates that can be left out: the name of each box, its label, whether it is ticked.
    pub boxes: Vec<(String, String, bool)>,
    pub fields: Vec<Field>,
    pub lendable: Vec<Lendable>,
    /// Boxes that belong to the fields.
    pub ticks: Vec<(String, String, bool)>,
    pub main: bool,
    pub open: bool,
    /// Where to go afterwards.
    pub next: String,
    /// Of a yes.
    pub loses: Loses,
}

impl SeriesForm {
    /// Whether it is a yes to what waits: to the request, or to a move.
    pub fn is_yes(&self) -> bool {
        matches!(self.slug, "approve" | "accept-move")
    }
}

/// What the forms on the page of a series are made from.
pub struct SeriesForms<'a> {
    pub visitor: &'a Visitor,
    pub t: Translator,
    pub catalogue: &'a Catalogue,
    pub venue: &'a Venue,
    pub card: &'a SeriesCard,
    /// The date that what is done begins with.
    pub from: &'a str,
    pub tried: Option<&'a Tried<'a>>,
}

impl SeriesForms<'_> {
    /// Those of what the visitor can do to some of the dates.
    pub fn possible(&self) -> Vec<SeriesForm> {
        let t = self.t;
        let venue = self.card.role == Role::Venue;
        let mut forms = Vec::new();
        let waits = self.dates(|one| one.status == Status::Pending);
        if venue && !waits.is_empty() {
            forms.push(self.approve(&waits));
            let why = self.why("reject", "reject_reason", "reject_text");
            forms.push(self.form("reject", t.text("series-reject"), why));
        }
        forms.extend(self.asked_move(venue));
        let moves = self.dates(self.allows(Action::Move));
        if !moves.is_empty() {
            let asks = self.card.series.bookings().any(|one| self.only_asks(one));
            let fields = self.relocate(&moves, asks);
            let button = if asks {
                "series-ask-move"
            } else {
                "series-move"
            };
            forms.push(self.form("move", t.text(button), fields));
        }
        forms.extend(self.change());
        forms
    }

    /// None where no date can be given up. Each choice says how many dates that are.
    pub fn give_up(&self) -> Option<SeriesForm> {
        let (cancels, rejects) = (self.allows(Action::Cancel), self.allows(Action::Reject));
        let stands = self.dates(|one| cancels(one) || rejects(one));
        let all = stands.len();
        let counted = stands.into_iter().enumerate().map(|(at, (date, when))| {
            let said = [("when", when.into()), ("count", (all - at).into())];
            (date, self.t.with("give-up-from", &said))
        });
        let dates: Vec<_> = counted.collect();
        if dates.is_empty() {
            return None;
        }
        let mut fields = vec![self.from(CANCEL, "cancel_from", &dates)];
        if let Input::Choice(choices) = &mut fields[0].input {
            choices[0].1 = self.t.with("give-up-all", &[("count", all.into())]);
        }
        if self.card.role == Role::Venue {
            fields.extend(self.why(CANCEL, "cancel_reason", "cancel_text"));
        }
        Some(self.form(CANCEL, self.t.text("series-cancel"), fields))
    }

    fn approve(&self, waits: &[(String, String)]) -> SeriesForm {
        let note = self.field("approve", "approve_text", "decide-note", Input::Lines);
        let button = self.t.text("series-approve");
        let tried = self.tried.is_some_and(|tried| tried.action == "approve");
        let lost = |date: &str| {
            let here = |one: &&Booking| one.starts.starts_with(date);
            let booking = self.card.series.bookings().find(here);
            booking.is_some_and(|one| self.card.given.contains(&one.id))
        };
        let boxes = waits.iter().map(|(date, when)| {
            let name = format!("{EXCEPT}{date}");
            let ticked = !self.typed_text("approve", &name).is_empty() || (!tried && lost(date));
            (name, when.clone(), ticked)
        });
        SeriesForm {
            boxes: boxes.collect(),
            main: true,
            open: true,
            ..self.form("approve", button, vec![note])
        }
    }

    /// The answer to the move that is asked for the whole series, or its end.
    fn asked_move(&self, venue: bool) -> Vec<SeriesForm> {
        let asks = |one: &Booking| one.proposed_move().is_some_and(|asks| asks.of_series);
        if !self.card.series.bookings().any(asks) {
            return Vec::new();
        }
        let t = self.t;
        if !venue {
            let label = t.text("decide-take-back-move");
            return vec![self.form("take-back", label, Vec::new())];
        }
        let note = self.field(
            "accept-move",
            "accept-move_text",
            "decide-note",
            Input::Lines,
        );
        let accept = SeriesForm {
            main: true,
            open: true,
            ..self.form("accept-move", t.text("series-accept-move"), vec![note])
        };
        let why = self.why("decline-move", "decline-move_reason", "decline-move_text");
        vec![
            accept,
            self.form("decline-move", t.text("series-decline-move"), why),
        ]
    }

    /// `asks`: whether the venue has to approve of it.
    fn relocate(&self, dates: &[(String, String)], asks: bool) -> Vec<Field> {
        let row = &self.card.series.row;
        let time = |name, key, wall: &str| {
            let field = self.field("move", name, key, Input::Line("time", "off", true));
            let as_it_is = || parse_wall(wall).map_or(String::new(), |at| self.t.time(at));
            Field {
                value: match self.tried {
                    Some(tried) if tried.action == "move" => field.value,
                    _ => as_it_is(),
                },
                ..field
            }
        };
        let stays = (String::new(), self.t.text("series-same-space"));
        let spaces = self.venue.open_spaces();
        let spaces =
            spaces.map(|space| (space.path(), space.row.name.get(self.t.language).to_owned()));
        let spaces = Input::Choice(std::iter::once(stays).chain(spaces).collect());
        let from = self.from("move", "move_from", dates);
        let hint = asks.then(|| self.t.text("series-ask-move-hint"));
        vec![
            Field {
                hint: hint.unwrap_or_default(),
                ..from
            },
            time("move_starts", "form-from", &row.starts),
            time("move_ends", "form-to", &row.ends),
            self.field("move", "move_space", "alter-space", spaces),
        ]
    }

    /// As the first date stands that can be changed.
    fn change(&self) -> Option<SeriesForm> {
        let first = changeable(self.visitor, self.catalogue, self.card)?;
        let of_first = forms::BookingForms {
            visitor: self.visitor,
            catalogue: self.catalogue,
            venue: self.venue,
            space: self.catalogue.space_of(first.space_id)?,
            booking: first,
            can: &self.visitor.can(self.catalogue, first),
        };
        let forms = of_first.possible(self.tried).into_iter();
        let form = { forms }.find(|form| form.slug == CHANGE)?;
        let dates = self.dates(self.allows(Action::Change));
        let from = Field {
            hint: self.t.text("series-change-hint"),
            ..self.from(CHANGE, "change_from", &dates)
        };
        let fields = std::iter::once(from).chain(form.fields);
        Some(SeriesForm {
            lendable: form.lendable,
            ticks: form.boxes,
            ..self.form(CHANGE, self.t.text("series-change"), fields.collect())
        })
    }

    fn allows(&self, action: Action) -> impl Fn(&Booking) -> bool {
        move |one| self.visitor.can(self.catalogue, one).allows(action)
    }

    /// Whether it can be moved, but its group can only ask for that.
    fn only_asks(&self, booking: &Booking) -> bool {
        let (can, space) = (
            self.visitor.can(self.catalogue, booking),
            self.catalogue.space_of(booking.space_id),
        );
        space.is_some_and(|space| can.only_asks_to_move(space.row.approval))
    }

    fn form(&self, slug: &'static str, button: String, fields: Vec<Field>) -> SeriesForm {
        // Whoever came from another page goes back to it, whatever they decide.
        let decides = matches!(slug, "approve" | "reject" | "accept-move" | "decline-move");
        let next = self.tried.filter(|_| decides);
        let next = next.map_or("", |tried| tried.form.get("next"));
        SeriesForm {
            slug,
            button,
            boxes: Vec::new(),
            fields,
            lendable: Vec::new(),
            ticks: Vec::new(),
            main: false,
            next: next.to_owned(),
            loses: Loses::default(),
            open: self.tried.is_some_and(|tried| tried.action == slug),
        }
    }

    /// Dates of bookings of which something can be done, with their times in words.
    fn dates(&self, can: impl Fn(&Booking) -> bool) -> Vec<(String, String)> {
        let dates = self.card.series.dates.iter();
        let dates = dates.filter(|date| date.outcome.booking().is_some_and(&can));
        dates
            .map(|date| {
                let day = date.starts.date().to_string();
                (day, self.t.when(date.starts, date.ends))
            })
            .collect()
    }

    fn from(&self, slug: &str, name: &'static str, dates: &[(String, String)]) -> Field {
        let all = (String::new(), self.t.text("series-all"));
        let choices = std::iter::once(all).chain(dates.iter().cloned());
        let field = self.field(slug, name, "series-from", Input::Choice(choices.collect()));
        match self.tried {
            Some(_) => field,
            None => Field {
                value: self.from.to_owned(),
                ..field
            },
        }
    }

    /// A reason of the catalogue, or an own sentence.
    fn why(&self, slug: &'static str, code: &'static str, text: &'static str) -> Vec<Field> {
        let none = (String::new(), self.t.text("form-choose"));
        let wanted = if slug == "decline-move" {
            "reject"
        } else {
            slug
        };
        let known = reasons(self.t, self.catalogue, wanted);
        let choices = std::iter::once(none).chain(known).collect();
        vec![
            self.field(slug, code, "decide-reason", Input::Choice(choices)),
            self.field(slug, text, "decide-own-words", Input::Lines),
        ]
    }

    fn field(&self, slug: &str, name: &'static str, key: &str, input: Input) -> Field {
        Field {
            name,
            label: self.t.text(key),
            hint: String::new(),
            value: self.typed_text(slug, name).to_owned(),
            errors: self.errors(slug, name),
            input,
            short: matches!(name, "move_starts" | "move_ends"),
        }
    }

    fn errors(&self, slug: &str, name: &str) -> Vec<String> {
        let Some(tried) = self.tried.filter(|tried| tried.action == slug) else {
            return Vec::new();
        };
        let here = tried.broken().iter().filter(|one| {
            let field = match one.field {
                "reason" => "text",
                other => other,
            };
            name == format!("{slug}_{field}")
        });
        here.map(|one| self.t.broken(one, str::to_owned)).collect()
    }

    /// What was typed into this form. The queue asks by shorter names.
    fn typed_text(&self, slug: &str, name: &str) -> &str {
        let Some(tried) = self.tried.filter(|tried| tried.action == slug) else {
            return "";
        };
        let short = name
            .strip_prefix(slug)
            .and_then(|name| name.strip_prefix('_'));
        match (tried.form.get(name), short) {
            ("", Some(short)) => tried.form.get(short),
            (said, _) => said,
        }
    }
}
