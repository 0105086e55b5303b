//! Writing a booking as it is to be from now on: the claims where they differ, the row, who is told.

use entity::{audit, audit::Action, booking::Status, escalation::Became};

use super::{
    notify::News,
    rivals,
    step::Step,
    store::{self, claims},
    unanswered,
};
use crate::{
    app::App,
    db::{Tx, Write},
    error::Error,
    rules::{
        counts::{self, Count},
        proposal::as_asked,
        reason::Reason,
    },
    slot::Slot,
    venue::{Catalogue, Space, Venue},
};
use entity::Booking;

pub fn later(before: &Booking, after: Booking) -> Booking {
    Booking {
        sequence: before.sequence + 1,
        version: before.version + 1,
        ..after
    }
}

/// Gives back what the booking claims and claims what it needs now, where that differs.
pub async fn rewritten_in(
    tx: &Tx,
    step: &Step<'_>,
    before: &Booking,
    after: &Booking,
    reason: &Reason,
) -> Result<Vec<Write>, Error> {
    let catalogue = step.catalogue;
    let venue = catalogue.venue_of(after.venue_id).ok_or(Error::NotFound)?;
    let space = catalogue.space_of(after.space_id).ok_or(Error::NotFound)?;
    let news = News {
        app: step.app,
        catalogue,
        venue,
        space,
        now: step.now,
    };
    let mut writes = Vec::new();
    if step.action == Action::LapseMove {
        writes.extend(unanswered::escalated(step, before, Became::MoveLapsed));
    }
    writes.extend([
        store::update(before, after.clone()),
        store::note(step.line(after, reason)),
    ]);
    let asks = after.proposed_move();
    let moved = place_of(before) != place_of(after);
    let counts = counted(venue, space, after);
    let recounted = !moved && after.claims() && counts != counted(venue, space, before);
    let shown_anew = public_title(before) != public_title(after);
    if moved || recounted || shown_anew || before.proposed_move() != asks {
        writes.push(touched(catalogue, before, after));
    }
    if moved || before.proposed_move() != asks {
        claims::release_proposed_in(tx, before.id).await?;
    }
    if recounted {
        // The floor stays its own, however much time has to lie between two uses by now.
        let counts_only = Space {
            units: Vec::new(),
            ..Space::clone(space)
        };
        step.look_in(tx, after, venue, &counts_only).await?;
        if !claims::recount_in(tx, &step.app.ids, after, &counts).await? {
            return Err(Error::Busy);
        }
    }
    if moved && step.action == Action::Shorten {
        if before.claims() {
            // It stays where it stands, also where its space was rebuilt since it began.
            claims::shorten_in(tx, &[after]).await?;
            writes.extend(rivals::back_in(tx, &news, before).await?);
        }
    } else if moved {
        if before.claims() {
            claims::release_in(tx, before.id).await?;
        }
        if after.claims() {
            step.claim_in(tx, after, venue, space).await?;
        } else {
            step.look_in(tx, after, venue, space).await?;
        }
        if before.claims() {
            writes.extend(rivals::back_in(tx, &news, before).await?);
        }
        if after.status == Status::Approved {
            let gave_way = match before.status {
                Status::Approved => std::slice::from_ref(before),
                _ => &[],
            };
            writes.extend(rivals::told_in(tx, &news, after, gave_way).await?);
        }
    } else if before.proposed_move() != asks
        && let Some(asks) = asks
    {
        let there = catalogue.space_of(asks.space_id).ok_or(Error::NotFound)?;
        let wanted = as_asked(after, &asks, venue);
        step.look_in(tx, &wanted, venue, there).await?;
        let own = match space.seats() {
            Some(_) => &[][..],
            None => &space.units,
        };
        if asks.holds && !claims::propose_in(tx, after, &asks, own, &there.units).await? {
            return Err(Error::Busy);
        }
    }
    writes.extend(news.changed(step.action, step.role, before, after, reason));
    Ok(writes)
}

/// All floor on which the picture is another now.
pub fn touched(catalogue: &Catalogue, before: &Booking, after: &Booking) -> Write {
    let asked = [before, after].map(|booking| booking.move_space_id);
    let spaces = asked
        .into_iter()
        .flatten()
        .chain([before.space_id, after.space_id]);
    let spaces = spaces.filter_map(|id| catalogue.space_of(id));
    let mut units: Vec<_> = spaces.flat_map(|space| &space.units).copied().collect();
    units.sort_unstable();
    units.dedup();
    store::touch(&units)
}

/// What everybody reads of it in calendars, as far as its status allows.
fn public_title(booking: &Booking) -> Option<&str> {
    booking.public.then_some(&*booking.title)
}

/// What it takes by count.
pub fn counted(venue: &Venue, space: &Space, booking: &Booking) -> Vec<Count> {
    counts::taken_by(venue, space, booking.attendees, &booking.stock)
}

pub fn takes(booking: &Booking) -> (i32, &entity::Borrowed) {
    (booking.attendees, &booking.stock)
}

/// What a claim is made of.
pub fn place_of(booking: &Booking) -> (entity::SpaceId, Slot, &str) {
    (booking.space_id, Slot::of(booking), &booking.layout)
}

/// The move that a booking asks for lapses, in the transaction of somebody in whose way it is. The booking and its units are locked.
pub async fn lapse_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    before: &Booking,
) -> Result<(), Error> {
    let step = Step {
        app,
        catalogue,
        now: app.clock.now(),
        action: Action::LapseMove,
        role: audit::Role::System,
        person: None,
    };
    let after = later(before, before.clone().proposing(None));
    let writes = rewritten_in(tx, &step, before, &after, &Reason::default()).await?;
    tx.run_all(writes).await?;
    Ok(())
}
