//! What somebody can do to a booking now, by the life cycle: pages and calls ask here, so that they agree.

use entity::{
    Booking, Instant,
    audit::{Action, Role},
    booking::Status,
    space::Approval,
};

use crate::{
    account::Actor,
    rules::lifecycle::{self, Moment},
};

/// A booking, the roles in which somebody stands to it, and the moment at which they look.
pub struct Possible<'a> {
    booking: &'a Booking,
    roles: Vec<Role>,
    when: Moment,
}

/// What the actor can do to the booking at this moment: nothing for who has no part in it.
///
/// Only the life cycle is asked. An approval or a move that is possible can still be refused, by a rule or because the time
/// is taken.
#[must_use]
pub fn possible<'a>(actor: &Actor, booking: &'a Booking, when: impl Into<Moment>) -> Possible<'a> {
    Possible {
        booking,
        roles: actor.roles(booking),
        when: when.into(),
    }
}

impl Possible<'_> {
    /// The role in which the actor can do this; the venue's where they can do it in both of their roles.
    ///
    /// None when the life cycle forbids it, and for an answer to a move when the booking asks for none.
    #[must_use]
    pub fn role_for(&self, action: Action) -> Option<Role> {
        let answers_a_move = matches!(
            action,
            Action::AcceptMove | Action::DeclineMove | Action::TakeBackMove
        );
        if answers_a_move && self.booking.proposed_move().is_none() {
            return None;
        }
        let can = |role: &Role| lifecycle::next_of(self.booking, action, *role, self.when).is_ok();
        self.roles.iter().copied().find(can)
    }

    #[must_use]
    pub fn allows(&self, action: Action) -> bool {
        self.role_for(action).is_some()
    }

    /// Whether the actor has to say why; false for what they cannot do.
    #[must_use]
    pub fn needs_reason(&self, action: Action) -> bool {
        let role = self.role_for(action);
        role.is_some_and(|role| lifecycle::needs_reason(action, role))
    }

    /// Whether the actor can only ask for a move, where spaces are approved like this: the booking stays as it is until its
    /// venue answers. False where the booking cannot be moved at all.
    #[must_use]
    pub fn only_asks_to_move(&self, approval: Approval) -> bool {
        let (status, action) = (self.booking.status, Action::Move);
        let role = self.role_for(action);
        role.is_some_and(|role| lifecycle::moves_by_proposal(status, action, role, approval))
    }

    /// Whether a group that gives its approved booking up now does so later than the space asks for, so many hours before the
    /// start. False for who gives up a request, for the venue, and where nothing can be given up.
    #[must_use]
    pub fn gives_up_late(&self, cancel_hours: i32) -> bool {
        self.booking.status == Status::Approved
            && self.role_for(Action::Cancel) == Some(Role::Booker)
            && is_late(self.booking, cancel_hours, self.when.now)
    }
}

/// Whether a cancellation at this moment is later than the space asks for, so many hours before the start. It is allowed all
/// the same, and noted.
#[must_use]
pub fn is_late(booking: &Booking, cancel_hours: i32, at: Instant) -> bool {
    lifecycle::is_late(booking.starts_at, cancel_hours, at)
}

#[cfg(test)]
mod tests {
    use entity::{BookingId, SpaceId, booking::ProposedMove};
    use uuid::Uuid;

    use super::*;
    use crate::{rules::tests, slot::Slot};

    const SLOT: Slot = Slot {
        starts_at: Instant(1_000_000),
        ends_at: Instant(1_010_000),
    };
    const BEFORE: Instant = Instant(999_999);
    const DURING: Instant = Instant(1_000_000);
    const AFTER: Instant = Instant(1_010_000);
    const BOTH: [Role; 2] = [Role::Venue, Role::Booker];

    fn booking(status: Status) -> Booking {
        Booking {
            status,
            ..tests::booking(SLOT)
        }
    }

