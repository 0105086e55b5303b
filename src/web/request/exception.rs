//! What a manager may allow once where a rule has refused the form, as boxes to tick.

use super::{
    faults::Said,
    form::Form,
    view::{Field, Input},
};
use crate::{
    refusal::{
        dates::{Dated, Fate},
        rule::{Broken, Code},
    },
    rules::waiver::WAIVABLE,
};

pub const REASON: &str = "waive_reason";

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

pub fn name_of(code: Code) -> String {
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
        self.boxes(said, |code| {
            let in_the_way = broken.iter();
            let in_the_way = in_the_way.filter(|one| one.waivable && one.code() == code);
            in_the_way.map(|one| self.say(one)).collect()
        })
    }

    /// The same for several dates: each box says in the way of how many of them its rule is.
    pub fn exception_for(&self, dates: &[Dated], said: &Said) -> Option<Exception> {
        self.boxes(said, |code| {
            let in_the_way = |one: &Broken| one.waivable && one.code() == code;
            let breaks = |date: &&Dated| match &date.fate {
                Fate::Broken(broken) => broken.iter().any(in_the_way),
                _ => false,
            };
            let count = dates.iter().filter(breaks).count();
            let says = || {
                self.visitor
                    .t()
                    .with("series-waive", &[("count", count.into())])
            };
            (count > 0).then(says).into_iter().collect()
        })
    }

    fn boxes(&self, said: &Said, sentences: impl Fn(Code) -> Vec<String>) -> Option<Exception> {
        let t = self.visitor.t();
        let boxes = WAIVABLE.into_iter().filter_map(|code| {
            let (name, ticked) = (name_of(code), self.waives(code));
            let sentences = sentences(code);
            let rule = t.text(&name);
            (ticked || !sentences.is_empty()).then(|| RuleBox {
                label: t.with("form-waive", &[("rule", rule.into())]),
                sentences,
                ticked,
                name,
            })
        });
        let boxes: Vec<RuleBox> = boxes.collect();
        (self.is_managers() && !boxes.is_empty()).then(|| Exception {
            boxes,
            reason: self.field(t, REASON, Input::Lines, said),
        })
    }
}
