//! Holds whose time is over block nobody: who is refused by one expires it in the same transaction.

use std::collections::{BTreeSet, HashSet};

use entity::{BookingId, Instant, PoolId, SeriesId, SpaceId, UnitId, space::Unanswered};

use super::{
    change::Change,
    consequences,
    delta::Delta,
    expire::{self, Unheard},
    gate, letters, record,
    store::{self, apply, list, pools, series as many, taken, unanswered},
};
use crate::{
    account::Actor, app::App, db::Tx, error::Error, rules::availability, slot::Slot,
    venue::Catalogue,
};

/// Those on `units` near `slot`, those that take of `pools` then, and what asks to be moved with them. Read before locking,
/// to know whose units are to be locked too.
pub async fn in_the_way(
    tx: &Tx,
    units: &[UnitId],
    pools: &[PoolId],
    slot: Slot,
    now: Instant,
) -> Result<Vec<BookingId>, Error> {
    let floor = taken::on_units(tx.conn(), units, availability::around(slot)).await?;
    let counts = pools::on_pools(tx.conn(), pools, slot).await?;
    let owners = floor.iter().filter_map(|unit| unit.booking);
    let owners = owners.chain(counts.iter().filter_map(|count| count.booking));
    let mut overdue: Vec<_> = owners
        .filter(|owner| owner.is_overdue(now))
        .map(|owner| owner.id)
        .collect();
    overdue.extend(many::overdue_with(tx.conn(), &overdue, now).await?);
    overdue.sort_unstable();
    overdue.dedup();
    Ok(overdue)
}

/// Expires what is still overdue now that its units are locked: somebody else may have been first, or has answered.
pub async fn expire_in(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    overdue: &[BookingId],
) -> Result<(), Error> {
    if overdue.is_empty() {
        return Ok(());
    }
    let (actor, host) = (Actor::system(), app.config.host());
    let ground = &gate::ground(app, &actor, catalogue, &host);
    let locked = store::all_locked_in(tx, overdue).await?;
    let spaces = locked
        .iter()
        .flat_map(|one| [Some(one.space_id), one.move_space_id]);
    let spaces: BTreeSet<SpaceId> = spaces.flatten().collect();
    let spaces: Vec<SpaceId> = spaces.into_iter().collect();
    store::lock_at_once_in(tx, &spaces).await?;
    let ids = locked.iter().filter_map(|one| one.series_id);
    let ids: HashSet<SeriesId> = ids.collect();
    let stays = locked.iter().filter(|one| {
        let space = catalogue.space_of(one.space_id);
        space.is_some_and(|space| space.row.unanswered == Unanswered::Stay)
    });
    let unheard = Unheard {
        given: &list::given(tx.conn(), &locked).await?.into_iter().collect(),
        escalated: &unanswered::escalated_tx(tx, &stays.collect::<Vec<_>>()).await?,
        series: &many::all(tx.conn(), &ids).await?,
    };
    let (mut changes, mut told) = expire::expired(ground, locked.iter(), &unheard)?;
    let claimed = async |changes: &[Change]| -> Result<(), Error> {
        let mut delta = Delta::default();
        for change in changes {
            delta.add(catalogue, change.before.as_ref(), &change.after, ground.now);
        }
        let done = apply::apply_tx(tx, &app.ids, ground.now, &delta).await?;
        done.then_some(()).ok_or(Error::Busy)
    };
    claimed(&changes).await?;
    let follows = consequences::follow_tx(tx, ground, &changes).await?;
    claimed(&follows.changes).await?;
    changes.extend(follows.changes);
    told.extend(follows.letters);
    let mut writes = record::writes(ground, &changes, Vec::new());
    writes.extend(letters::posted(app, ground, &told)?);
    Ok(tx.run_all(writes).await?)
}
