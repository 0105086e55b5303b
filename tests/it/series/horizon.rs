//! How far ahead a series may reach, and a single booking may not.

use super::*;

/// Ninety days from now on in the studio.
const FURTHEST: &str = "2027-02-21";

#[tokio::test]
async fn one_date_is_no_series_that_may_reach_further() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let far = |count| weekly(STUDIO, "2027-03-02T16:00", "2027-03-02T18:00", count);
    let weighed = series::weigh(&test.app, &person, &far(1)).await.unwrap();
    let series::Fate::Broken(broken) = &weighed[0].fate else {
        panic!("{weighed:?}");
    };
    assert_eq!(broken[0].code(), Code::TooFar);
    let refused = test.series(&person, far(1)).await;
    assert!(matches!(refused, Err(Error::NotAllDates(_))), "{refused:?}");
    let refused = test.series(&person, skipping(far(1))).await;
    assert!(matches!(refused, Err(Error::NotAllDates(_))), "{refused:?}");
    let two = test.series(&person, far(2)).await.unwrap();
    assert_eq!(statuses(&two), [Status::Pending; 2]);
    test.assert_sound().await;
}

/// They are asked for one by one.
#[tokio::test]
async fn what_is_offered_instead_of_a_date_can_be_asked_for_as_it_stands() {
    let test = TestApp::new().await;
    let person = test.person("aliya@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let theirs = weekly(STUDIO, "2026-12-01T17:00", "2026-12-01T19:00", 20);
    test.series(&manager, skipping(theirs)).await.unwrap();
    let new = tuesdays(STUDIO, 20);
    let weighed = series::weigh(&test.app, &person, &new).await.unwrap();
    let offered: Vec<_> = weighed
        .iter()
        .filter_map(|date| match &date.fate {
            series::Fate::Taken { alternatives, .. } => Some(alternatives),
            _ => None,
        })
        .flatten()
        .collect();
    assert!(!offered.is_empty());
    let studio = offered.iter().filter(|offer| offer.space == STUDIO);
    let furthest = studio.map(|offer| offer.starts.date()).max().unwrap();
    assert!(furthest <= day(FURTHEST), "{furthest}");
    test.assert_sound().await;
}
