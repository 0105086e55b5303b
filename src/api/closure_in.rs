//! A closure, as programs say it.

use entity::{BookingId, Every, Nth};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    nth_in::nth,
    reason_in::{ReasonIn, reason},
    refusal::Refusal,
    schema,
};
use crate::{
    app::App,
    booking::NewPlace,
    closure::{Again, ClosureTimes, NewClosure, Resolve, ResolveWay, Say},
    refusal::rule::InvalidInput,
};

/// Spaces to be closed, when, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosureIn {
    #[schema(schema_with = schema::slug)]
    venue: String,
    /// Slugs; the whole venue when missing. A space closes all its parts.
    spaces: Option<Vec<String>>,
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
    reason: ReasonIn,
    /// How it comes again; once when missing.
    rule: Option<AgainIn>,
    #[serde(default)]
    dry_run: bool,
    /// Of the picture that was decided on.
    seen: Option<String>,
    /// One for every hit.
    #[serde(default)]
    resolve: Vec<ResolveIn>,
}

/// As in a series; `first` goes without saying.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgainIn {
    #[schema(schema_with = schema::every)]
    every: Every,
    /// With `month_weekday` only.
    #[serde(default, deserialize_with = "nth")]
    #[schema(schema_with = schema::nth)]
    nth: Option<Nth>,
    /// The same as the `starts` and `ends` of the closure.
    first: Option<FirstIn>,
    /// A date, itself included. This or `count`.
    until: Option<String>,
    #[schema(minimum = 1, maximum = 104)]
    count: Option<i32>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstIn {
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
}

/// What becomes of a booking that is hit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResolveIn {
    #[schema(value_type = String, format = "uuid")]
    booking: BookingId,
    action: ActionIn,
    /// With `move` only: another place; or the same space and start with an earlier end.
    to: Option<ToIn>,
}

/// `cancel` rejects what still waits, and declines a move that is only asked for.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionIn {
    Move,
    Cancel,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ToIn {
    /// `venue/space`, or the space's slug where the venue is named; where it is when missing.
    space: Option<String>,
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
}

/// What is to be different. A field that is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeClosureIn {
    #[schema(schema_with = schema::wall_time_or_null)]
    starts: Option<String>,
    #[schema(schema_with = schema::wall_time_or_null)]
    ends: Option<String>,
    #[serde(default)]
    dry_run: bool,
    /// Of the picture that was decided on.
    seen: Option<String>,
    /// One for every hit.
    #[serde(default)]
    resolve: Vec<ResolveIn>,
}

impl ClosureIn {
    pub async fn new_closure(self, app: &App) -> Result<(NewClosure, Say), Refusal> {
        let reason = reason(app, Some(self.reason)).await?;
        let say = say(self.dry_run, self.seen, self.resolve, Some(&self.venue))?;
        if let Some(first) = self.rule.as_ref().and_then(|rule| rule.first.as_ref())
            && (&first.starts, &first.ends) != (&self.starts, &self.ends)
        {
            return Err(Refusal::field("rule.first", InvalidInput::Malformed));
        }
        let again = self.rule.map(|rule| Again {
            every: rule.every,
            nth: rule.nth,
            until: rule.until,
            count: rule.count,
        });
        let new = NewClosure {
            venue: self.venue,
            spaces: self.spaces,
            starts: self.starts,
            ends: self.ends,
            reason,
            again,
        };
        Ok((new, say))
    }
}

impl ChangeClosureIn {
    pub fn closure_times(self) -> Result<(ClosureTimes, Say), Refusal> {
        let change = ClosureTimes {
            starts: self.starts,
            ends: self.ends,
        };
        Ok((change, say(self.dry_run, self.seen, self.resolve, None)?))
    }
}

fn say(
    dry_run: bool,
    seen: Option<String>,
    resolve: Vec<ResolveIn>,
    venue: Option<&str>,
) -> Result<Say, Refusal> {
    let resolve = resolve.into_iter().map(|one| {
        let way = match (one.action, one.to) {
            (ActionIn::Cancel, None) => ResolveWay::Cancel,
            (ActionIn::Move, Some(to)) => ResolveWay::Move(to.new_place(venue)),
            (ActionIn::Cancel, Some(_)) => {
                return Err(Refusal::field("resolve.to", InvalidInput::Unknown));
            }
            (ActionIn::Move, None) => {
                return Err(Refusal::field("resolve.to", InvalidInput::Missing));
            }
        };
        Ok(Resolve {
            booking: one.booking,
            way,
        })
    });
    Ok(Say {
        dry_run,
        seen,
        resolve: resolve.collect::<Result<_, _>>()?,
    })
}

impl ToIn {
    fn new_place(self, venue: Option<&str>) -> NewPlace {
        let space = self.space.map(|space| match venue {
            Some(venue) if !space.contains('/') => format!("{venue}/{space}"),
            _ => space,
        });
        NewPlace {
            space,
            starts: self.starts,
            ends: self.ends,
            ..NewPlace::default()
        }
    }
}
