//! What has been done, in one order: feeds, webhooks, live pages and figures follow it from wherever they stopped.
//!
//! Events are written in the transaction of what they tell of, without a position: on `PostgreSQL` a transaction that began
//! early may commit late, and who had read on would never look behind. Who reads gives positions first, to everything that
//! is committed by then, one reader after the other. So an event that is committed late gets a late position, and nothing
//! ever appears behind what was read.

use std::collections::BTreeSet;

use entity::{
    Booking, BookingId, ClosureId, EventId, Instant, SeriesId,
    audit::{Action, Role},
    booking::Status,
    event::{self, Kind},
};

use super::{
    change::{Change, OwnRow},
    closed::Closes,
    operation::Ground,
    store::events,
};
use crate::{
    app::App,
    db::{Rows, Write},
    error::Error,
};

/// Something that has been done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Where the event stands among all events, from 1. A position is given once and never changes; one that is missing
    /// between two others is that of an event that was forgotten.
    pub position: i64,
    pub id: EventId,
    pub kind: Kind,
    /// None where the event is about a closure.
    pub booking_id: Option<BookingId>,
    /// The series that its booking is a date of.
    pub series_id: Option<SeriesId>,
    /// The closure that the event is about, or for which its booking made way. None where no closure has a part in the event.
    pub closure_id: Option<ClosureId>,
    /// The version of what the event is about, once its transaction was done. A booking that is read later may be newer.
    pub version: i32,
    /// When the event happened, by the clock of the process that wrote it: a later position may have an earlier time.
    pub at: Instant,
    /// In which role somebody acted.
    pub role: Role,
}

impl Event {
    /// None for a row that has no position yet.
    fn of(row: &event::Model) -> Option<Self> {
        Some(Self {
            position: row.position?,
            id: row.id,
            kind: row.kind,
            booking_id: row.booking_id,
            series_id: row.series_id,
            closure_id: row.closure_id,
            version: row.version,
            at: row.at,
            role: row.role,
        })
    }
}

/// The events behind a cursor, at most `limit`, by position. The cursor is the last position that a consumer has read; 0
/// stands before all events, and a cursor behind which events were forgotten gets what is left. Fewer events than `limit` are
/// all that were committed before the call.
///
/// Events of one booking come by its versions. A call writes only where there are events that nobody has read before; then
/// readers take turns, and writers wait on `SQLite`, for the time of one write. [`Error::Busy`] when that turn does not
/// come.
pub async fn after(app: &App, cursor: i64, limit: u64) -> Result<Vec<Event>, Error> {
    // First: what is committed before the call has a position by the time it is read.
    number(app).await?;
    let found = events::after(app.db.read(), cursor, limit).await?;
    Ok(found.iter().filter_map(Event::of).collect())
}

/// Gives positions to all events that are committed and have none. An unfinished call gives none to some of them; the next
/// one does.
async fn number(app: &App) -> Result<(), Error> {
    if !events::is_any_unnumbered(app.db.read()).await? {
        return Ok(());
    }
    let work = app.clone();
    app.detached(async move {
        loop {
            let write = work
                .db
                .write(|tx| async move { Ok(events::number_tx(&tx).await?) });
            if write.await? < events::AT_ONCE {
                return Ok(());
            }
        }
    })
    .await
}

/// Forgets events that are older than the days of the settings. An event without a position is kept until the next call,
/// however old it is, and has a position from then on: a consumer may have it at least once.
pub async fn forget_the_old(app: &App) -> Result<(), Error> {
    let before = app.clock.now().plus_days(-app.config.events.keep_days);
    loop {
        let write = app
            .db
            .write(|tx| async move { Ok(events::forget_tx(&tx, before).await?) });
        if write.await? < events::AT_ONCE {
            return number(app).await;
        }
    }
}

