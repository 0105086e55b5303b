//! Series through what calendars and clocks have in store.

use entity::Nth;

use super::*;
use crate::it::support::{CATALOGUE, NOW};

fn starts(series: &Series) -> Vec<&str> {
    let all = series.bookings().map(|booking| booking.starts.as_str());
    all.collect()
}

#[tokio::test]
async fn wall_times_stay_when_the_clocks_of_a_venue_change() {
    // A house where the clocks go forward in the night to 28 March 2027.
    let toml = CATALOGUE.replace("timezone = \"Asia/Almaty\"", "timezone = \"Europe/Berlin\"");
    assert_ne!(toml, CATALOGUE);
    let test = TestApp::with_catalogue(&toml).await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    test.app.clock.set(NOW.plus_days(90));
    let taken = asking(STUDIO, "2027-04-01T17:00", "2027-04-01T18:00");
    let taken = test.request(&manager, taken).await.unwrap();
    let thursdays = weekly(STUDIO, "2027-03-18T16:00", "2027-03-18T18:00", 4);
    let series = test.series(&person, skipping(thursdays)).await.unwrap();
    // What was missed is added on the other side of the change.
    test.cancel(&manager, taken.id).await.unwrap();
    let series = test.add_date(&person, &series, "2027-04-01").await.unwrap();
    assert_eq!(
        starts(&series),
        [
            "2027-03-18T16:00",
            "2027-03-25T16:00",
            "2027-04-01T16:00",
            "2027-04-08T16:00"
        ]
    );
    let hours = |series: &Series| {
        let at: Vec<_> = series.bookings().map(|one| one.starts_at.0).collect();
        at.windows(2)
            .map(|pair| (pair[1] - pair[0]) / 3600)
            .collect::<Vec<_>>()
    };
    assert_eq!(hours(&series), [7 * 24, 7 * 24 - 1, 7 * 24]);
    for booking in series.bookings() {
        assert_eq!(booking.ends_at.0 - booking.starts_at.0, 2 * 3600);
        assert_eq!(test.claims(booking.id).await.len(), 1);
    }
    let times = NewTimes {
        starts: "17:30".to_owned(),
        ends: "19:00".to_owned(),
        ..NewTimes::default()
    };
    let moved = test.move_series(&person, &series, times).await.unwrap();
    assert!(
        starts(&moved)
            .iter()
            .all(|starts| starts.ends_with("T17:30"))
    );
    assert_eq!(hours(&moved), hours(&series));
    test.assert_sound().await;
}

#[tokio::test]
async fn a_series_goes_on_into_the_next_year() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let tuesdays = weekly(STUDIO, "2026-12-15T16:00", "2026-12-15T18:00", 4);
    let series = test.series(&person, tuesdays).await.unwrap();
    assert_eq!(
        starts(&series),
        [
            "2026-12-15T16:00",
            "2026-12-22T16:00",
            "2026-12-29T16:00",
            "2027-01-05T16:00"
        ]
    );
    // The first of January is a Friday, and a holiday.
    let mut fridays = weekly(STUDIO, "2026-12-04T16:00", "2026-12-04T18:00", 3);
    fridays.rule.every = Every::MonthWeekday;
    fridays.rule.nth = Some(Nth::First);
    let report = series::dry_run(&test.app, &person, &fridays).await.unwrap();
    let expected = [
        ("2026-12-04".to_owned(), DateVerdict::Free),
        ("2027-01-01".to_owned(), DateVerdict::Holiday),
        ("2027-02-05".to_owned(), DateVerdict::Free),
    ];
    assert_eq!(verdicts(&report), expected);
    fridays.rule.starts = "2026-11-27T16:00".to_owned();
    fridays.rule.ends = "2026-11-27T18:00".to_owned();
    fridays.rule.nth = Some(Nth::Last);
    let other = test.person("dana@test.example").await;
    let series = test.series(&other, fridays).await.unwrap();
    assert_eq!(
        starts(&series),
        ["2026-11-27T16:00", "2026-12-25T16:00", "2027-01-29T16:00"]
    );
    test.assert_sound().await;
}
