//! What may be done to a booking by who looks at it, as forms.

use entity::{
    Booking,
    audit::{Action, Role},
    booking::Status,
    term::TermKind,
};

use super::{losing::Loses, reasons::ReasonFields, typed::Typed};
use crate::{
    booking::Possible, i18n::Translator, rules::losing::Outlook, series::WaitingSeries, urls,
    venue::Catalogue,
};

/// A button with what belongs to it.
pub struct Decision {
    pub slug: &'static str,
    /// Where it posts to.
    pub action: String,
    /// Unique on a page of many bookings.
    pub id: String,
    pub code: String,
    pub label: String,
    /// Where to go afterwards.
    pub next: String,
    /// None where there is nothing to say.
    pub why: Option<ReasonFields>,
    /// The label of how many came; none where nobody has come yet.
    pub people: Option<String>,
    /// How many, where it was said before.
    pub people_typed: String,
    pub people_errors: Vec<String>,
    pub first: bool,
    /// Of a yes.
    pub loses: Loses,
}

impl Decision {
    /// Whether it is a yes to what waits: to a request, or to a move.
    pub fn is_yes(&self) -> bool {
        matches!(self.slug, "approve" | "accept-move")
    }

    /// As it was typed before it was refused. `wrong`: what is wrong with the field of that name.
    pub fn fill(&mut self, typed: &Typed, wrong: impl Fn(&str) -> Vec<String>) {
        if let Some(why) = &mut self.why {
            why.fill(typed, wrong("reason"));
        }
        typed.get("attended").clone_into(&mut self.people_typed);
        self.people_errors = wrong("attended");
    }

    /// The field that what is wrong with `field` is about, if it has one.
    pub fn field_of(&self, field: &str) -> Option<String> {
        match field {
            "reason" => self.why.as_ref().map(|why| format!("{}-text", why.id)),
            "attended" => self.people.as_ref().map(|_| format!("{}-people", self.id)),
            _ => None,
        }
    }
}

/// What somebody can do to a booking, but for [`giving_up`].
pub fn possible(
    t: Translator,
    catalogue: &Catalogue,
    booking: &Booking,
    can: &Possible<'_>,
    next: &str,
) -> Vec<Decision> {
    let offered = booking.is_held_offer();
    let mut found = Vec::new();
    for action in [
        Action::CheckIn,
        Action::NoShow,
        Action::Approve,
        Action::Reject,
        Action::Reopen,
        Action::AcceptMove,
        Action::DeclineMove,
        Action::TakeBackMove,
    ] {
        let Some(role) = can.role_for(action) else {
            continue;
        };
        let says_why = can.needs_reason(action);
        let (slug, label) = match (action, role) {
            (Action::Approve, Role::Booker) => ("approve", t.text("decide-take-offer")),
            (Action::Approve, _) if offered => ("approve", t.text("decide-take-offer-for-them")),
            (Action::Approve, _) => ("approve", t.text("decide-approve")),
            (Action::CheckIn, _) if booking.attended.is_some() => {
                ("check-in", t.text("decide-count-again"))
            }
            (Action::CheckIn, _) => ("check-in", t.text("decide-check-in")),
            (Action::NoShow, _) => ("no-show", t.text("decide-no-show")),
            (Action::Reject, _) => ("reject", t.text("decide-reject")),
            (Action::AcceptMove, _) => ("approve", t.text("decide-accept-move")),
            (Action::DeclineMove, _) => ("reject", t.text("decide-decline-move")),
            (Action::TakeBackMove, _) => ("take-back", t.text("decide-take-back-move")),
            _ if booking.status == Status::CheckedIn => ("reopen", t.text("decide-not-yet-there")),
            _ => ("reopen", t.text("decide-reopen")),
        };
        let reasons = if says_why && action != Action::Reopen {
            reasons(t, catalogue, slug)
        } else {
            Vec::new()
        };
        let first = matches!(action, Action::Approve | Action::AcceptMove);
        let folded = first && !offered;
        let sentence = match (says_why, reasons.is_empty()) {
            (false, _) => folded.then(|| t.text("decide-note")),
            (true, true) => Some(t.text("decide-why")),
            (true, false) => Some(t.text("decide-own-words")),
        };
        let id = format!("{slug}-{}", booking.code);
        let why = sentence.map(|label| ReasonFields {
            folded,
            ..ReasonFields::new(&id, reasons, label)
        });
        let people_typed = booking.attended.map(|people| people.to_string());
        found.push(Decision {
            slug,
            action: format!("{}/{slug}", urls::booking("", booking)),
            id,
            code: booking.code.clone(),
            label,
            next: next.to_owned(),
            why,
            people: (action == Action::CheckIn).then(|| t.text("decide-attended")),
            people_typed: people_typed.unwrap_or_default(),
            people_errors: Vec::new(),
            first: first || (action == Action::CheckIn && booking.status == Status::Approved),
            loses: Loses::default(),
        });
    }
    found
}

