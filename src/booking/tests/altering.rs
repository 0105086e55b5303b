//! A booking is said anew, moved, or asked to be moved.

use entity::{
    Booking, SpaceId,
    audit::{Action, Role},
    booking::{ProposedMove, Status},
};

use crate::{
    account::Actor,
    booking::{
        Details, NewPlace,
        alter::{
            alteration::{Alteration, AlterationKind},
            proposal::ProposalAnswer,
        },
    },
    error::Error,
    ledger::{
        operation::{Operation, World},
        tests::{
            decided::{Told, acts, decided, flaw, in_the_way, one, only, rules, state, told},
            house::{DESKS, FOYER, HALL, House, NOON, ROOM, STUDIO, booking, microphones},
            inputs::{at, into, why},
        },
    },
    refusal::{
        conflict::ConflictKind,
        rule::{Code, InvalidInput},
        state::StateRefusal,
    },
    rules::{allowance::Held, reason::Reason},
    slot::Slot,
};

pub fn asks_to_go(of: Booking, space: SpaceId, in_hours: i64) -> Booking {
    of.proposing(Some(ProposedMove {
        space_id: space,
        starts_at: NOON.plus_hours(in_hours),
        ends_at: NOON.plus_hours(in_hours + 2),
        layout: "theatre".to_owned(),
        holds: true,
        answer_by: NOON.plus_hours(1),
        of_series: false,
    }))
}

fn alter(of: &Booking, what: AlterationKind) -> Alteration {
    Alteration {
        id: of.id,
        version: None,
        what,
    }
}

fn to(of: &Booking, place: NewPlace) -> Alteration {
    alter(of, AlterationKind::Place(place))
}

fn saying(of: &Booking, details: Details) -> Alteration {
    alter(of, AlterationKind::Details(details))
}

fn answering(of: &Booking, answer: ProposalAnswer) -> Alteration {
    alter(of, AlterationKind::Answer(answer))
}

fn by<'a>(house: &'a House, actor: &'a Actor, of: &Booking) -> World<'a> {
    house.world(actor, one(of))
}

fn titled(title: &str) -> Details {
    Details {
        title: Some(title.to_owned()),
        ..Details::default()
    }
}

#[test]
fn a_new_title_is_told_and_the_same_one_changes_nothing() {
    let house = House::new();
    let own = booking(1, HALL, 30, Status::Approved);
    let world = by(&house, &house.group, &own);
    let set = decided(&saying(&own, titled("Concert")), &world).unwrap();
    assert_eq!(only(&set).after.title, "Concert");
    assert_eq!(
        told(&set),
        [Told::Changed(Action::Change, Role::Booker, own.id)]
    );
    let set = decided(&saying(&own, titled("Rehearsal")), &world).unwrap();
    assert!(set.changes.is_empty() && set.letters.is_empty());
}

#[test]
fn who_changes_what_another_has_changed_since_is_told_so() {
    let house = House::new();
    let own = booking(1, HALL, 30, Status::Approved);
    let stale = Alteration {
        version: Some(7),
        ..saying(&own, titled("Concert"))
    };
    let refused = decided(&stale, &by(&house, &house.group, &own));
    assert!(matches!(refused, Err(Error::Stale)));
}

#[test]
fn more_people_need_a_seat_each_and_more_things_have_to_be_there() {
    let house = House::new();
    let own = booking(1, DESKS, 30, Status::Approved);
    let others = Booking {
        attendees: 45,
        stock: microphones(3),
        ..booking(2, DESKS, 30, Status::Approved)
    };
    let both = [own.clone(), others];
    let world = || house.world(&house.group, &both);
    let people = |attendees| Details {
        attendees: Some(attendees),
        ..Details::default()
    };
    let refused = decided(&saying(&own, people(16)), &world());
    assert_eq!(in_the_way(refused), [ConflictKind::Seats]);
    let set = decided(&saying(&own, people(15)), &world()).unwrap();
    assert_eq!(set.done.attendees, 15);
    let sings = |quantity| Details {
        stock: Some(microphones(quantity)),
        ..Details::default()
    };
    let refused = decided(&saying(&own, sings(2)), &world());
    assert_eq!(in_the_way(refused), [ConflictKind::Stock]);
    decided(&saying(&own, sings(1)), &world()).unwrap();
    let refused = decided(&saying(&own, people(61)), &world());
    assert_eq!(rules(refused), [("attendees", Code::TooManyPeople)]);
}

