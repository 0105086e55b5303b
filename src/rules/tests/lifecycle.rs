use entity::{
    Booking, BookingId, Borrowed, Instant, Language, PersonId, Slugs, SpaceId, VenueId,
    audit::{Action, Role},
    booking::Status,
    space::Approval,
};
use sea_orm::Iterable;
use uuid::Uuid;

use crate::{
    refusal::state::StateRefusal,
    rules::lifecycle::{Moment, first, is_late, needs_reason, next, next_of},
    slot::Slot,
    zone::{Zone, parse_wall},
};

const SLOT: Slot = Slot {
    starts_at: Instant(10_000),
    ends_at: Instant(20_000),
};
const BEFORE: Instant = Instant(9_999);
const DURING: Instant = Instant(10_000);
const AFTER: Instant = Instant(20_000);

/// What is allowed at all, and when: b before the start, d during, a after the end.
const ALLOWED: &str = "
    pending    approve  venue  approved  b
    pending    approve  system approved  b
    pending    reject   venue  rejected  bda
    pending    cancel   booker withdrawn bda
    pending    expire   system expired   bda
    approved   cancel   booker cancelled b
    approved   cancel   venue  cancelled bd
    pending    change   booker pending   b
    pending    change   venue  pending   b
    approved   change   booker approved  b
    approved   change   venue  approved  b
    pending    move     booker pending   b
    pending    move     venue  pending   b
    approved   move     booker approved  b
    approved   move     venue  approved  b
    pending    shorten  booker pending   bd
    pending    shorten  venue  pending   bd
    approved   shorten  booker approved  bd
    approved   shorten  venue  approved  bd
    checked_in shorten  booker checked_in bd
    checked_in shorten  venue  checked_in bd
    approved   propose_move   booker approved b
    approved   accept_move    venue  approved b
    approved   decline_move   venue  approved bda
    approved   take_back_move booker approved bda
    approved   lapse_move     system approved bda
    pending    replace  venue  rejected  b
    approved   replace  venue  cancelled b
    approved   check_in venue  checked_in bda
    checked_in check_in venue  checked_in bda
    completed  check_in venue  checked_in bda
    no_show    check_in venue  checked_in bda
    approved   no_show  venue  no_show   da
    checked_in no_show  venue  no_show   da
    completed  no_show  venue  no_show   da
    approved   classify venue  approved   da
    checked_in classify venue  checked_in da
    completed  classify venue  completed  da
    no_show    classify venue  no_show    da
    pending    ask      venue  pending   b
    pending    answer   booker pending   b
    pending    escalate system pending   bda
    approved   complete system completed a
    checked_in complete system completed a
    rejected   reopen   venue  pending   b
    expired    reopen   venue  pending   b
    cancelled  reopen   venue  approved  bd
    no_show    reopen   venue  approved  bd
    checked_in reopen   venue  approved  bd
    completed  reopen   venue  approved  bd
";

pub(crate) fn booking(slot: Slot) -> Booking {
    let id = Uuid::from_u128(1);
    Booking {
        id: BookingId(id),
        code: String::new(),
        uid: String::new(),
        venue_id: VenueId(id),
        space_id: SpaceId(id),
        starts: String::new(),
        ends: String::new(),
        timezone: String::new(),
        starts_at: slot.starts_at,
        ends_at: slot.ends_at,
        status: Status::Approved,
        holds: true,
        answer_by: None,
        title: String::new(),
        attendees: 1,
        attended: None,
        layout: String::new(),
        stock: Borrowed::default(),
        group_name: None,
        programme: None,
        note: None,
        public: false,
        booker_id: None,
        contact_name: String::new(),
        contact_email: None,
        contact_phone: None,
        language: Language::Kk,
        requested_by: PersonId(id),
        waived: Slugs::default(),
        waive_reason: None,
        reason_code: None,
        reason_text: None,
        decided_at: slot.starts_at,
        sequence: 0,
        version: 1,
        created_at: slot.starts_at,
        move_space_id: None,
        move_starts_at: None,
        move_ends_at: None,
        move_layout: None,
        move_holds: None,
        move_answer_by: None,
        move_of_series: false,
        remind_at: None,
        asked_at: None,
        asked_answer_by: None,
        latest_answer_by: None,
        series_id: None,
        offer_of: None,
    }
}

