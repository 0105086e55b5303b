//! A plain model of the service, and random operations of every kind against both.
//!
//! One by one: every operation has the outcome that the model says, and afterwards every booking and every claim is as the
//! model has them. Several at once: whatever the order was, what the rows hold is sound by plain code, and what people were
//! told is what is stored.
//!
//! Both run for seconds with the suite. For hours by hand: `MODEL_TIMES=100 cargo test --test it model::`, which does a
//! hundred times as much. A story that fails is made as short as can be, printed, and kept in `regressions.txt` beside this
//! file, to be told first from then on.

mod acts;
mod altering;
mod at_once;
mod clock;
mod closing;
mod counts;
mod fates;
mod given_back;
mod house;
mod life;
mod losing;
mod operation;
mod pairs;
mod quota;
mod rebuilt;
mod replacing;
mod scenes;
mod series;
mod service;
mod state;
mod stored;

use std::{cell::RefCell, collections::BTreeSet};

use entity::booking::Status;
use proptest::{
    collection,
    test_runner::{Config, FileFailurePersistence, RngSeed, TestCaseError, TestError, TestRunner},
};
use tokio::runtime::Runtime;

use operation::Operation;
use service::{Outcome, Service};
use state::{Booked, Model};
use stored::Stored;

/// Stories that are told with the suite, and how long they are: after the scene with which some begin, somebody asks for something.
const STORIES: u32 = 128;
const BEGINNING: std::ops::RangeInclusive<usize> = 3..=8;
const LENGTH: std::ops::RangeInclusive<usize> = 24..=72;

/// How many times as much as with the suite.
fn times() -> u32 {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long a test runs is not a setting of the product"
    )]
    let times = std::env::var("MODEL_TIMES").ok();
    times.map_or(1, |times| times.parse().unwrap())
}

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(4).enable_all().build().unwrap()
}

#[test]
fn the_service_does_what_the_model_says() {
    let runtime = runtime();
    let service = runtime.block_on(Service::new());
    let kept = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/it/model/regressions.txt"
    );
    let config = Config {
        cases: STORIES * times(),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(kept))),
        max_shrink_iters: 600,
        // With the suite always the same stories: that every kind was done is not left to chance.
        rng_seed: match times() {
            1 => RngSeed::Fixed(22),
            _ => RngSeed::Random,
        },
        ..Config::default()
    };
    let beginning = collection::vec(operation::wish(), BEGINNING);
    let story = collection::vec(operation::any(), LENGTH);
    let story = (scenes::first(), beginning, story);
    let seen = RefCell::default();
    let told = TestRunner::new(config).run(&story, |(scene, beginning, story)| {
        let story = [scene, beginning, story].concat();
        let told = runtime.block_on(tell(&service, &story, &mut seen.borrow_mut()));
        told.map_err(TestCaseError::fail)
    });
    match told {
        Ok(()) => assert_every_kind_was_done(&seen.borrow()),
        Err(TestError::Fail(why, story)) => panic!("{why}\n{story:#?}"),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}

/// Or the stories tell of nothing.
fn assert_every_kind_was_done(seen: &BTreeSet<(String, Outcome)>) {
    let kinds: BTreeSet<&String> = seen.iter().map(|(kind, _)| kind).collect();
    for kind in kinds {
        let done = seen.contains(&(kind.clone(), Outcome::Done));
        assert!(done, "{kind} was never done: {seen:?}");
    }
    for kind in ["RequestInPlace", "ApproveInPlace"] {
        let in_place = (kind.to_owned() + " of another", Outcome::Done);
        assert!(
            seen.contains(&in_place),
            "nobody made room for {kind}: {seen:?}"
        );
    }
    let too_late = ("TakeOffer".to_owned(), Outcome::State);
    assert!(seen.contains(&too_late), "nobody came too late: {seen:?}");
    for kind in [
        "Request",
        "RequestInPlace",
        "Approve",
        "Reopen",
        "Move",
        "Close",
    ] {
        let conflict = (kind.to_owned(), Outcome::Conflict);
        assert!(
            seen.contains(&conflict),
            "{kind} never met anybody: {seen:?}"
        );
    }
    for kind in ["SeriesAsk", "SeriesApprove", "SeriesMove"] {
        let taken = |outcome: &Outcome| matches!(outcome, Outcome::NotAll { taken: 1.., .. });
        let met = seen.iter().any(|(one, met)| one == kind && taken(met));
        assert!(met, "{kind} never met anybody: {seen:?}");
    }
}