#[test]
fn other_chairs_end_the_move_that_was_asked_for_as_things_stood() {
    let house = House::new();
    let own = asks_to_go(booking(1, HALL, 30, Status::Approved), FOYER, 50);
    let circle = Details {
        layout: Some("circle".to_owned()),
        ..Details::default()
    };
    let set = decided(&saying(&own, circle), &by(&house, &house.group, &own)).unwrap();
    assert_eq!(set.done.layout, "circle");
    assert_eq!(set.done.proposed_move(), None);
}

#[test]
fn the_venue_says_afterwards_what_it_was_part_of() {
    let house = House::new();
    let over = Booking {
        programme: Some("qrg".to_owned()),
        ..booking(1, HALL, -9, Status::Completed)
    };
    let of_none = Details {
        programme: Some(String::new()),
        ..Details::default()
    };
    let set = decided(
        &saying(&over, of_none.clone()),
        &by(&house, &house.manager, &over),
    )
    .unwrap();
    assert_eq!(acts(only(&set)), [(Action::Classify, Role::Venue)]);
    assert_eq!(set.done.programme, None);
    let refused = decided(&saying(&over, of_none), &by(&house, &house.group, &over));
    assert_eq!(
        state(refused),
        StateRefusal::NotChangeable(Status::Completed)
    );
}

#[test]
fn a_request_that_waits_moves_at_once_and_waits_by_the_rules_of_where_it_is() {
    let house = House::new();
    let own = booking(1, HALL, 30, Status::Pending);
    let world = by(&house, &house.group, &own);
    let set = decided(&to(&own, into("room", at(8, 16, 18))), &world).unwrap();
    let after = &only(&set).after;
    assert_eq!(
        (after.space_id, after.status, after.holds),
        (ROOM, Status::Pending, false)
    );
    assert!(after.answer_by != own.answer_by && after.answer_by > Some(NOON));
    assert_eq!(acts(only(&set)), [(Action::Move, Role::Booker)]);
    let set = decided(&to(&own, into("studio", at(8, 16, 18))), &world).unwrap();
    assert_eq!(
        (set.done.space_id, set.done.status),
        (STUDIO, Status::Approved)
    );
}

#[test]
fn the_venue_moves_what_stands_and_a_group_asks_it_to() {
    let house = House::new();
    let own = booking(1, HALL, 30, Status::Approved);
    let there = to(&own, into("foyer", at(8, 16, 18)));
    let set = decided(&there, &by(&house, &house.manager, &own)).unwrap();
    assert_eq!((set.done.space_id, set.done.proposed_move()), (FOYER, None));
    assert_eq!(
        told(&set),
        [Told::Changed(Action::Move, Role::Venue, own.id)]
    );
    let set = decided(&there, &by(&house, &house.group, &own)).unwrap();
    let asks = set.done.proposed_move().unwrap();
    assert_eq!(
        (set.done.space_id, asks.space_id, asks.holds),
        (HALL, FOYER, true)
    );
    assert_eq!(
        told(&set),
        [Told::Changed(Action::ProposeMove, Role::Booker, own.id)]
    );
}

#[test]
fn what_is_asked_for_where_requests_compete_or_by_the_seat_is_not_kept() {
    let house = House::new();
    let own = booking(1, HALL, 30, Status::Approved);
    for space in ["room", "desks"] {
        let asks = to(&own, into(space, at(8, 16, 18)));
        let set = decided(&asks, &by(&house, &house.group, &own)).unwrap();
        assert!(!set.done.proposed_move().unwrap().holds, "{space}");
    }
}

