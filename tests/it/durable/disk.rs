//! Every write, sync and truncation of a `SQLite` database that a booking needs fails once, in every way, under the real
//! program. These stand on a database file whatever the suite stands on.

use std::{fs::File, path::Path};

use entity::{BookingId, booking};
use jastar::db::{Db, Settings, examine};
use sea_orm::EntityTrait;
use serde_json::Value;
use tempfile::TempDir;

use super::{BOOKINGS, SPACES, Told, times, told};
use crate::it::support::{
    faults::{Fault, Faults, For},
    process::{Server, call, call_once, day, enrol, free_address, program, wanted},
};

/// More calls than a booking needs.
const MOST: i32 = 400;

struct House {
    folder: TempDir,
    settings: Settings,
    faults: Faults,
    server: Option<Server>,
    token: String,
    /// What the test sees, besides the server.
    db: Db,
    slots: Box<dyn Iterator<Item = (&'static str, usize, u8)>>,
    acknowledged: Vec<BookingId>,
    titles: u32,
}

impl House {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            url: format!("sqlite:{}", folder.path().join("jastar.db").display()),
            connections: 2,
        };
        let faults = Faults::beside(folder.path());
        let server = start(folder.path(), &settings, &faults);
        let token = enrol(folder.path(), &settings, "a@test.example", &["--admin"]);
        let db = Db::open(settings.clone()).await.unwrap();
        let slots = SPACES.into_iter().flat_map(|space| {
            (5..28).flat_map(move |day| (11..19).step_by(2).map(move |hour| (space, day, hour)))
        });
        Self {
            folder,
            settings,
            faults,
            server: Some(server),
            token,
            db,
            slots: Box::new(slots),
            acknowledged: Vec::new(),
            titles: 0,
        }
    }

    fn restart(&mut self) {
        self.server.take().unwrap().kill();
        self.server = Some(start(self.folder.path(), &self.settings, &self.faults));
    }

    /// Arms the disk and asks for something new, until it is asked on a day on which the house is open.
    async fn ask_at(&mut self, at: i32, fault: Fault, how_long: For) -> (Told, String, Value) {
        loop {
            let (title, body) = self.request();
            self.faults.arm(at, fault, how_long);
            match self.ask(&title, &body).await {
                Told::Closed => self.faults.mend(),
                told => return (told, title, body),
            }
        }
    }

    /// The next one, under a title and a key of its own.
    fn request(&mut self) -> (String, Value) {
        let (space, ahead, hour) = self.slots.next().expect("more than enough slots");
        self.titles += 1;
        let title = format!("Байқау {}", self.titles);
        let mut body = wanted(space, ahead, hour);
        body["title"] = title.clone().into();
        (title, body)
    }

    async fn ask(&mut self, title: &str, body: &Value) -> Told {
        let key = title.rsplit(' ').next().unwrap();
        let at = self.server.as_ref().unwrap().address;
        let (status, answer) = call_once(at, &self.token, "POST", BOOKINGS, key, body)
            .await
            .expect("an answer");
        let told = told(status, &answer);
        if told == Told::Done {
            let id = answer["id"].as_str().unwrap().parse().unwrap();
            self.acknowledged.push(id);
        }
        told
    }

    async fn is_ready(&self) -> bool {
        let at = self.server.as_ref().unwrap().address;
        let (status, _) = call(at, "", "GET", "/readyz", &Value::Null).await.unwrap();
        status == 200
    }

    /// As soon as all is well again; whoever looks may be the one who finds the connection that is not.
    async fn comes_back(&self) {
        for _ in 0..3 {
            if self.is_ready().await {
                return;
            }
        }
        panic!("it does not come back");
    }

    /// How many calls a booking takes.
    async fn calls_of_one(&mut self) -> i32 {
        loop {
            let before = self.faults.calls();
            let (title, body) = self.request();
            if self.ask(&title, &body).await == Told::Done {
                let calls = self.faults.calls() - before;
                assert!(calls > 5 && calls < MOST, "{calls}");
                return calls;
            }
        }
    }

    async fn assert_kept(mut self) {
        self.server.take().unwrap().kill();
        let db = Db::open(self.settings.clone()).await.unwrap();
        for id in &self.acknowledged {
            let found = booking::Entity::find_by_id(*id).one(db.read()).await;
            assert!(found.unwrap().is_some(), "{id} was acknowledged");
        }
        for title in 1..=self.titles {
            let times = times(db.read(), &format!("Байқау {title}")).await;
            assert!(times <= 1, "{title}: {times}");
        }
        let now = entity::Instant::from_offset(day(0).midnight().assume_utc());
        for finding in examine(&db, now).await.unwrap() {
            assert_eq!(finding.fault, None, "{}", finding.what);
        }
    }
}

