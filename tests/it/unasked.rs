//! Time that a request loses, or does not lose, without a manager's yes to another.

use entity::Booking;
use entity::booking::Status;
use jastar::{
    booking::{self, NewBooking},
    idempotency::Idempotent,
    import::{Imported, file, import},
    inbox::jobs::do_what_is_due,
};

use super::{
    displaced::{HALL, House},
    support::{CATALOGUE, TestApp, asking, done, facts::in_place},
};

/// A place that is held for a group that had to make room is given to nobody yet: who asked for that time before is told what
/// everybody is told whom nobody answered.
#[tokio::test]
async fn what_is_only_held_is_given_to_nobody() {
    let house = House::with(2).await;
    let (test, rival) = (&house.test, &house.waiting[1]);
    let many = |wanted| NewBooking {
        attendees: 300,
        ..wanted
    };
    let group = test.person("d@test.example").await;
    let evening = many(asking(HALL, "2026-12-08T12:00", "2026-12-08T16:00"));
    let moved = test.request(&group, evening.clone()).await.unwrap();
    test.approve(&house.manager, moved.id).await.unwrap();
    test.app
        .clock
        .set(rival.answer_by.unwrap().plus_minutes(-1));
    let instead = in_place(evening, &[moved.id]);
    test.request(&house.manager, instead).await.unwrap();
    let held = test.offers(moved.id).await;
    // No hour is left between them.
    let next = |one: &Booking| one.starts_at == rival.ends_at;
    assert!(held.iter().any(next), "{held:?}");
    assert_eq!(house.queue().await, [house.waiting[0].id]);
    assert!(!house.displaced(1).await, "it may be free again");
    let told = test.mails(rival.id).await.len();
    test.app.clock.set(rival.answer_by.unwrap());
    do_what_is_due(&test.app).await.unwrap();
    assert_eq!(test.stored(rival.id).await.status, Status::Expired);
    let mails = test.mails(rival.id).await;
    assert_eq!(mails.len(), told + 1, "{mails:?}");
    assert_eq!(mails.last().unwrap().0, "expired");
    test.assert_sound().await;
}

/// Who did not come is expected no more; who comes after all has the time again, and who asked for it since is told.
#[tokio::test]
async fn who_comes_after_all_takes_the_time_from_who_asked_for_it_since() {
    let line = "notice_hours = 72";
    let test = TestApp::with_catalogue(&CATALOGUE.replacen(line, "notice_hours = 0", 1)).await;
    let manager = test.manager_of("youth-house").await;
    let group = test.person("a@test.example").await;
    let wanted = asking(HALL, "2026-12-07T12:00", "2026-12-07T18:00");
    let late = test.request(&group, wanted).await.unwrap();
    test.approve(&manager, late.id).await.unwrap();
    test.app.clock.set(late.starts_at.plus_minutes(30));
    let missed = booking::no_show(&test.app, &manager, late.id, Idempotent::unkeyed()).await;
    done(missed).unwrap();
    let other = test.person("b@test.example").await;
    let rest = asking(HALL, "2026-12-07T16:00", "2026-12-07T18:00");
    let asked = test.request(&other, rest).await.unwrap();
    assert_eq!(asked.status, Status::Pending);
    let came =
        booking::check_in(&test.app, &manager, late.id, Some(5), Idempotent::unkeyed()).await;
    assert_eq!(done(came).unwrap().status, Status::CheckedIn);
    let mails = test.mails(asked.id).await;
    assert_eq!(mails.last().unwrap().0, "time_given", "{mails:?}");
    test.assert_sound().await;
}

/// A longer pause between two events takes the time from who asked for it, without anybody's yes.
#[tokio::test]
async fn who_loses_the_time_to_a_new_catalogue_is_told() {
    let house = House::with(1).await;
    let test = &house.test;
    let group = test.person("d@test.example").await;
    let before = asking(HALL, "2026-12-07T09:00", "2026-12-07T11:00");
    let stands = test.request(&group, before).await.unwrap();
    test.approve(&house.manager, stands.id).await.unwrap();
    let told = test.mails(house.waiting[0].id).await.len();
    let longer = CATALOGUE.replacen("turnaround_minutes = 60", "turnaround_minutes = 90", 1);
    let file = file::read(&longer).unwrap();
    let imported = import(&test.app, &file, false).await.unwrap();
    assert!(matches!(imported, Imported::Changes(_)), "{imported:?}");
    let mails = test.mails(house.waiting[0].id).await;
    assert_eq!(mails.len(), told + 1, "{mails:?}");
    assert_eq!(mails.last().unwrap().0, "time_given");
    test.assert_sound().await;
}
