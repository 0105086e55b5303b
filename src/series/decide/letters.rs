//! Who is told of a decision on a series: the group, and the house where it was the group's, with one mail each.

use entity::{
    Booking, BookingId,
    audit::{Action, Role},
    booking::Status,
};

use super::chosen::{DateDecision, SeriesDecision};
use crate::{
    ledger::change::{Change, Letter, SeriesLetter},
    mail::SeriesNews,
    rules::reason::Reason,
    series::seen::SeenSeries,
};

impl SeriesDecision {
    /// The news to the group and, of what the group did, to the house.
    pub fn news(&self, chosen: &[DateDecision]) -> Vec<SeriesNews> {
        let role = chosen.first().map_or(Role::System, |one| one.role);
        match self {
            SeriesDecision::Approve { .. } => vec![SeriesNews::Approved],
            SeriesDecision::Reject => vec![SeriesNews::Rejected],
            SeriesDecision::Cancel { .. } if role == Role::Booker => {
                vec![SeriesNews::CancelledByYou, SeriesNews::CancelledByGroup]
            }
            SeriesDecision::Cancel { .. } => vec![SeriesNews::CancelledByVenue],
            SeriesDecision::ByItself { action, .. } if *action == Action::Approve => {
                vec![SeriesNews::Approved]
            }
            SeriesDecision::ByItself { .. } => vec![SeriesNews::Expired],
        }
    }

    /// One letter for each of the `news`, about the dates that the `changes` are of; none when the `changes` only leave dates
    /// out of a yes, or are none.
    pub fn letters(
        &self,
        seen: &SeenSeries,
        news: &[SeriesNews],
        changes: &[&Change],
        reason: &Reason,
    ) -> Vec<Letter> {
        let left_out = |one: &&&Change| one.acts.iter().any(|act| self.leaves_out(act.action));
        let (others, about): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(left_out);
        if about.is_empty() {
            // All of them were told before.
            return Vec::new();
        }
        let known = |one: &&&Change| {
            let was = one.before.as_ref().map(|before| before.status);
            was == Some(Status::Approved) || one.after.status == Status::Approved
        };
        let after = |of: &[&Change]| -> Vec<Booking> {
            let after = of.iter().map(|one| one.after.clone());
            after.collect()
        };
        let known: Vec<BookingId> = about.iter().filter(known).map(|one| one.after.id).collect();
        let letters = news.iter().map(|news| {
            Letter::Series(Box::new(SeriesLetter {
                series: seen.row.clone(),
                news: *news,
                bookings: after(&about),
                others: after(&others),
                known: known.clone(),
                reason: reason.clone(),
            }))
        });
        letters.collect()
    }
}
