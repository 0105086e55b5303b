//! The only reader of the clock, and the only source of chance. Tests fix the one and seed the other.

pub mod doubt;

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use entity::Instant;
use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};
use uuid::{Builder, Uuid};

/// What time it is.
#[derive(Clone, Debug)]
pub enum Clock {
    System,
    /// Stands still until it is set.
    Fixed(Arc<AtomicI64>),
    /// Set once, and running since.
    Running(Instant, Stopwatch),
}

/// Time that nobody sets.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    #[must_use]
    pub fn started() -> Self {
        Self(std::time::Instant::now())
    }

    #[must_use]
    pub fn elapsed(self) -> Duration {
        Self::started().0.duration_since(self.0)
    }
}

impl Clock {
    #[must_use]
    pub fn fixed(at: Instant) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.0)))
    }

    #[must_use]
    pub fn running_from(at: Instant) -> Self {
        Self::Running(at, Stopwatch::started())
    }

    #[must_use]
    pub fn now(&self) -> Instant {
        match self {
            #[expect(
                clippy::disallowed_methods,
                reason = "this is the place that reads the clock"
            )]
            Self::System => Instant::from_offset(time::OffsetDateTime::now_utc()),
            Self::Fixed(at) => Instant(at.load(Ordering::SeqCst)),
            Self::Running(from, since) => {
                Instant(from.0.saturating_add_unsigned(since.elapsed().as_secs()))
            }
        }
    }

    /// Starts now. None where time stands still.
    #[must_use]
    pub fn stopwatch(&self) -> Option<Stopwatch> {
        match self {
            Self::System | Self::Running(..) => Some(Stopwatch::started()),
            Self::Fixed(_) => None,
        }
    }

    /// Does nothing to the system's clock.
    pub fn set(&self, at: Instant) {
        if let Self::Fixed(now) = self {
            now.store(at.0, Ordering::SeqCst);
        }
    }
}

/// Ids, codes and tokens that nobody can guess.
#[derive(Clone, Debug)]
pub struct Ids(Arc<Mutex<Chance>>);

#[derive(Debug)]
struct Chance {
    random: StdRng,
    /// The second of the last id, and how many ids it has had.
    last: (u64, u32),
}

/// Without letters and digits that are taken for one another when read aloud or typed.
const CODE_ALPHABET: &[u8] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const CODE_LETTERS: usize = 7;

/// A code of a booking or series as it is stored, however it was typed; none for what cannot be one.
#[must_use]
pub fn read_booking_code(typed: &str) -> Option<String> {
    let code = typed.to_ascii_uppercase();
    let is_one =
        code.len() == CODE_LETTERS && code.bytes().all(|byte| CODE_ALPHABET.contains(&byte));
    is_one.then_some(code)
}

impl Ids {
    /// From the operating system's randomness.
    #[must_use]
    pub fn random() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the place that asks for randomness"
        )]
        let seed = rand::rng().random();
        Self::from(StdRng::from_seed(seed))
    }

    /// The same ids in every run: for tests.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self::from(StdRng::seed_from_u64(seed))
    }

    fn chance(&self) -> MutexGuard<'_, Chance> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A `UUIDv7` (RFC 9562) of the given time. Those of one second ascend too, by a counter in front of the random bits:
    /// mails and lines of history are put in order by their ids.
    #[must_use]
    pub fn uuid(&self, now: Instant) -> Uuid {
        let second = u64::try_from(now.0).unwrap_or_default();
        let mut chance = self.chance();
        let count = if chance.last.0 == second {
            chance.last.1.wrapping_add(1)
        } else {
            0
        };
        chance.last = (second, count);
        let mut bytes = [0; 10];
        chance.random.fill_bytes(&mut bytes);
        // The version takes the first four of these bits and the variant the first two of byte 2.
        bytes[..2].copy_from_slice(&((count >> 14) as u16).to_be_bytes());
        bytes[2..4].copy_from_slice(&((count & 0x3fff) as u16).to_be_bytes());
        Builder::from_unix_timestamp_millis(second.saturating_mul(1000), &bytes).into_uuid()
    }

    /// 256 random bits in hexadecimal.
    #[must_use]
    pub fn token(&self) -> String {
        use std::fmt::Write;
        let mut bytes = [0; 32];
        self.chance().random.fill_bytes(&mut bytes);
        bytes
            .iter()
            .fold(String::with_capacity(64), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            })
    }

    /// Six digits.
    #[must_use]
    pub fn sign_in_code(&self) -> String {
        let number = self.chance().random.random_range(0..1_000_000_u32);
        format!("{number:06}")
    }

    /// What people say at the door: seven letters and digits out of 31, some 27 thousand million codes.
    #[must_use]
    pub fn booking_code(&self) -> String {
        let mut chance = self.chance();
        (0..CODE_LETTERS)
            .map(|_| CODE_ALPHABET[chance.random.random_range(0..CODE_ALPHABET.len())] as char)
            .collect()
    }
}

impl From<StdRng> for Ids {
    fn from(random: StdRng) -> Self {
        Self(Arc::new(Mutex::new(Chance {
            random,
            last: (0, 0),
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_ascend_within_a_second_too() {
        let ids = Ids::seeded(1);
        let many: Vec<Uuid> = (0..20_000)
            .map(|at| ids.uuid(Instant(1_795_406_400 + at / 19_000)))
            .collect();
        assert!(many.is_sorted_by(|one, next| one < next));
        assert!(many.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn codes_seldom_meet() {
        let ids = Ids::random();
        let codes: std::collections::HashSet<String> =
            (0..100_000).map(|_| ids.booking_code()).collect();
        assert!(codes.len() > 99_990, "{}", codes.len());
    }
}
