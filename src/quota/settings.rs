//! What the managers of a venue allow one booker. It is theirs: no import of a catalogue touches it.

use entity::{PrimeWindow, venue_quota};
use time::Time;

use crate::{
    account::Actor,
    app::App,
    error::Error,
    refusal::rule::{InvalidInput, Violation},
    venue::{Catalogue, Venue, store},
};

/// Hours and bookings.
pub const MOST: u16 = 1000;
pub const MOST_WINDOWS: usize = 14;

const DAY_MINUTES: u16 = 24 * 60;

/// From a time of the day to another, past midnight where that is not later. None without a day.
#[must_use]
pub fn window(days: [bool; 7], from: Time, to: Time) -> Option<PrimeWindow> {
    let minutes = |time: Time| u16::from(time.hour()) * 60 + u16::from(time.minute());
    let (from, to) = (minutes(from), minutes(to));
    let to = if to <= from { to + DAY_MINUTES } else { to };
    let window = PrimeWindow { days, from, to };
    is_window(window).then_some(window)
}

/// The venue of which they are looked at or set. Only its managers.
pub fn of<'a>(catalogue: &'a Catalogue, actor: &Actor, venue: &str) -> Result<&'a Venue, Error> {
    actor.signed_in()?;
    let venue = catalogue.venue(venue).ok_or(Error::NotFound)?;
    if actor.manages(venue.row.id) {
        Ok(venue)
    } else {
        Err(Error::Forbidden)
    }
}

/// Sets all of it anew. Only managers of the venue. Every request is decided by what was set before or by this: never by
/// some of both.
pub async fn set(app: &App, actor: &Actor, quotas: venue_quota::Model) -> Result<(), Error> {
    actor.signed_in()?;
    if !actor.manages(quotas.venue_id) {
        return Err(Error::Forbidden);
    }
    let faults = faults(&quotas);
    if !faults.is_empty() {
        return Err(Error::Rules(faults));
    }
    let work = app.clone();
    app.detached(async move {
        let quotas = &quotas;
        work.db
            .write(|tx| async move {
                store::lock_catalogue_tx(&tx).await?;
                store::put_quotas_tx(&tx, quotas.clone()).await?;
                store::grow_revision_tx(&tx).await?;
                Ok(())
            })
            .await
    })
    .await
}

/// What is wrong with them.
#[must_use]
pub fn faults(quotas: &venue_quota::Model) -> Vec<Violation> {
    let limits = [
        ("hours_per_week", quotas.hours_per_week),
        ("hours_per_month", quotas.hours_per_month),
        ("bookings_per_week", quotas.bookings_per_week),
        ("bookings_per_month", quotas.bookings_per_month),
        ("prime_hours_per_week", quotas.prime_hours_per_week),
        ("prime_hours_per_month", quotas.prime_hours_per_month),
    ];
    let most = i32::from(MOST);
    let wrong = limits
        .into_iter()
        .filter(|(_, limit)| limit.is_some_and(|limit| !(0..=most).contains(&limit)))
        .map(|(field, _)| Violation::invalid(field, InvalidInput::Between { least: 0, most }));
    let windows = &quotas.prime_time.0;
    let windows_wrong = windows.len() > MOST_WINDOWS || windows.iter().any(|one| !is_window(*one));
    let windows_wrong =
        windows_wrong.then(|| Violation::invalid("prime_time", InvalidInput::Malformed));
    wrong.chain(windows_wrong).collect()
}

fn is_window(window: PrimeWindow) -> bool {
    let PrimeWindow { days, from, to } = window;
    days.contains(&true) && from < DAY_MINUTES && from < to && to <= from + DAY_MINUTES
}
