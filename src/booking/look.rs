//! Looking at bookings: who may see what.

use std::collections::{HashMap, HashSet};

use entity::{
    Booking, BookingId, Instant, PersonId,
    audit::{self, Role},
    booking::Status,
    outbox, series,
};

use super::{message::Message, messages};
use crate::{
    account::{self, Actor},
    app::App,
    clock::read_booking_code,
    error::Error,
    ledger::{
        alternatives,
        store::{
            self,
            list::{self, ListScope, Listing, Managed, Order},
            usage,
        },
    },
    mail,
    refusal::conflict::Alternative,
    rules::{
        availability,
        booker_record::{self, Standing, VenueHistory},
        losing::{Awaited, Outlook},
        permit::role,
        proposal::proposal_of,
    },
    venue::{Catalogue, Venue},
};

/// A booking as somebody entitled to it sees it.
#[derive(Clone, Debug)]
pub struct SeenBooking {
    pub booking: Booking,
    /// In which role they look.
    pub role: Role,
    pub history: Vec<audit::Model>,
    /// What those are called who acted, as far as they act for the venue; empty but for who manages it.
    pub actors: HashMap<PersonId, String>,
    pub mails: Vec<outbox::Model>,
    /// What group and venue wrote to each other, oldest first.
    pub messages: Vec<Message>,
    /// Its time was given to another group while it waits.
    pub given: bool,
    /// What is held for its group, which had to make room with it or with the one for which it is held itself.
    pub kept: Vec<Booking>,
    /// Of what is held for its group: where that stands now, and gives up when it takes this.
    pub instead_of: Option<Booking>,
    /// The series that it is a date of.
    pub series: Option<series::Model>,
}

/// A booking. [`Error::NotFound`] for who has no part in it, as if it were not there.
pub async fn by_id(app: &App, actor: &Actor, id: BookingId) -> Result<Booking, Error> {
    actor.signed_in()?;
    let booking = store::find(app.db.read(), id)
        .await?
        .ok_or(Error::NotFound)?;
    role(actor, &booking).map(|_| booking)
}

/// Whether another group, or a closure, was given the time for which the booking waits.
pub async fn is_given(app: &App, booking: &Booking) -> Result<bool, Error> {
    let this = std::slice::from_ref(booking);
    let given = list::given(app.db.read(), this).await?;
    Ok(!given.is_empty())
}

/// The booking with this code, with its history and its mails. [`Error::NotFound`] for who has no part in it, as if it were
/// not there.
pub async fn by_code(app: &App, actor: &Actor, code: &str) -> Result<SeenBooking, Error> {
    actor.signed_in()?;
    let conn = app.db.read();
    let code = read_booking_code(code).ok_or(Error::NotFound)?;
    let booking = store::find_by_code(conn, &code)
        .await?
        .ok_or(Error::NotFound)?;
    let role = role(actor, &booking)?;
    let mut kept = store::offers_of(conn, booking.choice_of()).await?;
    kept.retain(|offer| offer.id != booking.id);
    let history = store::history(conn, booking.id).await?;
    let by_venue = history.iter().filter(|line| line.role == Role::Venue);
    let actors = match role {
        Role::Venue => by_venue
            .filter_map(|line| line.person_id)
            .collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    Ok(SeenBooking {
        role,
        kept,
        instead_of: match booking.offer_of.filter(|_| booking.is_held_offer()) {
            Some(displaced) => store::find(conn, displaced).await?.filter(Booking::claims),
            None => None,
        },
        history,
        actors: account::names(app, &actors).await?,
        mails: mail::outbox::of_booking(conn, booking.id).await?,
        messages: messages::of(app, &booking, role).await?,
        given: list::given_since(conn, booking.id).await?.is_some(),
        series: match booking.series_id {
            Some(id) => store::series::find(conn, id).await?,
            None => None,
        },
        booking,
    })
}

/// Which bookings, of those that the actor may see.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub statuses: Vec<Status>,
    /// Slug.
    pub venue: Option<String>,
    /// Only those that are the actor's own.
    pub own: bool,
    pub from: Option<Instant>,
    pub to: Option<Instant>,
    pub order: Order,
    /// As `Page::next` said.
    pub after: Option<(Instant, BookingId)>,
    /// At most 100.
    pub limit: u64,
}

#[derive(Clone, Debug)]
pub struct Page {
    pub items: Vec<Booking>,
    /// Those of them that wait though another group was given their time.
    pub given: HashSet<BookingId>,
    /// The series of which some of them are dates.
    pub series: Vec<series::Model>,
    /// Where the next page begins, if there is one.
    pub next: Option<(Instant, BookingId)>,
}

