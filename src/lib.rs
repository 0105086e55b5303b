//! jastar: the booking service of the Youth House in Karaganda.
//!
//! # The rooms
//!
//! From the top floor down; a room takes only from rooms below it.
//!
//! | room | what is there |
//! |---|---|
//! | [`serve`], [`server`] | a process: how it starts and stops; the router with all its layers |
//! | [`web`], [`api`] | two thin deliveries of the same use cases |
//! | [`inbox`] | what falls due in a venue, and whom somebody has to call |
//! | [`series`], [`closure`] | many bookings by one rule; spaces that are out of use for a while |
//! | [`booking`] | one booking: asking, deciding, changing, replacing, who came, messages |
//! | [`calendar`], [`import`] | looking for times and spaces; catalogues |
//! | [`ledger`] | the way in which bookings are written: the gate, its parts, and all SQL of bookings |
//! | [`rules`], [`quota`] | what decides, and knows no database: the life cycle, permits, rules, conflicts, deadlines |
//! | [`http`], [`account`], [`mail`], [`idempotency`] | who asks; people, sessions and tokens; every mail as data, the outbox, the worker |
//! | [`app`], [`venue`], [`memory`], [`config`], [`telemetry`] | what all parts share; venues and spaces in memory; what a process keeps in mind |
//! | [`db`], [`i18n`] | the database, and the one way in which it is written; words in Kazakh, Russian and English |
//! | [`refusal`], [`error`], [`slot`], [`text`], [`recurrence`], [`zone`], [`clock`], [`ical`], [`urls`], [`private`] | what they say: refusals as data, and small things that everybody needs |
//!
//! What is stored stands in the crate `entity`, how the schema came to be in the crate `migration`.
//!
//! # Who may import whom
//!
//! Held by a test (`tests/it/architecture.rs`):
//!
//! * pure files know no database, no HTTP, no runtime and no clock; `now` is an argument
//! * SQL stands only in `*/store`, `mail/outbox.rs`, `idempotency.rs` and `db`
//! * `web` and `api` never import each other, a store, the life cycle or the permits
//! * no file above 500 lines
//!
//! # The life of one request
//!
//! A form reaches `web`, or a call reaches `api`; either finds out who is asking ([`account::Actor`]) and hands a
//! [`booking::NewBooking`] to [`booking::request()`]. That reads what was typed and checks every rule (pure), all faults at
//! once. Then one transaction ([`db::Db::write`]): lock the booker, the space and its units, claim all units in one
//! statement that also checks the limits and that the catalogue is still the one the rules were read from, write the
//! booking, its history and its mails. If anything is in the way, nothing is kept, and a second, careful transaction
//! finds out what it is. What is in the way and what could be had instead goes back as an [`error::Error`], which `web`
//! and `api` tell in the reader's language. After the commit the mail worker wakes, and sends.
//!
//! Decisions, changes of one booking and messages go through `ledger::gate`: an operation says what it may touch, the gate
//! locks and reads that, the operation decides (pure), and the gate works out the claims and writes. What it does is told in
//! the same transaction as [`ledger::events`], which others follow in one order. Requests, series and closures still write
//! by themselves.
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
pub mod error;
pub mod http;
pub mod i18n;
pub mod ical;
pub mod idempotency;
pub mod import;
pub mod inbox;
pub mod jobs;
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
