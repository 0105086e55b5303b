//! What people type, made fit to be kept: in pages, in mails and on paper it can do no harm.

use std::fmt;

use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, GeneralCategory},
};
use lettre::Address;

use crate::refusal::rule::InvalidInput;

/// On one letter. Vietnamese needs two.
const MOST_MARKS: usize = 4;

macro_rules! text {
    ($($(#[$doc:meta])* $name:ident = $parse:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            pub fn parse(typed: &str) -> Result<Self, InvalidInput> {
                $parse(typed).map(Self)
            }

            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

text! {
    Title = |typed| line(typed, 120);
    Name = |typed| line(typed, 100);
    GroupName = |typed| line(typed, 120);
    /// May have several lines.
    Note = |typed| lines(typed, 2000);
    /// Between a group and its venue. May have several lines.
    Message = |typed| lines(typed, 2000);
    /// Why a manager decided as they did. May have several lines.
    Reason = |typed| lines(typed, 1000);
    /// Digits, after a `+` where the country is known.
    Phone = phone;
    /// Lower case.
    Email = email;
}

/// Something that can be read out: a letter or a digit at least.
fn line(typed: &str, max: usize) -> Result<String, InvalidInput> {
    let text = visible(typed);
    if text.contains(['\n', '\u{2028}', '\u{2029}']) {
        return Err(InvalidInput::Characters);
    }
    let text = measured(text, max)?;
    if text.chars().any(char::is_alphanumeric) {
        Ok(text)
    } else {
        Err(InvalidInput::Missing)
    }
}

fn lines(typed: &str, max: usize) -> Result<String, InvalidInput> {
    // Browsers send line breaks of forms as CR LF.
    measured(visible(&typed.replace("\r\n", "\n")), max)
}

fn measured(text: String, max: usize) -> Result<String, InvalidInput> {
    if text.is_empty() {
        Err(InvalidInput::Missing)
    } else if text.chars().any(|c| c != '\n' && is_harmful(c)) || paints_over(&text) {
        Err(InvalidInput::Characters)
    } else if text.chars().count() > max {
        Err(InvalidInput::TooLong { max })
    } else {
        Ok(text)
    }
}

/// Without what comes along unseen when text is copied from elsewhere.
fn visible(typed: &str) -> String {
    typed
        .replace(['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}'], "")
        .replace('\t', " ")
        .trim()
        .to_owned()
}

/// lettre panics on CR and LF in a name, calendars let them through; marks of direction turn a text around; what is not
/// drawn at all makes two texts look alike. Emoji need a joiner and selectors between their parts.
fn is_harmful(c: char) -> bool {
    let of_emoji = matches!(c, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}');
    let never_a_character = u32::from(c) & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}');
    c.is_control()
        || never_a_character
        || !of_emoji && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether so many marks stand on one letter that they reach into the lines around it.
fn paints_over(text: &str) -> bool {
    use GeneralCategory::{EnclosingMark, NonspacingMark, SpacingMark};
    let kinds = CodePointMapData::<GeneralCategory>::new();
    let mut marks = 0;
    text.chars().any(|c| {
        let is_mark = matches!(kinds.get(c), EnclosingMark | NonspacingMark | SpacingMark);
        marks = if is_mark { marks + 1 } else { 0 };
        marks > MOST_MARKS
    })
}

fn phone(typed: &str) -> Result<String, InvalidInput> {
    let typed = visible(typed);
    if typed.is_empty() {
        return Err(InvalidInput::Missing);
    }
    let international = typed.starts_with('+');
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let plain = typed
        .chars()
        .skip(usize::from(international))
        .all(|c| c.is_ascii_digit() || c.is_whitespace() || "-‐‑–().".contains(c));
    if !plain || !(7..=15).contains(&digits.len()) {
        return Err(InvalidInput::Phone);
    }
    Ok(match (international, digits.len(), &digits[..1]) {
        (true, ..) => format!("+{digits}"),
        // Dialled within the country: 8 701 …, 7 701 …, 701 ….
        (false, 11, "8" | "7") => format!("+7{}", &digits[1..]),
        (false, 10, "7") => format!("+7{digits}"),
        _ => digits,
    })
}

impl Phone {
    /// In groups, the way it is read out: `+7 701 123 45 67`, and with the code of its city `+7 7212 41 23 45`. Takes what
    /// `parse` made.
    #[must_use]
    pub fn readable(number: &str) -> String {
        let of_a_city = |rest: &str| {
            // Almaty alone has three digits for itself.
            (rest.starts_with("71") || rest.starts_with("72")) && !rest.starts_with("727")
        };
        match number.strip_prefix("+7") {
            Some(rest) if rest.len() == 10 && rest.is_ascii() && of_a_city(rest) => format!(
                "+7 {} {} {} {}",
                &rest[..4],
                &rest[4..6],
                &rest[6..8],
                &rest[8..]
            ),
            Some(rest) if rest.len() == 10 && rest.is_ascii() => format!(
                "+7 {} {} {} {}",
                &rest[..3],
                &rest[3..6],
                &rest[6..8],
                &rest[8..]
            ),
            _ => number.to_owned(),
        }
    }
}

fn email(typed: &str) -> Result<String, InvalidInput> {
    let text = visible(typed).to_lowercase();
    if text.is_empty() {
        return Err(InvalidInput::Missing);
    }
    if text.chars().count() > 254 {
        return Err(InvalidInput::TooLong { max: 254 });
    }
    let address: Address = text.parse().map_err(|_| InvalidInput::Email)?;
    // Mail to `name@localhost` or `name@[10.0.0.1]` would go to our own machines.
    let public = address.domain().contains('.') && !address.domain().starts_with('[');
    let plain = !text.chars().any(|c| is_harmful(c) || c.is_whitespace());
    (public && plain).then_some(text).ok_or(InvalidInput::Email)
}
