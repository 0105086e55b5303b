//! What a yes costs others: whom the card of a request names before is who loses by it, and who is told.

use std::collections::BTreeSet;

use entity::{BookingId, booking::Status};
use jastar::{
    booking,
    mail::{Mail, SeriesNews},
    rules::losing::Awaited,
};

use super::{
    house::VENUE,
    operation::Operation,
    service::Service,
    state::{Model, Wanted},
};

/// What a card says before a yes, and what the model says of it.
pub struct Foreseen {
    named: BTreeSet<BookingId>,
    lost: BTreeSet<BookingId>,
    /// So many mails were written before.
    mails: usize,
}

/// None where nobody is said yes to. The model stands `before` and `after`, the service before it.
pub async fn foresee(
    service: &Service,
    before: &Model,
    after: &Model,
    operation: &Operation,
) -> Option<Foreseen> {
    if !matches!(
        &*operation.kind(),
        "Approve" | "SeriesApprove" | "SeriesAnswer"
    ) {
        return None;
    }
    let all = 0..before.bookings.len();
    let granted: Vec<usize> = all
        .clone()
        .filter(|at| is_granted(before, after, *at))
        .collect();
    let first = &before.bookings[*granted.first()?];
    let mut dates = Vec::new();
    for at in &granted {
        dates.push(service.test.stored(before.bookings[*at].id).await);
    }
    let asked = Awaited {
        dates: &dates,
        moves: first.asks.is_some(),
        ..Awaited::default()
    };
    let app = &service.test.app;
    let catalogue = app.catalogue().await.unwrap();
    let house = catalogue.venue(VENUE).unwrap();
    let outlook = booking::outlooks(app, service.manager(), &catalogue, house, &[asked]).await;
    let outlook = outlook.unwrap().remove(0);
    assert!(
        outlook.in_the_way.is_empty(),
        "a yes is refused that is given: {outlook:?}"
    );
    let is_of_it = |at: usize| {
        let series = before.bookings[at].series;
        granted.contains(&at) || series.is_some() && series == first.series
    };
    // Floor that is only held may still go to others: it is lost by the yes. What is lent was lost when it was asked for.
    let mut unheld = before.clone();
    for at in &granted {
        let asks = unheld.bookings[*at].asks.is_some();
        let claims = &mut unheld.bookings[*at].claims;
        claims.retain(|claim| asks && !claim.proposed);
    }
    let lost = all.filter(|at| {
        !is_of_it(*at)
            && can_be_had(&unheld, *at) == Some(true)
            && can_be_had(after, *at) == Some(false)
    });
    Some(Foreseen {
        named: outlook.losers.iter().map(|one| one.booking.id).collect(),
        lost: lost.map(|at| before.bookings[at].id).collect(),
        mails: service.test.outbox().await.len(),
    })
}

/// Whether a manager has said yes to its request, or to the move that it asked for.
fn is_granted(before: &Model, after: &Model, at: usize) -> bool {
    let (was, is) = (&before.bookings[at], &after.bookings[at]);
    match was.asks {
        Some(asks) => is.asks.is_none() && (is.space, is.slot) == (asks.space, asks.slot),
        None => {
            was.status == Status::Pending && !was.is_held_offer() && is.status == Status::Approved
        }
    }
}

/// Of a request that holds nothing, or of a move that is asked for, whether it could be said yes to.
fn can_be_had(model: &Model, at: usize) -> Option<bool> {
    let booking = &model.bookings[at];
    let wanted = match booking.asks {
        Some(asks) => Wanted {
            space: asks.space,
            slot: asks.slot,
            layout: asks.layout,
            ..booking.wanted()
        },
        None if booking.status == Status::Pending && !booking.holds => booking.wanted(),
        None => return None,
    };
    Some(!model.is_taken(Some(at), &wanted))
}

impl Foreseen {
    /// Everybody who lost by it was named, and nobody was who neither lost nor was told.
    pub async fn came_true(&self, service: &Service) -> Result<(), String> {
        let mut told = BTreeSet::new();
        for mail in service.test.outbox().await.into_iter().skip(self.mails) {
            match serde_json::from_value(mail.payload).unwrap() {
                Mail::TimeGiven(_) => told.extend(mail.booking_id),
                Mail::Series(facts) if facts.news == SeriesNews::TimeGiven => {
                    let series = mail.booking_id.unwrap();
                    let series = service.test.stored(series).await.series_id;
                    for id in &self.named {
                        if service.test.stored(*id).await.series_id == series {
                            told.insert(*id);
                        }
                    }
                    told.extend(mail.booking_id);
                }
                _ => {}
            }
        }
        let known: BTreeSet<BookingId> = self.lost.union(&told).copied().collect();
        if self.named == known {
            return Ok(());
        }
        Err(format!(
            "named {:?}, lost {:?}, told {told:?}",
            self.named, self.lost
        ))
    }
}
