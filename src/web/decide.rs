//! What may be done to a booking by who looks at it, as forms.

use entity::{
    audit::{Action, Role},
    booking::Status,
    term::TermKind,
};

use super::{losing, typed::Typed};
use crate::{
    account::Actor,
    booking::{
        Booking, Outlook,
        lifecycle::{self, Moment},
        series::Waiting,
    },
    i18n::Translator,
    urls,
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
    /// To choose from; empty where no reason is asked for.
    pub reasons: Vec<(String, String)>,
    /// The label of the own sentence; none where there is nothing to say.
    pub sentence: Option<String>,
    /// The label of how many came; none where nobody has come yet.
    pub people: Option<String>,
    /// Nobody need write the sentence: it opens when it is wanted.
    pub folded: bool,
    /// What was typed before it was refused.
    pub typed: Typed,
    pub first: bool,
    /// Of a yes: who loses by it, in words.
    pub loses: Vec<String>,
    /// Sent along with a yes: who its page said that loses by it; none where nobody was looked for.
    pub known: Option<String>,
}

impl Decision {
    pub fn sentence_typed(&self) -> &str {
        self.typed.get("text")
    }

    pub fn people_typed(&self) -> &str {
        self.typed.get("attended")
    }

    pub fn is_chosen(&self, reason: &str) -> bool {
        self.typed.get("reason") == reason
    }
}

/// What the life cycle allows this actor now, but for [`giving_up`].
pub fn possible(
    t: Translator,
    catalogue: &Catalogue,
    actor: &Actor,
    booking: &Booking,
    when: Moment,
    next: &str,
) -> Vec<Decision> {
    let offered = booking.is_offer();
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
        let of_a_move = matches!(
            action,
            Action::AcceptMove | Action::DeclineMove | Action::TakeBackMove
        );
        if of_a_move && booking.proposed_move().is_none() {
            continue;
        }
        let role = actor
            .roles(booking)
            .into_iter()
            .find(|role| lifecycle::next_of(booking, action, *role, when).is_ok());
        let Some(role) = role else { continue };
        let says_why = lifecycle::needs_reason(action, role);
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
        found.push(Decision {
            slug,
            action: format!("{}/{slug}", urls::booking("", booking)),
            id: format!("{slug}-{}", booking.code),
            code: booking.code.clone(),
            label,
            next: next.to_owned(),
            reasons,
            sentence,
            people: (action == Action::CheckIn).then(|| t.text("decide-attended")),
            folded,
            typed: counted(booking),
            first: first || (action == Action::CheckIn && booking.status == Status::Approved),
            loses: Vec::new(),
            known: None,
        });
    }
    found
}

/// The number of those who came, where it was said before.
fn counted(booking: &Booking) -> Typed {
    let mut typed = Typed::default();
    if let Some(people) = booking.attended {
        typed.set("attended", people.to_string());
    }
    typed
}

/// Giving a booking up, which is asked once more before it is done.
pub struct GivingUp {
    pub label: String,
    pub role: Role,
}

/// None where the life cycle does not let this actor give it up now.
pub fn giving_up(
    t: Translator,
    actor: &Actor,
    booking: &Booking,
    when: Moment,
) -> Option<GivingUp> {
    let may = |role: &Role| lifecycle::next_of(booking, Action::Cancel, *role, when).is_ok();
    let role = actor.roles(booking).into_iter().find(may)?;
    let label = t.text(match (role, booking.is_offer(), booking.status) {
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
    waiting: &Waiting,
    next: &str,
) -> Vec<Decision> {
    let series = &waiting.row;
    let one = |slug: &'static str, label: &str, sentence: &str, first: bool| Decision {
        slug,
        action: format!("{}/{slug}", urls::series("", series)),
        id: format!("{slug}-{}", series.code),
        code: series.code.clone(),
        label: t.text(label),
        next: next.to_owned(),
        reasons: if first {
            Vec::new()
        } else {
            reasons(t, catalogue, "reject")
        },
        sentence: Some(t.text(sentence)),
        people: None,
        folded: first,
        typed: Typed::default(),
        first,
        loses: Vec::new(),
        known: None,
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
    let is_yes = |one: &Decision| matches!(one.slug, "approve" | "accept-move");
    if !outlook.in_the_way.is_empty() {
        decisions.retain(|one| !is_yes(one));
    }
    for one in decisions.iter_mut().filter(|one| is_yes(one)) {
        one.known = Some(losing::codes(&outlook.losers));
        one.loses = losing::lines(t, catalogue, &outlook.losers);
        if !one.loses.is_empty() {
            one.label = t.with("decide-anyway", &[("yes", one.label.clone().into())]);
            one.first = false;
        }
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
