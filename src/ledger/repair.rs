//! Giving back what is claimed by nothing. Such a claim is a fault of the program, or of somebody at a console: nobody can
//! book what it takes, and nothing else frees it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use entity::{BookingId, ClosureId, PoolId, SpaceId, UnitId, claim, pool_claim};

use super::{
    closed::{ClosedClaims, Shut},
    delta::Delta,
    remap,
    store::{self, claims, closures, orphans},
};
use crate::{
    app::App,
    db::Tx,
    error::Error,
    rules::area::{self, Area, Floor},
    slot::Slot,
    venue::{Catalogue, Space, Venue, store as catalogues},
    zone::format_wall,
};

/// A claim that was given back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Freed {
    /// `venue/space`, `seats of venue/space`, or `item of venue`.
    pub what: String,
    /// Wall times of the venue.
    pub starts: String,
    pub ends: String,
    pub of: ClaimOwner,
}

/// Whose claim it was, and should not have been.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimOwner {
    Closure(ClosureId),
    /// With its code.
    Booking(String),
}

impl fmt::Display for Freed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what, starts, ends, ..
        } = self;
        write!(f, "freed {what}, {starts} to {ends}: ")?;
        match &self.of {
            ClaimOwner::Closure(id) => write!(f, "closure {id} does not close it"),
            ClaimOwner::Booking(code) => write!(f, "booking {code} does not hold it"),
        }
    }
}

/// Frees every claim of a closure that is gone or does not close that floor then, and every claim of a booking that holds
/// nothing, or for a move that nobody asks for. What another closure closes is claimed for that one at once; who waited for
/// the rest is in the queue again. All writers wait meanwhile.
pub async fn repair(app: &App) -> Result<Vec<Freed>, Error> {
    app.db
        .write(|tx| async move { repair_tx(&tx, app).await })
        .await
}

async fn repair_tx(tx: &Tx, app: &App) -> Result<Vec<Freed>, Error> {
    let now = app.clock.now();
    catalogues::lock_catalogue_tx(tx).await?;
    let catalogue = &catalogues::load(tx.conn()).await?;
    let closed = orphans::of_closures_tx(tx, now).await?;
    let seats = orphans::counts_of_closures_tx(tx, now).await?;
    let freed = [closed.clone(), orphans::of_bookings_tx(tx).await?].concat();
    let counts = [seats.clone(), orphans::counts_of_bookings_tx(tx).await?].concat();
    if freed.is_empty() && counts.is_empty() {
        return Ok(Vec::new());
    }
    let given = remap::given_tx(tx, now).await?;
    claims::free_tx(tx, &freed, &counts).await?;
    close_again_tx(tx, app, catalogue, &closed, &seats).await?;
    remap::let_free_tx(tx, app, catalogue, &given).await?;
    let mut units: BTreeSet<UnitId> = freed.iter().map(|one| one.unit_id).collect();
    let spaces = counts
        .iter()
        .filter_map(|one| lent_of(catalogue, one.pool_id));
    units.extend(
        spaces
            .flat_map(|(_, spaces, _)| spaces)
            .flat_map(|one| one.units.clone()),
    );
    let units: Vec<UnitId> = units.into_iter().collect();
    tx.run_all(vec![store::touch(&units)]).await?;
    freed_tx(tx, catalogue, &freed, &counts).await
}

