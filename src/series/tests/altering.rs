//! All dates of a series are said anew, moved, or asked to be moved.

use entity::{
    Booking,
    audit::{Action, Role},
    booking::{ProposedMove, Status},
};
use time::macros::date;

use super::super::alter::{
    alteration::AlterAll,
    times::{NewTimes, SeriesChange},
};
use crate::{
    account::Actor,
    booking::{Details, alter::proposal::ProposalAnswer},
    ledger::{
        change::OwnRow,
        operation::{Operation, World},
        tests::{
            decided::{Told, acts, decided, flaw, rules, state, told, verdicts},
            house::{FOYER, HALL, House, NOON, STUDIO, booking},
            inputs::{SERIES, dates, why},
        },
    },
    mail::SeriesNews,
    refusal::{
        dates::DateVerdict,
        rule::{Code, InvalidInput},
        state::StateRefusal,
    },
    rules::{allowance::Held, reason::Reason},
    slot::Slot,
};

const WEEK: i64 = 168;

fn alter(what: SeriesChange) -> AlterAll {
    AlterAll {
        id: SERIES,
        what,
        missed: Vec::new(),
    }
}

fn to(starts: &str, ends: &str) -> NewTimes {
    NewTimes {
        starts: starts.to_owned(),
        ends: ends.to_owned(),
        ..NewTimes::default()
    }
}

fn moving(times: NewTimes) -> AlterAll {
    alter(SeriesChange::Times(times))
}

fn answering(answer: ProposalAnswer) -> AlterAll {
    alter(SeriesChange::Answer(answer))
}

/// Two Thursdays from 18:00 to 20:00.
fn thursdays(status: Status) -> [Booking; 2] {
    dates([
        booking(1, HALL, 30, status),
        booking(2, HALL, 30 + WEEK, status),
    ])
}

fn by<'a>(house: &'a House, actor: &'a Actor, of: &[Booking]) -> World<'a> {
    house.world_of_series(actor, of, &[])
}

/// Both ask to begin two hours earlier, together.
fn asking_for_four() -> [Booking; 2] {
    thursdays(Status::Approved).map(|one| {
        let asks = ProposedMove {
            space_id: HALL,
            starts_at: one.starts_at.plus_hours(-2),
            ends_at: one.starts_at,
            layout: "theatre".to_owned(),
            holds: true,
            answer_by: NOON.plus_hours(1),
            of_series: true,
        };
        one.proposing(Some(asks))
    })
}

fn asked_row(world: &mut World<'_>) {
    let row = world.picture.series.as_mut().unwrap();
    row.move_space_id = Some(HALL);
    row.move_starts = Some("2026-12-03T16:00".to_owned());
    row.move_ends = Some("2026-12-03T18:00".to_owned());
}

fn starts<D>(set: &crate::ledger::change::ChangeSet<D>) -> Vec<&str> {
    set.changes
        .iter()
        .map(|one| one.after.starts.as_str())
        .collect()
}

#[test]
fn the_venue_moves_all_dates_that_stand_and_the_series_with_them() {
    let house = House::new();
    let both = thursdays(Status::Approved);
    let set = decided(
        &moving(to("15:00", "17:00")),
        &by(&house, &house.manager, &both),
    )
    .unwrap();
    assert_eq!(starts(&set), ["2026-12-03T15:00", "2026-12-10T15:00"]);
    assert!(
        set.changes
            .iter()
            .all(|one| acts(one) == [(Action::Move, Role::Venue)])
    );
    assert_eq!(told(&set), [Told::Series(SeriesNews::Moved, 2)]);
    let [
        OwnRow::SeriesFollowed { from: None, .. },
        OwnRow::SeriesPlaced(row),
    ] = &*set.rows
    else {
        panic!("{:?}", set.rows)
    };
    assert_eq!(row.starts, "2026-12-03T15:00");
}

