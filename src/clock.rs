//! The only reader of the clock, and the only source of chance. Tests fix the one and seed the other.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
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
}

impl Clock {
    #[must_use]
    pub fn fixed(at: Instant) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.0)))
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
pub struct Ids(Arc<Mutex<StdRng>>);

/// Without letters and digits that are taken for one another when read aloud or typed.
const CODE_ALPHABET: &[u8] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const CODE_LETTERS: usize = 7;

impl Ids {
    /// From the operating system's randomness.
    #[must_use]
    pub fn random() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the place that asks for randomness"
        )]
        let seed = rand::rng().random();
        Self(Arc::new(Mutex::new(StdRng::from_seed(seed))))
    }

    /// The same ids in every run: for tests.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    fn fill<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(&mut bytes);
        bytes
    }

    /// A `UUIDv7` (RFC 9562) of the given time.
    #[must_use]
    pub fn uuid(&self, now: Instant) -> Uuid {
        let millis = u64::try_from(now.0)
            .unwrap_or_default()
            .saturating_mul(1000);
        Builder::from_unix_timestamp_millis(millis, &self.fill()).into_uuid()
    }

    /// 256 random bits in hexadecimal.
    #[must_use]
    pub fn token(&self) -> String {
        use std::fmt::Write;
        self.fill::<32>()
            .iter()
            .fold(String::with_capacity(64), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            })
    }

    /// Six digits.
    #[must_use]
    pub fn sign_in_code(&self) -> String {
        let number = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .random_range(0..1_000_000_u32);
        format!("{number:06}")
    }

    /// What people say at the door: seven letters and digits out of 31, some 27 thousand million codes.
    #[must_use]
    pub fn booking_code(&self) -> String {
        let mut random = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (0..CODE_LETTERS)
            .map(|_| CODE_ALPHABET[random.random_range(0..CODE_ALPHABET.len())] as char)
            .collect()
    }
}
