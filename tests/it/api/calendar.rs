//! What stands in a calendar, and what does not.

use serde_json::{Value, json};

use super::{BOOKINGS, House, asking, assert_rule, with};

const DAY: &str = "/api/v1/venues/youth-house/calendar?from=2026-12-01&to=2026-12-02";

/// Kind, start and end of what stands in one space of the youth house.
async fn blocks(house: &House, path: &str, space: &str) -> Vec<(String, String, String)> {
    let path = format!("{path}&space={space}");
    items(house, &path).await
}

async fn items(house: &House, path: &str) -> Vec<(String, String, String)> {
    let calendar = house.get("", path).await;
    assert_eq!(calendar.status, 200, "{}", calendar.text);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    calendar.json()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|block| {
            (
                text(&block["kind"]),
                text(&block["starts"]),
                text(&block["ends"]),
            )
        })
        .collect()
}

fn of_kind<'a>(blocks: &'a [(String, String, String)], kind: &str) -> Vec<(&'a str, &'a str)> {
    blocks
        .iter()
        .filter(|block| block.0 == kind)
        .map(|block| (block.1.as_str(), block.2.as_str()))
        .collect()
}

#[tokio::test]
async fn a_request_is_pending_then_busy_then_gone() {
    let house = House::new().await;
    let before = blocks(&house, DAY, "dance-studio").await;
    assert!(of_kind(&before, "pending").is_empty());
    assert_eq!(of_kind(&before, "closed")[0].0, "2026-12-01T00:00");
    assert_eq!(
        of_kind(&before, "closed").last().unwrap().1,
        "2026-12-02T00:00"
    );
    let id = house.booked().await["id"].as_str().unwrap().to_owned();
    let taken = [("2026-12-01T16:00", "2026-12-01T18:00")];
    let now = blocks(&house, DAY, "dance-studio").await;
    assert_eq!(of_kind(&now, "pending"), taken);
    let approve = format!("{BOOKINGS}/{id}/approve");
    house.post(&house.manager, &approve, &Value::Null).await;
    let now = blocks(&house, DAY, "dance-studio").await;
    assert_eq!(
        (of_kind(&now, "pending"), of_kind(&now, "busy")),
        (vec![], taken.to_vec())
    );
    let turnaround = of_kind(&now, "turnaround");
    assert!(turnaround.iter().all(|block| block.0 == "2026-12-01T18:00"));
    let cancel = format!("{BOOKINGS}/{id}/cancel");
    house.post(&house.booker, &cancel, &Value::Null).await;
    assert_eq!(blocks(&house, DAY, "dance-studio").await, before);
}