#[test]
fn dates_before_the_one_from_which_it_moves_stay() {
    let house = House::new();
    let both = thursdays(Status::Approved);
    let later = NewTimes {
        from: Some(date!(2026 - 12 - 10)),
        space: Some("house/foyer".to_owned()),
        ..to("15:00", "17:00")
    };
    let set = decided(&moving(later), &by(&house, &house.manager, &both)).unwrap();
    assert_eq!(starts(&set), ["2026-12-10T15:00"]);
    assert_eq!(set.changes[0].after.space_id, FOYER);
}

#[test]
fn one_date_that_is_taken_there_keeps_all_where_they_are() {
    let house = House::new();
    let both = thursdays(Status::Approved);
    let other = booking(9, HALL, 27 + WEEK, Status::Approved);
    let world = house.world_of_series(&house.manager, &both, &[other]);
    let refused = decided(&moving(to("15:00", "17:00")), &world);
    assert_eq!(verdicts(refused), [DateVerdict::Free, DateVerdict::Taken]);
}

#[test]
fn two_dates_may_stand_where_the_other_stood_and_not_both_at_one_time() {
    let house = House::new();
    // Both on the same Thursday: one moves into the time of the other, which makes way to somewhere else.
    let both = dates([
        booking(1, HALL, 30, Status::Approved),
        booking(2, FOYER, 30, Status::Approved),
    ]);
    let there = NewTimes {
        space: Some("house/foyer".to_owned()),
        ..to("18:00", "20:00")
    };
    let refused = decided(&moving(there), &by(&house, &house.manager, &both));
    let fates = verdicts(refused);
    assert!(fates.contains(&DateVerdict::Taken), "{fates:?}");
    let shifted = dates([
        booking(1, HALL, 24, Status::Approved),
        booking(2, HALL, 30, Status::Approved),
    ]);
    let same = moving(to("15:00", "17:00"));
    let refused = decided(&same, &by(&house, &house.manager, &shifted));
    assert!(verdicts(refused).contains(&DateVerdict::Taken));
}

#[test]
fn dates_that_are_asked_for_where_others_of_the_series_stand_change_places() {
    let house = House::new();
    let [one, other] = dates([
        booking(1, HALL, 30, Status::Approved),
        booking(2, HALL, 54, Status::Approved),
    ]);
    let goes = |of: &Booking, to: &Booking| {
        of.clone().proposing(Some(ProposedMove {
            space_id: HALL,
            starts_at: to.starts_at,
            ends_at: to.ends_at,
            layout: "theatre".to_owned(),
            holds: false,
            answer_by: NOON.plus_hours(1),
            of_series: true,
        }))
    };
    let swapping = [goes(&one, &other), goes(&other, &one)];
    let yes = answering(ProposalAnswer::Accept(Reason::default(), None));
    let set = decided(&yes, &by(&house, &house.manager, &swapping)).unwrap();
    let now: Vec<_> = set.changes.iter().map(|one| one.after.starts_at).collect();
    assert_eq!(now, [other.starts_at, one.starts_at]);
}

#[test]
fn a_group_asks_for_all_dates_together_and_they_have_one_answer_time() {
    let house = House::new();
    let both = thursdays(Status::Approved);
    let set = decided(
        &moving(to("15:00", "17:00")),
        &by(&house, &house.group, &both),
    )
    .unwrap();
    let asks: Vec<_> = set
        .changes
        .iter()
        .map(|one| one.after.proposed_move().unwrap())
        .collect();
    assert!(
        asks.iter()
            .all(|one| one.of_series && one.answer_by == asks[0].answer_by)
    );
    assert_eq!(starts(&set), ["2026-12-03T18:00", "2026-12-10T18:00"]);
    let to = [SeriesNews::MoveReceived, SeriesNews::MoveProposed];
    assert_eq!(told(&set), to.map(|news| Told::Series(news, 2)));
    let [OwnRow::SeriesPlaced(row)] = &*set.rows else {
        panic!("{:?}", set.rows)
    };
    assert_eq!(row.move_starts.as_deref(), Some("2026-12-03T15:00"));
}