/// A page of the actor's own bookings and of those of the venues that they manage. [`Error::NotFound`] for an unknown venue.
pub async fn list(app: &App, actor: &Actor, filter: Filter) -> Result<Page, Error> {
    let person = actor.signed_in()?;
    let venue = match &filter.venue {
        Some(slug) => Some(
            app.catalogue()
                .await?
                .venue(slug)
                .ok_or(Error::NotFound)?
                .row
                .id,
        ),
        None => None,
    };
    let managed = match (filter.own, person.administrator) {
        (true, _) => Managed::Venues(Vec::new()),
        (false, true) => Managed::All,
        (false, false) => Managed::Venues(person.venues.clone()),
    };
    let limit = filter.limit.clamp(1, 100);
    let listing = Listing {
        scope: ListScope {
            booker: person.id,
            email: person.email.clone(),
            managed,
        },
        statuses: filter.statuses,
        venue,
        from: filter.from,
        to: filter.to,
        order: filter.order,
        after: filter.after,
        limit: limit + 1,
    };
    let mut items = list::page(app.db.read(), &listing).await?;
    let more = items.len() as u64 > limit;
    items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = items
        .last()
        .filter(|_| more)
        .map(|last| (last.starts_at, last.id));
    let ids = items.iter().filter_map(|one| one.series_id).collect();
    let series = store::series::all(app.db.read(), &ids).await?;
    Ok(Page {
        given: list::given(app.db.read(), &items).await?,
        items,
        series,
        next,
    })
}

/// Up to five times and places that could be had instead of this booking's. None where somebody has deleted its space.
pub async fn elsewhere(
    app: &App,
    catalogue: &Catalogue,
    booking: &Booking,
) -> Result<Vec<Alternative>, Error> {
    let place = catalogue.venue_and_space(booking.space_id);
    let Some((venue, space)) = place else {
        return Ok(Vec::new());
    };
    let (conn, now, proposal) = (app.db.read(), app.clock.now(), proposal_of(booking, venue));
    Ok(alternatives::alternatives(conn, catalogue, venue, space, &proposal, now).await?)
}

/// Times and places that the group of this booking may ask for instead, now, each alone. None where its time has begun.
pub async fn instead(
    app: &App,
    catalogue: &Catalogue,
    venue: &Venue,
    booking: &Booking,
) -> Result<Vec<Alternative>, Error> {
    let now = app.clock.now();
    if booking.starts_at <= now {
        return Ok(Vec::new());
    }
    let alone = Booking {
        series_id: None,
        ..booking.clone()
    };
    let mut offers = elsewhere(app, catalogue, &alone).await?;
    offers.retain(|offer| {
        let space = catalogue.space(&offer.space);
        space.is_some_and(|(_, space)| availability::is_open(offer, space, &venue.zone, now))
    });
    Ok(offers)
}

/// How many bookings wait for their group's answer, of which the actor is: those of which its venue asks something, and those
/// that had to make room and have something held for them. What waits of a series counts once. 0 for who is not signed in.
pub async fn waiting_for(app: &App, actor: &Actor) -> Result<u64, Error> {
    match actor.who() {
        Some(person) => {
            let now = app.clock.now();
            Ok(list::waiting_for_group(app.db.read(), person.id, &person.email, now).await?)
        }
        None => Ok(0),
    }
}

/// What waits for the venue's answer, requests and moves, soonest answer time first; of a series its first date that
/// waits. Only its managers.
pub async fn queue(app: &App, actor: &Actor, venue: &Venue) -> Result<Vec<Booking>, Error> {
    actor.signed_in()?;
    if !actor.manages(venue.row.id) {
        return Err(Error::NotFound);
    }
    let mut waiting = list::queue(app.db.read(), venue.row.id).await?;
    waiting.extend(list::asked_moves(app.db.read(), venue.row.id).await?);
    waiting.sort_by_key(|booking| booking.move_answer_by.or(booking.answer_by));
    Ok(waiting)
}

/// What a yes to each of these of one venue would meet, and who would lose by it, in their order. Only its managers. As many
/// queries however many there are.
pub async fn outlooks(
    app: &App,
    actor: &Actor,
    catalogue: &Catalogue,
    venue: &Venue,
    asked: &[Awaited<'_>],
) -> Result<Vec<Outlook>, Error> {
    if !actor.manages(venue.row.id) {
        return Err(Error::NotFound);
    }
    let field = store::losing::field(app.db.read(), catalogue, venue, asked).await?;
    let now = app.clock.now();
    let outlook = |one| field.outlook(catalogue, venue, one, now);
    Ok(asked.iter().map(outlook).collect())
}

/// How the bookers of these bookings of one venue stand with it, by the booking; without strangers. Only its managers. As
/// many queries however many bookings.
pub async fn standings(
    app: &App,
    actor: &Actor,
    catalogue: &Catalogue,
    venue: &Venue,
    bookings: &[Booking],
) -> Result<HashMap<BookingId, Standing>, Error> {
    if !actor.manages(venue.row.id) {
        return Err(Error::NotFound);
    }
    let (conn, now) = (app.db.read(), app.clock.now());
    let mut mailboxes: Vec<&str> = bookings
        .iter()
        .filter_map(booker_record::mailbox_of)
        .collect();
    mailboxes.sort_unstable();
    mailboxes.dedup();
    let window = booker_record::history_window(bookings, venue, now);
    let past = usage::of_mailboxes(conn, venue.row.id, &mailboxes, window.since).await?;
    let booked = if venue.quotas.prime_time.0.is_empty() {
        Vec::new()
    } else {
        usage::granted(conn, venue.row.id, window.quarter).await?
    };
    let history = VenueHistory::new(catalogue, venue, now, &past, &booked);
    let standings = bookings
        .iter()
        .filter_map(|booking| Some((booking.id, history.standing(booking)?)));
    Ok(standings.collect())
}
