//! From what somebody said to a row that could be written.

use entity::{
    BookingId, Instant, PersonId,
    audit::Role,
    booking::{self, Status},
    space::Pending,
    term::TermKind,
};
use sea_orm::DbErr;
use time::PrimitiveDateTime;

use super::NewBooking;
use crate::{
    account::{self, Actor, Person},
    app::App,
    booking::{
        broken::{Broken, Flaw},
        deadline, lifecycle,
        rules::{self, Place, Proposal},
        slot::Slot,
        store::claims::{self, Conditions, Quota},
        text::{Email, GroupName, Name, Note, Phone, Title},
    },
    db::{Tx, Write},
    error::Error,
    venue::{Catalogue, Space, Venue},
    zone::{format_wall, parse_wall},
};

/// A request that was understood and passed the rules.
pub struct Plan<'a> {
    pub now: Instant,
    pub venue: &'a Venue,
    pub space: &'a Space,
    pub proposal: Proposal<'a>,
    pub row: booking::Model,
    pub role: Role,
    pub conditions: Conditions,
    /// Whether holds whose time is over are cleared out of the way.
    pub tries_to_clear: bool,
    name_to_keep: Option<String>,
    phone_to_keep: Option<String>,
}

impl Plan<'_> {
    /// Whose open requests are counted, and who is therefore locked.
    pub fn counted(&self) -> Option<PersonId> {
        self.conditions.quota.map(|quota| quota.booker)
    }

    pub async fn claim_in(&self, tx: &Tx) -> Result<bool, DbErr> {
        claims::claim_in(
            tx,
            self.row.id,
            self.space,
            self.proposal.slot,
            &self.row.layout,
            &self.conditions,
        )
        .await
    }

    /// What the person told us for the first time, for the next form.
    pub fn remembered(&self, person: &Person) -> Option<Write> {
        account::store::remember(
            person.id,
            self.name_to_keep.clone(),
            self.phone_to_keep.clone(),
        )
    }
}

/// Collects what is wrong with each field and passes on what is right.
struct Reading(Vec<Broken>);

impl Reading {
    fn field<T>(&mut self, field: &'static str, read: Result<T, Flaw>) -> Option<T> {
        read.map_err(|flaw| self.0.push(Broken::invalid(field, flaw)))
            .ok()
    }

    /// Blank is missing.
    fn optional<T: Into<String>>(
        &mut self,
        field: &'static str,
        typed: Option<&str>,
        parse: fn(&str) -> Result<T, Flaw>,
    ) -> Option<String> {
        let typed = typed.filter(|typed| !typed.trim().is_empty())?;
        self.field(field, parse(typed)).map(Into::into)
    }
}