#[tokio::test]
async fn a_part_takes_from_its_whole_and_not_from_its_sister() {
    let house = House::new().await;
    let body = with(
        asking("2026-12-01"),
        "space",
        json!("youth-house/small-hall-1"),
    );
    let answer = house.post(&house.manager, BOOKINGS, &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    for (space, is_taken) in [
        ("small-hall-1", true),
        ("small-hall", true),
        ("small-hall-2", false),
    ] {
        let busy = of_kind(&blocks(&house, DAY, space).await, "busy").len();
        assert_eq!(busy == 1, is_taken, "{space}");
    }
}

#[tokio::test]
async fn days_are_cut_at_midnight_and_neighbours_do_not_show() {
    let house = House::new().await;
    house.booked().await;
    for (from, to, shows) in [
        ("2026-11-30", "2026-12-01", false),
        ("2026-12-01", "2026-12-02", true),
        ("2026-12-02", "2026-12-03", false),
    ] {
        let path =
            format!("/api/v1/venues/youth-house/calendar?from={from}&to={to}&space=dance-studio");
        let found = blocks(&house, &path, "dance-studio").await;
        assert_eq!(of_kind(&found, "pending").len() == 1, shows, "{from}");
        for (_, starts, ends) in found {
            assert!(
                starts >= format!("{from}T00:00") && ends <= format!("{to}T00:00") && starts < ends
            );
        }
    }
}

#[tokio::test]
async fn nobody_is_named() {
    let house = House::new().await;
    let canary = "Kanareika";
    let mut body = asking("2026-12-01");
    for field in ["title", "note", "group"] {
        body[field] = json!(format!("{canary} {field}"));
    }
    body["public"] = json!(false);
    let booking = house.post(&house.booker, BOOKINGS, &body).await.json();
    let secrets = [
        canary,
        booking["code"].as_str().unwrap(),
        booking["id"].as_str().unwrap(),
        "asel",
        "7011234567",
    ];
    let id = booking["id"].as_str().unwrap();
    for token in ["", &house.other, &house.other_manager] {
        for path in [DAY, BOOKINGS, "/api/v1/venues", &format!("{BOOKINGS}/{id}")] {
            let answer = house.get(token, path).await;
            for secret in secrets {
                assert!(
                    !answer.text.contains(secret) || path.contains(secret),
                    "{secret} in {path}"
                );
            }
        }
        let refused = house.post(token, BOOKINGS, &asking("2026-12-01")).await;
        assert!(!secrets.iter().any(|secret| refused.text.contains(secret)));
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused() {
    let house = House::new().await;
    for (query, field) in [
        ("to=2026-12-02", "from"),
        ("from=2026-12-01", "to"),
        ("from=2026-12-01&to=2026-12-01", "to"),
        ("from=2026-12-01&to=2027-03-05", "to"),
        ("from=2026-02-30&to=2026-12-02", "from"),
        ("from=2026-12-01T00:00&to=2026-12-02", "from"),
        ("from=2026-12-01&from=2026-12-01&to=2026-12-02", "from"),
        ("from=2026-12-01&to=2026-12-02&space=moon", "space"),
        ("from=2026-12-01&to=2026-12-02&room=1", "room"),
    ] {
        let path = format!("/api/v1/venues/youth-house/calendar?{query}");
        assert_rule(&house.get("", &path).await, "invalid", field);
    }
    let longest = "/api/v1/venues/youth-house/calendar?from=2026-12-01&to=2027-03-04";
    assert_eq!(house.get("", longest).await.status, 200);
}

#[tokio::test]
async fn an_opening_runs_past_midnight_and_requests_compete() {
    let house = House::new().await;
    let mut body = asking("2026-12-05");
    for (field, is) in [
        ("space", "sarzhailau/screening-hall"),
        ("starts", "2026-12-05T23:00"),
        ("ends", "2026-12-06T01:00"),
    ] {
        body[field] = json!(is);
    }
    for token in [&house.booker, &house.other] {
        let answer = house.post(token, BOOKINGS, &body).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
    }
    for (from, to, part, closed) in [
        (
            "2026-12-05",
            "2026-12-06",
            ("2026-12-05T23:00", "2026-12-06T00:00"),
            vec![("2026-12-05T00:00", "2026-12-05T10:00")],
        ),
        (
            "2026-12-06",
            "2026-12-07",
            ("2026-12-06T00:00", "2026-12-06T01:00"),
            vec![
                ("2026-12-06T01:00", "2026-12-06T10:00"),
                ("2026-12-06T20:00", "2026-12-07T00:00"),
            ],
        ),
    ] {
        let path = format!("/api/v1/venues/sarzhailau/calendar?from={from}&to={to}");
        let path = path + "&space=sarzhailau/screening-hall";
        let found = items(&house, &path).await;
        assert_eq!(of_kind(&found, "pending"), [part, part]);
        assert_eq!(of_kind(&found, "closed"), closed);
    }
}

#[tokio::test]
async fn a_closure_shows_as_one() {
    let house = House::new().await;
    let (start, end) = ("2026-12-01T12:00", "2026-12-01T13:00");
    let closing = json!({
        "venue": "youth-house", "spaces": ["dance-studio", "coworking"],
        "starts": start, "ends": end, "reason": "Жөндеу",
    });
    let closed = house
        .post(&house.manager, "/api/v1/closures", &closing)
        .await;
    assert_eq!(closed.status, 201, "{}", closed.text);
    for space in ["dance-studio", "coworking"] {
        let found = blocks(&house, DAY, space).await;
        assert_eq!(of_kind(&found, "closure"), [(start, end)]);
        assert!(of_kind(&found, "turnaround").is_empty());
    }
}
