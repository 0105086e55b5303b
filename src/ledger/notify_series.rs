//! Who is told what of a series, in the transaction of the change: one mail to each, however many dates it has.

use entity::{Booking, BookingId, Instant, Words, booking::Status, series, term::TermKind};

use super::notify;
use crate::{
    app::App,
    db::Write,
    mail::{Mail, SeriesDate, SeriesEntry, SeriesFacts, SeriesNews},
    recurrence::Pattern,
    refusal::dates::Dated,
    rules::reason::Reason,
    urls,
    venue::{Catalogue, Venue},
    zone::parse_wall,
};

/// What every mail about this series is made from.
#[derive(Clone, Copy)]
pub struct SeriesNotifier<'a> {
    pub app: &'a App,
    pub catalogue: &'a Catalogue,
    pub venue: &'a Venue,
    pub series: &'a series::Model,
    pub now: Instant,
}

/// What a mail on a series tells.
pub struct SeriesMailSubject<'a> {
    pub news: SeriesNews,
    /// As they are now, by start.
    pub bookings: &'a [Booking],
    pub others: Vec<SeriesDate>,
    /// Those that the group's calendar knows, or shall.
    pub known: &'a [BookingId],
    pub reason: &'a Reason,
}

impl SeriesNotifier<'_> {
    /// The mails on a new series, to both sides; on one that was approved as it came, to the group alone.
    pub fn requested(&self, dates: &[Dated]) -> Vec<Write> {
        let got: Vec<Booking> = dates
            .iter()
            .filter_map(|date| date.outcome.booking().cloned())
            .collect();
        let missed = dates.iter().filter(|date| date.outcome.booking().is_none());
        let space = self.catalogue.space_of(self.series.space_id);
        let others: Vec<SeriesDate> = missed
            .filter_map(|date| {
                Some(SeriesDate {
                    space: space?.row.name.clone(),
                    starts: date.starts,
                    ends: date.ends,
                    entry: None,
                })
            })
            .collect();
        let approved = |one: &&Booking| one.status == Status::Approved;
        let known: Vec<BookingId> = got.iter().filter(approved).map(|one| one.id).collect();
        let news: &[SeriesNews] = if known.len() == got.len() {
            &[SeriesNews::Approved]
        } else {
            &[SeriesNews::Received, SeriesNews::New]
        };
        let told = news.iter().filter_map(|news| {
            self.mail(SeriesMailSubject {
                news: *news,
                bookings: &got,
                others: others.clone(),
                known: &known,
                reason: &Reason::default(),
            })
        });
        told.collect()
    }

    /// The mail on what is told of a series. None without bookings, and when the group left no mailbox and nobody has to be
    /// called for it.
    pub fn mail(&self, about: SeriesMailSubject<'_>) -> Option<Write> {
        let first = about.bookings.first()?;
        let booking_news = self.of(first)?;
        let mut facts = booking_news.facts(first);
        facts.code.clone_from(&self.series.code);
        facts.url = urls::series(&self.app.config.http.base_url, self.series);
        facts.invited = !about.known.is_empty();
        facts.asked = first.asked_at.is_some();
        facts.reason = about
            .reason
            .code
            .as_ref()
            .and_then(|code| self.catalogue.term(TermKind::Reason, code))
            .map(|term| term.name.clone());
        facts.reason_text.clone_from(&about.reason.text);
        let dates = about.bookings.iter();
        let mail = Mail::Series(Box::new(SeriesFacts {
            news: about.news,
            about: facts,
            dates: dates
                .filter_map(|one| self.date(one, about.known.contains(&one.id)))
                .collect(),
            others: about.others,
            pattern: Pattern::of(self.series),
        }));
        if about.news.is_to_venue() {
            Some(booking_news.house(first, &mail))
        } else {
            booking_news.group(first, &mail)
        }
    }

    /// A booking as a mail on its series lists it, with its calendar entry if the group's calendar knows it. None where
    /// somebody has deleted its space.
    pub fn date(&self, booking: &Booking, known: bool) -> Option<SeriesDate> {
        let space: Words = self.catalogue.space_of(booking.space_id)?.row.name.clone();
        Some(SeriesDate {
            space,
            starts: parse_wall(&booking.starts)?,
            ends: parse_wall(&booking.ends)?,
            entry: known.then(|| SeriesEntry {
                starts_at: booking.starts_at,
                ends_at: booking.ends_at,
                uid: booking.uid.clone(),
                sequence: booking.sequence,
            }),
        })
    }

    /// What mails about one of the series' bookings are made from. None only where somebody has deleted its space.
    pub fn of(&self, booking: &Booking) -> Option<notify::Notifier<'_>> {
        Some(notify::Notifier {
            app: self.app,
            catalogue: self.catalogue,
            venue: self.venue,
            space: self.catalogue.space_of(booking.space_id)?,
            now: self.now,
        })
    }
}
