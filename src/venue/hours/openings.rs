//! Hours as people write them: `09:00-12:00, 13:00-18:00`, or `10:00-01:00` for a day that ends after midnight.

use entity::{Opening, Openings};
use std::fmt;

const DAY: u16 = 24 * 60;

/// What is wrong with openings as somebody wrote them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpeningsFault {
    /// The piece that is no `HH:MM-HH:MM`.
    Malformed(String),
    /// The piece that ends when it begins.
    Empty(String),
    /// A piece, and the next that begins before it ends.
    Overlap(String, String),
}

/// Reads the openings of one day, in any order; nothing, or the word `closed`, is a day without.
///
/// An end that is not after its beginning lies on the next day. Whole days are `00:00-24:00`.
pub fn parse(text: &str) -> Result<Openings, OpeningsFault> {
    let text = text.trim();
    if text.is_empty() || text == "closed" {
        return Ok(Openings::new());
    }
    let mut openings = text
        .split(',')
        .map(|piece| opening(piece.trim()))
        .collect::<Result<Openings, _>>()?;
    openings.sort_unstable();
    match openings.windows(2).find(|pair| pair[1].from < pair[0].to) {
        Some(pair) => Err(OpeningsFault::Overlap(write(pair[0]), write(pair[1]))),
        None => Ok(openings),
    }
}

fn opening(piece: &str) -> Result<Opening, OpeningsFault> {
    let malformed = || OpeningsFault::Malformed(piece.to_owned());
    let (from, to) = piece.split_once('-').ok_or_else(malformed)?;
    let (Some(from), Some(to)) = (minutes(from.trim()), minutes(to.trim())) else {
        return Err(malformed());
    };
    if from == DAY {
        return Err(malformed());
    }
    match to {
        _ if to == from => Err(OpeningsFault::Empty(piece.to_owned())),
        _ if to < from => Ok(Opening { from, to: to + DAY }),
        _ => Ok(Opening { from, to }),
    }
}

/// From `00:00` to `24:00`.
fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let two_digits = |part: &str| {
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<u16>().ok()).flatten()
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= DAY).then_some(total)
}

fn write(opening: Opening) -> String {
    let to = if opening.to > DAY {
        opening.to - DAY
    } else {
        opening.to
    };
    let (from_hour, from_minute) = (opening.from / 60, opening.from % 60);
    format!(
        "{from_hour:02}:{from_minute:02}-{:02}:{:02}",
        to / 60,
        to % 60
    )
}

impl fmt::Display for OpeningsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(piece) => write!(f, "`{piece}` is not a time span like `09:00-18:00`"),
            Self::Empty(piece) => write!(
                f,
                "`{piece}` is empty; a whole day is `00:00-24:00`, a closed one `closed`"
            ),
            Self::Overlap(first, second) => write!(f, "`{first}` and `{second}` overlap"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_as_people_write_them() {
        for (text, expected) in [
            ("09:00-21:00", vec![(540, 1260)]),
            ("10:00-01:00", vec![(600, 1500)]),
            ("10:00-00:00", vec![(600, 1440)]),
            ("00:00-24:00", vec![(0, 1440)]),
            ("23:59-23:58", vec![(1439, 2878)]),
            ("13:00 - 18:00,09:00-12:00", vec![(540, 720), (780, 1080)]),
            ("09:00-12:00, 12:00-18:00", vec![(540, 720), (720, 1080)]),
            ("closed", vec![]),
            (" ", vec![]),
        ] {
            let expected: Openings = expected
                .into_iter()
                .map(|(from, to)| Opening { from, to })
                .collect();
            assert_eq!(parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn hours_that_are_none() {
        for text in [
            "9-21",
            "9:00-21:00",
            "09:00",
            "09:00-25:00",
            "09:60-10:00",
            "24:00-01:00",
            "09:00–21:00",
            "09:00-12:00,",
            "09:00-24:01",
            "+9:00-10:00",
            "Closed",
            "09:00-12:00; 13:00-18:00",
            "09:00-12:00-13:00",
        ] {
            assert!(
                matches!(parse(text), Err(OpeningsFault::Malformed(_))),
                "{text}"
            );
        }
        assert_eq!(
            parse("10:00-10:00"),
            Err(OpeningsFault::Empty("10:00-10:00".to_owned()))
        );
        for text in [
            "09:00-12:00, 11:59-18:00",
            "20:00-02:00, 21:00-22:00",
            "09:00-12:00, 09:00-12:00",
        ] {
            assert!(
                matches!(parse(text), Err(OpeningsFault::Overlap(..))),
                "{text}"
            );
        }
        assert_eq!(
            parse("22:00-02:00, 20:00-23:00").unwrap_err().to_string(),
            "`20:00-23:00` and `22:00-02:00` overlap"
        );
    }
}
