//! Random operations from several tasks at once.

use std::{collections::BTreeMap, sync::Arc};

use entity::Booking;
use entity::BookingId;
use proptest::{
    collection,
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::{
    house::House,
    operation::{self, Operation},
    runtime,
    service::Service,
    stored::Stored,
    times,
};
use crate::it::races::at_once;

const ROUNDS: u32 = 20;
const TASKS: usize = 4;
const OPERATIONS: usize = 14;
/// Between two uses, throughout: who came before a change would keep what was asked for then.
const MINUTES: i64 = 30;

#[test]
fn whatever_happens_at_once_the_rows_are_sound_and_what_was_told_is_stored() {
    let runtime = runtime();
    runtime.block_on(async {
        let service = Arc::new(Service::new().await);
        let mut done = 0;
        for seed in 0..ROUNDS * times() {
            done += round(&service, seed).await;
        }
        assert!(done > 0, "something was done");
        service.test.assert_sound().await;
    });
}

fn operations_of(seed: u32, task: usize) -> Vec<Operation> {
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&seed.to_le_bytes());
    bytes[4] = u8::try_from(task).unwrap();
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let many = collection::vec(operation::any(), OPERATIONS);
    let mut operations = many.new_tree(&mut runner).unwrap().current();
    for operation in &mut operations {
        if let Operation::Import(house) = operation {
            *house = house.clone().of_minutes(MINUTES);
        }
    }
    operations
}

/// How many bookings were made and changed.
async fn round(service: &Arc<Service>, seed: u32) -> usize {
    service.begin().await;
    let house = House::with_parts().of_minutes(MINUTES);
    service.perform(&Operation::Import(house.clone())).await;
    let tasks = (0..TASKS).map(|task| {
        let service = service.clone();
        async move {
            let mut answers = Vec::new();
            for operation in operations_of(seed, task) {
                let (_, answer) = service.perform(&operation).await;
                answers.extend(answer);
            }
            answers
        }
    });
    let answers: Vec<Booking> = at_once(tasks).await.into_iter().flatten().collect();
    let stored = Stored::read(&service.test).await;
    eprintln!("seed {seed}");
    stored.assert_sound(Some(&house));
    assert_told_as_stored(&answers, &stored, &service.known());
    service.test.assert_sound().await;
    answers.len()
}

/// Nobody was told twice of one version in different words, and the last that was told is what is there, unless the service
/// has done something itself since.
fn assert_told_as_stored(answers: &[Booking], stored: &Stored, known: &[BookingId]) {
    assert_eq!(known.len(), stored.bookings.len());
    // That the venue was reminded changes nothing that is told.
    let told_of = |booking: &Booking| Booking {
        remind_at: None,
        ..booking.clone()
    };
    let mut told: BTreeMap<(BookingId, i32), Booking> = BTreeMap::new();
    for answer in answers.iter().map(told_of) {
        let version = (answer.id, answer.version);
        let before = told.entry(version).or_insert_with(|| answer.clone());
        assert_eq!(*before, answer, "one version");
    }
    for ((id, version), answer) in told {
        let row = &stored.bookings[&id];
        assert!(version <= row.version, "{answer:?} and {row:?}");
        if version == row.version {
            assert_eq!(answer, told_of(row));
        }
    }
}
