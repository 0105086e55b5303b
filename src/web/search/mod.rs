//! `/search`: a free space for so many people, with what they need, when they need it.

mod form;
mod results;
mod view;

use axum::{extract::RawQuery, http::StatusCode, response::Response};
use entity::term::TermKind;

use super::{
    page_error::PageError,
    typed::{self, Typed},
    visitor::{Visitor, personal},
};
use crate::{calendar::search as searches, error::Error};
use form::SearchForm;
use results::Results;
use view::page;

/// `GET`: the form, and what was found once it was sent. Nothing is stored.
pub async fn show(visitor: Visitor, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let sent = query.is_some();
    let query = query.unwrap_or_default();
    let typed = Typed::read(query.as_bytes());
    let mut form = SearchForm {
        visitor: &visitor,
        equipment: typed::all(query.as_bytes(), "equipment"),
        typed,
    };
    let catalogue = visitor.app.catalogue().await?;
    if !sent {
        return visitor.page(&page(&form, &catalogue, &[], None));
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
            return visitor.page(&page(&form, &found.catalogue, &[], Some(results)));
        }
        Err(Error::Rules(more)) => broken.extend(more),
        Err(error) => return Err(error.into()),
    }
    // A choice that is not there any more is nothing that anybody could correct in the form.
    form.equipment.retain(|slug| {
        let mut terms = catalogue.terms(TermKind::Equipment);
        terms.any(|term| term.slug == *slug)
    });
    let page = page(&form, &catalogue, &broken, None);
    personal(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
