//! Who was told what about a booking.

use entity::outbox::{self, Delivery};

use super::view::moment;
use crate::{i18n::Translator, mail::Mail, venue::Venue};

pub struct MailLine {
    pub what: String,
    pub to: String,
    pub state: String,
}

/// A mail as a line of the page.
pub fn told(t: Translator, venue: &Venue, mail: &outbox::Model) -> MailLine {
    let news = serde_json::from_value(mail.payload.clone())
        .map_or_else(|_| mail.kind.replace('_', "-"), |data: Mail| data.news());
    let heading = format!("mail-heading-{news}");
    let state = match (mail.state, mail.sent_at) {
        (Delivery::Sent, Some(at)) => t.with(
            "booking-mail-sent",
            &[("moment", moment(t, venue, at).into())],
        ),
        (Delivery::Failed, _) => t.text("booking-mail-failed"),
        _ => t.text("booking-mail-queued"),
    };
    MailLine {
        what: t.text(&heading),
        to: masked(&mail.recipient),
        state,
    }
}

/// `a***@qanat.example`
pub fn masked(address: &str) -> String {
    let (name, host) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}***@{host}")
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_address_shows_its_first_letter_and_its_host() {
        assert_eq!(masked("asel@qanat.example"), "a***@qanat.example");
        assert_eq!(masked("ә@б.kz"), "ә***@б.kz");
    }
}
