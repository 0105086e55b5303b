//! Adding a date that a series could not get, or has lost again.

use entity::{SeriesId, booking::Status};
use time::Date;

use super::{
    OnConflict, Series,
    create::{Order, TRIES, tried},
    look, weigh,
};
use crate::{
    account::Actor,
    app::App,
    booking::request::plan::Plan,
    error::Error,
    idempotency::{Once, Outcome},
};

use entity::Booking;

/// Adds a date that the series wants and has not got, or has lost again, if it is free now.
pub async fn add(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    date: Date,
    once: Once<Series>,
) -> Result<Outcome<Series>, Error> {
    let (work, actor) = (app.clone(), actor.clone());
    app.detached(async move { added(&work, &actor, id, date, &once).await })
        .await
}

async fn added(
    app: &App,
    actor: &Actor,
    id: SeriesId,
    date: Date,
    once: &Once<Series>,
) -> Result<Outcome<Series>, Error> {
    let person = actor.signed_in()?;
    for _ in 0..TRIES {
        let catalogue = &app.catalogue().await?;
        let seen = &look::seen(app, actor, catalogue, id).await?;
        let wanted = seen.wanted(date);
        let (missed, like) = match wanted {
            Ok(found) => found,
            Err(refused) => {
                let kept = once.replay(app.db.read(), person.id, app.clock.now());
                return kept.await?.map(Outcome::Replayed).ok_or(refused);
            }
        };
        let wish = seen.wish(catalogue, actor, missed).ok_or(Error::NotFound)?;
        let booked_for = look::booked_for(app, person, like).await?;
        let who = (person, booked_for.as_ref());
        let wishes = &[wish];
        let mut plans = weigh::each(app, catalogue, actor, who, wishes)?;
        if let Some(Err(broken)) = plans.iter().find(|plan| plan.is_err()) {
            return Err(Error::Rules(broken.clone()));
        }
        for plan in plans.iter_mut().flatten() {
            theirs(plan, like, &seen.bookings);
        }
        let order = &Order {
            series: seen.row.clone(),
            on_conflict: OnConflict::Refuse,
            missed: Some((missed, seen)),
            wishes,
            plans: &plans,
        };
        if let Some(outcome) = tried(app, catalogue, person, order, once).await? {
            return Ok(outcome);
        }
    }
    Err(Error::Busy)
}

/// Whoever adds a date, it is the group's whose series it is; and what waits in it already is one request with it.
fn theirs(plan: &mut Plan<'_>, like: &Booking, bookings: &[Booking]) {
    plan.row = Booking {
        booker_id: like.booker_id,
        contact_name: like.contact_name.clone(),
        contact_email: like.contact_email.clone(),
        contact_phone: like.contact_phone.clone(),
        language: like.language,
        ..plan.row.clone()
    };
    plan.remembered = None;
    let waits = bookings
        .iter()
        .any(|booking| booking.status == Status::Pending);
    if waits {
        plan.conditions.quota = None;
    }
}
