//! Two thousand spaces take as many queries as twenty.

use std::fmt::Write;

use jastar::{account::Actor, calendar::search::Search};

use super::{at, found};
use crate::it::support::{TestApp, asking, queries::queries};

/// A venue that is open by day with so many spaces.
fn catalogue_of(spaces: usize) -> String {
    let words = |text: &str| format!("{{ kk = \"{text}\", ru = \"{text}\", en = \"{text}\" }}");
    let hours = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .map(|day| format!("{day} = \"08:00-22:00\""))
        .join(", ");
    let mut text = format!(
        "timezone = \"Asia/Almaty\"\n[[venue]]\nslug = \"house\"\nname = {0}\nabout = {0}\naddress = {0}\nhow_to_come_in = {0}\n\
         district = \"d\"\nemail = \"house@house.example\"\nphone = \"+7 7212 00 00 01\"\nhours = {{ {hours} }}\n\
         answer_within_working_days = 2\n",
        words("Үй")
    );
    for space in 0..spaces {
        let _ = write!(
            text,
            "[[venue.space]]\nslug = \"space-{space}\"\nname = {}\nkind = \"hall\"\ncapacity = {}\nlayouts = [\"rows\"]\n\
             approval = \"automatic\"\nturnaround_minutes = 15\nmin_minutes = 30\nmax_minutes = 480\nnotice_hours = 0\nhorizon_days = 90\n",
            words(&format!("Зал {space}")),
            10 + space % 40,
        );
    }
    for (kind, slug) in [("district", "d"), ("kind", "hall"), ("layout", "rows")] {
        let _ = write!(
            text,
            "[[{kind}]]\nslug = \"{slug}\"\nname = {}\n",
            words("Сөз")
        );
    }
    text
}

/// A time that is free, one that is taken in one space, one at which all are closed, and one for whose length no day has room
/// nearby.
fn looks() -> [Search; 5] {
    let named = Search {
        text: Some("зал".to_owned()),
        attendees: Some(10),
        ..at("2026-12-01T16:00", "2026-12-01T18:00")
    };
    [
        Search::default(),
        named,
        at("2026-12-02T16:00", "2026-12-02T18:00"),
        at("2026-12-02T03:00", "2026-12-02T05:00"),
        at("2027-02-25T03:00", "2027-02-25T05:00"),
    ]
}

#[tokio::test]
async fn twenty_spaces_and_two_thousand_take_as_many_queries() {
    let mut counts = Vec::new();
    for spaces in [20, 2_000] {
        let test = TestApp::with_catalogue(&catalogue_of(spaces)).await;
        let person = test.person("asel@qanat.example").await;
        let taken = asking("house/space-7", "2026-12-02T16:00", "2026-12-02T18:00");
        test.request(&person, taken).await.unwrap();
        let mut counted = Vec::new();
        for (nth, look) in looks().iter().enumerate() {
            for actor in [&person, &Actor::anonymous()] {
                let (count, found) = queries(found(&test, actor, look)).await;
                counted.push(count);
                let otherwise = [0, 0, 1, 50.min(spaces), 50.min(spaces)][nth];
                assert_eq!(found.otherwise.len(), otherwise, "{look:?}");
                let free = [spaces, spaces, spaces - 1, 0, 0][nth];
                assert_eq!(found.free.len(), free, "{look:?}");
            }
        }
        assert!(counted.iter().all(|count| (1..=5).contains(count)));
        counts.push(counted);
    }
    assert_eq!(counts[0], counts[1]);
}
