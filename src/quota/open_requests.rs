//! How many requests of one person may wait.

use entity::{Instant, PersonId, VenueId};

use crate::{
    config::Limits,
    refusal::rule::{Detail, Limit, Quota, Violation},
};

/// Whose waiting requests are counted: those at this venue and those anywhere, of what is still to come.
#[derive(Clone, Copy, Debug)]
pub struct OpenRequests {
    pub booker: PersonId,
    pub venue: VenueId,
    pub limits: Limits,
    pub now: Instant,
}

/// What a person has used before this request. A series that waits counts by its dates, and for no more than a venue's
/// limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Waiting at the venue of this request.
    pub open_requests_per_venue: u32,
    /// Waiting anywhere.
    pub open_requests: u32,
}

/// Every limit that one more request would exceed.
#[must_use]
pub fn check(used: Used, limits: Limits) -> Vec<Violation> {
    [
        (
            Limit::OpenRequestsPerVenue,
            used.open_requests_per_venue,
            limits.open_requests_per_venue,
        ),
        (
            Limit::OpenRequests,
            used.open_requests,
            limits.open_requests,
        ),
    ]
    .into_iter()
    .filter(|(_, used, limit)| used >= limit)
    .map(|(quota, used, limit)| {
        let quota = Quota {
            quota,
            limit,
            used,
            left: limit.saturating_sub(used),
        };
        Violation::new("space", Detail::Quota(quota))
    })
    .collect()
}

/// As [`check`], of who is counted at all.
#[must_use]
pub fn exceeded(used: Used, counted: Option<&OpenRequests>) -> Vec<Violation> {
    counted.map_or_else(Vec::new, |counted| check(used, counted.limits))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        open_requests_per_venue: 3,
        open_requests: 10,
        requests_per_hour: 10,
        token_requests_per_hour: 0,
        automatic_per_space: 3,
        automatic_hours_per_week: 8,
    };

    #[test]
    fn the_last_one_passes_and_the_next_does_not() {
        let two = Used {
            open_requests_per_venue: 2,
            open_requests: 9,
        };
        assert_eq!(check(two, LIMITS), []);

        let three = Used {
            open_requests_per_venue: 3,
            ..two
        };
        let expected = Quota {
            quota: Limit::OpenRequestsPerVenue,
            limit: 3,
            used: 3,
            left: 0,
        };
        assert_eq!(
            check(three, LIMITS),
            [Violation::new("space", Detail::Quota(expected))]
        );
        assert_eq!(
            serde_json::to_value(expected.quota).unwrap(),
            "open_requests_per_venue"
        );
    }

    #[test]
    fn every_exceeded_limit_is_told() {
        let all = Used {
            open_requests_per_venue: 4,
            open_requests: 10,
        };
        assert_eq!(check(all, LIMITS).len(), 2);
    }
}
