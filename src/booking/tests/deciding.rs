//! What operations on one booking decide, without a database.

use entity::{Booking, audit::Action, booking::ProposedMove, booking::Status};

use crate::{
    booking::{
        alter::{
            alteration::{Alteration, AlterationKind},
            place::NewPlace,
        },
        decide::decision::Decide,
        message::{NewMessage, Writing},
        replace::Replacing,
    },
    error::Error,
    ledger::{
        change::Letter,
        operation::Operation,
        tests::house::{HALL, House, NOON, ROOM, booking, picture},
    },
    refusal::state::StateRefusal,
    rules::reason::Reason,
};

fn decide(of: &Booking, action: Action) -> Decide {
    Decide::new(of.id, action, Reason::default())
}

#[test]
fn a_yes_to_what_holds_its_place_looks_at_nothing_else() {
    let house = House::new();
    let asked = booking(1, HALL, 30, Status::Pending);
    let yes = decide(&asked, Action::Approve);
    let ground = house.ground(&house.manager);
    let foot = yes
        .footprint(&picture(std::slice::from_ref(&asked)), &ground)
        .unwrap();
    assert!(foot.wants.is_empty() && foot.waiting.is_empty());
    let set = yes.decide(&house.world(&house.manager, &[asked])).unwrap();
    assert_eq!(set.done.status, Status::Approved);
    assert_eq!((set.changes.len(), set.letters.len()), (1, 1));
}

#[test]
fn a_yes_to_what_competes_is_refused_where_somebody_stands() {
    let house = House::new();
    let (asked, other) = (
        booking(1, ROOM, 30, Status::Pending),
        booking(2, ROOM, 31, Status::Approved),
    );
    let yes = decide(&asked, Action::Approve);
    let refused = yes.decide(&house.world(&house.manager, &[asked, other]));
    assert!(matches!(refused, Err(Error::Conflict { conflicts, .. }) if conflicts.len() == 1));
}

#[test]
fn what_makes_room_ends_before_the_other_stands_and_is_offered_places() {
    let house = House::new();
    let (asked, other) = (
        booking(1, ROOM, 30, Status::Pending),
        booking(2, ROOM, 31, Status::Approved),
    );
    let yes = Decide {
        replacing: Replacing {
            bookings: vec![other.id],
            reason: Reason::default(),
        },
        ..decide(&asked, Action::Approve)
    };
    let both = [asked.clone(), other.clone()];
    let ground = house.ground(&house.manager);
    let foot = yes.footprint(&picture(&both), &ground).unwrap();
    assert!(foot.bookings.contains(&other.id) && foot.wants.len() > 1);
    let set = yes.decide(&house.world(&house.manager, &both)).unwrap();
    let became = set
        .changes
        .iter()
        .map(|one| (one.after.id, one.after.status));
    let expected = [(other.id, Status::Cancelled), (asked.id, Status::Approved)];
    assert!(became.eq(expected));
    assert_eq!(set.changes[0].instead.unwrap().held, 3);
}

#[test]
fn only_who_may_decides() {
    let house = House::new();
    let asked = booking(1, HALL, 30, Status::Pending);
    let yes = decide(&asked, Action::Approve);
    let refused = yes.footprint(
        &picture(std::slice::from_ref(&asked)),
        &house.ground(&house.group),
    );
    assert!(matches!(refused, Err(Error::Forbidden)));
    let missing = yes.footprint(&picture(&[]), &house.ground(&house.manager));
    assert!(matches!(missing, Err(Error::NotFound)));
}

#[test]
fn who_is_checked_in_asks_for_no_move_any_more() {
    let house = House::new();
    let stands = booking(1, HALL, 0, Status::Approved).proposing(Some(ProposedMove {
        space_id: HALL,
        starts_at: NOON.plus_hours(5),
        ends_at: NOON.plus_hours(7),
        layout: "theatre".to_owned(),
        holds: true,
        answer_by: NOON.plus_hours(1),
        of_series: false,
    }));
    let came = decide(&stands, Action::CheckIn);
    let set = came
        .decide(&house.world(&house.manager, std::slice::from_ref(&stands)))
        .unwrap();
    let [change] = &*set.changes else {
        panic!("{:?}", set.changes)
    };
    let acts: Vec<Action> = change.acts.iter().map(|act| act.action).collect();
    assert_eq!(acts, [Action::LapseMove, Action::CheckIn]);
    assert_eq!(change.after.version, stands.version + 2);
    assert_eq!(change.after.proposed_move(), None);
}

#[test]
fn a_move_to_where_somebody_stands_is_refused_and_one_to_a_free_time_is_asked_for() {
    let house = House::new();
    let (own, other) = (
        booking(1, HALL, 30, Status::Approved),
        booking(2, HALL, 54, Status::Approved),
    );
    let to = |starts: &str, ends: &str| Alteration {
        id: own.id,
        version: None,
        what: AlterationKind::Place(NewPlace {
            starts: starts.to_owned(),
            ends: ends.to_owned(),
            ..NewPlace::default()
        }),
    };
    let world = || house.world(&house.group, &[own.clone(), other.clone()]);
    let taken = to("2026-12-04T18:00", "2026-12-04T20:00").decide(&world());
    assert!(matches!(taken, Err(Error::Conflict { .. })), "{taken:?}");
    let free = to("2026-12-05T18:00", "2026-12-05T20:00").decide(&world());
    let asks = free.unwrap().done.proposed_move().unwrap();
    assert!(asks.holds);
}

#[test]
fn an_answer_time_that_has_been_renewed_is_not_over() {
    let house = House::new();
    let asked = booking(1, HALL, 30, Status::Pending);
    let over = decide(&asked, Action::Expire);
    let refused = over.decide(&house.world(&house.service, &[asked]));
    let why = StateRefusal::NotPending(Status::Pending);
    assert!(matches!(refused, Err(Error::State(state)) if state == why));
}

#[test]
fn a_question_stops_the_clock_of_all_dates_that_are_answered_together() {
    let house = House::new();
    let series = Some(entity::SeriesId(uuid::Uuid::from_u128(9)));
    let dates = [30_i64, 54].map(|hours| Booking {
        series_id: series,
        ..booking(hours.unsigned_abs().into(), HALL, hours, Status::Pending)
    });
    let asks = Writing {
        id: dates[0].id,
        new: NewMessage {
            text: "Қанша адам келеді?".to_owned(),
            internal: false,
        },
    };
    let set = asks.decide(&house.world(&house.manager, &dates)).unwrap();
    assert_eq!(set.changes.len(), 2);
    assert!(
        set.changes
            .iter()
            .all(|one| one.after.asked_at == Some(NOON))
    );
    assert!(matches!(&*set.letters, [Letter::Wrote { .. }]));
    let note = Writing {
        new: NewMessage {
            internal: true,
            ..asks.new.clone()
        },
        ..asks
    };
    let set = note.decide(&house.world(&house.manager, &dates)).unwrap();
    assert!(set.changes.is_empty() && set.letters.is_empty());
}
