//! Which of a month's days on one weekday a rule means, as programs say it.

use entity::Nth;
use serde::{Deserialize, Deserializer, de::Error as _};

/// `1` to `4`, or `"last"`.
pub fn nth<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Nth>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Said {
        Number(u8),
        Word(String),
    }
    Ok(match Option::<Said>::deserialize(from)? {
        None => None,
        Some(Said::Number(1)) => Some(Nth::First),
        Some(Said::Number(2)) => Some(Nth::Second),
        Some(Said::Number(3)) => Some(Nth::Third),
        Some(Said::Number(4)) => Some(Nth::Fourth),
        Some(Said::Word(word)) if word == "last" => Some(Nth::Last),
        Some(Said::Number(_) | Said::Word(_)) => return Err(D::Error::custom("no such nth")),
    })
}
