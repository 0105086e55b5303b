//! How the contract's kinds of values look in the `OpenAPI` document.

use serde_json::json;
use utoipa::openapi::{
    Array, ArrayBuilder, Object, ObjectBuilder,
    schema::{SchemaType, Type},
};

use crate::rules::waiver::WAIVABLE;

fn text(pattern: &str, example: &str) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .pattern(Some(pattern))
        .examples([example])
        .build()
}

fn one_of(values: &[&str]) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(values.iter().copied()))
        .build()
}

fn or_null(mut object: Object) -> Object {
    object.schema_type = SchemaType::from_iter([Type::String, Type::Null]);
    object
}

/// In the venue's zone.
pub fn wall_time() -> Object {
    text(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:00)?$", "2026-12-05T16:00")
}

pub fn date() -> Object {
    text(r"^\d{4}-\d{2}-\d{2}$", "2026-12-05")
}

pub fn date_or_null() -> Object {
    or_null(date())
}

pub fn dates() -> Array {
    ArrayBuilder::new().items(date()).build()
}

pub fn time_of_day() -> Object {
    text(r"^\d{2}:\d{2}$", "16:00")
}

pub fn on_conflict() -> Object {
    one_of(&["refuse", "skip"])
}

pub fn outcome() -> Object {
    one_of(&["booked", "free", "taken", "closed", "holiday", "rule"])
}

pub fn wall_time_or_null() -> Object {
    or_null(wall_time())
}

pub fn instant() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(
            utoipa::openapi::KnownFormat::DateTime,
        )))
        .examples(["2026-12-05T16:00:00+05:00"])
        .build()
}

pub fn instant_or_null() -> Object {
    or_null(instant())
}

pub fn space_path() -> Object {
    text("^[^/]+/[^/]+$", "youth-house/dance-studio")
}

pub fn space_path_or_null() -> Object {
    or_null(space_path())
}

pub fn slug() -> Object {
    text("^[^/]+$", "dance-studio")
}

pub fn slug_or_null() -> Object {
    or_null(slug())
}

pub fn status() -> Object {
    one_of(&[
        "pending",
        "approved",
        "rejected",
        "withdrawn",
        "cancelled",
        "expired",
        "checked_in",
        "no_show",
        "completed",
    ])
}

pub fn waits_for() -> Object {
    or_null(one_of(&["venue", "group"]))
}

pub fn block_kind() -> Object {
    one_of(&["busy", "pending", "turnaround", "closure", "closed"])
}

pub fn clash_kind() -> Object {
    one_of(&["booking", "closure", "turnaround", "seats", "stock"])
}

pub fn quota() -> Object {
    one_of(&[
        "open_requests_per_venue",
        "open_requests",
        "automatic_per_space",
        "automatic_hours_per_week",
        "hours_per_week",
        "hours_per_month",
        "bookings_per_week",
        "bookings_per_month",
        "prime_hours_per_week",
        "prime_hours_per_month",
    ])
}

pub fn every() -> Object {
    one_of(&["week", "two_weeks", "month_weekday"])
}

pub fn nth() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([
            Type::Integer,
            Type::String,
            Type::Null,
        ]))
        .enum_values(Some([
            json!(1),
            json!(2),
            json!(3),
            json!(4),
            json!("last"),
            json!(null),
        ]))
        .build()
}

pub fn hit_on() -> Object {
    one_of(&["booking", "asked_move"])
}

pub fn amount() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Number)
        .minimum(Some(0))
        .examples([4.5])
        .build()
}

pub fn clock_time() -> Object {
    text(r"^\d{2}:\d{2}$", "17:00")
}

pub fn weekdays() -> Array {
    ArrayBuilder::new()
        .items(one_of(&["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
        .min_items(Some(1))
        .build()
}

pub fn language_or_null() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .enum_values(Some([Some("kk"), Some("ru"), Some("en"), None]))
        .build()
}

pub fn rule_code() -> Object {
    one_of(&[
        "outside_hours",
        "holiday",
        "too_short",
        "too_long",
        "too_soon",
        "too_far",
        "in_the_past",
        "off_grid",
        "too_many_people",
        "unknown_layout",
        "not_entitled",
        "quota",
        "invalid",
    ])
}

pub fn waivable_codes() -> Array {
    let names = WAIVABLE.map(|code| code.to_string());
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    ArrayBuilder::new().items(one_of(&names)).build()
}

pub fn side() -> Object {
    one_of(&["booker", "venue"])
}

pub fn approval() -> Object {
    one_of(&["manager", "automatic"])
}

pub fn pending() -> Object {
    one_of(&["hold", "compete"])
}

pub fn unanswered() -> Object {
    one_of(&["expire", "stay", "approve"])
}

pub fn who() -> Object {
    one_of(&["anyone", "group", "verified"])
}
