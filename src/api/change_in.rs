//! What is to become of a booking while it stands, as programs say it.

use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::{
    item_shape::{ItemShape, borrowed},
    schema,
};
use crate::booking::{Details, NewPlace};

/// What is to be different. A field that is left out stays; null takes away what need not be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeIn {
    /// In one line.
    #[schema(min_length = 1, max_length = 120, nullable = false)]
    #[serde(default, deserialize_with = "given")]
    title: Option<String>,
    #[schema(minimum = 1, maximum = 2_147_483_647, nullable = false)]
    #[serde(default, deserialize_with = "given")]
    attendees: Option<i32>,
    /// Slug of one of the space's layouts.
    #[schema(nullable = false)]
    #[serde(default, deserialize_with = "given")]
    layout: Option<String>,
    /// All that it borrows from now on.
    #[schema(nullable = false)]
    #[serde(default, deserialize_with = "given")]
    stock: Option<Vec<ItemShape>>,
    /// Slug of a programme.
    #[serde(default, deserialize_with = "or_taken_away")]
    programme: Option<String>,
    /// To the venue; may have several lines.
    #[schema(max_length = 2000)]
    #[serde(default, deserialize_with = "or_taken_away")]
    note: Option<String>,
    /// Whether the title may be shown to everyone.
    #[schema(nullable = false)]
    #[serde(default, deserialize_with = "given")]
    public: Option<bool>,
    /// For the day.
    #[serde(default, deserialize_with = "or_taken_away")]
    phone: Option<String>,
}

impl ChangeIn {
    #[must_use]
    pub fn details(self) -> Details {
        Details {
            title: self.title,
            attendees: self.attendees,
            layout: self.layout,
            stock: self.stock.map(borrowed),
            programme: self.programme,
            note: self.note,
            public: self.public,
            phone: self.phone,
        }
    }
}

/// A field that is given: null stands for itself, and is not a field that is left out.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// Null is blank.
fn or_taken_away<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(from).map(|said: Option<String>| Some(said.unwrap_or_default()))
}

/// Another time or space of the same venue. Only an earlier end frees the rest at once, whoever says so and also while the
/// booking runs.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveIn {
    /// Where it is when missing.
    #[schema(schema_with = schema::space_path_or_null)]
    space: Option<String>,
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
    /// Managers only: the rules to waive, as a refusal named them. Needs `waive_reason`.
    #[serde(default)]
    #[schema(schema_with = schema::waivable_codes)]
    waive: Vec<String>,
    /// Why; stays with the booking.
    #[schema(max_length = 1000)]
    waive_reason: Option<String>,
}

impl MoveIn {
    #[must_use]
    pub fn new_place(self) -> NewPlace {
        NewPlace {
            space: self.space,
            starts: self.starts,
            ends: self.ends,
            waive: self.waive,
            waive_reason: self.waive_reason,
        }
    }
}
