//! Looking at a series before it is asked for.

use entity::SeriesId;
use uuid::Uuid;

use super::{
    evaluate::{self, PlannedDate},
    new::NewSeries,
};
use crate::{
    account::{self, Actor},
    app::App,
    booking::{NewBooking, request::plan::RequestPlan},
    error::Error,
    ledger::{
        alternatives, gate,
        occupancy::Occupancy,
        operation::Ground,
        store::{pools, taken},
    },
    refusal::dates::{DateOutcome, Dated},
    rules::{availability, proposal::Proposal},
    slot::{Slot, Windows},
};

/// What would become of each date if it were asked for now, with nothing written: also for who has not signed in yet.
/// [`Error::Rules`] tells what is wrong with all of them alike.
pub async fn dry_run(app: &App, actor: &Actor, new: &NewSeries) -> Result<Vec<Dated>, Error> {
    let (catalogue, host) = (app.catalogue().await?, app.config.host());
    let ground = gate::ground(app, actor, &catalogue, &host);
    let rule = new.rule.read().map_err(Error::Rules)?;
    let wishes = evaluate::first_wishes(new, SeriesId(Uuid::nil()), &rule.occurrences());
    let booked_for = match new.booking.mailbox_of_other() {
        Some(mailbox) => account::store::by_email(app.db.read(), &mailbox).await?,
        None => None,
    };
    let plans = evaluate::plans(&ground, booked_for.as_ref(), &wishes)?;
    looked_up(app, &ground, &wishes, &plans).await
}

/// What is wrong with all dates alike, as [`dry_run`] tells it, without a look at what is taken.
pub async fn check(app: &App, actor: &Actor, new: &NewSeries) -> Result<(), Error> {
    let (catalogue, host) = (app.catalogue().await?, app.config.host());
    let ground = gate::ground(app, actor, &catalogue, &host);
    let rule = new.rule.read().map_err(Error::Rules)?;
    let wishes = evaluate::first_wishes(new, SeriesId(Uuid::nil()), &rule.occurrences());
    evaluate::plans(&ground, None, &wishes).map(|_| ())
}

/// What would become of each date as things stand now, with alternatives.
pub async fn looked_up(
    app: &App,
    ground: &Ground<'_>,
    wishes: &[NewBooking],
    plans: &[PlannedDate<'_>],
) -> Result<Vec<Dated>, Error> {
    let (conn, catalogue) = (app.db.read(), ground.catalogue);
    let wanted: Vec<&RequestPlan<'_>> = plans.iter().flatten().collect();
    let slots = wanted.iter().map(|plan| plan.proposal.slot);
    let mut occupancy = Occupancy::default();
    if let Some(window) = slots.reduce(Slot::and_between) {
        let mut windows = Windows::default();
        for plan in &wanted {
            let near = availability::with_turnaround(plan.proposal.slot);
            windows.add(plan.space.units.iter().copied(), near);
        }
        let mut pools: Vec<_> = wanted.iter().flat_map(|plan| plan.pools()).collect();
        pools.sort_unstable();
        pools.dedup();
        occupancy.taken = taken::on_units(conn, &windows).await?;
        occupancy.counts = pools::on_pools(conn, &pools, window).await?;
    }
    let mut dates = evaluate::dated(catalogue, wishes, plans, &occupancy);
    if let Some(counted) = wanted.first().and_then(|first| first.counted.as_ref()) {
        let exceeded = counted
            .exceeded_now(app, &evaluate::free(plans, &dates))
            .await?;
        evaluate::allowed(plans, &mut dates, exceeded);
    }
    find_alternatives(app, ground, plans, &mut dates).await?;
    Ok(dates)
}

/// Finds alternatives for the dates that are taken. Each would be asked for alone.
async fn find_alternatives(
    app: &App,
    ground: &Ground<'_>,
    plans: &[PlannedDate<'_>],
    dates: &mut [Dated],
) -> Result<(), Error> {
    let lacking = plans.iter().zip(dates).filter_map(|(plan, date)| {
        let plan = plan.as_ref().ok()?;
        match &mut date.outcome {
            DateOutcome::Taken { alternatives, .. } => Some((plan, alternatives)),
            _ => None,
        }
    });
    let (plans, lacking): (Vec<&RequestPlan<'_>>, Vec<_>) = lacking.unzip();
    let Some(first) = plans.first() else {
        return Ok(());
    };
    let alone = plans.iter().map(|plan| {
        let proposal = Proposal {
            in_series: false,
            ..plan.proposal
        };
        (plan.space, proposal)
    });
    let wanted: Vec<_> = alone.collect();
    let (conn, catalogue, now) = (app.db.read(), ground.catalogue, ground.now);
    let found = alternatives::alternatives_to_each(conn, catalogue, first.venue, &wanted, now);
    for (alternatives, offers) in lacking.into_iter().zip(found.await?) {
        *alternatives = offers;
    }
    Ok(())
}
