//! What people may do before anybody knows them: counted by where they come from and by the mailbox that they name.
//!
//! A stranger must not make us write to thousands, nor try out codes, nor fill the disk; and must not, by doing so in
//! somebody's name or from the same school, keep that somebody out. So nothing is refused for long: who comes too often is
//! told to come a little later. Strangers on a few networks can use up the codes that a mailbox is sent in an hour, and then
//! the first that each other network asks for is sent all the same; only who has dozens of networks can keep its owner out of
//! a new browser, for an hour at a time. A browser in which the owner has signed in before stands outside all of it but a
//! count of its own: what it enters wrong is counted as everybody's, and costs it no time.
//!
//! Counted in memory, in each process for itself.

use std::{
    hash::{BuildHasher, RandomState},
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, MutexGuard, PoisonError},
};

use entity::Instant;

use super::pace::{Rate, RateCounts};

/// Codes that one network may ask for: a class signs up at once.
const CODES: Rate = Rate {
    at_once: 60,
    seconds: 60,
};
/// To one mailbox, a fifth of what it is sent in an hour whoever asks.
const TO_ONE_MAILBOX: Rate = Rate {
    at_once: 6,
    seconds: 600,
};
/// The first of an hour, by one network to one mailbox.
const FIRST: Rate = Rate {
    at_once: 1,
    seconds: 3600,
};
/// For a browser in which its owner has signed in before.
const IN_A_KNOWN_BROWSER: Rate = Rate {
    at_once: 10,
    seconds: 360,
};
const DRAFTS: Rate = Rate {
    at_once: 60,
    seconds: 60,
};
/// Wrong codes that cost nobody any time: those of a network, and those for a mailbox.
const WRONG_OF_A_NETWORK: Rate = Rate {
    at_once: 30,
    seconds: 120,
};
const WRONG_FOR_A_MAILBOX: Rate = Rate {
    at_once: 5,
    seconds: 720,
};
/// After the first wrong code too many; twice as long after each further one, up to the longest. Twice the longest is the
/// life of a code, so that whoever has the right one can always enter it, and whoever guesses has one guess a code.
const FIRST_DELAY_SECONDS: i64 = 5;
const LONGEST_DELAY_SECONDS: i64 = 300;

/// An IPv4 address, or all IPv6 addresses that begin alike for so many bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network(IpAddr, u8);

impl Network {
    /// The smallest that is one household's, whatever the address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(v6) => Self::prefix(v6, 64),
            v4 @ IpAddr::V4(_) => Self(v4, 32),
        }
    }

    /// All that are counted, with how many times the allowance of the smallest each has. A customer of one provider has a
    /// /56 or a /48 of IPv6 for the asking.
    fn around(address: IpAddr) -> Vec<(Self, i64)> {
        match address.to_canonical() {
            IpAddr::V6(v6) => [(64, 1), (56, 2), (48, 4)]
                .map(|(bits, times)| (Self::prefix(v6, bits), times))
                .to_vec(),
            v4 @ IpAddr::V4(_) => vec![(Self(v4, 32), 1)],
        }
    }

    /// All that one customer can have.
    fn widest(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(v6) => Self::prefix(v6, 48),
            v4 @ IpAddr::V4(_) => Self(v4, 32),
        }
    }

    fn prefix(address: Ipv6Addr, bits: u8) -> Self {
        let rest = u128::MAX.checked_shr(bits.into()).unwrap_or(0);
        Self(Ipv6Addr::from(address.to_bits() & !rest).into(), bits)
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.0, self.1)
    }
}

#[derive(Default)]
pub struct Strangers {
    counts: Mutex<StrangerCounts>,
    /// Mailboxes and browsers are known by their hashes.
    hasher: RandomState,
}

