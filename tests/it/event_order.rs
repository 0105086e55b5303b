//! Whoever follows the events gets each of them once, whenever its transaction commits, and numbers go on when the old are
//! forgotten.

use std::{cell::Cell, collections::BTreeSet, time::Duration};

use entity::{
    Booking, BookingId, EventId, Instant,
    audit::Role,
    event::{self, Kind},
};
use jastar::{
    app::App,
    jobs::Jobs,
    ledger::events::{Event, after, forget_the_old},
};
use proptest::{
    collection,
    prelude::*,
    test_runner::{Config, TestRunner},
};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait, IntoActiveModel,
    PaginatorTrait,
};

use super::{
    races::at_once,
    support::{
        NOW, TestApp, asking,
        db::{in_the_way, on_file_or_says, on_server_or_says},
    },
};

/// More than any test writes.
const ALL: u64 = 100_000;
/// More than are numbered or forgotten in one transaction.
const MANY: i64 = 12_000;

/// Events of a booking, written past the gate.
struct Stream {
    test: TestApp,
    raw: DatabaseConnection,
    about: Booking,
    version: Cell<i32>,
}

impl Stream {
    async fn new() -> Self {
        let test = TestApp::new().await;
        let group = test.person("a@test.example").await;
        let wanted = asking(
            "youth-house/dance-studio",
            "2026-12-08T16:00",
            "2026-12-08T18:00",
        );
        let about = test.request(&group, wanted).await.unwrap();
        Self {
            raw: test.raw().await,
            version: Cell::new(about.version),
            about,
            test,
        }
    }

    fn next(&self, at: Instant) -> event::Model {
        self.version.set(self.version.get() + 1);
        event::Model {
            id: EventId(self.test.app.ids.uuid(at)),
            position: None,
            kind: Kind::Change,
            booking_id: Some(self.about.id),
            series_id: None,
            closure_id: None,
            version: self.version.get(),
            at,
            role: Role::Booker,
        }
    }

    async fn write<C: ConnectionTrait>(&self, conn: &C, at: Instant) -> EventId {
        let row = self.next(at);
        let insert = event::Entity::insert(row.clone().into_active_model());
        insert.exec_without_returning(conn).await.unwrap();
        row.id
    }

    async fn put(&self, at: Instant) -> EventId {
        self.write(&self.raw, at).await
    }

    async fn read(&self, cursor: i64) -> Vec<Event> {
        after(&self.test.app, cursor, ALL).await.unwrap()
    }

    /// The last position, once everything is read.
    async fn end(&self) -> i64 {
        self.read(0).await.last().map_or(0, |event| event.position)
    }

    /// By the settings, at that time.
    async fn forget(&self, now: Instant) {
        self.test.app.clock.set(now);
        forget_the_old(&self.test.app).await.unwrap();
    }

    async fn stored(&self) -> u64 {
        event::Entity::find().count(&self.raw).await.unwrap()
    }
}

fn placed(events: &[Event]) -> Vec<(i64, EventId)> {
    events.iter().map(|one| (one.position, one.id)).collect()
}

#[tokio::test]
async fn who_commits_late_is_read_next() {
    if !on_server_or_says("the one that writes is alone") {
        return;
    }
    let stream = Stream::new().await;
    let first = stream.put(NOW).await;
    let begun = in_the_way(&stream.raw).await;
    let late = stream.write(&begun, NOW.plus_minutes(-5)).await;
    let second = stream.put(NOW).await;
    let end = stream.end().await;
    let read = stream.read(end - 2).await;
    assert_eq!(placed(&read), [(end - 1, first), (end, second)]);
    assert_eq!(stream.read(end).await, []);
    begun.commit().await.unwrap();
    let read = stream.read(end).await;
    assert_eq!(placed(&read), [(end + 1, late)]);
    assert_eq!(stream.read(end + 1).await, []);
    let third = stream.put(NOW.plus_minutes(-9)).await;
    assert_eq!(placed(&stream.read(end + 1).await), [(end + 2, third)]);
    // Who has read nothing yet sees the same.
    let all = stream.read(end - 2).await;
    let ids: Vec<_> = all.iter().map(|one| one.id).collect();
    assert_eq!(ids, [first, second, late, third]);
}

