//! What is in the way of a request, and what could be had instead, as programs see it.

use serde::Serialize;
use utoipa::ToSchema;

use super::schema;
use crate::{
    refusal::conflict::{self, ConflictKind},
    zone::format_wall,
};

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Conflict)]
pub struct ConflictOut {
    #[schema(schema_with = schema::space_path)]
    space: String,
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
    #[schema(schema_with = schema::clash_kind)]
    kind: ConflictKind,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Alternative)]
pub struct AlternativeOut {
    #[schema(schema_with = schema::space_path)]
    space: String,
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
}

impl From<&conflict::Conflict> for ConflictOut {
    fn from(conflict: &conflict::Conflict) -> Self {
        Self {
            space: conflict.space.clone(),
            starts: format_wall(conflict.starts),
            ends: format_wall(conflict.ends),
            kind: conflict.kind,
        }
    }
}

impl From<&conflict::Alternative> for AlternativeOut {
    fn from(alternative: &conflict::Alternative) -> Self {
        Self {
            space: alternative.space.clone(),
            starts: format_wall(alternative.starts),
            ends: format_wall(alternative.ends),
        }
    }
}
