//! The row of a booking as it is asked for.

use entity::{Booking, BookingId, audit::Role, booking::Status, space::Pending};

use super::{input::ReadRequest, new::NewBooking};
use crate::{
    account::Person,
    ledger::operation::Ground,
    rules::{deadline, lifecycle, proposal::Proposal, waiver::Waiver},
    venue::{Space, Venue},
    zone::format_wall,
};

/// A new booking in version 1, approved or waiting as the space and the `role` of who asks have it, with ids of its own. It
/// stands nowhere yet.
#[expect(
    clippy::too_many_arguments,
    reason = "it gathers what was found out, in one place, once"
)]
pub fn draft(
    ground: &Ground<'_>,
    venue: &Venue,
    space: &Space,
    proposal: &Proposal<'_>,
    role: Role,
    person: &Person,
    said: ReadRequest,
    new: &NewBooking,
) -> Booking {
    let now = ground.now;
    let status = lifecycle::first(space.row.approval, role);
    let starts_at = proposal.slot.starts_at;
    let waits = status == Status::Pending;
    let answer_by = waits.then(|| ground.answer_by(venue, space, starts_at));
    let remind_at = answer_by.and_then(|by| deadline::half_time(now, by));
    let first_layout = space.row.layouts.0.first().map(String::as_str);
    let id = BookingId(ground.ids.uuid(now));
    let (waived, waive_reason) = said.waiver.map(Waiver::stored).unzip();
    Booking {
        id,
        code: ground.ids.booking_code(),
        uid: format!("{id}@{}", ground.host),
        venue_id: venue.row.id,
        space_id: space.row.id,
        starts: format_wall(proposal.starts),
        ends: format_wall(proposal.ends),
        timezone: venue.row.timezone.clone(),
        starts_at,
        ends_at: proposal.slot.ends_at,
        status,
        holds: space.row.pending == Pending::Hold,
        answer_by,
        title: said.title.unwrap_or_default(),
        attendees: proposal.attendees,
        attended: None,
        layout: proposal
            .layout
            .or(first_layout)
            .unwrap_or_default()
            .to_owned(),
        stock: new.stock.clone(),
        group_name: said.group,
        programme: said.programme,
        note: said.note,
        public: new.public,
        booker_id: said.contact.booker,
        contact_name: said.contact.name,
        contact_email: said.contact.email,
        contact_phone: said.contact.phone,
        language: said.contact.language,
        requested_by: person.id,
        waived: waived.unwrap_or_default(),
        waive_reason,
        reason_code: None,
        reason_text: None,
        decided_at: now,
        sequence: 0,
        version: 1,
        created_at: now,
        move_space_id: None,
        move_starts_at: None,
        move_ends_at: None,
        move_layout: None,
        move_holds: None,
        move_answer_by: None,
        move_of_series: false,
        remind_at,
        asked_at: None,
        asked_answer_by: None,
        latest_answer_by: None,
        offer_of: None,
        series_id: new.series.map(|date| date.series),
    }
}
