//! Mails about several requests at once that nobody has answered yet.

use entity::{Words, escalation::Became};
use serde::{Deserialize, Serialize};
use time::PrimitiveDateTime;

use super::{
    facts::wall,
    line::one_line,
    written::{MailLink, Written},
};
use crate::i18n::Translator;

/// A request as a line of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestEntry {
    /// The booking's page.
    pub url: String,
    pub title: String,
    pub venue: Words,
    pub space: Words,
    #[serde(with = "wall")]
    pub starts: PrimitiveDateTime,
    #[serde(with = "wall")]
    pub ends: PrimitiveDateTime,
    #[serde(
        with = "wall::option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub answer_by: Option<PrimitiveDateTime>,
    /// What became of it; none while it waits in its time.
    pub became: Option<Became>,
    /// Further dates of the same series.
    #[serde(default)]
    pub others: usize,
}

/// `news` is how the keys of the words end.
pub fn written(news: &str, requests: &[DigestEntry], t: Translator) -> Written {
    let count = [("count", requests.len().into())];
    let heading = t.with(&format!("mail-heading-{news}"), &count);
    let list: Vec<MailLink> = requests.iter().map(|one| line(one, t)).collect();
    Written {
        subject: t.with(&format!("mail-subject-{news}"), &count),
        preheader: list
            .first()
            .map_or(String::new(), |first| first.label.clone()),
        heading,
        paragraphs: vec![t.text(&format!("mail-text-{news}"))],
        facts: Vec::new(),
        code: None,
        link: None,
        kept: Vec::new(),
        list,
        dates: Vec::new(),
        others: Vec::new(),
        alternatives: Vec::new(),
        details: Vec::new(),
        earlier: Vec::new(),
        closing: t.text("mail-closing-overlooked"),
    }
}

fn line(one: &DigestEntry, t: Translator) -> MailLink {
    let (space, venue) = (one.space.get(t.language), one.venue.get(t.language));
    let state = match (one.became, one.answer_by) {
        (None, Some(by)) => Some(t.with("mail-waits-until", &[("moment", t.deadline(by).into())])),
        (None, None) => None,
        (Some(became), _) => Some(t.text(match became {
            Became::Expired => "mail-became-expired",
            Became::Stays => "mail-became-stays",
            Became::Approved => "mail-became-approved",
            Became::MoveLapsed => "mail-became-move-lapsed",
        })),
    };
    let what = format!(
        "{}: {space}, {venue}, {}.",
        one_line(&one.title, 60),
        t.when(one.starts, one.ends)
    );
    let others =
        (one.others > 0).then(|| t.with("mail-other-dates-count", &[("count", one.others.into())]));
    MailLink {
        label: [Some(what), others, state]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        url: one.url.clone(),
    }
}
