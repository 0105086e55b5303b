//! What was said about the dates of a series, said anew.

use entity::Booking;
use entity::{BookingId, Borrowed, Item, pool_claim};
use jastar::booking::Details;

use super::*;
use crate::it::support::facts::because;

const LAID_OUT: &str = "youth-house/small-hall";

impl TestApp {
    /// How many of each thing it takes by count.
    pub(super) async fn pool_claims(&self, id: BookingId) -> Vec<i32> {
        let mut found = pool_claim::Entity::find()
            .all(self.app.db.read())
            .await
            .unwrap();
        found.retain(|claim| claim.booking_id == Some(id));
        found.iter().map(|claim| claim.quantity).collect()
    }

    pub(super) async fn amend_series(
        &self,
        actor: &Actor,
        series: &Series,
        from: Option<&str>,
        details: Details,
    ) -> Result<Series, Error> {
        let (id, once) = (series.row.id, Idempotent::unkeyed());
        done(series::amend(&self.app, actor, id, from.map(day), details, once).await)
    }
}

fn titled(title: &str) -> Details {
    Details {
        title: Some(title.to_owned()),
        ..Details::default()
    }
}

fn lending(quantity: i32) -> Details {
    let item = "radio-microphone".to_owned();
    Details {
        stock: Some(Borrowed(vec![Item { item, quantity }])),
        ..Details::default()
    }
}

fn all<T>(series: &Series, of: impl Fn(&Booking) -> T) -> Vec<T> {
    series.bookings().map(of).collect()
}

#[tokio::test]
async fn a_group_changes_what_follows_and_each_side_gets_one_mail() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 4)).await.unwrap();
    let more = Details {
        attendees: Some(14),
        note: Some("Айна керек.".to_owned()),
        ..titled("Жаңа би")
    };
    let from = Some("2026-12-15");
    let changed = test
        .amend_series(&person, &series, from, more.clone())
        .await
        .unwrap();
    let was = &series.bookings().next().unwrap().title;
    let titles = all(&changed, |one| one.title.clone());
    assert_eq!(titles, [was, was, "Жаңа би", "Жаңа би"]);
    assert_eq!(all(&changed, |one| one.attendees), [5, 5, 14, 14]);
    assert_eq!(all(&changed, |one| one.version), [1, 1, 2, 2]);
    for booking in changed.bookings() {
        assert_eq!(&test.stored(booking.id).await, booking);
    }
    let told = test.told().await;
    let told: Vec<&str> = told.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(
        told,
        ["series_received", "series_new", "series_changed_by_group"]
    );
    // Said once more, it changes nothing and tells nobody.
    let again = test.amend_series(&person, &series, from, more).await;
    assert_eq!(all(&again.unwrap(), |one| one.version), [1, 1, 2, 2]);
    assert_eq!(test.told().await.len(), 3);

    // Approved, its new title goes into the calendar of the group.
    test.approve_series(&manager, &series, &[]).await.unwrap();
    let by_group = test.amend_series(&person, &series, None, titled("Кеш"));
    by_group.await.unwrap();
    let by_venue = Details {
        attendees: Some(12),
        ..Details::default()
    };
    test.amend_series(&manager, &series, None, by_venue)
        .await
        .unwrap();
    let told = test.told().await;
    let told: Vec<&str> = told[4..].iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(
        told,
        [
            "series_changed",
            "series_changed_by_group",
            "series_changed"
        ]
    );
    let stranger = test.person("stranger@test.example").await;
    let hidden = test.amend_series(&stranger, &series, None, titled("X"));
    assert!(matches!(hidden.await, Err(Error::NotFound)));
    test.assert_sound().await;
}

#[tokio::test]
async fn another_layout_and_what_is_lent_go_through_the_gate_on_every_date() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(LAID_OUT, 3)).await.unwrap();
    let space = test.app.catalogue().await.unwrap();
    let (_, space) = space.space(LAID_OUT).unwrap();
    let layout = space.row.layouts.0.last().unwrap().clone();
    let laid_out = Details {
        layout: Some(layout.clone()),
        ..lending(2)
    };
    let changed = test
        .amend_series(&person, &series, None, laid_out)
        .await
        .unwrap();
    for booking in changed.bookings() {
        assert_eq!(booking.layout, layout);
        let claims = test.claims(booking.id).await;
        assert!(!claims.is_empty() && claims.iter().all(|claim| claim.layout == layout));
        assert_eq!(test.pool_claims(booking.id).await, [2]);
    }
    // Only what is lent: on one date others have the rest.
    let mut others = asking(STUDIO, "2026-12-08T16:00", "2026-12-08T18:00");
    others.stock = lending(3).stock.unwrap();
    let others = test.request(&manager, others).await.unwrap();
    let refused = test.amend_series(&person, &series, None, lending(4)).await;
    let Err(Error::NotAllDates(dates)) = refused else {
        panic!("{refused:?}");
    };
    let lacking: Vec<_> = dates.iter().map(|one| one.outcome.verdict()).collect();
    assert_eq!(
        lacking,
        [DateVerdict::Free, DateVerdict::Taken, DateVerdict::Free]
    );
    for booking in changed.bookings() {
        assert_eq!(&test.stored(booking.id).await, booking, "all or nothing");
        assert_eq!(test.pool_claims(booking.id).await, [2]);
    }
    test.cancel(&manager, others.id).await.unwrap();
    let changed = test
        .amend_series(&person, &series, None, lending(4))
        .await
        .unwrap();
    for booking in changed.bookings() {
        assert_eq!(test.pool_claims(booking.id).await, [4]);
    }
    test.assert_sound().await;
}

#[tokio::test]
async fn what_cannot_be_said_or_is_over_is_refused() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let series = test.series(&person, tuesdays(STUDIO, 3)).await.unwrap();
    let crowd = Details {
        attendees: Some(4000),
        ..titled(" ")
    };
    let refused = test.amend_series(&person, &series, None, crowd).await;
    let Err(Error::Rules(broken)) = refused else {
        panic!("{refused:?}");
    };
    let fields: Vec<_> = broken.iter().map(|one| one.field).collect();
    assert_eq!(fields, ["title", "attendees"]);
    test.approve_series(&manager, &series, &[]).await.unwrap();
    // What has begun stays as it is.
    let second = series.bookings().nth(1).unwrap().clone();
    test.app.clock.set(second.starts_at);
    let changed = test.amend_series(&manager, &series, None, titled("Кеш"));
    let versions = all(&changed.await.unwrap(), |one| one.version);
    assert_eq!(versions, [2, 2, 3]);
    test.cancel_series(&manager, &series, None, because("Жөндеу."))
        .await
        .unwrap();
    let over = test.amend_series(&manager, &series, None, titled("Той"));
    assert!(matches!(over.await, Err(Error::State(_))));
    test.assert_sound().await;
}
