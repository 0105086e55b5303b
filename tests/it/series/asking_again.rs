//! What a group asks for its series when it, or one of its dates, asks for something already.

use super::{
    proposing::{Scene, asks, later, starts},
    *,
};
use crate::it::support::facts::{at, in_space};

#[tokio::test]
async fn what_is_asked_for_later_is_asked_for_instead() {
    let scene = Scene::new(STUDIO).await;
    let test = &scene.test;
    scene.ask(later(None)).await.unwrap();
    let earlier = NewTimes {
        from: Some(day("2026-12-08")),
        starts: "11:00".to_owned(),
        ends: "13:00".to_owned(),
        ..NewTimes::default()
    };
    let told = scene.told().await.len();
    let asked = scene.ask(earlier).await.unwrap();
    assert_eq!(asks(&asked), [false, true, true]);
    assert_eq!(scene.claimed().await, 5);
    let news = scene.told().await.split_off(told);
    assert_eq!(news, ["series_move_received", "series_move_proposed"]);
    let moved = test
        .approve_series(&scene.manager, &asked, &[])
        .await
        .unwrap();
    let expected = ["2026-12-01T16:00", "2026-12-08T11:00", "2026-12-15T11:00"];
    assert_eq!(starts(&moved)[..], expected);
    test.assert_sound().await;
}

/// A date of its own is answered on its own, and what waits in the series is answered first.
#[tokio::test]
async fn single_dates_may_go_another_way() {
    let scene = Scene::new(STUDIO).await;
    let test = &scene.test;
    let second = scene.series.bookings().nth(1).unwrap().id;
    scene.ask(later(None)).await.unwrap();
    let there = in_space(STUDIO, "2026-12-08T10:00", "2026-12-08T12:00");
    test.move_to(&scene.group, second, there).await.unwrap();
    assert_eq!(scene.queue().await.len(), 2);
    let moved = test
        .approve_series(&scene.manager, &scene.series, &[])
        .await
        .unwrap();
    let expected = ["2026-12-01T17:30", "2026-12-08T16:00", "2026-12-15T17:30"];
    assert_eq!(starts(&moved)[..], expected);
    assert_eq!(asks(&moved), [false, true, false]);
    test.approve(&scene.manager, second).await.unwrap();

    // Cancelled and added anew, it waits: the answer is to that.
    test.cancel(&scene.group, second).await.unwrap();
    test.add_date(&scene.group, &scene.series, "2026-12-08")
        .await
        .unwrap();
    let earlier = NewTimes {
        starts: "15:00".to_owned(),
        ends: "16:00".to_owned(),
        ..NewTimes::default()
    };
    let asked = scene.ask(earlier).await.unwrap();
    let stands = [Status::Approved, Status::Pending, Status::Approved];
    assert_eq!(statuses(&asked), stands);
    assert_eq!(starts(&asked)[1], "2026-12-08T15:00");
    assert_eq!(asks(&asked), [true, false, true]);
    let answered = test
        .approve_series(&scene.manager, &asked, &[])
        .await
        .unwrap();
    assert_eq!(asks(&answered), [true, false, true]);
    let answered = test
        .approve_series(&scene.manager, &asked, &[])
        .await
        .unwrap();
    assert_eq!(asks(&answered), [false; 3]);
    assert!(starts(&answered).iter().all(|at| at.ends_with("15:00")));
    test.assert_sound().await;
}

/// A single date's own wish goes before what is asked for all.
#[tokio::test]
async fn what_is_asked_for_all_takes_the_place_of_a_wish_for_one() {
    let scene = Scene::new(STUDIO).await;
    let test = &scene.test;
    let first = scene.series.bookings().next().unwrap().id;
    let alone = at("2026-12-01T10:00", "2026-12-01T12:00");
    test.move_to(&scene.group, first, alone).await.unwrap();
    let asked = scene.ask(later(None)).await.unwrap();
    assert!(asked.bookings().all(|one| one.move_of_series));
    assert_eq!(scene.claimed().await, 6);
    assert_eq!(scene.queue().await.len(), 1);
    test.assert_sound().await;
}
