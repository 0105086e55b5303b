//! Pages of bookings.

use std::collections::BTreeSet;

use serde_json::json;

use super::{BOOKINGS, House, asking, assert_rule, with};

/// Nine bookings of the manager's venue, three at one start.
async fn nine(house: &House) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    for day in ["2026-12-01", "2026-12-02", "2026-12-03"] {
        for space in ["dance-studio", "small-hall-1", "small-hall-2"] {
            let body = with(asking(day), "space", json!(format!("youth-house/{space}")));
            let answer = house.post(&house.manager, BOOKINGS, &body).await;
            assert_eq!(answer.status, 201, "{}", answer.text);
            ids.insert(answer.json()["id"].as_str().unwrap().to_owned());
        }
    }
    ids
}

#[tokio::test]
async fn pages_have_no_gaps_and_nothing_twice() {
    let house = House::new().await;
    let ids = nine(&house).await;
    for limit in [1, 2, 4, 9, 100] {
        let (mut seen, mut cursor, mut last) = (Vec::new(), String::new(), String::new());
        loop {
            let page = house
                .get(&house.manager, &format!("{BOOKINGS}?limit={limit}{cursor}"))
                .await
                .json();
            for item in page["items"].as_array().unwrap() {
                let starts = item["starts_at"].as_str().unwrap().to_owned();
                assert!(starts >= last);
                last = starts;
                seen.push(item["id"].as_str().unwrap().to_owned());
            }
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen.len(), 9, "limit {limit}");
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), ids);
    }
}

#[tokio::test]
async fn filters_narrow_what_one_may_see() {
    let house = House::new().await;
    nine(&house).await;
    let answer = house
        .post(&house.booker, BOOKINGS, &asking("2026-12-05"))
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let count = async |token: &str, query: &str| {
        let page = house.get(token, &format!("{BOOKINGS}?{query}")).await;
        page.json()["items"].as_array().unwrap().len()
    };
    for (token, query, expected) in [
        (&house.manager, "", 10),
        (&house.administrator, "", 10),
        (&house.booker, "", 1),
        (&house.other, "", 0),
        (&house.other_manager, "", 0),
        (&house.manager, "status=pending", 1),
        (&house.manager, "status=pending&status=approved", 10),
        (&house.manager, "status=rejected", 0),
        (&house.manager, "venue=youth-house", 10),
        (&house.manager, "venue=sarzhailau", 0),
        (&house.manager, "from=2026-12-02", 7),
        (&house.manager, "from=2026-12-02&to=2026-12-03", 3),
        (
            &house.manager,
            "from=2026-12-02T18:00&to=2026-12-03T16:00",
            0,
        ),
        (
            &house.manager,
            "from=2026-12-02T17:59&to=2026-12-03T16:01",
            6,
        ),
    ] {
        assert_eq!(count(token, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn filters_that_mean_nothing_are_refused() {
    let house = House::new().await;
    for (query, field) in [
        ("status=great", "status"),
        ("venue=moon", "venue"),
        ("from=yesterday", "from"),
        ("to=2026-13-01", "to"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("cursor=abc", "cursor"),
        (
            "cursor=%D2%9B%D2%9B%D2%9B%D2%9B%D2%9B%D2%9B%D2%9B%D2%9B",
            "cursor",
        ),
        ("page=2", "page"),
    ] {
        let answer = house
            .get(&house.booker, &format!("{BOOKINGS}?{query}"))
            .await;
        assert_rule(&answer, "invalid", field);
    }
}
