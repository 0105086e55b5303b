//! Who is told of it: the group and the house with one mail each, and who waits for the old times or waited for the new ones.

use entity::{
    BookingId,
    audit::{Action, Role},
    booking::Status,
    series,
};

use super::{
    What,
    plan::Moved,
    work::{Work, spaces_of},
};
use crate::{
    db::{Tx, Write},
    error::Error,
    ledger::{
        notify_series::{About, News},
        rivals,
    },
    mail::SeriesNews,
    rules::proposal::as_asked,
};

use entity::Booking;

impl Work<'_> {
    pub async fn told_in(
        &self,
        tx: &Tx,
        row: &series::Model,
        moved: &[Moved<'_>],
        after: &[Booking],
    ) -> Result<Vec<Write>, Error> {
        let news = News {
            app: self.app,
            catalogue: self.catalogue,
            venue: self.venue()?,
            series: row,
            now: self.app.clock.now(),
        };
        let mut writes = self.others_in(tx, &news, moved, after).await?;
        writes.extend(asked(&news, moved));
        writes.extend(self.done(&news, moved, after));
        Ok(writes)
    }

    async fn others_in(
        &self,
        tx: &Tx,
        news: &News<'_>,
        moved: &[Moved<'_>],
        after: &[Booking],
    ) -> Result<Vec<Write>, Error> {
        let mut writes = Vec::new();
        // Who had lost the time to the series where it was knows.
        let gave_way = moved.iter().map(|one| &one.before);
        let gave_way = gave_way.filter(|one| one.status == Status::Approved);
        let gave_way: Vec<Booking> = gave_way.cloned().collect();
        for space in spaces_of(self.catalogue, moved) {
            let gone: Vec<Booking> = moved
                .iter()
                .filter(|one| one.before.space_id == space.row.id)
                .filter(|one| one.is_elsewhere() && one.before.claims())
                .map(|one| one.before.clone())
                .collect();
            let come: Vec<Booking> = moved
                .iter()
                .zip(after)
                .filter(|(one, _)| one.is_elsewhere() && !one.is_shortened())
                .map(|(_, after)| after)
                .filter(|one| one.space_id == space.row.id && one.status == Status::Approved)
                .cloned()
                .collect();
            let Some(about) = gone.iter().chain(&come).next().and_then(|one| news.of(one)) else {
                continue;
            };
            writes.extend(rivals::back_from_all_in(tx, &about, &gone).await?);
            writes.extend(rivals::told_by_all_in(tx, &about, &come, &gave_way).await?);
        }
        Ok(writes)
    }

    /// Of what is so from now on.
    fn done(&self, news: &News<'_>, moved: &[Moved<'_>], after: &[Booking]) -> Vec<Write> {
        let changes = |one: &Moved<'_>| {
            !matches!(
                one.to.action,
                Action::ProposeMove
                    | Action::DeclineMove
                    | Action::LapseMove
                    | Action::TakeBackMove
            )
        };
        let pairs = moved.iter().zip(after).filter(|(one, _)| changes(one));
        let (moved, after): (Vec<&Moved<'_>>, Vec<Booking>) =
            pairs.map(|(one, after)| (one, after.clone())).unzip();
        let known = after.iter().filter(|one| one.status == Status::Approved);
        let known: Vec<BookingId> = known.map(|one| one.id).collect();
        let kinds = self.kinds(&moved, !known.is_empty());
        let reason = moved.first().map(|one| one.to.reason.clone());
        let reason = &reason.unwrap_or_default();
        let told = kinds.iter().filter_map(|kind| {
            news.told(About {
                news: *kind,
                bookings: &after,
                others: Vec::new(),
                known: &known,
                reason,
            })
        });
        told.collect()
    }

    /// To the group and to the house. Whoever only changed what was said knows; the group also gets a new title into its
    /// calendar.
    fn kinds(&self, moved: &[&Moved<'_>], invited: bool) -> Vec<SeriesNews> {
        let by_group = moved.iter().any(|one| one.to.role == Role::Booker);
        match self.what {
            What::Times(_) if by_group => vec![SeriesNews::Moved, SeriesNews::MovedByGroup],
            What::Times(_) | What::Answer(_) => vec![SeriesNews::Moved],
            What::Details(..) if !moved.iter().any(|one| one.is_told()) => Vec::new(),
            What::Details(..) if !by_group => vec![SeriesNews::Changed],
            What::Details(..) => {
                let titled = |one: &&Moved<'_>| one.before.title != one.to.after.title;
                let entries = (invited && moved.iter().any(titled)).then_some(SeriesNews::Changed);
                let house = SeriesNews::ChangedByGroup;
                entries.into_iter().chain([house]).collect()
            }
        }
    }
}

/// Of a move that is asked for, and of one that is not to be: with the times that were asked for.
fn asked(news: &News<'_>, moved: &[Moved<'_>]) -> Vec<Write> {
    let reason = moved.first().map(|one| one.to.reason.clone());
    let reason = &reason.unwrap_or_default();
    let mut writes = Vec::new();
    for (action, kinds) in [
        (
            Action::ProposeMove,
            &[SeriesNews::MoveReceived, SeriesNews::MoveProposed][..],
        ),
        (Action::DeclineMove, &[SeriesNews::MoveDeclined]),
        (Action::LapseMove, &[SeriesNews::MoveLapsed]),
        (Action::TakeBackMove, &[SeriesNews::MoveTakenBack]),
    ] {
        // What is asked for instead is told in the same breath.
        if action == Action::TakeBackMove && moved.iter().any(Moved::asks) {
            continue;
        }
        let of_it = moved.iter().filter(|one| one.to.action == action);
        let wanted: Vec<Booking> = of_it
            .filter_map(|one| {
                let new = one.to.after.proposed_move();
                let answer_by = new.as_ref().map(|asks| asks.answer_by);
                let asks = new.or_else(|| one.before.proposed_move())?;
                Some(Booking {
                    move_answer_by: answer_by,
                    ..as_asked(&one.before, &asks, news.venue)
                })
            })
            .collect();
        writes.extend(kinds.iter().filter_map(|kind| {
            news.told(About {
                news: *kind,
                bookings: &wanted,
                others: Vec::new(),
                known: &[],
                reason,
            })
        }));
    }
    writes
}
