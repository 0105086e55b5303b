//! A house that is rebuilt again and again: five rooms that may be parts of one another, and a coworking let by the seat.

use std::collections::BTreeSet;

use entity::space::Unanswered;
use proptest::prelude::*;

/// Rooms with a floor; a room may be a part of those before it.
pub const ROOMS: usize = 5;
/// The space that is let by the seat.
pub const SEATS: usize = ROOMS;
pub const SPACES: usize = ROOMS + 1;
pub const VENUE: &str = "house";
pub const LAYOUTS: [&str; 2] = ["rows", "circle"];
/// Of every room.
pub const CAPACITY: i32 = 8;
/// So many days ahead a space is let, and to a series.
pub const HORIZON_DAYS: i64 = 20;
pub const SERIES_HORIZON_DAYS: i64 = 40;
const PAIRS: usize = ROOMS * (ROOMS - 1) / 2;

/// How a space is let; the same in every house.
#[derive(Clone, Copy, Debug)]
pub struct Letting {
    pub automatic: bool,
    pub holds: bool,
    pub unanswered: Unanswered,
    pub notice_hours: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct House {
    /// Whether a later room is a part of an earlier one, pair by pair.
    parts: Vec<bool>,
    pub seats: i32,
    pub microphones: i32,
    /// Between two uses, where the layout does not say otherwise.
    minutes: i64,
}

impl House {
    pub fn plain() -> Self {
        Self {
            parts: vec![false; PAIRS],
            seats: 6,
            microphones: 3,
            minutes: 0,
        }
    }

    /// Room 0 has the next two as parts.
    pub fn with_parts() -> Self {
        let mut house = Self::plain();
        house.parts[0] = true;
        house.parts[1] = true;
        house
    }

    /// Room 0 has room 2 as its part.
    pub fn with_hall() -> Self {
        let mut house = Self::plain();
        house.parts[1] = true;
        house
    }

    pub fn of_counts(seats: i32, microphones: i32) -> Self {
        Self {
            seats,
            microphones,
            ..Self::plain()
        }
    }

    /// With that many minutes between two uses, so that who is there already keeps them too.
    pub fn of_minutes(mut self, minutes: i64) -> Self {
        self.minutes = minutes;
        self
    }

    pub fn any() -> impl Strategy<Value = Self> {
        (
            prop::collection::vec(prop::bool::weighted(0.25), PAIRS),
            2..=6_i32,
            1..=3_i32,
            prop::sample::select(vec![0_i64, 30]),
        )
            .prop_map(|(parts, seats, microphones, minutes)| Self {
                parts,
                seats,
                microphones,
                minutes,
            })
    }

    pub fn letting(space: usize) -> Letting {
        let (automatic, holds, unanswered, notice_hours) = match space {
            0 => (false, true, Unanswered::Expire, 0),
            1 => (false, true, Unanswered::Approve, 2),
            2 => (false, false, Unanswered::Expire, 0),
            4 => (false, true, Unanswered::Stay, 0),
            _ => (true, true, Unanswered::Expire, 0),
        };
        Letting {
            automatic,
            holds,
            unanswered,
            notice_hours,
        }
    }

    pub fn capacity(&self, space: usize) -> i32 {
        if space == SEATS { self.seats } else { CAPACITY }
    }

    fn parts_of(&self, room: usize) -> Vec<usize> {
        let mut pairs =
            (0..ROOMS).flat_map(|whole| (whole + 1..ROOMS).map(move |part| (whole, part)));
        let mut parts = Vec::new();
        for is_part in &self.parts {
            let (whole, part) = pairs.next().unwrap();
            if *is_part && whole == room {
                parts.push(part);
            }
        }
        parts
    }

    /// The rooms without parts that it is made of.
    pub fn units(&self, space: usize) -> BTreeSet<usize> {
        let parts = if space == SEATS {
            Vec::new()
        } else {
            self.parts_of(space)
        };
        if parts.is_empty() {
            return BTreeSet::from([space]);
        }
        parts
            .into_iter()
            .flat_map(|part| self.units(part))
            .collect()
    }

    /// Minutes between two uses of one floor, each a space and a layout: the longer of what both ask for.
    pub fn gap(&self, before: (usize, usize), after: (usize, usize)) -> i64 {
        let asked = |space: usize| match (space, before.1, after.1) {
            (0, from, to) if from == to => 0,
            (0, 0, _) => 2 * self.minutes,
            (SEATS, ..) => 0,
            _ => self.minutes,
        };
        asked(before.0).max(asked(after.0))
    }

    pub fn toml(&self) -> String {
        let words = |text: &str| format!("{{ kk = \"{text}\", ru = \"{text}\", en = \"{text}\" }}");
        let week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let hours = week
            .map(|day| format!("{day} = \"00:00-24:00\""))
            .join(", ");
        let space = |space: usize| {
            let letting = Self::letting(space);
            let parts: Vec<String> = match space {
                SEATS => Vec::new(),
                room => self
                    .parts_of(room)
                    .iter()
                    .map(|part| format!("\"s{part}\""))
                    .collect(),
            };
            let row = |from: &str, to: &str, minutes: i64| {
                format!("{{ from = \"{from}\", to = \"{to}\", minutes = {minutes} }}")
            };
            let [there, back] = [
                row("rows", "circle", 2 * self.minutes),
                row("circle", "rows", self.minutes),
            ];
            let table = match space {
                0 => format!("turnaround = [{there}, {back}]\n"),
                _ => String::new(),
            };
            format!(
                "[[venue.space]]\nslug = \"s{space}\"\nname = {}\nkind = \"hall\"\ncapacity = {}\nby_seat = {}\nparts = [{}]\n\
                 layouts = [\"rows\", \"circle\"]\napproval = \"{}\"\npending = \"{}\"\nunanswered = \"{}\"\n\
                 turnaround_minutes = {}\n{table}min_minutes = 30\nmax_minutes = 480\nnotice_hours = {}\n\
                 horizon_days = {HORIZON_DAYS}\nseries_horizon_days = {SERIES_HORIZON_DAYS}\n",
                words("Зал"),
                self.capacity(space),
                space == SEATS,
                parts.join(", "),
                if letting.automatic {
                    "automatic"
                } else {
                    "manager"
                },
                if letting.holds { "hold" } else { "compete" },
                match letting.unanswered {
                    Unanswered::Expire => "expire",
                    Unanswered::Approve => "approve",
                    Unanswered::Stay => "stay",
                },
                if space == SEATS { 0 } else { self.minutes },
                letting.notice_hours,
            )
        };
        let spaces: String = (0..SPACES).map(space).collect();
        let name = words("Үй");
        let term =
            |kind: &str, slug: &str| format!("[[{kind}]]\nslug = \"{slug}\"\nname = {name}\n");
        format!(
            "timezone = \"Asia/Almaty\"\n[space_defaults]\nstep_minutes = 30\n[[venue]]\nslug = \"{VENUE}\"\nname = {name}\n\
             about = {name}\naddress = {name}\nhow_to_come_in = {name}\ndistrict = \"town\"\nemail = \"house@house.example\"\n\
             phone = \"+7 7212 00 00 01\"\nhours = {{ {hours} }}\nanswer_within_working_days = 1\n{spaces}\
             [[venue.stock]]\nslug = \"microphone\"\nname = {name}\nquantity = {}\n{}{}{}{}",
            self.microphones,
            term("district", "town"),
            term("kind", "hall"),
            term("layout", "rows"),
            term("layout", "circle"),
        )
    }
}