fn slug(word: impl serde::Serialize) -> String {
    serde_json::to_value(word)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn the_table_is_what_the_house_agreed_on() {
    let mut found = Vec::new();
    for status in Status::iter() {
        for action in Action::iter() {
            for role in Role::iter() {
                let at = |now| next(status, action, role, SLOT, now);
                let times = [("b", BEFORE), ("d", DURING), ("a", AFTER)];
                let held: String = times
                    .iter()
                    .filter(|(_, now)| at(*now).is_ok())
                    .map(|(letter, _)| *letter)
                    .collect();
                if let Some(to) = times.iter().find_map(|(_, now)| at(*now).ok()) {
                    let line = [slug(status), slug(action), slug(role), slug(to), held];
                    found.push(line.join(" "));
                }
            }
        }
    }
    let mut expected: Vec<String> = ALLOWED
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

/// The same for what is held for a group until the end of `BEFORE`'s second.
const OFFERED: &str = "
    approve booker approved  b
    approve venue  approved  b
    cancel  booker withdrawn bda
    cancel  venue  withdrawn bda
    replace venue  withdrawn bda
    expire  system expired   bda
";

#[test]
fn what_is_held_for_a_group_is_for_the_group_to_answer() {
    let offer = Booking {
        status: Status::Pending,
        offer_of: Some(BookingId(Uuid::from_u128(2))),
        answer_by: Some(SLOT.starts_at),
        ..booking(SLOT)
    };
    let mut found = Vec::new();
    for action in Action::iter() {
        for role in Role::iter() {
            let at = |now| next_of(&offer, action, role, now);
            let times = [("b", BEFORE), ("d", DURING), ("a", AFTER)];
            let held = times.iter().filter(|(_, now)| at(*now).is_ok());
            let held: String = held.map(|(letter, _)| *letter).collect();
            if let Some(to) = times.iter().find_map(|(_, now)| at(*now).ok()) {
                found.push([slug(action), slug(role), slug(to), held].join(" "));
            }
        }
    }
    let lines = OFFERED.lines().filter(|line| !line.trim().is_empty());
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut expected: Vec<String> = lines.map(words).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);

    let refused = |action, role, now| next_of(&offer, action, role, now).unwrap_err();
    assert_eq!(
        refused(Action::Approve, Role::Booker, DURING),
        StateRefusal::OfferOver
    );
    assert_eq!(
        refused(Action::Move, Role::Booker, BEFORE),
        StateRefusal::Offered
    );
    assert_eq!(
        refused(Action::Reject, Role::Venue, BEFORE),
        StateRefusal::Offered
    );
    let lapsed = Booking {
        status: Status::Expired,
        ..offer
    };
    let reopened = next_of(&lapsed, Action::Reopen, Role::Venue, BEFORE);
    assert_eq!(reopened, Err(StateRefusal::NotReopenable(Status::Expired)));
}

#[test]
fn a_refusal_says_why() {
    use {Action as A, Role as R, StateRefusal as No, Status as S};

    for (status, action, role, now, why) in [
        (S::Pending, A::Approve, R::Booker, BEFORE, No::OnlyVenue),
        (S::Approved, A::Cancel, R::System, BEFORE, No::OnlyVenue),
        (S::Approved, A::Complete, R::Venue, AFTER, No::OnlySystem),
        (
            S::Pending,
            A::Request,
            R::Booker,
            BEFORE,
            No::AlreadyRequested,
        ),
        (S::Pending, A::Cancel, R::Venue, BEFORE, No::RejectInstead),
        (
            S::Expired,
            A::Approve,
            R::Venue,
            BEFORE,
            No::NotPending(S::Expired),
        ),
        (
            S::Approved,
            A::Reject,
            R::Venue,
            BEFORE,
            No::NotPending(S::Approved),
        ),
        (
            S::Withdrawn,
            A::Cancel,
            R::Booker,
            BEFORE,
            No::NotCancellable(S::Withdrawn),
        ),
        (
            S::Withdrawn,
            A::Reopen,
            R::Venue,
            BEFORE,
            No::NotReopenable(S::Withdrawn),
        ),
        (
            S::Pending,
            A::Complete,
            R::System,
            AFTER,
            No::NotApproved(S::Pending),
        ),
        (S::Pending, A::Approve, R::Venue, DURING, No::HasBegun),
        (S::Approved, A::Cancel, R::Booker, DURING, No::HasBegun),
        (S::Approved, A::Cancel, R::Venue, AFTER, No::HasEnded),
        (S::Approved, A::Complete, R::System, DURING, No::NotYetEnded),
        (S::Approved, A::CheckIn, R::Booker, DURING, No::OnlyVenue),
        (S::Approved, A::NoShow, R::Venue, BEFORE, No::NotYetBegun),
        (
            S::Cancelled,
            A::NoShow,
            R::Venue,
            DURING,
            No::NotExpected(S::Cancelled),
        ),
        (S::Completed, A::Classify, R::Booker, AFTER, No::OnlyVenue),
    ] {
        let answer = next(status, action, role, SLOT, now);
        assert_eq!(answer, Err(why), "{action:?} by {role:?} on {status:?}");
    }
}

#[test]
fn the_doors_open_an_hour_before() {
    let opens = SLOT.starts_at.plus_hours(-1);
    let at = |now| next(Status::Approved, Action::CheckIn, Role::Venue, SLOT, now);
    assert_eq!(at(opens), Ok(Status::CheckedIn));
    assert_eq!(at(opens.plus_minutes(-1)), Err(StateRefusal::TooEarly));
}

#[test]
fn who_is_counted_after_the_end_has_come_and_gone() {
    for status in [Status::Approved, Status::Completed, Status::NoShow] {
        let at = |now| next(status, Action::CheckIn, Role::Venue, SLOT, now);
        assert_eq!(at(DURING), Ok(Status::CheckedIn));
        assert_eq!(at(AFTER), Ok(Status::Completed));
    }
}

#[test]
fn a_month_is_closed_when_the_fifth_of_the_next_is_over() {
    let zone = Zone::named("Asia/Almaty").unwrap();
    let at = |text: &str| zone.instant(parse_wall(text).unwrap()).unwrap();
    let slot = |starts: &str| Slot {
        starts_at: at(starts),
        ends_at: at(starts).plus_hours(2),
    };
    let late = slot("2026-11-30T23:30");
    let early = slot("2026-11-01T00:00");
    for (now, open) in [
        ("2026-12-01T10:00", true),
        ("2026-12-05T23:59", true),
        ("2026-12-06T00:00", false),
        ("2027-01-03T00:00", false),
    ] {
        let moment = Moment::of(at(now), &zone, 5);
        for slot in [late, early] {
            for (action, status) in [
                (Action::CheckIn, Status::NoShow),
                (Action::NoShow, Status::Completed),
                (Action::Classify, Status::Completed),
            ] {
                let found = next(status, action, Role::Venue, slot, moment);
                assert_eq!(found.is_ok(), open, "{action:?} {now}");
                assert!(open || found == Err(StateRefusal::MonthClosed));
            }
        }
    }
    // December is open on the third of January, whatever day of it is meant.
    let moment = Moment::of(at("2027-01-03T00:00"), &zone, 5);
    assert_eq!(moment.counted_since, at("2026-12-01T00:00"));
}

#[test]
fn a_manager_answers_unless_nobody_has_to() {
    assert_eq!(first(Approval::Manager, Role::Booker), Status::Pending);
    assert_eq!(first(Approval::Manager, Role::Venue), Status::Approved);
    assert_eq!(first(Approval::Automatic, Role::Booker), Status::Approved);
}

#[test]
fn the_venue_says_why_and_the_group_need_not() {
    for action in [Action::Reject, Action::Cancel, Action::Reopen] {
        assert!(needs_reason(action, Role::Venue));
        assert!(!needs_reason(action, Role::Booker));
    }
    assert!(!needs_reason(Action::Approve, Role::Venue));
}

#[test]
fn a_cancellation_is_late_from_so_many_hours_before_the_start_on() {
    let start = SLOT.starts_at;
    assert!(!is_late(start, 24, start.plus_hours(-24)));
    assert!(is_late(start, 24, start.plus_hours(-24).plus_minutes(1)));
    assert!(!is_late(start, 0, start));
}
