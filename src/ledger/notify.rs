//! Who is told what of a change, in the transaction of the change.

use entity::{
    Booking, Borrowed, Instant, Language, SpaceId,
    audit::{Action, Role},
    booking::Status,
    term::TermKind,
};

use crate::{
    app::App,
    db::Write,
    error::Error,
    mail::{
        AlternativeFacts, BookingFacts, ContactFacts, HeldOfferFacts, Mail, PlaceFacts, Recipient,
        VenueFacts, outbox,
    },
    refusal::conflict::Alternative,
    rules::{availability, reason::Reason},
    urls,
    venue::{Catalogue, Space, Venue},
    zone::parse_wall,
};

/// The details of a booking that others see: they are told when one of these changes.
pub fn visible_details(of: &Booking) -> (&str, i32, &str, &Borrowed, Option<&str>) {
    (
        &of.title,
        of.attendees,
        &of.layout,
        &of.stock,
        of.note.as_deref(),
    )
}

/// What every mail about a booking of this space is made from.
#[derive(Clone, Copy)]
pub struct Notifier<'a> {
    pub app: &'a App,
    pub catalogue: &'a Catalogue,
    pub venue: &'a Venue,
    pub space: &'a Space,
    pub now: Instant,
}

impl<'a> Notifier<'a> {
    /// What mails about this booking are made from. [`Error::NotFound`] only where somebody has deleted its venue or its
    /// space.
    pub fn of(
        app: &'a App,
        catalogue: &'a Catalogue,
        booking: &Booking,
        now: Instant,
    ) -> Result<Self, Error> {
        let place = catalogue.venue_and_space(booking.space_id);
        let (venue, space) = place.ok_or(Error::NotFound)?;
        Ok(Self {
            app,
            catalogue,
            venue,
            space,
            now,
        })
    }

    /// The mails on a new request, to both sides; on one that was approved as it came, to the group alone.
    pub fn requested(&self, booking: &Booking) -> Vec<Write> {
        let facts = Box::new(self.facts(booking));
        if booking.status == Status::Approved {
            // Who left no mailbox stands before the manager, or is on the telephone.
            let mail = Mail::Approved(facts);
            let mailed = booking.contact_email.is_some();
            return mailed
                .then(|| self.group(booking, &mail))
                .flatten()
                .into_iter()
                .collect();
        }
        let received = self.group(booking, &Mail::RequestReceived(facts.clone()));
        received
            .into_iter()
            .chain([self.house(booking, &Mail::NewRequest(facts))])
            .collect()
    }

    /// The mails on what an act made of a booking. None where nobody has to be told of it.
    pub fn changed(
        &self,
        action: Action,
        role: Role,
        before: &Booking,
        after: &Booking,
        reason: &Reason,
    ) -> Vec<Write> {
        self.made_room(action, role, before, after, reason, &[], &[])
    }

    /// As [`Notifier::changed`], of a booking that had to make room: with what is held for its group, and what else is free.
    #[expect(clippy::too_many_arguments, reason = "all of it is one piece of news")]
    pub fn made_room(
        &self,
        action: Action,
        role: Role,
        before: &Booking,
        after: &Booking,
        reason: &Reason,
        kept: &[Booking],
        free: &[Alternative],
    ) -> Vec<Write> {
        let mut facts = self.facts(after);
        facts.kept = kept
            .iter()
            .filter_map(|offer| self.held_offer_facts(offer))
            .collect();
        facts.alternatives = self.alternatives(free);
        let stands = |of: &Booking| matches!(of.status, Status::Approved | Status::CheckedIn);
        facts.invited = stands(before) || stands(after);
        facts.reason = reason
            .code
            .as_ref()
            .and_then(|code| self.catalogue.term(TermKind::Reason, code))
            .map(|term| term.name.clone());
        facts.reason_text.clone_from(&reason.text);
        facts.asked = before.waits_for_group();
        let asks = after.proposed_move().or_else(|| before.proposed_move());
        facts.wanted = asks
            .filter(|_| action != Action::AcceptMove)
            .and_then(|asks| self.place_facts(asks.space_id, asks.starts_at, asks.ends_at));
        let facts = Box::new(facts);
        let group = |mail| self.group(after, &mail).into_iter().collect();
        if before.is_held_offer() {
            return self.answered(action, role, after, facts);
        }
        match (action, role) {
            (Action::Approve, _) => group(Mail::Approved(facts)),
            (Action::Reject, _) => group(Mail::Rejected(facts)),
            // That they came was said too early: nothing is different for them.
            (Action::Reopen, _) if before.status == Status::CheckedIn => Vec::new(),
            // The group was not told that it was over.
            (Action::Reopen, _) if before.status == Status::Completed => Vec::new(),
            (Action::Reopen, _) => group(Mail::Reopened(facts)),
            (Action::Cancel, Role::Booker) => {
                let venue = match after.status {
                    Status::Withdrawn => Mail::Withdrawn(facts.clone()),
                    _ => Mail::CancelledByGroup(facts.clone()),
                };
                let mut writes: Vec<Write> = group(Mail::CancelledByYou(facts));
                writes.push(self.house(after, &venue));
                writes
            }
            (Action::Cancel, _) => group(Mail::CancelledByVenue(facts)),
            (Action::Replace, _) => group(Mail::Replaced(facts)),
            (Action::Expire, _) => group(Mail::Expired(facts)),
            (Action::Change, _) => self.said_anew(role, before, after, facts),
            (Action::Shorten | Action::Move | Action::AcceptMove, _) => {
                self.moved(action, role, before, after, *facts)
            }
            (Action::ProposeMove, _) => {
                let mut writes: Vec<Write> = group(Mail::MoveReceived(facts.clone()));
                writes.push(self.house(after, &Mail::MoveProposed(facts)));
                writes
            }
            (Action::DeclineMove, _) => group(Mail::MoveDeclined(facts)),
            (Action::LapseMove, _) => group(Mail::MoveLapsed(facts)),
            (Action::TakeBackMove, _) => vec![self.house(after, &Mail::MoveTakenBack(facts))],
            (Action::NoShow, _) => group(Mail::DidNotCome(facts)),
            // Of a question and its answer is told with their words, of what nobody answered in a list.
            (
                Action::CheckIn
                | Action::Classify
                | Action::Complete
                | Action::Request
                | Action::Offer
                | Action::Ask
                | Action::Answer
                | Action::Escalate,
                _,
            ) => Vec::new(),
        }
    }