#[test]
fn where_nobody_has_to_approve_a_group_moves_its_booking_itself() {
    let house = House::new();
    let own = booking(1, STUDIO, 30, Status::Approved);
    let set = decided(&to(&own, at(8, 16, 18)), &by(&house, &house.group, &own)).unwrap();
    assert_eq!(acts(only(&set)), [(Action::Move, Role::Booker)]);
    assert_eq!(set.done.proposed_move(), None);
}

#[test]
fn who_only_ends_earlier_asks_nobody_and_gives_up_the_move() {
    let house = House::new();
    let own = asks_to_go(booking(1, HALL, 30, Status::Approved), FOYER, 50);
    let other = booking(2, HALL, 33, Status::Approved);
    // Thursday from 18:00 to 20:00.
    let shorter = to(&own, at(3, 18, 19));
    let both = [own.clone(), other];
    let set = decided(&shorter, &house.world(&house.group, &both)).unwrap();
    assert_eq!(acts(only(&set)), [(Action::Shorten, Role::Booker)]);
    assert_eq!(
        (set.done.ends_at, set.done.proposed_move()),
        (own.ends_at.plus_hours(-1), None)
    );
    let runs = booking(1, HALL, -1, Status::CheckedIn);
    let past = decided(
        &to(&runs, at(2, 11, 12)),
        &by(&house, &house.manager, &runs),
    )
    .unwrap();
    assert_eq!(past.done.ends_at, NOON);
}

#[test]
fn a_move_to_where_it_stands_changes_nothing_and_one_that_breaks_rules_is_refused() {
    let house = House::new();
    let own = booking(1, HALL, 30, Status::Approved);
    let world = by(&house, &house.group, &own);
    let set = decided(&to(&own, at(3, 18, 20)), &world).unwrap();
    assert!(set.changes.is_empty());
    let refused = decided(&to(&own, at(8, 6, 8)), &world);
    assert_eq!(rules(refused), [("starts", Code::OutsideHours)]);
    let nowhere = to(&own, into("cellar", at(8, 16, 18)));
    assert_eq!(
        flaw(decided(&nowhere, &world)),
        ("space", InvalidInput::Unknown)
    );
    let begun = booking(1, HALL, -1, Status::Approved);
    let refused = decided(
        &to(&begun, at(8, 16, 18)),
        &by(&house, &house.group, &begun),
    );
    assert_eq!(state(refused), StateRefusal::HasBegun);
}

#[test]
fn a_group_has_no_more_of_a_venue_by_moving_and_no_less_than_before() {
    let house = House::with(|venue| venue.quotas.hours_per_week = Some(2));
    let own = booking(1, HALL, 30, Status::Approved);
    let held = |id, stands| Held {
        id,
        space: HALL,
        by_booker: true,
        stands,
        asked: None,
    };
    let next_week = booking(2, HALL, 150, Status::Approved);
    let world = || World {
        held: vec![
            held(own.id, Slot::of(&own)),
            held(next_week.id, Slot::of(&next_week)),
        ],
        ..by(&house, &house.group, &own)
    };
    decided(&to(&own, at(4, 16, 18)), &world()).expect("two hours of that week, as before");
    let refused = decided(&to(&own, at(9, 16, 18)), &world());
    assert_eq!(rules(refused), [("starts", Code::Quota)]);
}

