//! What becomes of each booking that is in the way of a closure, and whether it may.

use std::collections::BTreeMap;

use entity::{Instant, booking::Status};

use super::{
    closing::Closing,
    life::Act,
    operation::{MANAGER, MakeWay},
    service::Outcome,
    state::{Booked, Model, Slot, Wanted},
};

/// What becomes of one who is in the way.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    Cancel,
    Decline,
    Move {
        space: usize,
        slot: Slot,
    },
    /// It runs, and ends when it closes.
    Cut(Instant),
}

impl Model {
    pub fn ways(&self, closing: &Closing, way: MakeWay, at: Instant) -> BTreeMap<usize, Way> {
        let mut ways: BTreeMap<usize, Way> = BTreeMap::new();
        let mut first = true;
        for (number, booking) in self.bookings.iter().enumerate() {
            let (itself, asked) = self.is_hit(number, booking, closing);
            if !itself && !asked {
                continue;
            }
            let elsewhere = match way {
                MakeWay::Move { space, span } if first => Some((space, self.slot(span))),
                MakeWay::CutShort if booking.slot.from < at && at < booking.slot.to => Some((
                    booking.space,
                    Slot {
                        to: at,
                        ..booking.slot
                    },
                )),
                _ => None,
            };
            first = false;
            let said = match elsewhere {
                Some((space, slot)) => Way::Move { space, slot },
                None if !itself => Way::Decline,
                None => Way::Cancel,
            };
            let cut = self.cut_at(booking, closing).filter(|_| itself);
            ways.insert(
                number,
                cut.map_or(said, |at| self.cut_or(said, booking, at)),
            );
        }
        ways
    }

    /// When what runs has to be over; none where nothing of it is left.
    fn cut_at(&self, booking: &Booked, closing: &Closing) -> Option<Instant> {
        let mut times = closing.to_come(self.now);
        let closes = times.find(|time| time.meets(booking.slot))?.from;
        let left = booking.slot.from <= self.now && closes > booking.slot.from;
        left.then_some(closes)
    }

    /// What is said of a booking that could be cut then.
    fn cut_or(&self, said: Way, booking: &Booked, at: Instant) -> Way {
        let is_cut = match said {
            Way::Cancel => booking.status == Status::CheckedIn,
            Way::Move { space, slot } => {
                let passed = slot.to < self.now && slot.to < at;
                let here = (space, slot.from) == (booking.space, booking.slot.from);
                here && (slot.to == at || passed)
            }
            _ => false,
        };
        if is_cut { Way::Cut(at) } else { said }
    }

    /// What it becomes when it is told that it cannot be: also of who is there already.
    pub fn ending(&self, number: usize) -> Result<Status, Outcome> {
        let booking = &self.bookings[number];
        let act = match booking.status {
            Status::CheckedIn if self.now < booking.slot.to => return Ok(Status::Cancelled),
            Status::Pending if !booking.is_held_offer() => Act::Reject,
            _ => Act::Cancel,
        };
        self.allowed(MANAGER, number, act).map(|(_, status)| status)
    }

    /// Whether the manager may do that to it, wherever others are.
    pub fn may(&self, number: usize, way: Way, closing: &Closing) -> Result<(), Outcome> {
        let booking = &self.bookings[number];
        let (space, slot) = match way {
            Way::Decline => return self.allowed(MANAGER, number, Act::Decline).map(drop),
            Way::Cancel => return self.ending(number).map(drop),
            Way::Cut(_) => return self.allowed(MANAGER, number, Act::Shorten).map(drop),
            Way::Move { space, slot } => (space, slot),
        };
        if booking.only_ends_earlier(space, slot) {
            self.allowed(MANAGER, number, Act::Shorten)?;
            let cut = Booked {
                slot,
                ..booking.clone()
            };
            let still_there = self.is_hit(number, &cut, closing).0;
            if slot.to < self.now || still_there {
                return Err(Outcome::Rule);
            }
            return Ok(());
        }
        self.allowed(MANAGER, number, Act::Move)?;
        let stays = (space, slot) == (booking.space, booking.slot);
        let to = Wanted {
            space,
            slot,
            ..booking.wanted()
        };
        if stays || self.breaks_a_rule(&to) {
            return Err(Outcome::Rule);
        }
        Ok(())
    }
}
