//! What of a mail is shown.

use mail_parser::{Addr, Address, HeaderName, MessageParser};

pub struct Eml {
    pub subject: String,
    pub to: String,
    pub date: String,
    /// The plain text part.
    pub text: String,
}

impl Eml {
    pub fn read(source: &[u8]) -> Self {
        let mail = MessageParser::default().parse(source).unwrap_or_default();
        Self {
            subject: mail.subject().unwrap_or_default().to_owned(),
            to: mail
                .to()
                .and_then(Address::first)
                .map(shown)
                .unwrap_or_default(),
            date: mail
                .header_raw(HeaderName::Date)
                .unwrap_or_default()
                .trim()
                .to_owned(),
            text: mail.body_text(0).unwrap_or_default().trim().to_owned(),
        }
    }
}

fn shown(recipient: &Addr<'_>) -> String {
    let address = recipient.address().unwrap_or_default();
    match recipient.name() {
        Some(name) => format!("{name} <{address}>"),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use entity::{Instant, Language};

    use super::*;
    use crate::mail::{Envelope, Mail, compose};

    #[test]
    fn what_our_composer_writes_can_be_read() {
        let mail = Mail::SignInCode {
            code: "042317".to_owned(),
            minutes: 10,
        };
        let to = |name: &str| Envelope {
            from: "no-reply@jastar.example".parse().unwrap(),
            recipient_name: name.to_owned(),
            recipient: "aigerim@example.kz".to_owned(),
            language: Language::Kk,
            message_id: "1@jastar.example".to_owned(),
            date: Instant(1_795_000_000),
        };
        let read = |name| Eml::read(&compose(&mail, &[], &to(name)).unwrap().formatted());
        let eml = read("Әйгерім Қуанышқызы");
        assert_eq!(eml.to, "Әйгерім Қуанышқызы <aigerim@example.kz>");
        assert_eq!(read("").to, "aigerim@example.kz");
        assert_eq!(eml.date, "Wed, 18 Nov 2026 11:06:40 +0000");
        assert_eq!(eml.subject, "Кіру коды: 042317");
        assert!(eml.text.starts_with("Кіру коды"), "{}", eml.text);
        assert!(eml.text.contains("042317"), "{}", eml.text);
    }
}
