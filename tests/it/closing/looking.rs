//! Looking at what a closure would hit keeps nobody waiting and waits for nobody, and shows what is then decided on.

use jastar::{
    account::Actor,
    closure::{self, Answered, ClosureTimes, Say},
    error::Error,
    idempotency::Idempotent,
    refusal::closure::Preview,
    venue::store::GATE,
};
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{closing, in_studio};
use crate::it::support::{
    TestApp,
    db::{Database, in_the_way},
    facts::at,
    process::{Server, call, day, enrol},
};

/// What stands, what waits, what asks to be there, and a hold whose time is over: by whom nobody has looked since.
async fn house() -> (TestApp, Actor) {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let overdue = test.person("late@qanat.example").await;
    let late = test.request(&overdue, in_studio("12:00", "13:00")).await;
    test.app.clock.set(late.unwrap().answer_by.unwrap());
    let asel = test.person("asel@qanat.example").await;
    let stands = test.request(&asel, in_studio("14:00", "16:00")).await;
    test.approve(&manager, stands.unwrap().id).await.unwrap();
    let moves = test.request(&asel, in_studio("10:00", "11:30")).await;
    let moves = test.approve(&manager, moves.unwrap().id).await.unwrap();
    let there = at("2026-12-01T18:30", "2026-12-01T20:00");
    test.move_to(&asel, moves.id, there).await.unwrap();
    test.request(&asel, in_studio("16:30", "18:00"))
        .await
        .unwrap();
    // Half of the hall is closed already: no place for anybody.
    let beside = closing(&["small-hall-1"], "09:00", "21:00");
    test.close(&manager, &beside, Say::default()).await.unwrap();
    (test, manager)
}

fn shown(preview: &Preview) -> String {
    format!("{:#?}", (&preview.seen, &preview.hits))
}

fn looking() -> Say {
    Say {
        dry_run: true,
        ..Say::default()
    }
}

fn refused<T: std::fmt::Debug>(done: Result<T, Error>) -> String {
    match done {
        Err(Error::Changed(preview)) => shown(&preview),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_looked_at_is_what_is_decided_on() {
    let (test, manager) = house().await;
    let new = closing(&["dance-studio"], "12:00", "21:00");
    let preview = test.preview(&manager, &new).await;
    assert_eq!(preview.hits.len(), 3);
    assert!(preview.hits.iter().all(|hit| !hit.alternatives.is_empty()));
    let under_lock = refused(test.close(&manager, &new, Say::default()).await);
    assert_eq!(shown(&preview), under_lock);

    // Of a closure that ends later and begins later: what it gives back is free.
    let early = closing(&["dance-studio"], "20:00", "21:00");
    let other_day = closure::NewClosure {
        starts: "2026-12-02T09:00".to_owned(),
        ends: "2026-12-02T21:00".to_owned(),
        ..early
    };
    let closed = test.close(&manager, &other_day, Say::default()).await;
    let id = closed.unwrap().row.id;
    let change = || ClosureTimes {
        starts: Some("2026-12-01T12:00".to_owned()),
        ends: Some("2026-12-01T21:00".to_owned()),
    };
    let app = &test.app;
    let looked = closure::change(app, &manager, id, change(), looking()).await;
    let Ok(Answered::Preview(looked)) = looked else {
        panic!("{looked:?}")
    };
    let under_lock = closure::change(app, &manager, id, change(), Say::default()).await;
    assert_eq!(shown(&looked), refused(under_lock));
    // It is the same picture as of a new one: the other day is free in both.
    assert_eq!(shown(&looked), shown(&preview));
    let applied = test
        .close(&manager, &new, super::cancelling(&preview))
        .await;
    applied.unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn a_look_waits_for_no_writer() {
    let (test, manager) = house().await;
    let new = closing(&["dance-studio"], "12:00", "21:00");
    let expected = shown(&test.preview(&manager, &new).await);
    let raw = test.raw().await;
    let held = in_the_way(&raw).await;
    let mut locks = vec!["UPDATE catalogue SET revision = revision".to_owned()];
    if test.server().is_some() {
        locks.push(format!("SELECT pg_advisory_xact_lock({GATE})"));
        locks.push("LOCK TABLE booking, claim, space, unit IN EXCLUSIVE MODE".to_owned());
    }
    for lock in locks {
        held.execute_unprepared(&lock).await.unwrap();
    }
    let looked = closure::close(&test.app, &manager, new, looking(), Idempotent::unkeyed()).await;
    let Ok(Answered::Preview(looked)) = looked else {
        panic!("{looked:?}")
    };
    assert_eq!(shown(&looked), expected);
    held.rollback().await.unwrap();
    raw.close().await.unwrap();
    test.assert_sound().await;
}

/// The program itself: a look is answered while somebody else has the lock of all writers.
#[tokio::test(flavor = "multi_thread")]
async fn the_program_lets_a_manager_look_while_somebody_writes() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let settings = &database.settings();
    let server = Server::start(folder.path(), settings);
    let (email, rights) = ("m@youth-house.example", ["--manager-of", "youth-house"]);
    let token = enrol(folder.path(), settings, email, &rights);
    let raw = database.raw().await;
    let held = in_the_way(&raw).await;
    let lock = "UPDATE catalogue SET revision = revision";
    held.execute_unprepared(lock).await.unwrap();
    let body = json!({
        "venue": "youth-house",
        "starts": format!("{}T10:00", day(3)),
        "ends": format!("{}T12:00", day(3)),
        "reason": "Құбыр жарылды",
        "dry_run": true,
    });
    let path = "/api/v1/closures";
    let looked = call(server.address, &token, "POST", path, &body).await;
    let (status, looked) = looked.unwrap();
    assert_eq!((status, &looked["hits"]), (200, &json!([])), "{looked}");
    held.rollback().await.unwrap();
    raw.close().await.unwrap();
}