/// Nobody else can have claimed it meanwhile: it was taken until now.
async fn close_again_tx(
    tx: &Tx,
    app: &App,
    catalogue: &Catalogue,
    floor: &[claim::Model],
    seats: &[pool_claim::Model],
) -> Result<(), Error> {
    let slot = |starts_at, ends_at| Slot { starts_at, ends_at };
    let mut units: BTreeMap<UnitId, Vec<Slot>> = BTreeMap::new();
    for one in floor {
        let times = units.entry(one.unit_id).or_default();
        times.push(slot(one.starts_at, one.ends_at));
    }
    let mut pools: BTreeMap<PoolId, Vec<Slot>> = BTreeMap::new();
    for one in seats {
        let times = pools.entry(one.pool_id).or_default();
        times.push(slot(one.starts_at, one.ends_at));
    }
    let whole = units.values().chain(pools.values()).flatten().copied();
    let Some(whole) = area::hull(&area::joined(whole.collect())) else {
        return Ok(());
    };
    let (mut shut, mut closed) = (Shut::default(), ClosedClaims::default());
    for venue in catalogue.all_venues() {
        for closure in closures::near(tx.conn(), venue.row.id, whole, None).await? {
            let spaces = closure.spaces.iter();
            let spaces = spaces.filter_map(|id| catalogue.space_of(*id));
            let spaces: Vec<&Space> = spaces.map(AsRef::as_ref).collect();
            let own = Floor::of(&spaces);
            let mut claim = |floor: Floor, freed: &[Slot]| {
                let times = area::common(&closure.times, freed);
                closed.extend(shut.add(closure.row.id, &Area { floor, times }));
            };
            for (unit, freed) in &units {
                if let Some(space) = own.units.get(unit) {
                    claim(Floor::of_unit(*unit, *space), freed);
                }
            }
            for (pool, freed) in &pools {
                if own.pools.contains(pool) {
                    claim(Floor::of_pool(*pool), freed);
                }
            }
        }
    }
    let delta = Delta {
        closed,
        ..Delta::default()
    };
    if claims::apply_tx(tx, &app.ids, app.clock.now(), &delta).await? {
        return Ok(());
    }
    Err(Error::Busy)
}

/// What was freed, as it is told: by place and time, all units of a space once.
async fn freed_tx(
    tx: &Tx,
    catalogue: &Catalogue,
    claims: &[claim::Model],
    counts: &[pool_claim::Model],
) -> Result<Vec<Freed>, Error> {
    let bookings = claims.iter().map(|one| one.booking_id);
    let bookings = bookings.chain(counts.iter().map(|one| one.booking_id));
    let bookings: BTreeSet<BookingId> = bookings.flatten().collect();
    let bookings: Vec<BookingId> = bookings.into_iter().collect();
    let bookings = store::find_all(tx.conn(), &bookings).await?;
    let owner = |booking: Option<BookingId>, closure: Option<ClosureId>| {
        let code = || {
            let mut of = bookings.iter();
            let of = of.find(|one| Some(one.id) == booking);
            ClaimOwner::Booking(of.map(|one| one.code.clone()).unwrap_or_default())
        };
        closure.map_or_else(code, ClaimOwner::Closure)
    };
    let mut freed = BTreeSet::new();
    let mut tell = |venue: &Venue, what: String, times: Slot, of: ClaimOwner| {
        let wall = |at| format_wall(venue.zone.local(at));
        freed.insert(Freed {
            what,
            starts: wall(times.starts_at),
            ends: wall(times.ends_at),
            of,
        });
    };
    for one in claims {
        if let Some((venue, space)) = catalogue.venue_and_space(one.space_id) {
            let times = Slot {
                starts_at: one.starts_at,
                ends_at: one.ends_at,
            };
            let of = owner(one.booking_id, one.closure_id);
            tell(venue, space.path(), times, of);
        }
    }
    for one in counts {
        if let Some((venue, _, what)) = lent_of(catalogue, one.pool_id) {
            let times = Slot {
                starts_at: one.starts_at,
                ends_at: one.ends_at,
            };
            tell(venue, what, times, owner(one.booking_id, one.closure_id));
        }
    }
    Ok(freed.into_iter().collect())
}

/// The seats of a space, or what a venue lends to all of its spaces; by name.
fn lent_of(catalogue: &Catalogue, id: PoolId) -> Option<(&Venue, Vec<&Space>, String)> {
    if let Some((venue, space)) = catalogue.venue_and_space(SpaceId(id.0)) {
        return Some((venue, vec![space], format!("seats of {}", space.path())));
    }
    catalogue.all_venues().find_map(|venue| {
        let item = venue.stock.iter().find(|item| item.row.id == id)?;
        let what = format!("{} of {}", item.row.slug, venue.row.slug);
        let spaces = venue.spaces.iter().map(AsRef::as_ref).collect();
        Some((venue.as_ref(), spaces, what))
    })
}