#[test]
fn what_waits_moves_at_once_and_both_sides_are_told() {
    let house = House::new();
    let both = thursdays(Status::Pending);
    let set = decided(
        &moving(to("15:00", "17:00")),
        &by(&house, &house.group, &both),
    )
    .unwrap();
    assert!(
        set.changes
            .iter()
            .all(|one| one.after.proposed_move().is_none())
    );
    let clock = set.changes[0].after.answer_by;
    assert!(set.changes.iter().all(|one| one.after.answer_by == clock));
    let to = [SeriesNews::Moved, SeriesNews::MovedByGroup];
    assert_eq!(told(&set), to.map(|news| Told::Series(news, 2)));
}

#[test]
fn what_is_asked_for_anew_takes_back_what_was_asked_for_before_in_the_same_mail() {
    let house = House::new();
    let both = asking_for_four();
    let later = NewTimes {
        from: Some(date!(2026 - 12 - 10)),
        ..to("14:00", "16:00")
    };
    let set = decided(&moving(later), &by(&house, &house.group, &both)).unwrap();
    let did: Vec<Action> = set.changes.iter().map(|one| one.acts[0].action).collect();
    assert_eq!(did, [Action::TakeBackMove, Action::ProposeMove]);
    let to = [SeriesNews::MoveReceived, SeriesNews::MoveProposed];
    assert_eq!(told(&set), to.map(|news| Told::Series(news, 1)));
}

/// The stories of the model found it.
#[test]
fn a_date_that_nobody_has_to_approve_moves_though_it_asked_for_another_time_with_the_others() {
    let house = House::new();
    let [first, second] = asking_for_four();
    let both = [
        first,
        Booking {
            space_id: STUDIO,
            ..second
        },
    ];
    let earlier = moving(to("14:00", "16:00"));
    let set = decided(&earlier, &by(&house, &house.group, &both)).unwrap();
    let did: Vec<Action> = set.changes.iter().map(|one| one.acts[0].action).collect();
    assert_eq!(did, [Action::ProposeMove, Action::Move]);
    assert_eq!(starts(&set), ["2026-12-03T18:00", "2026-12-10T14:00"]);
    let asks = |at: usize| set.changes[at].after.proposed_move();
    assert_eq!((asks(0).is_some(), asks(1).is_some()), (true, false));
}

#[test]
fn a_yes_moves_all_that_asked_and_the_series_with_them() {
    let house = House::new();
    let both = asking_for_four();
    let mut world = by(&house, &house.manager, &both);
    asked_row(&mut world);
    let yes = answering(ProposalAnswer::Accept(Reason::default(), None));
    let set = decided(&yes, &world).unwrap();
    assert_eq!(starts(&set), ["2026-12-03T16:00", "2026-12-10T16:00"]);
    assert_eq!(told(&set), [Told::Series(SeriesNews::Moved, 2)]);
    assert!(matches!(&set.rows[1], OwnRow::SeriesPlaced(row) if row.starts == "2026-12-03T16:00"));
}

#[test]
fn a_no_leaves_all_as_they_are_and_says_why() {
    let house = House::new();
    let both = asking_for_four();
    let no = |reason| answering(ProposalAnswer::Decline(reason));
    let world = by(&house, &house.manager, &both);
    assert_eq!(
        flaw(decided(&no(Reason::default()), &world)),
        ("reason", InvalidInput::Missing)
    );
    let set = decided(&no(why()), &world).unwrap();
    assert_eq!(starts(&set), ["2026-12-03T18:00", "2026-12-10T18:00"]);
    assert!(
        set.changes
            .iter()
            .all(|one| one.after.proposed_move().is_none())
    );
    assert_eq!(told(&set), [Told::Series(SeriesNews::MoveDeclined, 2)]);
    assert!(set.rows.is_empty());
}