fn start(folder: &Path, settings: &Settings, faults: &Faults) -> Server {
    let address = free_address();
    let mut command = program(folder, settings, address);
    faults.stand_before(&mut command);
    let mut log = File::options();
    log.create(true).append(true);
    let log = log.open(folder.join("log")).unwrap();
    Server::run_with_log(&mut command, address, log).ready()
}

/// At the first call, the second, and so on. What was told each time.
async fn walk(fault: Fault, how_long: For) -> Vec<Told> {
    let mut house = House::open().await;
    let calls = house.calls_of_one().await;
    let mut seen = Vec::new();
    for at in 1..=calls {
        let (first, title, body) = house.ask_at(at, fault, how_long).await;
        if how_long == For::Good && house.faults.failed() > 0 {
            assert!(!house.is_ready().await, "call {at}: it cannot write");
        }
        house.faults.mend();
        let there = times(house.db.read(), &title).await;
        match first {
            Told::Done => assert_eq!(there, 1, "call {at} was acknowledged"),
            Told::NotDone => assert_eq!(there, 0, "call {at} was refused"),
            Told::Unknown | Told::Closed => {}
        }
        house.comes_back().await;
        assert_eq!(house.ask(&title, &body).await, Told::Done, "call {at}");
        assert_eq!(times(house.db.read(), &title).await, 1, "call {at}");
        seen.push(first);
    }
    house.assert_kept().await;
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_loses_nothing_that_was_acknowledged() {
    let seen = walk(Fault::Full, For::Good).await;
    assert!(seen.contains(&Told::NotDone), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nor_does_one_that_fails() {
    let seen = walk(Fault::Fails, For::Good).await;
    assert!(seen.contains(&Told::Unknown), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nor_one_that_fails_once() {
    let seen = walk(Fault::Fails, For::OneCall).await;
    assert!(seen.contains(&Told::Unknown), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nor_one_that_becomes_read_only() {
    let seen = walk(Fault::ReadOnly, For::Good).await;
    assert!(seen.contains(&Told::Unknown), "{seen:?}");
}

/// As [`walk`], and each time the server is killed before anything else is written.
async fn walk_and_kill(fault: Fault) -> Vec<Told> {
    let mut house = House::open().await;
    let calls = house.calls_of_one().await;
    let mut seen = Vec::new();
    for at in (1..=calls).rev().step_by(3) {
        let (first, title, body) = house.ask_at(at, fault, For::OneCall).await;
        house.faults.mend();
        house.restart();
        let there = times(house.db.read(), &title).await;
        match first {
            Told::Done => assert_eq!(there, 1, "call {at} was acknowledged"),
            Told::NotDone => assert_eq!(there, 0, "call {at} was refused"),
            Told::Unknown | Told::Closed => {}
        }
        assert_eq!(house.ask(&title, &body).await, Told::Done, "call {at}");
        assert_eq!(times(house.db.read(), &title).await, 1, "call {at}");
        seen.push(first);
    }
    house.assert_kept().await;
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_is_not_there_when_it_is_started_anew() {
    let seen = walk_and_kill(Fault::Full).await;
    assert!(seen.contains(&Told::NotDone), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn and_what_was_unknown_is_done_once_when_it_is_sent_again() {
    let seen = walk_and_kill(Fault::Fails).await;
    assert!(seen.contains(&Told::Unknown), "{seen:?}");
}
