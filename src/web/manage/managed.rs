//! A venue that the visitor manages: to everybody else its pages are not there.

use std::sync::Arc;

use crate::{
    error::Error,
    venue::{Catalogue, Venue},
    web::visitor::Visitor,
};

/// [`Error::NotFound`] for who does not manage a venue of that name.
pub fn managed<'a>(
    visitor: &Visitor,
    catalogue: &'a Catalogue,
    slug: &str,
) -> Result<&'a Arc<Venue>, Error> {
    visitor.actor.signed_in()?;
    catalogue
        .venue(slug)
        .filter(|venue| visitor.actor.manages(venue.row.id))
        .ok_or(Error::NotFound)
}
