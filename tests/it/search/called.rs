//! Spaces are found by what people call them.

use jastar::calendar::search::Search;

use super::{found, paths};
use crate::it::support::TestApp;

/// The spaces of the real catalogue that a text finds, best first.
async fn looking_for(test: &TestApp, typed: &str) -> Vec<String> {
    let person = test.person("asel@qanat.example").await;
    let search = Search {
        text: Some(typed.to_owned()),
        ..Search::default()
    };
    paths(&found(test, &person, &search).await.free)
}

#[tokio::test]
async fn who_dances_finds_the_dance_halls_and_not_the_editing_suite() {
    let test = TestApp::new().await;
    for typed in [
        "танцы",
        "ТАНЦ",
        "tantsy",
        "хореография",
        "билеу",
        "dance",
        "choreo",
    ] {
        let mut halls = looking_for(&test, typed).await;
        halls.sort_unstable();
        let both = [
            "temirtau-youth-house/dance-hall",
            "youth-house/dance-studio",
        ];
        assert_eq!(halls, both, "{typed}");
    }
}

#[tokio::test]
async fn words_of_every_day_lead_to_the_right_door() {
    let test = TestApp::new().await;
    for (words, first) in [
        (
            &["кино", "фильм", "movie", "kino"][..],
            "sarzhailau/screening-hall",
        ),
        (
            &["спорт", "волейбол", "тренировка"],
            "temirtau-youth-house/sports-hall",
        ),
        (&["монтаж", "editing"], "sarzhailau/edit-suite"),
        (&["фотосессия", "photo"], "sarzhailau/photo-studio"),
        (&["дыбыс жазу", "звукозапись"], "sarzhailau/sound-studio"),
        (&["совещание", "кездесу"], "youth-house/meeting-room"),
        (&["дебаты"], "egindibulak/forum-room"),
    ] {
        for typed in words {
            let spaces = looking_for(&test, typed).await;
            assert_eq!(
                spaces.first().map(String::as_str),
                Some(first),
                "{typed}: {spaces:?}"
            );
        }
    }
    let recorded = looking_for(&test, "запись").await;
    assert!(
        recorded.contains(&"sarzhailau/sound-studio".to_owned()),
        "{recorded:?}"
    );
    assert!(
        recorded.contains(&"sarzhailau/podcast-studio".to_owned()),
        "{recorded:?}"
    );
    let rehearsed = looking_for(&test, "репетиция").await;
    assert!(
        rehearsed.contains(&"youth-house/small-hall".to_owned()),
        "{rehearsed:?}"
    );
}
