//! How many sign-in codes one address on the network may ask for: a stranger must not make us write to thousands, nor use
//! up what one mailbox may be sent.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
};

use entity::Instant;

const CODES_AN_HOUR: u32 = 30;
/// A fifth of what a mailbox is sent in an hour, whoever asks.
const TO_ONE_MAILBOX: u32 = 6;
const HOUR_SECONDS: i64 = 3600;
/// Addresses that are remembered at a time.
const ADDRESSES: usize = 10_000;

/// Counts by the hour. Cheap to clone.
#[derive(Clone, Default)]
pub struct CodesByAddress(Arc<Mutex<Hour>>);

#[derive(Default)]
struct Hour {
    /// Since 1970.
    nth: i64,
    asked: HashMap<IpAddr, Asked>,
    hasher: RandomState,
}

#[derive(Default)]
struct Asked {
    codes: u32,
    /// By the hash of the mailbox: as many as there may be codes.
    sent: HashMap<u64, u32>,
}

impl CodesByAddress {
    /// Whether this address may ask for one more in this hour.
    #[must_use]
    pub fn allow(&self, address: IpAddr, now: Instant) -> bool {
        self.in_hour(address, now, |asked, _| {
            asked.codes += 1;
            asked.codes <= CODES_AN_HOUR
        })
    }

    /// Whether one more to this mailbox may be sent in this hour. What is not sent then is to be given back.
    #[must_use]
    pub fn allow_to(&self, mailbox: &str, address: IpAddr, now: Instant) -> bool {
        self.in_hour(address, now, |asked, hasher| {
            let sent = asked.sent.entry(hasher.hash_one(mailbox)).or_default();
            let one_more = *sent < TO_ONE_MAILBOX;
            *sent += u32::from(one_more);
            one_more
        })
    }

    pub fn give_back(&self, mailbox: &str, address: IpAddr, now: Instant) {
        self.in_hour(address, now, |asked, hasher| {
            let sent = asked.sent.entry(hasher.hash_one(mailbox)).or_default();
            *sent = sent.saturating_sub(1);
        });
    }

    fn in_hour<T>(
        &self,
        address: IpAddr,
        now: Instant,
        work: impl FnOnce(&mut Asked, &RandomState) -> T,
    ) -> T {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Hour { nth, asked, hasher } = &mut *kept;
        let this = now.0.div_euclid(HOUR_SECONDS);
        let address = network(address);
        if *nth != this || (asked.len() >= ADDRESSES && !asked.contains_key(&address)) {
            *nth = this;
            asked.clear();
        }
        work(asked.entry(address).or_default(), hasher)
    }
}

/// One household has as many IPv6 addresses as it likes.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_codes_an_hour_and_not_one_more() {
        let codes = CodesByAddress::default();
        let (one, other): (IpAddr, IpAddr) =
            ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        for _ in 0..CODES_AN_HOUR {
            assert!(codes.allow(one, Instant(7200)));
        }
        assert!(!codes.allow(one, Instant(10_799)));
        assert!(codes.allow(other, Instant(10_799)));
        assert!(codes.allow(one, Instant(10_800)));
    }

    #[test]
    fn six_of_them_to_one_mailbox_and_only_what_is_sent_counts() {
        let codes = CodesByAddress::default();
        let (one, other): (IpAddr, IpAddr) =
            ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let ask = |mailbox, address| codes.allow_to(mailbox, address, Instant(0));
        for _ in 0..TO_ONE_MAILBOX {
            assert!(ask("a@test.example", one));
        }
        assert!(!ask("a@test.example", one));
        assert!(ask("a@test.example", other) && ask("b@test.example", one));
        codes.give_back("a@test.example", one, Instant(0));
        assert!(ask("a@test.example", one) && !ask("a@test.example", one));
        assert!(codes.allow_to("a@test.example", one, Instant(3600)));
    }

    #[test]
    fn a_household_counts_as_one() {
        let codes = CodesByAddress::default();
        for at in 0..CODES_AN_HOUR {
            let address = format!("2001:db8:1:2::{at:x}").parse().unwrap();
            assert!(codes.allow(address, Instant(0)));
        }
        assert!(!codes.allow("2001:db8:1:2:ffff::1".parse().unwrap(), Instant(0)));
        assert!(codes.allow("2001:db8:1:3::1".parse().unwrap(), Instant(0)));
    }
}
