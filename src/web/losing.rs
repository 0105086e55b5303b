//! Who loses by a yes, in words.

use super::booking::when;
use crate::{
    booking::{Loser, Lost},
    i18n::Translator,
    venue::Catalogue,
};

/// So many dates of a series are told one by one.
const DATES: usize = 3;

/// As they are sent along with a yes.
pub fn codes(losers: &[Loser]) -> String {
    let codes: Vec<&str> = losers.iter().map(|one| &*one.booking.code).collect();
    codes.join(" ")
}

/// A line for each request, the dates of a series in one.
pub fn lines(t: Translator, catalogue: &Catalogue, losers: &[Loser]) -> Vec<String> {
    let mut together: Vec<Vec<&Loser>> = Vec::new();
    for loser in losers {
        let series = loser.booking.series_id;
        let same = |dates: &&mut Vec<&Loser>| {
            series.is_some() && (dates[0].booking.series_id, dates[0].what) == (series, loser.what)
        };
        match together.iter_mut().find(same) {
            Some(dates) => dates.push(loser),
            None => together.push(vec![loser]),
        }
    }
    let said = together.iter().map(|dates| line(t, catalogue, dates));
    said.collect()
}

fn line(t: Translator, catalogue: &Catalogue, dates: &[&Loser]) -> String {
    let booking = &dates[0].booking;
    let group = booking.group_name.as_ref().unwrap_or(&booking.contact_name);
    let venue = catalogue.venue_of(booking.venue_id);
    let times = dates.iter().take(DATES);
    let times = times.filter_map(|one| Some(when(t, &one.booking, venue?)));
    let mut times: Vec<String> = times.collect();
    if dates.len() > DATES {
        times.push(format!("+{}", dates.len() - DATES));
    }
    let key = match dates[0].what {
        Lost::Floor => "decide-loses-floor",
        Lost::Seats => "decide-loses-seats",
        Lost::Stock => "decide-loses-stock",
    };
    let said = [
        ("title", booking.title.clone().into()),
        ("group", group.clone().into()),
        ("when", times.join("; ").into()),
    ];
    t.with(key, &said)
}
