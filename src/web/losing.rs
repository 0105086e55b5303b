//! Who loses by a yes, and what is in its way, in words.

use super::booking::words::when;
use crate::{
    i18n::Translator,
    refusal::{
        conflict::Conflict,
        losing::{Loser, Lost},
    },
    venue::Catalogue,
};

/// So many dates of a series are told one by one.
const DATES: usize = 3;

/// What the form of a yes says of who loses by it.
#[derive(Default)]
pub struct Loses {
    pub lines: Vec<String>,
    /// Sent along with the yes: of whom its page told; none where nobody was looked for.
    pub known: Option<String>,
}

impl Loses {
    pub fn of(t: Translator, catalogue: &Catalogue, losers: &[Loser]) -> Self {
        let codes: Vec<&str> = losers.iter().map(|one| &*one.booking.code).collect();
        Self {
            lines: lines(t, catalogue, losers),
            known: Some(codes.join(" ")),
        }
    }

    /// The label of the button, which is another one where somebody loses.
    pub fn anyway(&self, t: Translator, yes: &str) -> String {
        if self.lines.is_empty() {
            yes.to_owned()
        } else {
            t.with("decide-anyway", &[("yes", yes.into())])
        }
    }
}

/// What a yes would be refused for, once each.
pub fn in_the_way(t: Translator, catalogue: &Catalogue, found: &[Conflict]) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for one in found {
        let space = catalogue.space(&one.space);
        let name = space.map_or("", |(_, space)| space.row.name.get(t.language));
        let when = t.when(one.starts, one.ends);
        let line = format!("{name}, {when}: {}", t.clash(one.kind));
        if !said.contains(&line) {
            said.push(line);
        }
    }
    said
}

/// A line for each request, the dates of a series in one.
fn lines(t: Translator, catalogue: &Catalogue, losers: &[Loser]) -> Vec<String> {
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
