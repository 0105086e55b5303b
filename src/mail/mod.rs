//! Every mail of the house: as data, in words, in the outbox and on its way.

pub(crate) mod compose;
pub(crate) mod digest;
pub mod facts;
pub(crate) mod line;
pub mod mails;
pub mod outbox;
#[cfg(test)]
mod samples;
pub(crate) mod series;
#[cfg(test)]
mod tests;
pub(crate) mod transport;
pub(crate) mod wording;
pub mod worker;
pub(crate) mod written;

pub use compose::{ComposeError, Envelope, compose};
pub use digest::DigestEntry;
pub use facts::{
    AlternativeFacts, BookingFacts, ContactFacts, HeldOfferFacts, PlaceFacts, VenueFacts, wall,
};
pub use line::one_line;
pub use mails::Mail;
pub use outbox::{
    Recipient,
    forget::{erase_dead_codes, forget_the_old},
};
pub use series::{SeriesDate, SeriesEntry, SeriesFacts, SeriesNews};
pub use transport::{SendError, Transport, UrlError};
pub use written::Written;