    /// What became of something held for a group that had to make room. Nobody is told of what the group did not want.
    fn answered(
        &self,
        action: Action,
        role: Role,
        after: &Booking,
        facts: Box<BookingFacts>,
    ) -> Vec<Write> {
        let mut writes = Vec::new();
        match (action, role) {
            (Action::Approve, _) => {
                writes.extend(self.group(after, &Mail::Approved(facts.clone())));
                if role == Role::Booker {
                    writes.push(self.house(after, &Mail::OfferTaken(facts)));
                }
            }
            (Action::Cancel, Role::Venue) => {
                writes.extend(self.group(after, &Mail::OfferTakenBack(facts)));
            }
            (Action::Replace, _) => writes.extend(self.group(after, &Mail::Replaced(facts))),
            _ => {}
        }
        writes
    }

    /// Whoever did it knows; the group also gets the new title into its calendar.
    fn said_anew(
        &self,
        role: Role,
        before: &Booking,
        after: &Booking,
        facts: Box<BookingFacts>,
    ) -> Vec<Write> {
        if visible_details(before) == visible_details(after) {
            return Vec::new();
        }
        let mut writes = Vec::new();
        if role == Role::Booker {
            writes.push(self.house(after, &Mail::ChangedByGroup(facts.clone())));
        }
        if role == Role::Venue || (facts.invited && before.title != after.title) {
            writes.extend(self.group(after, &Mail::Changed(facts)));
        }
        writes
    }

    fn moved(
        &self,
        action: Action,
        role: Role,
        before: &Booking,
        after: &Booking,
        mut facts: BookingFacts,
    ) -> Vec<Write> {
        facts.before = self.place_facts(before.space_id, before.starts_at, before.ends_at);
        let facts = Box::new(facts);
        let mut writes = Vec::new();
        if role == Role::Booker {
            writes.push(self.house(after, &Mail::MovedByGroup(facts.clone())));
        }
        let mail = match action {
            Action::Shorten => Mail::Changed(facts),
            _ if before.status != after.status => Mail::Approved(facts),
            _ => Mail::Moved(facts),
        };
        writes.extend(self.group(after, &mail));
        writes
    }

    /// The mail to the other side on what one side wrote. None where it is for a group that left no mailbox and need not be
    /// called.
    pub fn wrote(&self, role: Role, booking: &Booking, text: &str) -> Option<Write> {
        let mut facts = Box::new(self.facts(booking));
        facts.message = Some(text.to_owned());
        match role {
            Role::Booker => Some(self.house(booking, &Mail::GroupWrote(facts))),
            _ if booking.waits_for_group() => self.group(booking, &Mail::Question(facts)),
            _ => self.group(booking, &Mail::VenueWrote(facts)),
        }
    }

    fn place_facts(
        &self,
        space: SpaceId,
        starts_at: Instant,
        ends_at: Instant,
    ) -> Option<PlaceFacts> {
        let zone = &self.venue.zone;
        Some(PlaceFacts {
            space: self.catalogue.space_of(space)?.row.name.clone(),
            starts: zone.local(starts_at),
            ends: zone.local(ends_at),
        })
    }

