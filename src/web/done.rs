//! The line that says what somebody has just done. An address can only ask for it; [`acts`] finds what it says.

pub mod acts;

use super::typed::{Typed, local_path};

/// The name of what an address asks with.
pub const DONE: &str = "done";
/// Asks for the last thing that was done to a booking, to a series, or to a closure.
pub const ACT: &str = "act";
/// Asks for the last thing that was written.
pub const MESSAGE: &str = "message";
/// Asks for who was told by telephone last.
pub const TOLD: &str = "told";
/// Asks for who is to be told again.
pub const NOT_TOLD: &str = "not-told";
/// Names the booking, the series or the call where the page is about many of them.
pub const OF: &str = "of";

/// What a page says was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoneNotice {
    pub text: String,
    /// What else there is to know.
    pub more: Vec<String>,
    /// Where to go on.
    pub links: Vec<(String, String)>,
    /// Where a POST takes it back, and the words of the button.
    pub back: Option<(String, String)>,
}

impl DoneNotice {
    /// Only what was done.
    pub fn saying(text: String) -> Self {
        Self {
            text,
            more: Vec::new(),
            links: Vec::new(),
            back: None,
        }
    }
}

/// `page`, asking for the line. `page` has no query of its own.
pub fn on(page: &str, asks: &str) -> String {
    format!("{page}?{DONE}={asks}")
}

/// A page of many bookings, asking for the line about the one whose own page is `of`.
pub fn beside(page: &str, asks: &str, of: &str) -> String {
    let joint = if page.contains('?') { '&' } else { '?' };
    format!("{page}{joint}{DONE}={asks}&{OF}={of}")
}

/// Where to go on once a form has done something to what has its own page at `own`: to the page that the form came from, or to
/// that one. `asks`: for which line; none where nothing is to be said.
pub fn next(form: &Typed, own: &str, asks: Option<&str>) -> String {
    match (form.some("next").map(local_path), asks) {
        (Some(next), Some(asks)) => beside(next, asks, own.trim_start_matches('/')),
        (Some(next), None) => next.to_owned(),
        (None, Some(asks)) => on(own, asks),
        (None, None) => own.to_owned(),
    }
}
