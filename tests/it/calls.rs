//! Who left no mailbox is called: everything that they would have been written stands on one list of their venue.

use entity::Booking;
use entity::{BookingId, outbox::Delivery};
use jastar::{
    account::Actor,
    booking::{NewBooking, OnBehalf},
    closure,
    error::Error,
    inbox::calls::{self, Call, CallReason},
    mail::worker::pump,
};

use super::{
    closing::{cancelling, closing},
    support::{
        NOW, TestApp, asking,
        facts::{at, in_place},
        smtp::SmtpServer,
    },
};

const STUDIO: &str = "youth-house/dance-studio";

fn by_phone(space: &str, day: u8) -> NewBooking {
    let at = |hour: u8| format!("2026-12-{day:02}T{hour}:00");
    NewBooking {
        on_behalf: Some(OnBehalf {
            name: "Гүлжан апай".to_owned(),
            phone: Some("+7 701 765 43 21".to_owned()),
            ..OnBehalf::default()
        }),
        ..asking(space, &at(16), &at(18))
    }
}

struct House {
    test: TestApp,
    manager: Actor,
}

impl House {
    async fn new() -> Self {
        let test = TestApp::new().await;
        Self {
            manager: test.manager_of("youth-house").await,
            test,
        }
    }

    async fn ask(&self, day: u8) -> Booking {
        let wanted = by_phone(STUDIO, day);
        self.test.request(&self.manager, wanted).await.unwrap()
    }

    async fn kinds(&self, id: BookingId) -> Vec<String> {
        let rows = self.test.to_tell(id).await;
        rows.into_iter().map(|row| row.kind).collect()
    }

    async fn list(&self) -> Vec<Call> {
        let catalogue = self.test.app.catalogue().await.unwrap();
        let venue = catalogue.venue("youth-house").unwrap().row.id;
        calls::list(&self.test.app, &self.manager, venue)
            .await
            .unwrap()
    }
}

fn news(call: &Call) -> Vec<&str> {
    match &call.why {
        CallReason::News(news) => news.iter().map(|one| one.kind.as_str()).collect(),
        CallReason::Closure(_) => vec!["closure"],
    }
}

#[tokio::test]
async fn whatever_a_mailbox_would_have_been_sent_is_on_the_list_until_somebody_has_told_it() {
    let house = House::new().await;
    let test = &house.test;
    let booking = house.ask(1).await;
    assert_eq!(
        house.kinds(booking.id).await,
        [""; 0],
        "they are on the telephone"
    );
    test.write(&house.manager, booking.id, "Кілтті вахтадан алыңыз.", false)
        .await
        .unwrap();
    test.write(
        &house.manager,
        booking.id,
        "Қайтадан қоңырау шалу керек.",
        true,
    )
    .await
    .unwrap();
    let place = at("2026-12-02T16:00", "2026-12-02T18:00");
    test.move_to(&house.manager, booking.id, place)
        .await
        .unwrap();
    let list = house.list().await;
    assert_eq!(list.len(), 1);
    assert_eq!(news(&list[0]), ["venue_wrote", "moved"]);
    assert_eq!(
        list[0].booking.contact_phone.as_deref(),
        Some("+77017654321")
    );

    // No mail, and no worker takes it.
    let server = SmtpServer::start().await;
    assert_eq!(pump(&test.app, &server.transport).await.unwrap(), 0);

    let CallReason::News(seen) = &list[0].why else {
        panic!("{list:?}");
    };
    let newest = Some(seen.last().unwrap().id);
    test.cancel(&house.manager, booking.id).await.unwrap();
    calls::tell(&test.app, &house.manager, &booking.code, newest)
        .await
        .unwrap();
    let list = house.list().await;
    assert_eq!(
        news(&list[0]),
        ["cancelled_by_venue"],
        "nobody has told that yet"
    );
    let rows = test.to_tell(booking.id).await;
    let person = house.manager.signed_in().unwrap().id;
    for told in &rows[..2] {
        assert_eq!(
            (told.state, told.sent_at, told.told_by),
            (Delivery::Sent, Some(NOW), Some(person))
        );
    }
    let newest = Some(rows[2].id);
    calls::tell(&test.app, &house.manager, &booking.code, newest)
        .await
        .unwrap();
    assert!(house.list().await.is_empty());
    test.assert_sound().await;
}

#[tokio::test]
async fn whatever_the_venue_does_to_the_booking_is_told() {
    let house = House::new().await;
    let (test, manager) = (&house.test, &house.manager);
    let replaced = house.ask(3).await;
    let wanted = asking(STUDIO, "2026-12-03T16:00", "2026-12-03T18:00");
    let instead = in_place(wanted, &[replaced.id]);
    test.request(manager, instead).await.unwrap();
    assert_eq!(house.kinds(replaced.id).await, ["replaced"]);

    let reopened = house.ask(4).await;
    test.cancel(manager, reopened.id).await.unwrap();
    test.reopen(manager, reopened.id).await.unwrap();
    assert_eq!(
        house.kinds(reopened.id).await,
        ["cancelled_by_venue", "reopened"]
    );

    // Once for both: the closure's own list and this one know of each other.
    let driven_away = house.ask(1).await;
    let new = closing(&["dance-studio"], "15:00", "20:00");
    test.app.clock.set(NOW.plus_days(7).plus_hours(2));
    let preview = test.preview(manager, &new).await;
    let closure = test
        .close(manager, &new, cancelling(&preview))
        .await
        .unwrap();
    let of_closure = closure::hits_of(&test.app, manager, &closure)
        .await
        .unwrap();
    assert_eq!(of_closure.len(), 1);
    let on_list = house.list().await;
    let on_list: Vec<_> = on_list
        .iter()
        .filter(|call| call.booking.id == driven_away.id)
        .collect();
    assert_eq!(on_list.len(), 1);
    assert_eq!(news(on_list[0]), ["cancelled_by_venue"]);
    let (id, hit, last) = (closure.row.id, of_closure[0].hit.id, of_closure[0].last);
    closure::tell(&test.app, manager, id, hit, true, last)
        .await
        .unwrap();
    let rows = test.to_tell(driven_away.id).await;
    assert!(rows.iter().all(|row| row.state == Delivery::Sent));
    test.assert_sound().await;
}

