//! Why something is done, and what has to make room for it, as programs say it.

use entity::{BookingId, term::TermKind};
use serde::Deserialize;
use utoipa::ToSchema;

use super::refusal::Refusal;
use crate::{app::App, booking::Replacing, refusal::rule::InvalidInput, rules::reason::Reason};

/// The code of a reason in the catalogue, or a sentence; or both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum ReasonIn {
    Either(String),
    Both(ReasonParts),
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonParts {
    code: Option<String>,
    #[schema(max_length = 1000)]
    text: Option<String>,
}

/// What has to make room.
pub async fn replacing(
    app: &App,
    ids: &[String],
    why: Option<ReasonIn>,
) -> Result<Replacing, Refusal> {
    let ids: Option<Vec<BookingId>> = ids.iter().map(|id| id.parse().ok()).collect();
    Ok(Replacing {
        bookings: ids.ok_or_else(|| Refusal::field("replacing", InvalidInput::Unknown))?,
        reason: reason(app, why).await?,
    })
}

/// A bare string is a code where the catalogue knows it as one.
pub async fn reason(app: &App, said: Option<ReasonIn>) -> Result<Reason, Refusal> {
    Ok(match said {
        None => Reason::default(),
        Some(ReasonIn::Both(ReasonParts { code, text })) => Reason { code, text },
        Some(ReasonIn::Either(said)) => {
            let catalogue = app.known_catalogue().await?;
            let is_code = catalogue
                .terms(TermKind::Reason)
                .any(|term| term.slug == said);
            if is_code {
                Reason {
                    code: Some(said),
                    text: None,
                }
            } else {
                Reason {
                    code: None,
                    text: Some(said),
                }
            }
        }
    })
}