/// What is counted of those who are not signed in.
#[derive(Default)]
struct StrangerCounts {
    codes: RateCounts<Network>,
    to_one: RateCounts<(Network, u64)>,
    firsts: RateCounts<(Network, u64)>,
    in_known_browsers: RateCounts<u64>,
    drafts: RateCounts<Network>,
    wrong: RateCounts<Network>,
    wrong_for: RateCounts<u64>,
}

/// A code that was asked for and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeAsked {
    InAKnownBrowser,
    /// By this network for this mailbox, in an hour.
    First,
    Again,
}

impl Strangers {
    /// Counts a code that is asked for; the seconds to wait where it is one too many. What is not sent then is to be given
    /// back. No address is a call from inside the process, which is never the first.
    pub fn ask(
        &self,
        mailbox: &str,
        address: Option<IpAddr>,
        now: Instant,
    ) -> Result<CodeAsked, i64> {
        let Some(address) = address else {
            return Ok(CodeAsked::Again);
        };
        let mut kept = self.counts();
        let to_one = (Network::widest(address), self.hasher.hash_one(mailbox));
        let wait = wait(&mut kept.codes, CODES, address, now);
        if let Some(wait) = wait.max(kept.to_one.wait(&to_one, TO_ONE_MAILBOX, now)) {
            return Err(wait);
        }
        add(&mut kept.codes, CODES, address, now);
        kept.to_one.add(to_one, TO_ONE_MAILBOX, now);
        if kept.firsts.wait(&to_one, FIRST, now).is_some() {
            return Ok(CodeAsked::Again);
        }
        kept.firsts.add(to_one, FIRST, now);
        Ok(CodeAsked::First)
    }

    pub fn give_back(&self, mailbox: &str, address: Option<IpAddr>, asked: CodeAsked) {
        let Some(address) = address else { return };
        let mut kept = self.counts();
        let to_one = (Network::widest(address), self.hasher.hash_one(mailbox));
        kept.to_one.take_back(&to_one, TO_ONE_MAILBOX);
        if asked == CodeAsked::First {
            kept.firsts.take_back(&to_one, FIRST);
        }
        for (network, times) in Network::around(address) {
            kept.codes.take_back(&network, CODES.times(times));
        }
    }

    /// As [`Strangers::ask`], in a browser that its owner has signed in with before.
    pub fn ask_in_a_known_browser(&self, device: &str, now: Instant) -> Result<CodeAsked, i64> {
        let device = self.hasher.hash_one(device);
        let counts = &mut self.counts().in_known_browsers;
        if let Some(wait) = counts.wait(&device, IN_A_KNOWN_BROWSER, now) {
            return Err(wait);
        }
        counts.add(device, IN_A_KNOWN_BROWSER, now);
        Ok(CodeAsked::InAKnownBrowser)
    }

    pub fn give_back_in_a_known_browser(&self, device: &str) {
        let device = self.hasher.hash_one(device);
        let counts = &mut self.counts().in_known_browsers;
        counts.take_back(&device, IN_A_KNOWN_BROWSER);
    }

    /// Counts a form that is to be kept; the seconds to wait where it is one too many.
    pub fn leave_a_draft(&self, address: Option<IpAddr>, now: Instant) -> Result<(), i64> {
        let Some(address) = address else {
            return Ok(());
        };
        let mut kept = self.counts();
        if let Some(wait) = wait(&mut kept.drafts, DRAFTS, address, now) {
            return Err(wait);
        }
        add(&mut kept.drafts, DRAFTS, address, now);
        Ok(())
    }

    pub fn count_wrong_code(&self, mailbox: &str, address: Option<IpAddr>, now: Instant) {
        let mut kept = self.counts();
        let mailbox = self.hasher.hash_one(mailbox);
        kept.wrong_for.add(mailbox, WRONG_FOR_A_MAILBOX, now);
        if let Some(address) = address {
            add(&mut kept.wrong, WRONG_OF_A_NETWORK, address, now);
        }
    }

