//! What the forms on the page of a series do.

use entity::{Booking, booking::Status};

use super::forms::{CANCEL, CHANGE, EXCEPT, changeable};
use crate::{
    booking::Details,
    error::Error,
    idempotency::{Idempotent, Outcome},
    refusal::{rule::InvalidInput, state::StateRefusal},
    rules::{losing::KnownLosers, reason::Reason},
    series::{self, NewTimes, Series, SeriesCard},
    text::Phone,
    web::{booking::changes, done, typed::Typed, visitor::Visitor},
    zone::parse_date,
};

/// Does what the form `action` of a series asks for, and says for which line of [`done`] to ask: None where everything was so
/// already.
pub async fn act(
    visitor: &Visitor,
    card: &SeriesCard,
    action: &str,
    form: &Typed,
) -> Result<Option<&'static str>, Error> {
    let (app, actor) = (&visitor.app, &visitor.actor);
    let (id, once) = (card.series.row.id, Idempotent::unkeyed());
    // The queue has a form for each decision, the page of a series one of each.
    let said = |name: &str| {
        let own = form.some(&format!("{action}_{name}"));
        own.or_else(|| form.some(name)).map(str::to_owned)
    };
    let from = parse_date(said("from").as_deref().unwrap_or_default());
    let reason = || Reason {
        code: said("reason"),
        text: said("text"),
    };
    let known = Some(KnownLosers::of(form.get("loses")));
    let waits = card.series.bookings();
    let waits = { waits }.any(|one| one.status == Status::Pending);
    let outcome = match action {
        // A page that was opened before says yes to the request, not to the move that is asked for since.
        "approve" | "reject" if !waits => {
            let last = card.series.bookings().last().map(|one| one.status);
            let last = last.unwrap_or(Status::Expired);
            return Err(Error::State(StateRefusal::NotPending(last)));
        }
        "approve" => {
            let except = form.ticked(EXCEPT).filter_map(parse_date).collect();
            series::approve(app, actor, id, said("text"), except, known, once).await
        }
        "reject" => series::reject(app, actor, id, reason(), once).await,
        "accept-move" => series::accept_move(app, actor, id, said("text"), known, once).await,
        "decline-move" => series::decline_move(app, actor, id, reason(), once).await,
        "take-back" => series::take_back_move(app, actor, id, once).await,
        CANCEL => series::cancel(app, actor, id, from, reason(), once).await,
        "move" => {
            let times = NewTimes {
                from,
                space: said("space"),
                starts: said("starts").unwrap_or_default(),
                ends: said("ends").unwrap_or_default(),
            };
            series::move_to(app, actor, id, times, once).await
        }
        CHANGE => {
            let catalogue = app.catalogue().await?;
            let venue = catalogue
                .venue_of(card.series.row.venue_id)
                .ok_or(Error::NotFound)?;
            let details = match changeable(visitor, &catalogue, card) {
                Some(first) => other_than(changes::details(form, first, venue)?, first),
                // Nothing is left to change: the life cycle says so.
                None => Details::default(),
            };
            series::amend(app, actor, id, from, details, once).await
        }
        "add" => match parse_date(form.get("date")) {
            Some(date) => series::add(app, actor, id, date, once).await,
            None => return Err(Error::invalid("date", InvalidInput::Malformed)),
        },
        _ => return Err(Error::NotFound),
    }?;
    Ok(changed(card, &outcome).then_some(done::ACT))
}

/// Whether anything is another than it was: what was so already is not told as done.
fn changed(card: &SeriesCard, outcome: &Outcome<Series>) -> bool {
    let versions = |series: &Series| -> Vec<_> {
        let dates = series.bookings().map(|one| (one.id, one.version));
        dates.collect()
    };
    match outcome {
        Outcome::Done(series) => versions(series) != versions(&card.series),
        Outcome::Replayed(_) => true,
    }
}

/// The form shows one date: what was left as it is there stays on every date as it is.
fn other_than(said: Details, first: &Booking) -> Details {
    let differs = |said: Option<String>, was: &str| {
        said.filter(|said| said.replace("\r\n", "\n").trim() != was.trim())
    };
    let phone = first.contact_phone.as_deref().map(Phone::readable);
    Details {
        title: differs(said.title, &first.title),
        attendees: said.attendees.filter(|said| *said != first.attendees),
        layout: differs(said.layout, &first.layout),
        stock: said.stock,
        programme: differs(
            said.programme,
            first.programme.as_deref().unwrap_or_default(),
        ),
        note: differs(said.note, first.note.as_deref().unwrap_or_default()),
        public: said.public.filter(|said| *said != first.public),
        phone: differs(said.phone, phone.as_deref().unwrap_or_default()),
    }
}
