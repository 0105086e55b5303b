//! What a manager may allow once where a rule has refused the form, as boxes to tick.

use super::{
    faults::Said,
    form::Form,
    view::{Field, Input},
};
use crate::booking::{
    broken::{Broken, Code},
    waiver::WAIVABLE,
};

pub struct Exception {
    pub boxes: Vec<RuleBox>,
    pub reason: Field,
}

pub struct RuleBox {
    pub name: String,
    pub label: String,
    /// What the rule says of what was asked for; nothing where it is not broken.
    pub sentences: Vec<String>,
    pub ticked: bool,
}

fn name_of(code: Code) -> String {
    format!("waive-{code}")
}

impl Form<'_> {
    /// Whether the box of this rule is ticked.
    pub fn waives(&self, code: Code) -> bool {
        self.typed.some(&name_of(code)).is_some()
    }

    /// Codes of the rules whose boxes a manager has ticked.
    pub fn waived(&self) -> Vec<String> {
        let ticked = |code: &Code| self.is_managers() && self.waives(*code);
        let codes = WAIVABLE.into_iter().filter(ticked);
        codes.map(|code| code.to_string()).collect()
    }

    /// A box for every rule that is in the way or was ticked before; none for who may waive nothing.
    pub fn exception(&self, broken: &[Broken], said: &Said) -> Option<Exception> {
        let t = self.visitor.t();
        let in_the_way = |code: Code| {
            broken
                .iter()
                .filter(move |one| one.waivable && one.code() == code)
        };
        let boxes: Vec<RuleBox> = WAIVABLE
            .into_iter()
            .filter(|code| self.waives(*code) || in_the_way(*code).next().is_some())
            .map(|code| {
                let name = name_of(code);
                let rule = t.text(&name);
                RuleBox {
                    label: t.with("form-waive", &[("rule", rule.into())]),
                    sentences: in_the_way(code).map(|one| self.say(one)).collect(),
                    ticked: self.waives(code),
                    name,
                }
            })
            .collect();
        (self.is_managers() && !boxes.is_empty()).then(|| Exception {
            boxes,
            reason: self.field(t, "waive_reason", Input::Lines, said),
        })
    }
}
