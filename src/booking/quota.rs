//! How much one person may ask for: what a quota is, and how many of their requests may wait.

use serde::{Deserialize, Serialize};

use super::broken::{Broken, Facts};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    OpenRequestsPerVenue,
    OpenRequests,
    RequestsPerHour,
    /// At one venue; so below. See [`super::allowance`].
    HoursPerWeek,
    HoursPerMonth,
    BookingsPerWeek,
    BookingsPerMonth,
    PrimeHoursPerWeek,
    PrimeHoursPerMonth,
}

impl Limit {
    /// Then amounts are in minutes.
    #[must_use]
    pub fn counts_hours(self) -> bool {
        match self {
            Self::HoursPerWeek
            | Self::HoursPerMonth
            | Self::PrimeHoursPerWeek
            | Self::PrimeHoursPerMonth => true,
            Self::OpenRequestsPerVenue
            | Self::OpenRequests
            | Self::RequestsPerHour
            | Self::BookingsPerWeek
            | Self::BookingsPerMonth => false,
        }
    }
}

/// A limit and how far it is used up: in minutes where it counts hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub quota: Limit,
    pub limit: u32,
    pub used: u32,
    pub left: u32,
}

/// As in the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub open_requests_per_venue: u32,
    pub open_requests: u32,
    pub requests_per_hour: u32,
}

/// What a person has used before this request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Waiting at the venue of this request.
    pub open_requests_per_venue: u32,
    /// Waiting anywhere.
    pub open_requests: u32,
    /// Sent from pages within the last hour; 0 for a request that comes by the API.
    pub requests_per_hour: u32,
}

/// Every limit that one more request would exceed.
#[must_use]
pub fn check(used: Used, limits: Limits) -> Vec<Broken> {
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
        (
            Limit::RequestsPerHour,
            used.requests_per_hour,
            limits.requests_per_hour,
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
        Broken::new("space", Facts::Quota(quota))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        open_requests_per_venue: 3,
        open_requests: 10,
        requests_per_hour: 10,
    };

    #[test]
    fn the_last_one_passes_and_the_next_does_not() {
        let two = Used {
            open_requests_per_venue: 2,
            open_requests: 9,
            requests_per_hour: 9,
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
            [Broken::new("space", Facts::Quota(expected))]
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
            requests_per_hour: 11,
        };
        assert_eq!(check(all, LIMITS).len(), 3);
    }
}
