//! What a manager may allow once where a rule has refused the form, as boxes to tick.

use super::{faults::FieldTexts, form::RequestForm};
use crate::{
    refusal::{
        dates::{DateOutcome, Dated},
        rule::{Code, Violation},
    },
    rules::waiver::WAIVABLE,
    web::{
        field::{Field, Input},
        waiving,
    },
};

/// The field that says why.
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

/// Codes of the rules whose boxes a manager has ticked.
pub fn waived(form: &RequestForm<'_>) -> Vec<String> {
    if form.is_managers() {
        waiving::ticked(&form.typed)
    } else {
        Vec::new()
    }
}

/// A box for every rule that is in the way or was ticked before; none for who may waive nothing.
pub fn exception(
    form: &RequestForm<'_>,
    broken: &[Violation],
    said: &FieldTexts,
) -> Option<Exception> {
    boxes(form, said, |code| {
        let in_the_way = broken.iter();
        let in_the_way = in_the_way.filter(|one| one.waivable && one.code() == code);
        in_the_way.map(|one| form.say(one)).collect()
    })
}

/// The same for several dates: each box says in the way of how many of them its rule is.
pub fn exception_for(
    form: &RequestForm<'_>,
    dates: &[Dated],
    said: &FieldTexts,
) -> Option<Exception> {
    boxes(form, said, |code| {
        let in_the_way = |one: &Violation| one.waivable && one.code() == code;
        let breaks = |date: &&Dated| match &date.outcome {
            DateOutcome::Broken(broken) => broken.iter().any(in_the_way),
            _ => false,
        };
        let count = dates.iter().filter(breaks).count();
        let says = || {
            form.visitor
                .t()
                .with("series-waive", &[("count", count.into())])
        };
        (count > 0).then(says).into_iter().collect()
    })
}

fn boxes(
    form: &RequestForm<'_>,
    said: &FieldTexts,
    sentences: impl Fn(Code) -> Vec<String>,
) -> Option<Exception> {
    let t = form.visitor.t();
    let boxes = WAIVABLE.into_iter().filter_map(|code| {
        let (name, ticked) = (waiving::field(code), form.waives(code));
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
    (form.is_managers() && !boxes.is_empty()).then(|| Exception {
        boxes,
        reason: form.field(t, REASON, Input::Lines, said),
    })
}