#[test]
fn a_yes_to_a_move_puts_the_booking_there() {
    let house = House::new();
    let own = asks_to_go(booking(1, HALL, 30, Status::Approved), FOYER, 50);
    let yes = answering(&own, ProposalAnswer::Accept(Reason::default(), None));
    let set = decided(&yes, &by(&house, &house.manager, &own)).unwrap();
    assert_eq!(
        (set.done.space_id, set.done.starts_at),
        (FOYER, NOON.plus_hours(50))
    );
    assert_eq!(set.done.proposed_move(), None);
    assert_eq!(
        told(&set),
        [Told::Changed(Action::AcceptMove, Role::Venue, own.id)]
    );
    let other = booking(2, FOYER, 51, Status::Approved);
    let refused = decided(&yes, &house.world(&house.manager, &[own.clone(), other]));
    assert!(!in_the_way(refused).is_empty());
}

#[test]
fn a_yes_comes_too_late_once_the_time_that_was_asked_for_has_begun_or_is_too_small() {
    let house = House::new();
    let yes = |own: &Booking| {
        let yes = answering(own, ProposalAnswer::Accept(Reason::default(), None));
        decided(&yes, &by(&house, &house.manager, own))
    };
    let begun = asks_to_go(booking(1, HALL, 30, Status::Approved), FOYER, 0);
    assert_eq!(state(yes(&begun)), StateRefusal::HasBegun);
    let grown = Booking {
        attendees: 61,
        ..asks_to_go(booking(1, HALL, 30, Status::Approved), FOYER, 50)
    };
    assert_eq!(rules(yes(&grown)), [("attendees", Code::TooManyPeople)]);
}

#[test]
fn a_no_to_a_move_says_why_and_the_booking_stands_as_it_stood() {
    let house = House::new();
    let own = asks_to_go(booking(1, HALL, 30, Status::Approved), FOYER, 50);
    let no = |reason| answering(&own, ProposalAnswer::Decline(reason));
    let world = by(&house, &house.manager, &own);
    assert_eq!(
        flaw(decided(&no(Reason::default()), &world)),
        ("reason", InvalidInput::Missing)
    );
    let set = decided(&no(why()), &world).unwrap();
    assert_eq!(
        (set.done.status, set.done.space_id),
        (Status::Approved, HALL)
    );
    assert_eq!(set.done.proposed_move(), None);
    assert_eq!(
        told(&set),
        [Told::Changed(Action::DeclineMove, Role::Venue, own.id)]
    );
}

#[test]
fn a_group_takes_its_move_back_and_what_nobody_answers_lapses() {
    let house = House::new();
    let own = asks_to_go(booking(1, HALL, 30, Status::Approved), FOYER, 50);
    let back = answering(&own, ProposalAnswer::TakeBack);
    let set = decided(&back, &by(&house, &house.group, &own)).unwrap();
    assert_eq!(
        told(&set),
        [Told::Changed(Action::TakeBackMove, Role::Booker, own.id)]
    );
    let lapse = answering(&own, ProposalAnswer::Lapse);
    let refused = decided(&lapse, &by(&house, &house.service, &own));
    assert_eq!(
        state(refused),
        StateRefusal::NothingProposed,
        "its time is not over"
    );
    let over = Booking {
        move_answer_by: Some(NOON),
        ..own
    };
    let set = decided(&lapse, &by(&house, &house.service, &over)).unwrap();
    assert_eq!(
        told(&set),
        [Told::Changed(Action::LapseMove, Role::System, over.id)]
    );
    assert!(only(&set).became.is_some(), "the administrators hear of it");
}

#[test]
fn other_places_for_a_group_are_looked_for_without_its_series() {
    let house = House::new();
    let own = Booking {
        series_id: Some(crate::ledger::tests::inputs::SERIES),
        ..booking(1, HALL, 30, Status::Approved)
    };
    let there = to(&own, at(8, 16, 18));
    let world = by(&house, &house.group, &own);
    let sought = there.sought(&world.picture, &world.ground);
    assert_eq!(sought[0].booking.series_id, None);
    let world = by(&house, &house.manager, &own);
    let sought = there.sought(&world.picture, &world.ground);
    assert!(sought[0].booking.series_id.is_some());
}