/// Giving a booking up, which is asked once more before it is done.
pub struct GivingUp {
    pub label: String,
    pub role: Role,
}

/// None where there is nothing to give up for them.
pub fn giving_up(t: Translator, booking: &Booking, can: &Possible<'_>) -> Option<GivingUp> {
    let role = can.role_for(Action::Cancel)?;
    let label = t.text(match (role, booking.is_held_offer(), booking.status) {
        (Role::Booker, true, _) => "decide-leave-offer",
        (_, true, _) => "decide-take-back-offer",
        (Role::Booker, _, Status::Pending) => "decide-withdraw",
        _ => "decide-cancel",
    });
    Some(GivingUp { label, role })
}

/// One yes or no to all dates of a series that wait, or to the move that is asked for all of them.
pub fn of_series(
    t: Translator,
    catalogue: &Catalogue,
    waiting: &WaitingSeries,
    next: &str,
) -> Vec<Decision> {
    let series = &waiting.row;
    let one = |slug: &'static str, label: &str, sentence: &str, first: bool| {
        let id = format!("{slug}-{}", series.code);
        let reasons = if first {
            Vec::new()
        } else {
            reasons(t, catalogue, "reject")
        };
        let why = ReasonFields {
            folded: first,
            ..ReasonFields::new(&id, reasons, t.text(sentence))
        };
        Decision {
            slug,
            action: format!("{}/{slug}", urls::series("", series)),
            id,
            code: series.code.clone(),
            label: t.text(label),
            next: next.to_owned(),
            why: Some(why),
            people: None,
            people_typed: String::new(),
            people_errors: Vec::new(),
            first,
            loses: Loses::default(),
        }
    };
    if waiting.moves {
        return vec![
            one("accept-move", "series-accept-move", "decide-note", true),
            one(
                "decline-move",
                "series-decline-move",
                "decide-own-words",
                false,
            ),
        ];
    }
    vec![
        one("approve", "series-approve", "decide-note", true),
        one("reject", "series-reject", "decide-own-words", false),
    ]
}

/// What a yes costs others is said at its button, which is another one then; a yes that would be refused has none.
pub fn foreseeing(
    t: Translator,
    catalogue: &Catalogue,
    outlook: &Outlook,
    mut decisions: Vec<Decision>,
) -> Vec<Decision> {
    if !outlook.in_the_way.is_empty() {
        decisions.retain(|one| !one.is_yes());
    }
    for one in decisions.iter_mut().filter(|one| one.is_yes()) {
        one.loses = Loses::of(t, catalogue, &outlook.losers);
        one.label = one.loses.anyway(t, &one.label);
        one.first = one.first && one.loses.lines.is_empty();
    }
    decisions
}

/// To choose from, for what is done with `wanted`.
pub fn reasons(t: Translator, catalogue: &Catalogue, wanted: &str) -> Vec<(String, String)> {
    catalogue
        .terms(TermKind::Reason)
        .filter(|term| term.uses.0.iter().any(|of| of == wanted))
        .map(|term| (term.slug.clone(), term.name.get(t.language).to_owned()))
        .collect()
}
