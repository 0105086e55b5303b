//! Why somebody decided as they did.

use entity::{
    audit::{Action, Role},
    term::TermKind,
};

use super::lifecycle;
use crate::{error::Error, refusal::rule::InvalidInput, text, venue::Catalogue};

/// Why, as a manager says it: a reason of the catalogue, an own sentence, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// Slug.
    pub code: Option<String>,
    pub text: Option<String>,
}

impl Reason {
    /// What goes along with a yes: nobody has to say why.
    #[must_use]
    pub fn word(note: Option<String>) -> Self {
        Self {
            code: None,
            text: note,
        }
    }
}

/// The reason, fit to be kept, if it has to be one.
pub fn checked(
    catalogue: &Catalogue,
    role: Role,
    action: Action,
    said: &Reason,
) -> Result<Reason, Error> {
    let wanted = match action {
        Action::Reject | Action::DeclineMove => Some("reject"),
        Action::Cancel | Action::Replace => Some("cancel"),
        _ => None,
    };
    read(
        catalogue,
        wanted,
        lifecycle::needs_reason(action, role),
        said,
    )
}

/// Why something is closed, which always has a reason.
pub fn of_closure(catalogue: &Catalogue, said: &Reason) -> Result<Reason, Error> {
    read(catalogue, Some("closure"), true, said)
}

/// `wanted`: what a reason of the catalogue has to be for; all are for the rest.
fn read(
    catalogue: &Catalogue,
    wanted: Option<&str>,
    needed: bool,
    said: &Reason,
) -> Result<Reason, Error> {
    let fits = |uses: &[String]| wanted.is_none_or(|wanted| uses.iter().any(|of| of == wanted));
    let invalid = |flaw| Error::invalid("reason", flaw);
    let code = said.code.clone().filter(|code| !code.is_empty());
    let typed = said.text.as_deref().filter(|text| !text.trim().is_empty());
    let text = typed
        .map(|typed| text::Reason::parse(typed).map(String::from))
        .transpose()
        .map_err(invalid)?;
    if let Some(code) = &code
        && !catalogue
            .terms(TermKind::Reason)
            .any(|term| &term.slug == code && fits(&term.uses.0))
    {
        return Err(invalid(InvalidInput::Unknown));
    }
    if needed && code.is_none() && text.is_none() {
        return Err(invalid(InvalidInput::Missing));
    }
    Ok(Reason { code, text })
}