/// Who has a mailbox and is driven away at short notice is on the list too, and off it when somebody has called.
#[tokio::test]
async fn whom_a_closure_drives_away_at_short_notice_is_on_the_same_list() {
    let house = House::new().await;
    let (test, manager) = (&house.test, &house.manager);
    let group = test.person("a@test.example").await;
    let wanted = asking(STUDIO, "2026-12-01T16:00", "2026-12-01T18:00");
    let asked = test.request(&group, wanted).await.unwrap();
    test.approve(manager, asked.id).await.unwrap();
    let new = closing(&["dance-studio"], "15:00", "20:00");
    test.app.clock.set(NOW.plus_days(7).plus_hours(2));
    let preview = test.preview(manager, &new).await;
    let closure = test
        .close(manager, &new, cancelling(&preview))
        .await
        .unwrap();
    let list = house.list().await;
    assert_eq!(list.len(), 1);
    assert_eq!(news(&list[0]), ["closure"]);
    calls::tell(&test.app, manager, &asked.code, None)
        .await
        .unwrap();
    assert!(house.list().await.is_empty());
    let hits = closure::hits_of(&test.app, manager, &closure)
        .await
        .unwrap();
    assert!(hits[0].by.is_some(), "told there too");
}

/// What was queued since the page was made was not told with it, and who thought so by mistake has told nothing.
#[tokio::test]
async fn who_ticks_a_closure_has_told_what_the_page_said_and_takes_it_back_with_the_tick() {
    let house = House::new().await;
    let (test, manager) = (&house.test, &house.manager);
    let driven_away = house.ask(1).await;
    let new = closing(&["dance-studio"], "15:00", "20:00");
    test.app.clock.set(NOW.plus_days(7).plus_hours(2));
    let preview = test.preview(manager, &new).await;
    let closure = test.close(manager, &new, cancelling(&preview)).await;
    let closure = closure.unwrap();
    let seen = closure::hits_of(&test.app, manager, &closure).await;
    let seen = seen.unwrap().remove(0);
    test.write(manager, driven_away.id, "Кешіріңіздер.", false)
        .await
        .unwrap();
    let states = async || {
        let rows = test.to_tell(driven_away.id).await;
        let states = rows.iter().map(|row| (row.state, row.told_by.is_some()));
        states.collect::<Vec<_>>()
    };
    let (told, waits) = ((Delivery::Sent, true), (Delivery::Queued, false));
    let tick = async |told: bool| {
        let (id, hit) = (closure.row.id, seen.hit.id);
        let said = closure::tell(&test.app, manager, id, hit, told, seen.last).await;
        said.unwrap();
    };
    tick(true).await;
    assert_eq!(states().await, [told, waits]);
    tick(false).await;
    assert_eq!(states().await, [waits, waits]);
    // What was told at another time stays told.
    tick(true).await;
    test.app.clock.set(NOW.plus_days(7).plus_hours(3));
    let newest = test.to_tell(driven_away.id).await.pop().unwrap().id;
    calls::tell(&test.app, manager, &driven_away.code, Some(newest))
        .await
        .unwrap();
    assert_eq!(states().await, [told, told]);
    tick(false).await;
    assert_eq!(states().await, [waits, told]);
    // What is of another booking stands for nothing here.
    let other = house.ask(2).await;
    test.cancel(manager, other.id).await.unwrap();
    let theirs = Some(test.to_tell(other.id).await[0].id);
    calls::tell(&test.app, manager, &driven_away.code, theirs)
        .await
        .unwrap();
    assert_eq!(states().await, [waits, told]);
    test.assert_sound().await;
}

#[tokio::test]
async fn the_list_is_for_those_who_manage_the_venue() {
    let house = House::new().await;
    let test = &house.test;
    let booking = house.ask(1).await;
    test.cancel(&house.manager, booking.id).await.unwrap();
    let catalogue = test.app.catalogue().await.unwrap();
    let venue = catalogue.venue("youth-house").unwrap().row.id;
    for other in [
        test.person("a@test.example").await,
        test.manager_of("sarzhailau").await,
    ] {
        let seen = calls::list(&test.app, &other, venue).await;
        assert!(matches!(seen, Err(Error::NotFound)), "{seen:?}");
        let told = calls::tell(&test.app, &other, &booking.code, None).await;
        assert!(matches!(told, Err(Error::NotFound)), "{told:?}");
    }
    let stranger = calls::list(&test.app, &Actor::anonymous(), venue).await;
    assert!(matches!(stranger, Err(Error::Unauthenticated)));
    assert_eq!(house.list().await.len(), 1);
}
