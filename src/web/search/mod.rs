//! `/search`: a free space for so many people, with what they need, when they need it.

pub mod view;

use axum::{extract::RawQuery, http::StatusCode, response::Response};
use time::PrimitiveDateTime;

use super::{
    error::PageError,
    request::form::over_night,
    typed::{self, Typed},
    visitor::{Visitor, personal},
};
use crate::{
    calendar::search::{self as searches, Search},
    error::Error,
    refusal::rule::{Broken, Flaw},
    zone::{format_wall, parse_wall},
};
use view::{Form, Results};

/// `GET`: the form, and what was found once it was sent. Nothing is stored.
pub async fn show(visitor: Visitor, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let sent = query.is_some();
    let query = query.unwrap_or_default();
    let typed = Typed::read(query.as_bytes());
    let mut form = Form {
        visitor: &visitor,
        equipment: typed::all(query.as_bytes(), "equipment"),
        typed,
    };
    let catalogue = visitor.app.catalogue().await?;
    if !sent {
        return visitor.page(&form.page(&catalogue, &[], None));
    }
    let (wanted, mut broken) = form.read();
    let found = if broken.is_empty() {
        searches::search(&visitor.app, &visitor.actor, &wanted).await
    } else {
        searches::check(&wanted, &catalogue).and(Err(Error::Rules(Vec::new())))
    };
    match found {
        Ok(found) => {
            let results = Results::new(&form, &found);
            return visitor.page(&form.page(&found.catalogue, &[], Some(results)));
        }
        Err(Error::Rules(more)) => broken.extend(more),
        Err(error) => return Err(error.into()),
    }
    // A choice that is not there any more is nothing that anybody could correct in the form.
    form.equipment.retain(|slug| {
        let mut terms = catalogue.terms(entity::term::TermKind::Equipment);
        terms.any(|term| term.slug == *slug)
    });
    let page = form.page(&catalogue, &broken, None);
    personal(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

impl Form<'_> {
    /// The search, and what of the form cannot be read or is missing beside what is there.
    fn read(&self) -> (Search, Vec<Broken>) {
        let typed = &self.typed;
        let mut broken = Vec::new();
        let attendees = typed.some("attendees").map(str::parse);
        if matches!(attendees, Some(Err(_))) {
            broken.push(Broken::invalid("attendees", Flaw::Malformed));
        }
        let some_time = ["date", "from", "to"]
            .iter()
            .any(|name| typed.some(name).is_some());
        if some_time {
            for (field, is_read) in [
                (
                    "date",
                    crate::zone::parse_date(typed.get("date").trim()).is_some(),
                ),
                ("from", self.clock("from").is_some()),
                ("to", self.clock("to").is_some()),
            ] {
                let flaw = match typed.some(field) {
                    None => Flaw::Missing,
                    Some(_) => Flaw::Malformed,
                };
                broken.extend((!is_read).then(|| Broken::invalid(field, flaw)));
            }
        }
        let owned = |name| typed.some(name).map(str::to_owned);
        let time = self.time();
        let search = Search {
            starts: time.map(|(starts, _)| format_wall(starts)),
            ends: time.map(|(_, ends)| format_wall(ends)),
            attendees: attendees.and_then(Result::ok),
            equipment: self.equipment.clone(),
            district: owned("district"),
            text: owned("text"),
            language: self.visitor.language,
            ..Search::default()
        };
        (search, broken)
    }

    /// From when to when, if it was said.
    fn time(&self) -> Option<(PrimitiveDateTime, PrimitiveDateTime)> {
        let date = crate::zone::parse_date(self.typed.get("date").trim())?;
        let (from, to) = (self.clock("from")?, self.clock("to")?);
        over_night(date, from.time(), to.time())
    }

    fn clock(&self, name: &str) -> Option<PrimitiveDateTime> {
        parse_wall(&format!("2000-01-01T{}", self.typed.get(name).trim()))
    }
}
