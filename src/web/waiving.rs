//! The boxes with which a manager waives rules.

use super::typed::Typed;
use crate::{refusal::rule::Code, rules::waiver::WAIVABLE};

/// What the box of a rule is called.
pub fn field(code: Code) -> String {
    format!("waive-{code}")
}

/// Whether the box of a rule is ticked.
pub fn is_ticked(typed: &Typed, code: Code) -> bool {
    typed.some(&field(code)).is_some()
}

/// The codes of all rules whose boxes are ticked.
pub fn ticked(typed: &Typed) -> Vec<String> {
    let ticked = WAIVABLE.into_iter().filter(|code| is_ticked(typed, *code));
    ticked.map(|code| code.to_string()).collect()
}