/// The write that tells of changes, of what was written beside them, and of a closure. None where nothing was done.
///
/// Each act of a change is an event, as it is a line of its history, and so is a message: webhooks and figures go by kinds,
/// and would miss the first of two acts if only the last were told. For the same reason a request that is approved as it comes is
/// two events. Acts of one change share the version that it ends in, since nobody sees a booking between them. That
/// administrators are told of an unanswered request is no event: nothing becomes of the booking.
#[must_use]
pub(super) fn written(
    ground: &Ground<'_>,
    changes: &[Change],
    rows: &[OwnRow],
    closes: Option<&Closes>,
) -> Option<Write> {
    let mut told = Vec::new();
    let hits = closes.into_iter().flat_map(|one| &one.hits);
    let hits: BTreeSet<BookingId> = hits.map(|hit| hit.booking_id).collect();
    let closure = closes.map(|one| one.after.row.id);
    for change in changes {
        let closure_id = closure.filter(|_| hits.contains(&change.after.id));
        told.extend(of_change(ground, change).map(|event| event::Model {
            closure_id,
            ..event
        }));
    }
    for row in rows {
        let OwnRow::Message { message, of } = row else {
            continue;
        };
        let mut after = changes.iter().rev().map(|change| &change.after);
        let of = after.find(|after| after.id == of.id).unwrap_or(of);
        let kind = if message.internal {
            Kind::InternalMessage
        } else {
            Kind::Message
        };
        told.push(event(ground, of, kind, message.role));
    }
    told.extend(closes.map(|closes| of_closure(ground, closes)));
    (!told.is_empty()).then(|| Write::Insert(Rows::of(told)))
}

fn of_change(ground: &Ground<'_>, change: &Change) -> impl Iterator<Item = event::Model> {
    let after = &change.after;
    let mut kinds: Vec<(Kind, Role)> = Vec::new();
    for act in &change.acts {
        kinds.extend(kind_of(act.action, after.status).map(|kind| (kind, act.role)));
        if act.action == Action::Request && after.status == Status::Approved {
            kinds.push((Kind::Approve, act.role));
        }
    }
    if change.acts.is_empty() && change.before.as_ref() != Some(after) {
        kinds.push((Kind::WaitAnew, Role::System));
    }
    let events = kinds.into_iter();
    events.map(|(kind, role)| event(ground, after, kind, role))
}

fn of_closure(ground: &Ground<'_>, closes: &Closes) -> event::Model {
    let row = &closes.after.row;
    event::Model {
        id: EventId(ground.ids.uuid(ground.now)),
        position: None,
        kind: match &closes.before {
            None => Kind::Close,
            Some(_) if row.taken_back_at.is_some() => Kind::LiftClosure,
            Some(_) => Kind::ChangeClosure,
        },
        booking_id: None,
        series_id: None,
        closure_id: Some(row.id),
        version: row.version,
        at: ground.now,
        role: Role::Venue,
    }
}

fn event(ground: &Ground<'_>, of: &Booking, kind: Kind, role: Role) -> event::Model {
    event::Model {
        id: EventId(ground.ids.uuid(ground.now)),
        position: None,
        kind,
        booking_id: Some(of.id),
        series_id: of.series_id,
        closure_id: None,
        version: of.version,
        at: ground.now,
        role,
    }
}

/// What an act is called that leaves a booking in that status. None only where nothing becomes of the booking: that
/// administrators are told of it.
fn kind_of(action: Action, after: Status) -> Option<Kind> {
    Some(match action {
        Action::Request => Kind::Request,
        Action::Approve => Kind::Approve,
        Action::Reject => Kind::Reject,
        Action::Cancel if after == Status::Withdrawn => Kind::Withdraw,
        Action::Cancel => Kind::Cancel,
        Action::Expire => Kind::Expire,
        Action::Complete => Kind::Complete,
        Action::CheckIn => Kind::CheckIn,
        Action::NoShow => Kind::NoShow,
        Action::Classify => Kind::Classify,
        Action::Reopen => Kind::Reopen,
        Action::Change => Kind::Change,
        Action::Shorten => Kind::Shorten,
        Action::Move => Kind::Move,
        Action::ProposeMove => Kind::ProposeMove,
        Action::AcceptMove => Kind::AcceptMove,
        Action::DeclineMove => Kind::DeclineMove,
        Action::TakeBackMove => Kind::TakeBackMove,
        Action::LapseMove => Kind::LapseMove,
        Action::Ask => Kind::Ask,
        Action::Answer => Kind::Answer,
        Action::Replace => Kind::Replace,
        Action::Offer => Kind::Offer,
        Action::Escalate => return None,
    })
}