#[test]
fn a_move_that_nobody_answers_lapses_and_one_that_is_taken_back_is_told() {
    let house = House::new();
    let both = asking_for_four();
    let lapse = answering(ProposalAnswer::Lapse);
    let refused = decided(&lapse, &by(&house, &house.service, &both));
    assert_eq!(state(refused), StateRefusal::NothingProposed);
    let over = both.clone().map(|one| Booking {
        move_answer_by: Some(NOON),
        ..one
    });
    let set = decided(&lapse, &by(&house, &house.service, &over)).unwrap();
    assert_eq!(told(&set), [Told::Series(SeriesNews::MoveLapsed, 2)]);
    assert!(set.changes.iter().all(|one| one.became.is_some()));
    let back = answering(ProposalAnswer::TakeBack);
    let set = decided(&back, &by(&house, &house.group, &both)).unwrap();
    assert_eq!(told(&set), [Told::Series(SeriesNews::MoveTakenBack, 2)]);
}

#[test]
fn nobody_has_more_of_a_venue_by_moving_a_series() {
    let house = House::with(|venue| venue.quotas.hours_per_week = Some(2));
    let both = thursdays(Status::Approved);
    let held = both.each_ref().map(|one| Held {
        id: one.id,
        space: HALL,
        by_booker: true,
        stands: Slot::of(one),
        asked: None,
    });
    let world = World {
        held: held.to_vec(),
        ..by(&house, &house.group, &both)
    };
    decided(&moving(to("15:00", "17:00")), &world).unwrap();
    let refused = decided(&moving(to("15:00", "18:00")), &world);
    assert_eq!(
        rules(refused),
        [("starts", Code::Quota), ("starts", Code::Quota)]
    );
}

fn titled(title: &str) -> SeriesChange {
    let details = Details {
        title: Some(title.to_owned()),
        ..Details::default()
    };
    SeriesChange::Details(None, details)
}

#[test]
fn who_changes_what_was_said_of_all_dates_tells_the_other_side() {
    let house = House::new();
    let both = thursdays(Status::Approved);
    let set = decided(&alter(titled("Concert")), &by(&house, &house.group, &both)).unwrap();
    assert!(set.changes.iter().all(|one| one.after.title == "Concert"));
    let to = [SeriesNews::Changed, SeriesNews::ChangedByGroup];
    assert_eq!(told(&set), to.map(|news| Told::Series(news, 2)));
    let set = decided(
        &alter(titled("Concert")),
        &by(&house, &house.manager, &both),
    )
    .unwrap();
    assert_eq!(told(&set), [Told::Series(SeriesNews::Changed, 2)]);
    let set = decided(
        &alter(titled("Rehearsal")),
        &by(&house, &house.group, &both),
    )
    .unwrap();
    assert!(set.changes.is_empty() && set.letters.is_empty());
}

#[test]
fn what_all_dates_would_break_is_said_once_and_there_has_to_be_something_to_move() {
    let house = House::new();
    let both = thursdays(Status::Approved);
    let refused = decided(
        &moving(to("15:00", "15:30")),
        &by(&house, &house.manager, &both),
    );
    assert_eq!(rules(refused), [("ends", Code::TooShort)]);
    let refused = decided(
        &moving(to("late", "17:00")),
        &by(&house, &house.manager, &both),
    );
    assert_eq!(flaw(refused), ("starts", InvalidInput::Malformed));
    let gone = thursdays(Status::Cancelled);
    let refused = decided(
        &moving(to("15:00", "17:00")),
        &by(&house, &house.manager, &gone),
    );
    assert_eq!(
        state(refused),
        StateRefusal::NotChangeable(Status::Cancelled)
    );
    let nothing = answering(ProposalAnswer::TakeBack);
    let refused = decided(&nothing, &by(&house, &house.group, &both));
    assert_eq!(state(refused), StateRefusal::NothingProposed);
}

#[test]
fn other_places_for_a_series_are_looked_for_date_by_date() {
    let house = House::new();
    let both = thursdays(Status::Approved);
    let world = by(&house, &house.group, &both);
    let sought = moving(to("15:00", "17:00")).sought(&world.picture, &world.ground);
    assert_eq!(sought.len(), 2);
    assert!(sought.iter().all(|one| one.booking.series_id.is_none()));
}
