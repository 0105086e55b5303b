//! Who came, and for which programme, corrected by the venue until the month is closed.

use entity::{audit::Action, booking::Status};
use jastar::{
    booking::Details, error::Error, inbox::jobs::do_what_is_due, refusal::state::StateRefusal,
};

use super::{
    attendance::{Scene, later, november},
    quotas::ROOM,
    support::asking,
};

#[tokio::test]
async fn who_came_is_corrected_in_every_direction_until_the_month_is_closed() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let booking = scene.ask(&scene.group, november(24, 10, 12)).await;
    let id = booking.id;
    // Too early: an hour before the start somebody else had come.
    test.app.clock.set(later(24));
    scene.check_in(id, Some(3)).await.unwrap();
    let mails = test.mails(id).await.len();
    let not_yet = test.reopen(&scene.manager, id).await.unwrap();
    assert_eq!((not_yet.status, not_yet.attended), (Status::Approved, None));
    assert_eq!(test.mails(id).await.len(), mails, "nothing is new for them");
    // While it runs: missed, there after all, more than that, nobody.
    test.app.clock.set(later(25).plus_minutes(10));
    scene.no_show(id).await.unwrap();
    assert_eq!(test.claims(id).await.len(), 0);
    let came = scene.check_in(id, Some(4)).await.unwrap();
    assert_eq!((came.status, came.attended), (Status::CheckedIn, Some(4)));
    assert_eq!(test.claims(id).await.len(), 1, "their time is theirs again");
    let more = scene.check_in(id, Some(6)).await.unwrap();
    assert_eq!((more.attended, more.version), (Some(6), came.version + 1));
    assert_eq!(more.decided_at, came.decided_at);
    let missed = scene.no_show(id).await.unwrap();
    assert_eq!((missed.status, missed.attended), (Status::NoShow, None));
    // Somebody else takes what is left: they cannot be there any more, but may have been.
    let other = test.person("erasyl@dombyra.example").await;
    let rest = asking(ROOM, "2026-11-24T11:30", "2026-11-24T12:00");
    scene.ask(&other, rest).await;
    let refused = scene.check_in(id, Some(2)).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    // Afterwards, from completed too.
    test.app.clock.set(later(48));
    do_what_is_due(&test.app).await.unwrap();
    let came = scene.check_in(id, Some(5)).await.unwrap();
    assert_eq!((came.status, came.attended), (Status::Completed, Some(5)));
    let fewer = scene.check_in(id, Some(2)).await.unwrap();
    assert_eq!((fewer.status, fewer.attended), (Status::Completed, Some(2)));
    scene.no_show(id).await.unwrap();
    scene.check_in(id, Some(8)).await.unwrap();
    let history = test.history(id).await;
    let told = history.iter().filter(|line| line.action == Action::CheckIn);
    let told: Vec<_> = told
        .filter_map(|line| line.reason_text.as_deref())
        .collect();
    assert_eq!(told, ["3", "4", "6", "5", "2", "8"]);
    // The last minute of the fifth of December, and the first of the sixth.
    test.app.clock.set(later(12 * 24 + 15).plus_minutes(-1));
    scene.check_in(id, Some(9)).await.unwrap();
    test.app.clock.set(later(12 * 24 + 15));
    for refused in [scene.check_in(id, Some(10)).await, scene.no_show(id).await] {
        assert!(
            matches!(refused, Err(Error::State(StateRefusal::MonthClosed))),
            "{refused:?}"
        );
    }
    assert_eq!(test.stored(id).await.attended, Some(9));
    test.assert_sound().await;
}

#[tokio::test]
async fn the_venue_says_the_programme_afterwards_and_nothing_else() {
    let scene = Scene::new().await;
    let test = &scene.test;
    let booking = scene.ask(&scene.group, november(24, 10, 12)).await;
    let programme = || Details {
        programme: Some("zhasyl-el".to_owned()),
        ..Details::default()
    };
    test.app.clock.set(later(48));
    do_what_is_due(&test.app).await.unwrap();
    let mails = test.mails(booking.id).await.len();
    let said = test
        .amend(&scene.manager, &test.stored(booking.id).await, programme())
        .await
        .unwrap();
    assert_eq!(said.programme.as_deref(), Some("zhasyl-el"));
    assert_eq!(said.status, Status::Completed);
    let history = test.history(booking.id).await;
    assert_eq!(history.last().unwrap().action, Action::Classify);
    assert_eq!(test.mails(booking.id).await.len(), mails);
    let both = Details {
        title: Some("Басқа".to_owned()),
        ..programme()
    };
    let refused = test
        .amend(&scene.manager, &test.stored(booking.id).await, both)
        .await;
    assert!(
        matches!(refused, Err(Error::State(StateRefusal::NotChangeable(_)))),
        "{refused:?}"
    );
    let group = test
        .amend(&scene.group, &test.stored(booking.id).await, programme())
        .await;
    assert!(matches!(group, Err(Error::State(_))), "{group:?}");
    test.app.clock.set(later(12 * 24 + 15));
    let late = test
        .amend(&scene.manager, &test.stored(booking.id).await, programme())
        .await;
    let closed = StateRefusal::MonthClosed;
    assert!(
        matches!(late, Err(Error::State(why)) if why == closed),
        "{late:?}"
    );
    test.assert_sound().await;
}
