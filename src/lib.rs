//! jastar: the booking service of the Youth House in Karaganda.
//!
//! # The map
//!
//! | room | what is there |
//! |---|---|
//! | [`booking`] | the subject: what people ask for, the rules, the life of a booking, the gate to the floor |
//! | [`venue`] | venues and spaces: hours, the catalogue and its import |
//! | [`account`] | people: signing in, sessions, tokens, and the [`account::Actor`] that every use case asks for |
//! | [`mail`] | every mail as data, the outbox, the worker that sends |
//! | [`i18n`] | words, dates and refusals in Kazakh, Russian and English |
//! | [`web`], [`api`] | two thin deliveries of the same use cases; [`http`] is what they share |
//! | [`db`] | the database: how it is opened, and the one way in which it is written |
//! | [`app`], [`serve`] | what all parts share; how a process starts and stops |
//! | [`private`] | that files are for the user of the service alone |
//! | [`clock`], [`zone`], [`ical`], [`urls`], [`config`], [`telemetry`], [`error`] | what they say |
//!
//! What is stored stands in the crate `entity`, how the schema came to be in the crate `migration`.
//!
//! # Who may import whom
//!
//! Held by a test (`tests/it/architecture.rs`):
//!
//! * pure files know no database, no HTTP, no runtime and no clock; `now` is an argument
//! * SQL stands only in `*/store`, `mail/outbox.rs`, `http/idempotency.rs` and `db`
//! * `web` and `api` never import each other, nor a store
//! * no file above 400 lines
//!
//! # The life of one request
//!
//! A form reaches `web`, or a call reaches `api`; either finds out who is asking ([`account::Actor`]) and hands a
//! [`booking::NewBooking`] to [`booking::request`]. That reads what was typed and checks every rule (pure), all faults at
//! once. Then one transaction ([`db::Db::write`]): lock the booker, the space and its units, claim all units in one
//! statement that also checks the limits and that the catalogue is still the one the rules were read from, write the
//! booking, its history and its mails. If anything is in the way, nothing is kept, and a second, careful transaction
//! finds out what it is. What is in the way and what could be had instead goes back as an [`error::Error`], which `web`
//! and `api` tell in the reader's language. After the commit the mail worker wakes, and sends.
//!
//! # The guarantee
//!
//! *Two claims on one unit never overlap, and a booking that should hold its units holds exactly them, whatever path wrote
//! it.* A space without parts is one unit of floor, a space with parts takes the units of all its parts. A claim says from
//! when to when a unit is taken; an exclusion constraint on `PostgreSQL` and triggers on `SQLite` refuse an overlap, on
//! both a trigger refuses too small a gap and an approval without its claims (`migration/src/m0001`). `jastar doctor` runs
//! the invariants over what is stored.

pub mod account;
pub mod api;
pub mod app;
pub mod booking;
pub mod calendar;
pub mod clock;
pub mod closure;
pub mod config;
pub mod db;
pub mod due;
pub mod error;
pub mod http;
pub mod i18n;
pub mod ical;
pub mod idempotency;
pub mod import;
pub mod inbox;
pub mod ledger;
pub mod mail;
pub mod memory;
pub mod private;
pub mod quota;
pub mod recurrence;
pub mod refusal;
pub mod rules;
pub mod series;
pub mod serve;
pub mod server;
pub mod slot;
pub mod telemetry;
pub mod text;
pub mod urls;
pub mod venue;
pub mod web;
pub mod zone;
