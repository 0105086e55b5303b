//! What somebody typed, field by field: what is wrong with each is collected, what is right is passed on.

use entity::{Borrowed, Language, PersonId, term::TermKind};

use super::new::NewBooking;
use crate::{
    account::Person,
    booking::replace::Replacing,
    error::Error,
    refusal::rule::{InvalidInput, Violation},
    rules::waiver::Waiver,
    text::{Email, GroupName, Name, Note, Phone, Title},
    venue::{Catalogue, Venue},
};

/// The words of a request, fit to be kept.
pub struct ReadRequest {
    /// None when it is among the faults.
    pub title: Option<String>,
    pub note: Option<String>,
    pub group: Option<String>,
    pub programme: Option<String>,
    pub contact: BookerContact,
    pub waiver: Option<Waiver>,
    /// The booker's own, as they gave them now.
    pub name: Option<String>,
    pub phone: Option<String>,
}

/// Whose booking it is and whom the venue can reach.
pub struct BookerContact {
    /// None where a manager asks for somebody else.
    pub booker: Option<PersonId>,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub language: Language,
}

/// Reads what was typed, and collects every fault of it.
#[derive(Default)]
pub struct InputReader {
    pub faults: Vec<Violation>,
}

impl InputReader {
    pub fn field<T>(&mut self, field: &'static str, read: Result<T, InvalidInput>) -> Option<T> {
        read.map_err(|flaw| self.faults.push(Violation::invalid(field, flaw)))
            .ok()
    }

    /// Blank is missing.
    pub fn optional<T: Into<String>>(
        &mut self,
        field: &'static str,
        typed: Option<&str>,
        parse: fn(&str) -> Result<T, InvalidInput>,
    ) -> Option<String> {
        let typed = typed.filter(|typed| !typed.trim().is_empty())?;
        self.field(field, parse(typed)).map(Into::into)
    }

    /// Blank is none.
    pub fn programme(&mut self, named: Option<&str>, catalogue: &Catalogue) -> Option<String> {
        let slug = named.filter(|slug| !slug.is_empty())?;
        let known = catalogue
            .terms(TermKind::Programme)
            .any(|term| term.slug == slug);
        self.field(
            "programme",
            known.then(|| slug.to_owned()).ok_or(InvalidInput::Unknown),
        )
    }

    /// The words of a request. `manager`: whether who asks manages the venue, and so may ask for somebody else and waive
    /// rules.
    pub fn words(
        &mut self,
        new: &NewBooking,
        catalogue: &Catalogue,
        person: &Person,
        manager: bool,
    ) -> ReadRequest {
        let title = self.field("title", Title::parse(&new.title).map(String::from));
        let note = self.optional("note", new.note.as_deref(), Note::parse);
        let other = new.on_behalf.as_ref();
        let group = other
            .and_then(|other| other.group.as_deref())
            .or(new.group.as_deref());
        let group = self.optional("group", group, GroupName::parse);
        let phone = self.optional("phone", new.phone.as_deref(), Phone::parse);
        let name = self.optional("name", new.name.as_deref(), Name::parse);
        let programme = self.programme(new.programme.as_deref(), catalogue);
        let contact = if other.is_some() {
            if !manager {
                self.faults.push(Violation::not_a_manager("for"));
            }
            self.somebody_else(new, phone.clone())
        } else {
            BookerContact {
                booker: Some(person.id),
                name: name.clone().unwrap_or_else(|| person.name.clone()),
                email: Some(person.email.clone()),
                phone: phone.clone().or_else(|| person.phone.clone()),
                language: person.language.unwrap_or(new.language),
            }
        };
        ReadRequest {
            title,
            note,
            group,
            programme,
            contact,
            waiver: self.waiver(&new.waive, new.waive_reason.as_deref(), manager),
            name: name.filter(|_| other.is_none()),
            phone: phone.filter(|_| other.is_none()),
        }
    }

    /// The rules that are waived. None where none is named, and where the waiver is among the faults.
    pub fn waiver(
        &mut self,
        named: &[String],
        reason: Option<&str>,
        manager: bool,
    ) -> Option<Waiver> {
        if named.is_empty() {
            return None;
        }
        if !manager {
            self.faults.push(Violation::not_a_manager("waive"));
            return None;
        }
        Waiver::read(named, reason)
            .map_err(|faults| self.faults.extend(faults))
            .ok()
    }

    /// What makes room for it, and why: whether both can be said.
    pub fn replacing(&mut self, said: &Replacing, catalogue: &Catalogue, manager: bool) {
        if said.is_nothing() {
            return;
        }
        if !manager {
            self.faults.push(Violation::not_a_manager("replacing"));
        } else if let Err(Error::Rules(broken)) = said.checked(catalogue) {
            self.faults.extend(broken);
        }
    }

    pub fn stock(&mut self, borrowed: &Borrowed, venue: &Venue) {
        for (at, item) in borrowed.0.iter().enumerate() {
            let known = venue.items().find(|known| known.row.slug == item.item);
            let twice = borrowed.0[..at].iter().any(|other| other.item == item.item);
            let flaw = match known {
                None => InvalidInput::Unknown,
                Some(_) if twice => InvalidInput::Twice,
                Some(_) if item.quantity < 1 => InvalidInput::LessThanOne,
                Some(known) if item.quantity > known.quantity => InvalidInput::AtMost {
                    max: known.quantity,
                },
                Some(_) => continue,
            };
            self.faults.push(Violation::invalid("stock", flaw));
        }
    }

    fn somebody_else(&mut self, new: &NewBooking, phone: Option<String>) -> BookerContact {
        let other = new.on_behalf.clone().unwrap_or_default();
        let name = self.field("for.name", Name::parse(&other.name).map(String::from));
        BookerContact {
            booker: None,
            name: name.unwrap_or_default(),
            email: self.optional("for.email", other.email.as_deref(), Email::parse),
            phone: self
                .optional("for.phone", other.phone.as_deref(), Phone::parse)
                .or(phone),
            // Not the language of the manager who writes it down.
            language: other.language.unwrap_or_default(),
        }
    }
}