/// Tells it to both, and compares after every operation.
async fn tell(
    service: &Service,
    story: &[Operation],
    seen: &mut BTreeSet<(String, Outcome)>,
) -> Result<(), String> {
    service.begin().await;
    let mut model = Model::new(service.begun());
    for (at, operation) in story.iter().enumerate() {
        let before = model.clone();
        let expected = model.perform(operation);
        let foreseen = match expected {
            Outcome::Done => losing::foresee(service, &before, &model, operation).await,
            _ => None,
        };
        let (outcome, _) = service.perform(operation).await;
        seen.insert((operation.kind(), outcome));
        if outcome != expected {
            let why = format!("operation {at}, {operation:?}: {outcome:?}, not {expected:?}");
            return Err(format!("{why}\n{before:#?}"));
        }
        if outcome != Outcome::Done {
            model = before;
        }
        let stored = Stored::read(&service.test).await;
        let known = service.known();
        let owner = |row: &entity::booking::Model| service.number_of(row.booker_id);
        let series = service.series();
        let found = stored.as_model((&known, &series), owner);
        if !model.made_room.is_empty() {
            seen.insert((operation.kind() + " of another", outcome));
        }
        let kept = model.keep_offers(&found);
        kept.map_err(|why| format!("operation {at}, {operation:?}: {why}\n{model:#?}"))?;
        if found.len() != model.bookings.len() {
            let why = format!("operation {at}, {operation:?}: is {found:#?}");
            return Err(format!("{why}\nnot {:#?}", model.bookings));
        }
        adopt(&mut model, &found, operation);
        for booking in &mut model.bookings {
            booking.claims.sort_unstable();
        }
        for (wanted, found) in model.bookings.iter().zip(&found) {
            if wanted != found {
                let why = format!("operation {at}, {operation:?}");
                return Err(format!("{why}\nis {found:#?}\nnot {wanted:#?}"));
            }
        }
        if model.closed() != stored.closed() {
            let why = format!("operation {at}, {operation:?}: closed is");
            return Err(format!("{why} {:#?}\nnot {model:#?}", stored.closed()));
        }
        same_series(service, &stored, &model)
            .await
            .map_err(|why| format!("operation {at}, {operation:?}: {why}"))?;
        stored.assert_sound(None);
        if let Some(foreseen) = foreseen {
            let why = foreseen.came_true(service).await.err();
            if let Some(why) = why {
                return Err(format!("operation {at}, {operation:?}: {why}\n{model:#?}"));
            }
        }
    }
    service.test.assert_sound().await;
    Ok(())
}

/// What is stored of series, and what a manager is told of their dates.
async fn same_series(service: &Service, stored: &Stored, model: &Model) -> Result<(), String> {
    let (known, series) = (service.known(), service.series());
    let found = stored.series((&known, &series));
    if model.series != found {
        return Err(format!("series are {found:#?}\nnot {:#?}", model.series));
    }
    for (number, id) in series.iter().enumerate() {
        let (told, expected) = (service.card(*id).await, model.card(number));
        if told != expected {
            return Err(format!("told {told:#?}\nnot {expected:#?}\n{model:#?}"));
        }
    }
    Ok(())
}

/// Answer times are tried elsewhere, but for what is written about them, and when a hold whose time is over is cleared away is
/// nobody's business: the model takes them as they are.
fn adopt(model: &mut Model, found: &[Booked], operation: &Operation) {
    let now = model.now;
    let writes = matches!(operation, Operation::Write { .. });
    for (at, found) in found.iter().enumerate() {
        let Some(booking) = model.bookings.get_mut(at) else {
            continue;
        };
        booking.id = found.id;
        if booking.is_overdue(now) && found.status == Status::Expired {
            model.expire(at);
        }
        let booking = &mut model.bookings[at];
        let over = booking.asks.is_some_and(|asks| asks.answer_by <= now);
        if over && found.asks.is_none() {
            booking.drop_asks();
        }
        if !writes && !booking.is_held_offer() {
            booking.answer_by = found.answer_by;
            (booking.asked, booking.latest) = (found.asked, found.latest);
        }
        if let (Some(asks), Some(found)) = (&mut booking.asks, found.asks) {
            asks.answer_by = found.answer_by;
        }
    }
}
