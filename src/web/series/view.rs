//! The page of a series.

use askama::Template;
use entity::booking::Status;

use super::{
    forms::{CANCEL, SeriesForm, SeriesForms},
    lines::{DateLine, lines},
    refused::why_not,
};
use crate::{
    error::Error,
    i18n::Translator,
    recurrence::Pattern,
    rules::losing::Outlook,
    series::{Series, SeriesCard},
    text::Phone,
    urls,
    venue::Catalogue,
    web::{
        field::Input,
        losing::{self, Loses},
        not_done::NotDone,
        tried::Tried,
        visitor::{Frame, Visitor},
    },
    zone::parse_wall,
};

#[derive(Template)]
#[template(path = "series.html", config = "config/askama.toml")]
pub struct SeriesPage {
    frame: Frame,
    code: String,
    title: String,
    space: String,
    rule: String,
    counts: Vec<(String, String)>,
    pub details: Vec<(String, String)>,
    dates: Vec<DateLine>,
    forms: Vec<SeriesForm>,
    /// Where a yes would be refused, for what, as far as it is known.
    in_the_way: Option<Vec<String>>,
    /// Where dates are given up, in words.
    give_up: Option<(String, String)>,
    not_done: NotDone,
}

impl SeriesPage {
    /// Says at the button of a yes what it would cost whom, or why there is none. `nothing_left`: no date can be had any
    /// more. Where only one cannot, the others can be said yes to without it; a move is for all dates or for none.
    pub fn foresee(
        &mut self,
        t: Translator,
        catalogue: &Catalogue,
        outlook: &Outlook,
        nothing_left: bool,
    ) {
        let free = outlook.in_the_way.is_empty();
        let refused = |one: &SeriesForm| match one.slug {
            "approve" => nothing_left,
            "accept-move" => !free,
            _ => false,
        };
        let why = || losing::in_the_way(t, catalogue, &outlook.in_the_way);
        self.in_the_way = self.forms.iter().any(refused).then(why);
        self.forms.retain(|one| !refused(one));
        for form in self.forms.iter_mut().filter(|one| one.is_yes()) {
            form.loses = Loses::of(t, catalogue, &outlook.losers);
            form.button = form.loses.anyway(t, &form.button);
            form.main = free && form.loses.lines.is_empty();
        }
    }
}

/// `from`: the date that what is done begins with.
pub fn page(
    visitor: &Visitor,
    catalogue: &Catalogue,
    card: &SeriesCard,
    from: &str,
    tried: Option<&Tried<'_>>,
) -> Result<SeriesPage, Error> {
    let (t, series) = (visitor.t(), &card.series);
    let now = visitor.app.clock.now();
    let first = series.bookings().next().ok_or(Error::NotFound)?;
    let venue = catalogue
        .venue_of(series.row.venue_id)
        .ok_or(Error::NotFound)?;
    let space = catalogue
        .space_of(series.row.space_id)
        .ok_or(Error::NotFound)?;
    let error = tried.and_then(|tried| tried.error.as_ref());
    let not_done = error.map(|error| NotDone::from(why_not(t, catalogue, error)));
    let forms = SeriesForms {
        visitor,
        t,
        catalogue,
        venue,
        card,
        from,
        tried,
    };
    let page = urls::series("", &series.row);
    let give_up = forms.give_up().map(|form| {
        let from = if from.is_empty() {
            String::new()
        } else {
            format!("?from={from}")
        };
        (format!("{page}/{CANCEL}{from}"), form.button)
    });
    let forms = forms.possible();
    let sent_along = tried.map(|tried| tried.action);
    let phone = first.contact_phone.as_deref().map(Phone::readable);
    let borrowed = venue.borrowed(&first.stock);
    let borrowed = t.borrowed(borrowed.map(|(item, quantity)| (&item.row.name, quantity)));
    let details = [
        (t.text("booking-contact"), Some(first.contact_name.clone())),
        (t.text("form-phone"), phone),
        (t.text("form-group"), first.group_name.clone()),
        (t.text("form-attendees"), Some(first.attendees.to_string())),
        (t.text("mail-stock"), Some(borrowed)),
        (t.text("form-note"), first.note.clone()),
    ];
    Ok(SeriesPage {
        frame: Frame {
            path: visitor.path_or(page),
            form: forms
                .iter()
                .find(|form| Some(form.slug) == sent_along)
                .map(|form| form.slug.to_owned()),
            ..visitor.frame(format!("{} · {}", series.row.code, first.title))
        },
        code: series.row.code.clone(),
        title: first.title.clone(),
        space: format!(
            "{}, {}",
            space.row.name.get(t.language),
            venue.row.name.get(t.language)
        ),
        rule: rule(t, series),
        counts: counts(t, series),
        details: details
            .into_iter()
            .filter_map(|(label, value)| Some((label, value.filter(|text| !text.is_empty())?)))
            .collect(),
        dates: lines(t, catalogue, card, now),
        forms,
        in_the_way: None,
        give_up,
        not_done: not_done.unwrap_or_default(),
    })
}

/// `Every Tuesday, 16:00–18:00`
fn rule(t: Translator, series: &Series) -> String {
    let every = Pattern::of(&series.row).map_or(String::new(), |pattern| t.pattern(pattern));
    let time = |text: &str| parse_wall(text).map_or(String::new(), |at| t.time(at));
    let (from, to) = (time(&series.row.starts), time(&series.row.ends));
    format!("{every}, {from}–{to}")
}

fn counts(t: Translator, series: &Series) -> Vec<(String, String)> {
    let all = series.dates.len();
    let many = |status: &[Status]| {
        let bookings = series.bookings();
        bookings.filter(|one| status.contains(&one.status)).count()
    };
    let stands = [Status::Approved, Status::CheckedIn, Status::Completed];
    let missed = all - series.bookings().count();
    [
        (t.text("series-approved"), many(&stands)),
        (t.text("series-waiting"), many(&[Status::Pending])),
        (t.text("series-missed"), missed),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(label, count)| (label, format!("{count} / {all}")))
    .collect()
}
