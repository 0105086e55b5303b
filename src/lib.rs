//! jastar: the booking service of the Youth House in Karaganda.
//!
//! This page is the architecture: which rooms there are, how a booking is written, and where something new goes.
//!
//! # The rooms
//!
//! From the top floor down; a room takes only from rooms below it.
//!
//! | room | what is there |
//! |---|---|
//! | [`serve`], [`server`], [`jobs`] | a process: how it starts and stops; the router with all its layers; when it looks for what is due |
//! | [`web`], [`api`] | two thin deliveries of the same use cases |
//! | [`inbox`] | what falls due in a venue, and whom somebody has to call |
//! | [`series`], [`closure`] | many bookings by one rule; spaces that are out of use for a while |
//! | [`booking`] | one booking: asking, deciding, changing, replacing, who came, messages |
//! | [`calendar`], [`import`] | looking for times and spaces; catalogues |
//! | [`ledger`] | the one way in which bookings are written: the gate, its parts, events, and all SQL of bookings |
//! | [`quota`] | how much somebody may have of a venue: what its managers set, and how many requests may wait |
//! | [`rules`] | what decides, and knows no database: the life cycle, permits, rules, conflicts, deadlines |
//! | [`http`], [`account`], [`mail`], [`idempotency`] | who asks; people, sessions and tokens; every mail as data, the outbox, the worker |
//! | [`app`], [`memory`], [`venue`], [`config`], [`private`], [`telemetry`] | what all parts share; what a process keeps in mind; venues and spaces in memory |
//! | [`db`], [`i18n`] | the database, and the one way in which it is written; words in Kazakh, Russian and English |
//! | [`refusal`], [`error`], [`slot`], [`text`], [`recurrence`], [`zone`], [`clock`], [`ical`], [`urls`] | what they say: refusals as data, and small things that everybody needs |
//!
//! What is stored stands in the crate `entity`, how the schema came to be in the crate `migration`.
//!
//! # What holds the house up
//!
//! A test reads the sources (`tests/it/architecture/`) and says no to the rest:
//!
//! * a room takes only from rooms below it, and no two files stand in a circle
//! * what decides knows no database, no HTTP, no runtime and no clock: `now` is an argument. It is the list `PURE` of the test
//! * a transaction ([`db::Tx`]) is held only by the gate, the stores and the few that the test names; one file writes claims,
//!   `ledger/store/claims.rs`
//! * SQL stands only in `*/store`, `mail/outbox.rs`, `idempotency.rs` and `db`
//! * `web` and `api` never import each other, a store, the life cycle or the permits: what somebody may do with a booking,
//!   [`booking::possible()`] says
//! * no file has more than 500 lines, and the methods of no type stand in more than two files
//!
//! What runs in a transaction is named `…_tx`, and its locks are taken before.
//!
//! # The life of a request through the gate
//!
//! Bookings, series and closures are written in one way, `ledger::gate::commit`. What somebody wants is an *operation*: a value
//! with what was said, and a few pure functions (`ledger::operation::Operation`). A form that reaches `web`, or a call that
//! reaches `api`, is read there; who asks becomes an [`account::Actor`]; a use case such as [`booking::request()`] hands the
//! operation to the gate. Then:
//!
//! 1. **Names.** The operation says which rows it is about, and the gate reads this *picture* without a lock.
//! 2. **Footprint.** From the picture and the *ground* (catalogue, actor, now, limits, ids) the operation says what it may
//!    touch: whose acts are counted, spaces, pools, bookings, and the places that it wants. Every rule is looked at here but
//!    those that count what somebody has, so a refusal locks nobody out.
//! 3. **Locks.** The transaction begins: idempotency key, mailbox, catalogue's gate, booker, spaces, units, pools, each kind
//!    by id. Then one statement locks all rows by id and reads them anew: the picture, the requests that compete for the same floor, and
//!    what is taken at the wanted places. Where a version, the series or the catalogue is another by now, everything starts
//!    again from 1, at most eight times.
//! 4. **World.** Holds whose answer time is over expire (`ledger::expire`, pure) and give back what they claimed; where one of
//!    them is not locked yet, it starts again with that booking locked too. Then what the booker has, and who would lose.
//! 5. **Decide.** From the world the operation makes a *change set*: bookings before and after, the acts that their histories
//!    tell, letters, rows of its own, and what is answered. Or an [`error::Error`], and nothing is kept.
//! 6. **Claims.** The gate works out what every booking should hold before and after (`ledger::delta`, pure), gives back, then
//!    takes. No operation names what a booking claims; only a closure says what it closes.
//! 7. **Consequences** (`ledger::consequences`): who waits again for a time that has come free, who is told that a time is gone,
//!    what is held for those who had to make room. As many queries for many changes as for one.
//! 8. **Record** (`ledger::record`, `ledger::letters`): rows, histories, [`ledger::events`], mails and the kept answer, in one
//!    round trip; then the commit. Afterwards the mail worker wakes, and sends.
//!
//! A request that nothing is in the way of takes a shorter way (`Operation::fast_path`): it is decided from the picture, and the
//! statement that claims looks at the conditions, six round trips in all. Where anything is in the way, nothing is kept and the
//! gate goes the way above. Other times and places that go with a refusal are looked for after the transaction, from what
//! `Operation::sought` says.
//!
//! # Where to add an operation
//!
//! The smallest is `booking/message.rs`, which takes no floor, and has a row and an answer time of its own; `booking/request/ask.rs` is
//! one that takes floor. To add one:
//!
//! 1. A file in the room of what is written: a struct with what was said, and `impl Operation` (three functions that have to be
//!    there, two that may).
//!    * Who may: `permit::allowed` for an act that has a row in the life cycle (it says who is refused, and how),
//!      `permit::role` for who only looks or writes. What was said: `Error::invalid(field, InvalidInput::…)`.
//!    * `footprint` lists every booking whose change calendars show (status, place, people, public title), every space and
//!      pool where something may be claimed, and a `WantedPlace` for each place that has to be free. Who competes is looked
//!      for there and nowhere else: a change that is felt elsewhere ends in an internal error. The rows of `Names` are locked
//!      anyway, when the picture is read anew.
//!    * `decide` looks again, for now all of it is locked, and makes each booking as it is to be, with a `Change` of before and
//!      after and its `Act`. Where the status becomes another, `Ground::turned` does what comes along with it. Where it
//!      stays, do not: `turned` begins a new answer time for what waits. Write
//!      `Booking { version: before.version + 1, ..before.clone() }`, and one more `sequence` where calendars show it.
//!    * A `Change` tells history and events, never people: they are told by the letters of the set.
//!    * What touches an answer time touches all dates of the series that wait with it (`Names::with_series`,
//!      `Booking::share_answer_time`).
//! 2. A new word of the history is a variant of `entity::audit::Action`. The compiler then asks for it in the life cycle, in
//!    events (every act that people do is an `entity::event::Kind`), in mails and on pages. It does not ask for the words in
//!    the three `i18n/*.ftl`, the line in `rules/tests/lifecycle.rs`, `lifecycle::needs_reason` and `names_who` in
//!    `web/booking/history.rs`.
//! 3. A use case of a few lines in the shell beside it (`booking/decisions.rs`, `booking/messages.rs`) that calls `gate::commit`,
//!    and its name in the `mod.rs` of the room.
//! 4. The file's name in `PURE` (`tests/it/architecture/mod.rs`); cases of `decide` without a database (`booking/tests/`, with
//!    `ledger/tests/house.rs` and `decided.rs`) and an arm in `ledger/tests/every_operation.rs`, which tries it at random; one
//!    walk with a database in `tests/it`; an arm in `tests/it/gate_faults`; and what it does in the model (`tests/it/model`,
//!    from `operation.rs` on), which then tries it against all others.
//!
//! A handler in `api` and a form in `web` come last, and hold no rule.
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