    /// The mail to the group of `rival`, which waited for a time that another group was given, with what it may have instead.
    pub fn time_given(&self, rival: &Booking, offers: &[Alternative]) -> Option<Write> {
        let space = self.catalogue.space_of(rival.space_id)?;
        let mut facts = Notifier { space, ..*self }.facts(rival);
        facts.alternatives = self.alternatives(offers);
        self.group(rival, &Mail::TimeGiven(Box::new(facts)))
    }

    /// The mail to a group for which `offer` is held, at the time from which a closure drove it away.
    pub fn free_again(&self, offer: &Booking) -> Option<Write> {
        let mut facts = self.facts(offer);
        facts.kept = self.held_offer_facts(offer).into_iter().collect();
        self.group(offer, &Mail::FreeAgain(Box::new(facts)))
    }

    /// Those that a group may ask for: each alone, however far ahead its series reaches.
    fn alternatives(&self, offers: &[Alternative]) -> Vec<AlternativeFacts> {
        let base = &self.app.config.http.base_url;
        let found = offers.iter().filter_map(|offer| {
            let (_, space) = self.catalogue.space(&offer.space)?;
            if !availability::is_open(offer, space, &self.venue.zone, self.now) {
                return None;
            }
            Some(AlternativeFacts {
                space: space.row.name.clone(),
                starts: offer.starts,
                ends: offer.ends,
                url: urls::request(base, &offer.space, offer.starts, offer.ends),
            })
        });
        found.collect()
    }

    fn held_offer_facts(&self, offer: &Booking) -> Option<HeldOfferFacts> {
        let place = self.place_facts(offer.space_id, offer.starts_at, offer.ends_at)?;
        Some(HeldOfferFacts {
            space: place.space,
            starts: place.starts,
            ends: place.ends,
            until: self.venue.zone.local(offer.answer_by?),
            url: urls::booking(&self.app.config.http.base_url, offer),
        })
    }

    /// The mail to the group of a booking, or where it left no mailbox a line on the list of what is to be told by telephone.
    /// None where it left no number either, and where nobody has to be called for such a mail.
    pub fn group(&self, booking: &Booking, mail: &Mail) -> Option<Write> {
        let to = |address: &String| Recipient {
            name: booking.contact_name.clone(),
            address: address.clone(),
            language: booking.language,
        };
        match (&booking.contact_email, &booking.contact_phone) {
            (Some(address), _) => {
                let to = to(address);
                Some(outbox::enqueue(self.app, Some(booking), to, mail))
            }
            (None, Some(number)) if mail.is_worth_a_call() => {
                let to = to(number);
                Some(outbox::to_tell(self.app, booking, to, mail))
            }
            _ => None,
        }
    }

    /// The mail to the venue. What is written for the house is Kazakh.
    pub fn house(&self, booking: &Booking, mail: &Mail) -> Write {
        let to = Recipient {
            name: self.venue.row.name.kk.clone(),
            address: self.venue.row.email.clone(),
            language: Language::Kk,
        };
        outbox::enqueue(self.app, Some(booking), to, mail)
    }

    /// What every mail tells of a booking. Reason, message, old place and offers are empty: what a mail tells of these is
    /// filled in later.
    pub fn facts(&self, booking: &Booking) -> BookingFacts {
        let zone = &self.venue.zone;
        let venue = &self.venue.row;
        BookingFacts {
            code: booking.code.clone(),
            url: urls::booking(&self.app.config.http.base_url, booking),
            title: booking.title.clone(),
            attendees: booking.attendees,
            borrowed: self
                .venue
                .borrowed(&booking.stock)
                .map(|(item, quantity)| (item.row.name.clone(), quantity))
                .collect(),
            venue: VenueFacts {
                name: venue.name.clone(),
                address: venue.address.clone(),
                how_to_come_in: venue.how_to_come_in.clone(),
                phone: venue.phone.clone(),
                email: venue.email.clone(),
            },
            space: self.space.row.name.clone(),
            starts: parse_wall(&booking.starts).unwrap_or_else(|| zone.local(booking.starts_at)),
            ends: parse_wall(&booking.ends).unwrap_or_else(|| zone.local(booking.ends_at)),
            starts_at: booking.starts_at,
            ends_at: booking.ends_at,
            offset_minutes: zone.offset_minutes(booking.starts_at),
            answer_by: booking
                .answer_by
                .filter(|_| booking.status == Status::Pending)
                .or(booking.move_answer_by)
                .map(|by| zone.local(by)),
            contact: ContactFacts {
                name: booking.contact_name.clone(),
                phone: booking.contact_phone.clone(),
                email: booking.contact_email.clone(),
            },
            note: booking.note.clone(),
            message: None,
            reason: None,
            reason_text: None,
            before: None,
            wanted: None,
            kept: Vec::new(),
            alternatives: Vec::new(),
            invited: booking.status == Status::Approved,
            asked: false,
            uid: booking.uid.clone(),
            sequence: booking.sequence,
        }
    }
}
