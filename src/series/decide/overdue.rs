//! Dates that nobody has answered in time and that are in somebody's way.

use entity::{SeriesId, audit::Action};

use super::{Decision, Deed, work::Work};
use crate::{
    account::Actor, app::App, db::Tx, error::Error, idempotency::Once,
    ledger::store::series as stored, rules::reason::Reason, venue::Catalogue,
};

use entity::Booking;

/// They expire together, in the transaction of who asks for their time: `overdue` are dates of one series, and locked.
pub async fn expire_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    id: SeriesId,
    overdue: &[Booking],
) -> Result<(), Error> {
    let row = &stored::find(tx.conn(), id).await?.ok_or(Error::NotFound)?;
    let venue = catalogue.venue_of(row.venue_id).ok_or(Error::NotFound)?;
    let (actor, reason, now) = (&Actor::system(), &Reason::default(), app.clock.now());
    let decision = &Decision {
        id,
        deed: Deed::ByItself {
            action: Action::Expire,
            due: overdue.iter().map(|one| one.id).collect(),
        },
        reason: Reason::default(),
        once: Once::unkeyed(),
    };
    let work = Work {
        app,
        catalogue,
        venue,
        actor,
        row,
        decision,
        reason,
    };
    let chosen = decision.chosen(actor, overdue, now)?;
    let (_, writes) = work.carried_out_in(tx, chosen, now).await?;
    tx.run_all(writes).await?;
    Ok(())
}