/// Every fault of the request at once: what cannot be read, and every rule that is broken.
pub fn plan<'a>(
    app: &App,
    catalogue: &'a Catalogue,
    actor: &Actor,
    person: &Person,
    new: &'a NewBooking,
) -> Result<Plan<'a>, Error> {
    let now = app.clock.now();
    let mut reading = Reading(Vec::new());
    let title = reading.field("title", Title::parse(&new.title).map(String::from));
    let note = reading.optional("note", new.note.as_deref(), Note::parse);
    let group = reading.optional("group", group(new), GroupName::parse);
    let phone = reading.optional("phone", new.phone.as_deref(), Phone::parse);
    let name = reading.optional("name", new.name.as_deref(), Name::parse);
    let programme = new.programme.as_deref().filter(|slug| !slug.is_empty());
    if programme.is_some_and(|slug| {
        !catalogue
            .terms(TermKind::Programme)
            .any(|term| term.slug == slug)
    }) {
        reading.0.push(Broken::invalid("programme", Flaw::Unknown));
    }
    let starts = reading.field("starts", parse_wall(&new.starts).ok_or(Flaw::Malformed));
    let ends = reading.field("ends", parse_wall(&new.ends).ok_or(Flaw::Malformed));
    let place = catalogue.space(&new.space);
    if place.is_none() {
        reading.0.push(Broken::invalid("space", Flaw::Unknown));
    }
    let manager = place.is_some_and(|(venue, _)| actor.manages(venue.row.id));
    let contact = contact(
        &mut reading,
        new,
        person,
        manager,
        name.clone(),
        phone.clone(),
    );
    let (Some((venue, space)), Some(starts), Some(ends)) = (place, starts, ends) else {
        return Err(Error::Rules(reading.0));
    };
    let Some(slot) = slot_of(&mut reading, venue, starts, ends) else {
        return Err(Error::Rules(reading.0));
    };
    let proposal = Proposal {
        slot,
        starts,
        ends,
        attendees: new.attendees,
        layout: new.layout.as_deref().filter(|layout| !layout.is_empty()),
        for_group: group.is_some(),
        by_manager: manager,
    };
    let hours = catalogue.hours(venue);
    let rules = rules::check(
        &proposal,
        &Place {
            space: &space.row,
            hours,
            zone: &venue.zone,
        },
        now,
    );
    reading.0.extend(rules);
    let (Some(title), Some(contact)) = (title, contact) else {
        return Err(Error::Rules(reading.0));
    };
    if !reading.0.is_empty() {
        return Err(Error::Rules(reading.0));
    }

    let role = if manager { Role::Venue } else { Role::Booker };
    let status = lifecycle::first(space.row.approval, role);
    let answer_by = (status == Status::Pending).then(|| {
        let days = venue.row.answer_within_working_days;
        deadline::answer_by(
            now,
            slot.starts_at,
            space.row.notice_hours,
            days,
            hours,
            &venue.zone,
        )
    });
    let layout = proposal
        .layout
        .or(space.row.layouts.0.first().map(String::as_str))
        .unwrap_or_default()
        .to_owned();
    let id = BookingId(app.ids.uuid(now));
    let quota = (status == Status::Pending && contact.booker == Some(person.id)).then(|| Quota {
        booker: person.id,
        venue: venue.row.id,
        limits: app.config.limits,
        now,
        from_page: new.from_page,
    });
    let row = booking::Model {
        id,
        code: app.ids.booking_code(),
        uid: format!("{id}@{}", app.config.host()),
        venue_id: venue.row.id,
        space_id: space.row.id,
        starts: format_wall(starts),
        ends: format_wall(ends),
        timezone: venue.row.timezone.clone(),
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        status,
        holds: space.row.pending == Pending::Hold,
        answer_by,
        title,
        attendees: new.attendees,
        layout,
        group_name: group,
        programme: programme.map(str::to_owned),
        note,
        public: new.public,
        booker_id: contact.booker,
        contact_name: contact.name,
        contact_email: contact.email,
        contact_phone: contact.phone,
        language: contact.language,
        requested_by: person.id,
        reason_code: None,
        reason_text: None,
        decided_at: now,
        sequence: 0,
        version: 1,
        created_at: now,
    };
    Ok(Plan {
        now,
        venue,
        space,
        proposal,
        row,
        role,
        conditions: Conditions {
            revision: catalogue.revision,
            quota,
        },
        tries_to_clear: true,
        name_to_keep: name.filter(|_| new.on_behalf.is_none() && person.name.is_empty()),
        phone_to_keep: phone.filter(|_| new.on_behalf.is_none() && person.phone.is_none()),
    })
}

fn group(new: &NewBooking) -> Option<&str> {
    new.on_behalf
        .as_ref()
        .and_then(|other| other.group.as_deref())
        .or(new.group.as_deref())
}

fn slot_of(
    reading: &mut Reading,
    venue: &Venue,
    starts: PrimitiveDateTime,
    ends: PrimitiveDateTime,
) -> Option<Slot> {
    rules::slot(starts, ends, &venue.zone)
        .map_err(|broken| reading.0.extend(broken))
        .ok()
}

/// Whose booking it is and whom the venue can reach.
struct Contact {
    booker: Option<PersonId>,
    name: String,
    email: Option<String>,
    phone: Option<String>,
    language: entity::Language,
}

fn contact(
    reading: &mut Reading,
    new: &NewBooking,
    person: &Person,
    manager: bool,
    name: Option<String>,
    phone: Option<String>,
) -> Option<Contact> {
    let Some(other) = &new.on_behalf else {
        return Some(Contact {
            booker: Some(person.id),
            name: name.unwrap_or_else(|| person.name.clone()),
            email: Some(person.email.clone()),
            phone: phone.or_else(|| person.phone.clone()),
            language: person.language.unwrap_or(new.language),
        });
    };
    if !manager {
        reading.0.push(Broken::not_a_manager("for"));
    }
    let name = reading.field("for.name", Name::parse(&other.name).map(String::from));
    let email = reading.optional("for.email", other.email.as_deref(), Email::parse);
    let phone = reading
        .optional("for.phone", other.phone.as_deref(), Phone::parse)
        .or(phone);
    Some(Contact {
        booker: None,
        name: name?,
        email,
        phone,
        language: other.language.unwrap_or(new.language),
    })
}
