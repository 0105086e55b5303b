//! `/series/{code}/cancel`: which dates are given up, before they are.

use askama::Template;

use super::{
    forms::{CANCEL, SeriesForm, SeriesForms},
    refused::why_not,
};
use crate::{
    error::Error,
    series::SeriesCard,
    urls,
    venue::Catalogue,
    web::{
        booking::give_up::what_it_means,
        field::Input,
        not_done::NotDone,
        tried::Tried,
        visitor::{Frame, Visitor},
    },
};
use entity::Booking;

#[derive(Template)]
#[template(path = "series_give_up.html", config = "config/askama.toml")]
pub struct SeriesGiveUpPage {
    frame: Frame,
    not_done: NotDone,
    title: String,
    page: String,
    code: String,
    meaning: String,
    form: SeriesForm,
}

/// None where there is nothing that the visitor could give up. `from`: the date that it begins with.
pub fn page(
    visitor: &Visitor,
    catalogue: &Catalogue,
    card: &SeriesCard,
    from: &str,
    tried: Option<&Tried<'_>>,
) -> Result<Option<SeriesGiveUpPage>, Error> {
    let (t, series) = (visitor.t(), &card.series);
    let first = series.bookings().next().ok_or(Error::NotFound)?;
    let venue = catalogue
        .venue_of(series.row.venue_id)
        .ok_or(Error::NotFound)?;
    let forms = SeriesForms {
        visitor,
        t,
        catalogue,
        venue,
        card,
        from,
        tried,
    };
    let Some(form) = forms.give_up() else {
        return Ok(None);
    };
    let error = tried.and_then(|tried| tried.error.as_ref());
    let not_done = error.map(|error| NotDone::from(why_not(t, catalogue, error)));
    let page = urls::series("", &series.row);
    Ok(Some(SeriesGiveUpPage {
        frame: Frame {
            path: format!("{page}/{CANCEL}"),
            form: Some(CANCEL.to_owned()),
            ..visitor.frame(format!("{} · {}", form.button, series.row.code))
        },
        not_done: not_done.unwrap_or_default(),
        title: first.title.clone(),
        page,
        code: series.row.code.clone(),
        meaning: what_it_means(t, card.role, first, series.bookings().any(Booking::claims)),
        form,
    }))
}