#[tokio::test]
async fn a_limit_cuts_a_page_and_nothing_else() {
    let stream = Stream::new().await;
    let begin = stream.end().await;
    let mut ids = Vec::new();
    for at in 0..5 {
        ids.push(stream.put(NOW.plus_minutes(at)).await);
    }
    let mut cursor = begin;
    for page in ids.chunks(2) {
        let read = after(&stream.test.app, cursor, 2).await.unwrap();
        let read: Vec<_> = read.iter().map(|one| one.id).collect();
        assert_eq!(read, page);
        cursor += 2;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_reads_at_once_gets_one_order() {
    let stream = Stream::new().await;
    let processes = [stream.test.app.clone(), stream.test.another(8).await];
    let begin = stream.end().await;
    let mut many = 0;
    for round in 0..10 {
        for at in 0..20 {
            stream.put(NOW.plus_minutes(at - round)).await;
            many += 1;
        }
        let readers = (0..8).map(|at| {
            let app: App = processes[at % 2].clone();
            async move { after(&app, begin, ALL).await.unwrap() }
        });
        let read = at_once(readers).await;
        assert!(read.iter().all(|one| *one == read[0]), "{round}");
        let positions: Vec<i64> = read[0].iter().map(|one| one.position).collect();
        let dense: Vec<i64> = (begin + 1..=begin + many).collect();
        assert_eq!(positions, dense, "{round}");
    }
    assert_eq!(stream.test.app.db.retries(), 0);
}

#[tokio::test]
async fn what_is_forgotten_leaves_its_number() {
    let stream = Stream::new().await;
    let begin = stream.end().await;
    for _ in 0..3 {
        stream.put(NOW).await;
    }
    let mut kept = vec![stream.put(NOW.plus_days(1)).await];
    assert_eq!(stream.end().await, begin + 4);
    stream.forget(NOW.plus_days(90)).await;
    assert_eq!(stream.read(begin).await.len(), 4, "not a second too early");
    // One that nobody has read yet.
    kept.push(stream.put(NOW.plus_days(2)).await);
    stream.forget(NOW.plus_days(90).plus_minutes(1)).await;
    for cursor in [0, begin, begin + 2, begin + 3] {
        let left = [(begin + 4, kept[0]), (begin + 5, kept[1])];
        assert_eq!(placed(&stream.read(cursor).await), left, "{cursor}");
    }
    stream.forget(NOW.plus_days(400)).await;
    assert_eq!(stream.stored().await, 0);
    assert_eq!(stream.read(0).await, []);
    let next = stream.put(NOW.plus_days(400)).await;
    assert_eq!(placed(&stream.read(0).await), [(begin + 6, next)]);
}

#[tokio::test]
async fn however_many_wait_all_are_numbered_and_forgotten() {
    let stream = Stream::new().await;
    let begin = stream.end().await;
    for _ in 0..MANY / 1_000 {
        let rows = (0..1_000).map(|_| stream.next(NOW).into_active_model());
        let insert = event::Entity::insert_many(rows);
        insert.exec_without_returning(&stream.raw).await.unwrap();
    }
    let read = stream.read(begin).await;
    let positions: Vec<i64> = read.iter().map(|one| one.position).collect();
    let dense: Vec<i64> = (begin + 1..=begin + MANY).collect();
    assert_eq!(positions, dense);
    assert!(read.is_sorted_by_key(|one| one.version));
    stream.forget(NOW.plus_days(91)).await;
    assert_eq!(stream.stored().await, 0);
}

/// The clock of who wrote the first was fast.
#[tokio::test]
async fn of_one_booking_versions_come_in_their_order_however_many_wait_between() {
    let stream = Stream::new().await;
    let begin = stream.end().await;
    let first = stream.put(NOW.plus_minutes(9)).await;
    for _ in 0..MANY / 1_000 {
        let others = (0..1_000).map(|_| {
            let other = event::Model {
                booking_id: Some(BookingId(stream.test.app.ids.uuid(NOW))),
                ..stream.next(NOW.plus_minutes(1))
            };
            other.into_active_model()
        });
        let insert = event::Entity::insert_many(others);
        insert.exec_without_returning(&stream.raw).await.unwrap();
    }
    let second = stream.put(NOW).await;
    let read = stream.read(begin).await;
    assert_eq!(read.len() as i64, MANY + 2);
    let mut of_it = read;
    of_it.retain(|one| one.booking_id == Some(stream.about.id));
    let ids: Vec<_> = of_it.iter().map(|one| one.id).collect();
    assert_eq!(ids, [first, second]);
}

#[tokio::test]
async fn nothing_is_forgotten_before_it_could_be_read() {
    let stream = Stream::new().await;
    let begin = stream.end().await;
    // By a clock that was a year behind.
    let old = stream.put(NOW.plus_days(-365)).await;
    stream.forget(NOW).await;
    let row = event::Entity::find_by_id(old).one(&stream.raw).await;
    assert_eq!(row.unwrap().unwrap().position, Some(begin + 1));
    assert_eq!(placed(&stream.read(begin).await), [(begin + 1, old)]);
    stream.forget(NOW).await;
    assert_eq!(stream.read(begin).await, []);
}

#[tokio::test]
async fn the_regular_look_forgets() {
    if !on_file_or_says("the server has a clock of its own") {
        return;
    }
    let stream = Stream::new().await;
    stream.put(NOW.plus_days(-91)).await;
    let end = stream.end().await;
    Jobs::default().look(&stream.test.app, Duration::ZERO).await;
    assert_eq!(stream.read(end - 1).await, []);
}

#[derive(Clone, Debug)]
enum Step {
    /// A transaction begins and writes so many events, by a clock that is so many minutes behind.
    Begin { many: usize, behind: i64 },
    /// One of those that are under way ends.
    End {
        which: prop::sample::Index,
        kept: bool,
    },
    Read {
        consumer: prop::sample::Index,
        limit: u64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let which = any::<prop::sample::Index>;
    prop_oneof![
        (1..4_usize, 0..3_i64).prop_map(|(many, behind)| Step::Begin { many, behind }),
        (which(), prop::bool::weighted(0.8)).prop_map(|(which, kept)| Step::End { which, kept }),
        (which(), 1..5_u64).prop_map(|(consumer, limit)| Step::Read { consumer, limit }),
    ]
}

/// Transactions under way, who follows them, and what was committed.
struct Story<'a> {
    stream: &'a Stream,
    begin: i64,
    open: Vec<(DatabaseTransaction, Vec<EventId>)>,
    consumers: [Vec<Event>; 3],
    committed: BTreeSet<EventId>,
}

impl Story<'_> {
    async fn take(&mut self, step: Step) {
        match step {
            Step::Begin { many, behind } => {
                let conn = in_the_way(&self.stream.raw).await;
                let mut ids = Vec::new();
                for _ in 0..many {
                    let at = NOW.plus_minutes(-behind);
                    ids.push(self.stream.write(&conn, at).await);
                }
                self.open.push((conn, ids));
            }
            Step::End { which, kept } if !self.open.is_empty() => {
                let (conn, ids) = self.open.swap_remove(which.index(self.open.len()));
                if kept {
                    conn.commit().await.unwrap();
                    self.committed.extend(ids);
                } else {
                    conn.rollback().await.unwrap();
                }
            }
            Step::End { .. } => {}
            Step::Read { consumer, limit } => {
                let which = consumer.index(self.consumers.len());
                self.read(which, limit).await;
            }
        }
    }

    /// How many were read.
    async fn read(&mut self, which: usize, limit: u64) -> usize {
        let seen = &mut self.consumers[which];
        let cursor = seen.last().map_or(self.begin, |last| last.position);
        let read = after(&self.stream.test.app, cursor, limit).await.unwrap();
        let positions: Vec<i64> = read.iter().map(|one| one.position).collect();
        let count = i64::try_from(read.len()).unwrap();
        let dense: Vec<i64> = (cursor + 1..=cursor + count).collect();
        assert_eq!(positions, dense);
        assert!(read.iter().all(|one| self.committed.contains(&one.id)));
        seen.extend(read);
        if count < i64::try_from(limit).unwrap() {
            assert_eq!(seen.len(), self.committed.len(), "all that is committed");
        }
        usize::try_from(count).unwrap()
    }
}

async fn tell(stream: &Stream, alone: bool, steps: Vec<Step>) {
    let mut story = Story {
        stream,
        begin: stream.end().await,
        open: Vec::new(),
        consumers: Default::default(),
        committed: BTreeSet::new(),
    };
    for step in steps {
        let began = matches!(step, Step::Begin { .. });
        // One that writes a file keeps all others waiting, and the pool has so many connections.
        if began && !alone && story.open.len() == 4 {
            continue;
        }
        story.take(step).await;
        if began && alone {
            let (conn, ids) = story.open.pop().unwrap();
            conn.commit().await.unwrap();
            story.committed.extend(ids);
        }
    }
    for (conn, ids) in story.open.drain(..) {
        conn.commit().await.unwrap();
        story.committed.extend(ids);
    }
    for which in 0..story.consumers.len() {
        while story.read(which, 3).await > 0 {}
        let seen = &story.consumers[which];
        let ids: BTreeSet<EventId> = seen.iter().map(|one| one.id).collect();
        assert_eq!(
            (ids, seen.len()),
            (story.committed.clone(), story.committed.len())
        );
        assert_eq!(*seen, story.consumers[0]);
    }
}

#[test]
fn whatever_the_order_of_commits_and_reads_each_consumer_sees_each_event_once() {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(2).enable_all().build().unwrap();
    let stream = runtime.block_on(Stream::new());
    let alone = stream.test.server().is_none();
    let config = Config {
        cases: 48,
        failure_persistence: None,
        ..Config::default()
    };
    let steps = collection::vec(step(), 1..30);
    let told = TestRunner::new(config).run(&steps, |steps| {
        runtime.block_on(tell(&stream, alone, steps));
        Ok(())
    });
    drop(runtime);
    told.unwrap();
}
