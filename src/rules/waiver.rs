//! Rules that a manager of the venue may waive for one booking, by naming them, with a reason that stays with it.

use entity::Slugs;

use crate::{
    refusal::rule::{Code, InvalidInput, Violation},
    text::Reason,
};

/// Only rules of when, how long and how often: never what the floor holds, what has passed, or what cannot be read.
pub const WAIVABLE: [Code; 8] = [
    Code::OutsideHours,
    Code::Holiday,
    Code::TooSoon,
    Code::TooFar,
    Code::TooShort,
    Code::TooLong,
    Code::OffGrid,
    Code::Quota,
];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    codes: Vec<Code>,
    reason: String,
}

impl Waiver {
    /// Every fault of it at once: one that is not whole waives nothing.
    pub fn read(named: &[String], reason: Option<&str>) -> Result<Self, Vec<Violation>> {
        let code = |name: &String| WAIVABLE.into_iter().find(|code| code.to_string() == *name);
        let codes: Option<Vec<Code>> = named.iter().map(code).collect();
        let reason = Reason::parse(reason.unwrap_or_default());
        match (codes, reason) {
            (Some(codes), Ok(reason)) => Ok(Self {
                codes,
                reason: reason.into(),
            }),
            (codes, reason) => {
                let faults = [
                    (
                        "waive",
                        codes.is_none().then_some(InvalidInput::CannotBeWaived),
                    ),
                    ("waive_reason", reason.err()),
                ];
                let told = |(field, flaw): (_, Option<InvalidInput>)| {
                    flaw.map(|flaw| Violation::invalid(field, flaw))
                };
                Err(faults.into_iter().filter_map(told).collect())
            }
        }
    }

    /// Takes the rules that are named out of `broken`. What was named but not broken falls away; none when that is all.
    #[must_use]
    pub fn spent_on(self, broken: &mut Vec<Violation>) -> Option<Self> {
        let mut spent = Vec::new();
        broken.retain(|one| {
            let code = one.code();
            let waived = self.codes.contains(&code);
            if waived && !spent.contains(&code) {
                spent.push(code);
            }
            !waived
        });
        (!spent.is_empty()).then_some(Self {
            codes: spent,
            ..self
        })
    }

    #[must_use]
    pub fn names(&self, code: Code) -> bool {
        self.codes.contains(&code)
    }

    /// The codes and the reason, as they stay with the booking.
    #[must_use]
    pub fn stored(self) -> (Slugs, String) {
        let codes = self.codes.iter().map(ToString::to_string);
        (Slugs(codes.collect()), self.reason)
    }
}

/// Marks the violations that a manager could waive.
pub fn mark_waivable(broken: &mut [Violation]) {
    for one in broken {
        one.waivable = WAIVABLE.contains(&one.code());
    }
}