    /// How many seconds must lie between the moment at which a browser asked for its code, or last entered a wrong one, and
    /// the next that it enters. It runs for each browser from its own moment: strangers make it longer and never start it
    /// anew.
    #[must_use]
    pub fn delay(&self, mailbox: &str, address: Option<IpAddr>, now: Instant) -> i64 {
        let mut kept = self.counts();
        let mailbox = self.hasher.hash_one(mailbox);
        let pace = WRONG_FOR_A_MAILBOX;
        let by_mailbox = delay(kept.wrong_for.level(&mailbox, pace, now) - pace.at_once);
        let networks = address.map(Network::around).unwrap_or_default();
        networks
            .into_iter()
            .map(|(network, times)| {
                let pace = WRONG_OF_A_NETWORK.times(times);
                delay(kept.wrong.level(&network, pace, now) - pace.at_once)
            })
            .fold(by_mailbox, i64::max)
    }

    fn counts(&self) -> MutexGuard<'_, StrangerCounts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wait(
    counts: &mut RateCounts<Network>,
    pace: Rate,
    address: IpAddr,
    now: Instant,
) -> Option<i64> {
    let networks = Network::around(address).into_iter();
    networks
        .filter_map(|(network, times)| counts.wait(&network, pace.times(times), now))
        .max()
}

fn add(counts: &mut RateCounts<Network>, pace: Rate, address: IpAddr, now: Instant) {
    for (network, times) in Network::around(address) {
        counts.add(network, pace.times(times), now);
    }
}

