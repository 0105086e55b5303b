//! Something lent with a booking, as programs send and see it.

use entity::{Borrowed, Item};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::schema;

/// Of something that the venue lends.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemShape {
    /// Slug of one of the venue's stock.
    #[schema(schema_with = schema::slug)]
    item: String,
    #[schema(minimum = 1, maximum = 2_147_483_647, example = 2)]
    quantity: i32,
}

impl From<ItemShape> for Item {
    fn from(shape: ItemShape) -> Self {
        Self {
            item: shape.item,
            quantity: shape.quantity,
        }
    }
}

#[must_use]
pub fn borrowed(items: Vec<ItemShape>) -> Borrowed {
    Borrowed(items.into_iter().map(Into::into).collect())
}

impl From<&Item> for ItemShape {
    fn from(item: &Item) -> Self {
        Self {
            item: item.item.clone(),
            quantity: item.quantity,
        }
    }
}
