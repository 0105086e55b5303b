//! Letters as mails in the outbox.

use entity::series;

use super::{
    change::{Letter, SeriesLetter},
    notify::Notifier,
    notify_series::{self, SeriesMailSubject},
    operation::Ground,
};
use crate::{app::App, db::Write, error::Error};

/// The mails that the letters ask for, or for who left no mailbox lines on the list of what is to be told by telephone. None
/// for who can be reached in no way.
pub fn posted(app: &App, ground: &Ground<'_>, letters: &[Letter]) -> Result<Vec<Write>, Error> {
    let mut writes = Vec::new();
    for letter in letters {
        match letter {
            Letter::Requested(booking) => {
                let news = Notifier::of(app, ground.catalogue, booking, ground.now)?;
                writes.extend(news.requested(booking));
            }
            Letter::SeriesRequested { series, dates } => {
                writes.extend(news_of(app, ground, series)?.requested(dates));
            }
            Letter::Changed { act, before, after } => {
                let news = Notifier::of(app, ground.catalogue, after, ground.now)?;
                writes.extend(news.changed(act.action, act.role, before, after, &act.reason));
            }
            Letter::MadeRoom {
                act,
                before,
                after,
                held,
                free,
            } => {
                let news = Notifier::of(app, ground.catalogue, after, ground.now)?;
                let (action, role) = (act.action, act.role);
                writes.extend(news.made_room(action, role, before, after, &act.reason, held, free));
            }
            Letter::FreeAgain(offer) => {
                let news = Notifier::of(app, ground.catalogue, offer, ground.now)?;
                writes.extend(news.free_again(offer));
            }
            Letter::TimeGiven { request, free } => {
                let news = Notifier::of(app, ground.catalogue, request, ground.now)?;
                writes.extend(news.time_given(request, free));
            }
            Letter::Wrote {
                role,
                booking,
                text,
            } => {
                let news = Notifier::of(app, ground.catalogue, booking, ground.now)?;
                writes.extend(news.wrote(*role, booking, text));
            }
            Letter::Series(letter) => writes.extend(of_series(app, ground, letter)?),
        }
    }
    Ok(writes)
}

fn of_series(
    app: &App,
    ground: &Ground<'_>,
    letter: &SeriesLetter,
) -> Result<Option<Write>, Error> {
    let news = news_of(app, ground, &letter.series)?;
    let others = letter.others.iter();
    Ok(news.mail(SeriesMailSubject {
        news: letter.news,
        bookings: &letter.bookings,
        others: others.filter_map(|one| news.date(one, false)).collect(),
        known: &letter.known,
        reason: &letter.reason,
    }))
}

fn news_of<'a>(
    app: &'a App,
    ground: &Ground<'a>,
    series: &'a series::Model,
) -> Result<notify_series::SeriesNotifier<'a>, Error> {
    let venue = ground.catalogue.venue_of(series.venue_id);
    Ok(notify_series::SeriesNotifier {
        app,
        catalogue: ground.catalogue,
        venue: venue.ok_or(Error::NotFound)?,
        series,
        now: ground.now,
    })
}