/// In seconds, after so many wrong codes too many.
fn delay(too_many: i64) -> i64 {
    match u32::try_from(too_many) {
        Err(_) | Ok(0) => 0,
        Ok(one_or_more) => {
            let doubled = FIRST_DELAY_SECONDS << (one_or_more - 1).min(10);
            doubled.min(LONGEST_DELAY_SECONDS)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::CODE_MINUTES;

    const NOW: Instant = Instant(7200);

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn ask(strangers: &Strangers, at: u32, from: &str, now: Instant) -> Result<(), i64> {
        let asked = strangers.ask(&format!("{at}@test.example"), Some(ip(from)), now);
        asked.map(drop)
    }

    #[test]
    fn a_class_of_sixty_signs_up_at_once_and_the_next_one_a_minute_later() {
        let strangers = Strangers::default();
        for at in 0..60 {
            assert_eq!(ask(&strangers, at, "192.0.2.1", NOW), Ok(()));
        }
        assert_eq!(ask(&strangers, 60, "192.0.2.1", NOW), Err(60));
        assert_eq!(ask(&strangers, 60, "192.0.2.2", NOW), Ok(()));
        assert_eq!(
            ask(&strangers, 60, "192.0.2.1", NOW.plus_minutes(1)),
            Ok(())
        );
        assert_eq!(
            ask(&strangers, 61, "192.0.2.1", NOW.plus_minutes(1)),
            Err(60)
        );
    }

    #[test]
    fn of_ipv6_every_size_of_network_has_a_limit_of_its_own() {
        for (part, most) in [(3, 60), (2, 60), (1, 120), (0, 240)] {
            // The part of the address that changes from one to the next: host, /64, /56, /48 stay the same before it.
            let strangers = Strangers::default();
            let allowed = (0..300_u32).filter(|at| {
                let mut parts = [0x2001_u16, 0xdb8, 7, 0, 0, 0, 0, 1];
                match part {
                    3 => parts[7] = *at as u16,
                    2 => parts[5] = *at as u16,
                    1 => parts[3] = (*at % 256) as u16,
                    _ => parts[3] = (*at as u16) << 8,
                }
                let address = Ipv6Addr::from(parts).to_string();
                ask(&strangers, *at, &address, NOW).is_ok()
            });
            assert_eq!(allowed.count(), most, "{part}");
        }
        let strangers = Strangers::default();
        for at in 0..400 {
            let _ = ask(
                &strangers,
                at,
                &format!("2001:db8:7:{:x}00::1", at % 256),
                NOW,
            );
        }
        assert_eq!(
            ask(&strangers, 0, "2001:db8:8::1", NOW),
            Ok(()),
            "the neighbour"
        );
    }

    #[test]
    fn six_to_one_mailbox_from_one_customer_and_only_what_is_sent_counts() {
        let strangers = Strangers::default();
        for at in 0..6 {
            let from = format!("2001:db8:7:{at:x}::1");
            assert_eq!(ask(&strangers, 0, &from, NOW), Ok(()));
        }
        assert_eq!(ask(&strangers, 0, "2001:db8:7:99::1", NOW), Err(600));
        assert_eq!(ask(&strangers, 1, "2001:db8:7:99::1", NOW), Ok(()));
        assert_eq!(ask(&strangers, 0, "2001:db8:8::1", NOW), Ok(()));
        let address = Some(ip("2001:db8:7::1"));
        strangers.give_back("0@test.example", address, CodeAsked::Again);
        assert_eq!(ask(&strangers, 0, "2001:db8:7::1", NOW), Ok(()));
    }

    #[test]
    fn the_first_of_an_hour_is_told_from_the_others_for_each_network_and_mailbox() {
        let strangers = Strangers::default();
        let ask = |mailbox, from, minutes| {
            let asked = strangers.ask(mailbox, Some(ip(from)), NOW.plus_minutes(minutes));
            asked.unwrap()
        };
        assert_eq!(ask("a", "192.0.2.1", 0), CodeAsked::First);
        assert_eq!(ask("a", "192.0.2.1", 0), CodeAsked::Again);
        assert_eq!(ask("b", "192.0.2.1", 0), CodeAsked::First);
        assert_eq!(ask("a", "192.0.2.2", 0), CodeAsked::First);
        assert_eq!(ask("a", "192.0.2.1", 59), CodeAsked::Again);
        assert_eq!(ask("a", "192.0.2.1", 60), CodeAsked::First);
        strangers.give_back("a", Some(ip("192.0.2.1")), CodeAsked::First);
        assert_eq!(
            ask("a", "192.0.2.1", 60),
            CodeAsked::First,
            "nothing was sent"
        );
        assert_eq!(strangers.ask("c", None, NOW), Ok(CodeAsked::Again));
    }

    #[test]
    fn wrong_codes_cost_time_that_grows_and_never_more_than_half_the_life_of_a_code() {
        let strangers = Strangers::default();
        let delays: Vec<i64> = (0..16)
            .map(|_| {
                let before = strangers.delay("a@test.example", Some(ip("192.0.2.1")), NOW);
                strangers.count_wrong_code("a@test.example", Some(ip("192.0.2.1")), NOW);
                before
            })
            .collect();
        let grown = [0, 0, 0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300, 300];
        assert_eq!(delays, grown);
        assert_eq!(LONGEST_DELAY_SECONDS * 2, CODE_MINUTES * 60);
        let other = strangers.delay("b@test.example", Some(ip("192.0.2.1")), NOW);
        assert_eq!(other, 0, "sixteen wrong codes are nothing in a school");
        let later = strangers.delay("a@test.example", None, NOW.plus_hours(3));
        assert_eq!(later, 0, "and they are forgotten");
    }

    #[test]
    fn a_network_that_tries_out_codes_for_many_mailboxes_is_slowed_too() {
        let strangers = Strangers::default();
        for at in 0..40 {
            strangers.count_wrong_code(&format!("{at}@test.example"), Some(ip("192.0.2.1")), NOW);
        }
        assert_eq!(
            strangers.delay("a@test.example", Some(ip("192.0.2.1")), NOW),
            300
        );
        assert_eq!(
            strangers.delay("a@test.example", Some(ip("192.0.2.2")), NOW),
            0
        );
    }
}