    fn as_roles<'a>(roles: &[Role], booking: &'a Booking, now: Instant) -> Possible<'a> {
        Possible {
            booking,
            roles: roles.to_vec(),
            when: now.into(),
        }
    }

    fn asking_for_a_move() -> Booking {
        let asks = ProposedMove {
            space_id: SpaceId(Uuid::from_u128(1)),
            starts_at: SLOT.ends_at,
            ends_at: SLOT.ends_at.plus_hours(1),
            layout: String::new(),
            holds: true,
            answer_by: SLOT.starts_at,
            of_series: false,
        };
        booking(Status::Approved).proposing(Some(asks))
    }

    #[test]
    fn who_has_no_part_in_it_can_do_nothing() {
        let booking = booking(Status::Approved);
        let can = possible(&Actor::anonymous(), &booking, BEFORE);
        for action in [
            Action::Cancel,
            Action::Change,
            Action::Move,
            Action::Approve,
        ] {
            assert!(!can.allows(action) && !can.needs_reason(action));
        }
        assert!(!can.only_asks_to_move(Approval::Manager) && !can.gives_up_late(24));
    }

    #[test]
    fn the_venue_acts_first_and_the_group_where_the_venue_cannot() {
        let pending = booking(Status::Pending);
        let can = as_roles(&BOTH, &pending, BEFORE);
        assert_eq!(can.role_for(Action::Approve), Some(Role::Venue));
        assert_eq!(can.role_for(Action::Change), Some(Role::Venue));
        // Its venue rejects what waits; who asked for it withdraws it.
        assert_eq!(can.role_for(Action::Cancel), Some(Role::Booker));
        assert!(can.needs_reason(Action::Reject) && !can.needs_reason(Action::Cancel));
    }

    #[test]
    fn only_the_venue_has_to_say_why_and_only_of_what_it_can_do() {
        let approved = booking(Status::Approved);
        let venue = as_roles(&[Role::Venue], &approved, BEFORE);
        let group = as_roles(&[Role::Booker], &approved, BEFORE);
        assert!(venue.needs_reason(Action::Cancel) && !group.needs_reason(Action::Cancel));
        assert!(!venue.needs_reason(Action::Approve));
        assert!(!venue.allows(Action::Reject) && !venue.needs_reason(Action::Reject));
    }

    #[test]
    fn a_move_is_answered_only_while_one_is_asked_for() {
        let (asking, resting) = (asking_for_a_move(), booking(Status::Approved));
        for (action, role) in [
            (Action::AcceptMove, Role::Venue),
            (Action::DeclineMove, Role::Venue),
            (Action::TakeBackMove, Role::Booker),
        ] {
            let role_for = |booking| as_roles(&BOTH, booking, BEFORE).role_for(action);
            assert_eq!(role_for(&asking), Some(role), "{action:?}");
            assert_eq!(role_for(&resting), None, "{action:?}");
        }
    }

    #[test]
    fn a_group_only_asks_to_move_what_a_manager_has_approved() {
        let (approved, pending) = (booking(Status::Approved), booking(Status::Pending));
        let asks = |roles: &[Role], booking, now, approval| {
            as_roles(roles, booking, now).only_asks_to_move(approval)
        };
        let group = [Role::Booker];
        assert!(asks(&group, &approved, BEFORE, Approval::Manager));
        assert!(!asks(&group, &approved, BEFORE, Approval::Automatic));
        assert!(!asks(&group, &pending, BEFORE, Approval::Manager));
        assert!(!asks(&BOTH, &approved, BEFORE, Approval::Manager));
        assert!(!asks(&group, &approved, DURING, Approval::Manager));
    }

    #[test]
    fn a_group_gives_up_late_from_so_many_hours_before_the_start_until_it_begins() {
        let (approved, pending) = (booking(Status::Approved), booking(Status::Pending));
        let late = |roles: &[Role], booking, now| as_roles(roles, booking, now).gives_up_late(24);
        let group = [Role::Booker];
        let in_time = SLOT.starts_at.plus_hours(-24);
        assert!(!late(&group, &approved, in_time));
        assert!(late(&group, &approved, in_time.plus_minutes(1)));
        assert!(!late(&group, &pending, BEFORE));
        assert!(!late(&[Role::Venue], &approved, BEFORE));
        assert!(!late(&group, &approved, DURING));
        assert!(
            is_late(&approved, 24, DURING),
            "as it is told of afterwards"
        );
    }

    #[test]
    fn what_is_held_for_a_group_is_taken_or_left_until_its_time_is_over() {
        let offer = Booking {
            offer_of: Some(BookingId(Uuid::from_u128(2))),
            answer_by: Some(SLOT.starts_at),
            ..booking(Status::Pending)
        };
        let can = |now, action| as_roles(&[Role::Booker], &offer, now).role_for(action);
        assert_eq!(can(BEFORE, Action::Approve), Some(Role::Booker));
        assert_eq!(can(DURING, Action::Approve), None);
        assert_eq!(can(AFTER, Action::Cancel), Some(Role::Booker));
        assert_eq!(can(BEFORE, Action::Move), None);
    }
}
