//! A closure as programs send and see it.

use entity::{BookingId, Every, Instant, Nth};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    booking_shape::BookingOut,
    decisions::{ReasonIn, reason},
    problem::Alternative,
    refusal::Refusal,
    rule_shape::nth,
    schema,
};
use crate::{
    app::App,
    booking::Place,
    closure::{Again, Change, Closure, NewClosure, Resolve, Say, Way},
    refusal::{
        closure::{Hit, On, Preview},
        rule::Flaw,
    },
    slot::Slot,
    venue::Catalogue,
    zone::format_wall,
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
    pub async fn said(self, app: &App) -> Result<(NewClosure, Say), Refusal> {
        let reason = reason(app, Some(self.reason)).await?;
        let say = say(self.dry_run, self.seen, self.resolve, Some(&self.venue))?;
        if let Some(first) = self.rule.as_ref().and_then(|rule| rule.first.as_ref())
            && (&first.starts, &first.ends) != (&self.starts, &self.ends)
        {
            return Err(Refusal::field("rule.first", Flaw::Malformed));
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
    pub fn said(self) -> Result<(Change, Say), Refusal> {
        let change = Change {
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
            (ActionIn::Cancel, None) => Way::Cancel,
            (ActionIn::Move, Some(to)) => Way::Move(to.place(venue)),
            (ActionIn::Cancel, Some(_)) => return Err(Refusal::field("resolve.to", Flaw::Unknown)),
            (ActionIn::Move, None) => return Err(Refusal::field("resolve.to", Flaw::Missing)),
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
    fn place(self, venue: Option<&str>) -> Place {
        let space = self.space.map(|space| match venue {
            Some(venue) if !space.contains('/') => format!("{venue}/{space}"),
            _ => space,
        });
        Place {
            space,
            starts: self.starts,
            ends: self.ends,
            ..Place::default()
        }
    }
}

/// Spaces of a venue, out of use for a while.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosureOut {
    #[schema(format = "uuid")]
    id: String,
    #[schema(schema_with = schema::slug)]
    venue: String,
    /// Slugs, of spaces of this venue.
    spaces: Vec<String>,
    /// Of the time that runs or comes next; of the last when all is over.
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
    #[schema(schema_with = schema::instant)]
    starts_at: String,
    #[schema(schema_with = schema::instant)]
    ends_at: String,
    /// All times at which it is closed, those that have passed too.
    times: Vec<TimeOut>,
    reason: Option<String>,
    /// Of the catalogue.
    #[schema(schema_with = schema::slug_or_null)]
    reason_code: Option<String>,
    /// Grows with every change.
    version: i32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TimeOut {
    #[schema(schema_with = schema::wall_time)]
    starts: String,
    #[schema(schema_with = schema::wall_time)]
    ends: String,
}

impl ClosureOut {
    #[must_use]
    pub fn of(closure: &Closure, catalogue: &Catalogue, now: Instant) -> Self {
        let row = &closure.row;
        let venue = catalogue.venue_of(row.venue_id);
        let wall = |at| venue.map_or(String::new(), |venue| format_wall(venue.zone.local(at)));
        let instant = |at| venue.map_or(String::new(), |venue| venue.zone.rfc3339(at));
        let shown = closure.shown(now);
        let spaces = closure.spaces.iter();
        let spaces = spaces.filter_map(|id| catalogue.space_of(*id));
        let spaces = spaces.filter(|space| space.row.retired_at.is_none());
        let time = |time: &Slot| TimeOut {
            starts: wall(time.starts_at),
            ends: wall(time.ends_at),
        };
        Self {
            id: row.id.to_string(),
            venue: venue
                .map(|venue| venue.row.slug.clone())
                .unwrap_or_default(),
            spaces: spaces.map(|space| space.row.slug.clone()).collect(),
            starts: wall(shown.starts_at),
            ends: wall(shown.ends_at),
            starts_at: instant(shown.starts_at),
            ends_at: instant(shown.ends_at),
            times: closure.times.iter().map(time).collect(),
            reason: row.reason_text.clone().or_else(|| row.reason_code.clone()),
            reason_code: row.reason_code.clone(),
            version: row.version,
        }
    }
}

/// What a closure would hit.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewOut {
    hits: Vec<HitOut>,
    /// To be sent along with what is decided for each.
    seen: String,
}

/// A booking that holds or waits for what is to be closed.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitOut {
    booking: BookingOut,
    /// What of it is hit: itself, or only the move that its group asks for.
    #[schema(schema_with = schema::hit_on)]
    on: &'static str,
    /// Places to which it could be moved; the last may be where it is, cut short.
    alternatives: Vec<Alternative>,
}

impl PreviewOut {
    #[must_use]
    pub fn of(preview: &Preview, catalogue: &Catalogue) -> Self {
        let hits = preview.hits.iter();
        Self {
            hits: hits.map(|hit| HitOut::of(hit, catalogue)).collect(),
            seen: preview.seen.clone(),
        }
    }
}

impl HitOut {
    #[must_use]
    pub fn of(hit: &Hit, catalogue: &Catalogue) -> Self {
        Self {
            // It claims what the closure hits.
            booking: BookingOut::whole(&hit.booking, false, catalogue),
            on: match hit.on {
                On::Booking => "booking",
                On::AskedMove => "asked_move",
            },
            alternatives: hit.alternatives.iter().map(Alternative::from).collect(),
        }
    }
}
