//! Taking spaces out of use: what is shown is what happens, and nothing is half done.

mod again;
mod changing;
mod edges;
mod given_back;
mod looking;
pub mod many;
mod pairs;
mod races;
mod resolving;

use entity::Booking;
use entity::{ClosureId, booking::Status, claim, pool_claim};
use jastar::{
    account::Actor,
    booking::NewPlace,
    closure::{self, Answered, Closure, ClosureTimes, NewClosure, Resolve, ResolveWay, Say},
    error::Error,
    idempotency::{Idempotent, Outcome},
    refusal::{closure::Preview, rule::Code},
    rules::reason::Reason,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::support::{
    TestApp, asking,
    facts::{because, in_space},
};

pub const STUDIO: &str = "youth-house/dance-studio";

/// Of the youth house, on the first of December.
pub fn closing(spaces: &[&str], from: &str, to: &str) -> NewClosure {
    NewClosure {
        venue: "youth-house".to_owned(),
        spaces: (!spaces.is_empty()).then(|| spaces.iter().map(|one| (*one).to_owned()).collect()),
        starts: format!("2026-12-01T{from}"),
        ends: format!("2026-12-01T{to}"),
        reason: because("Құбыр жарылды."),
        again: None,
    }
}

pub fn in_studio(from: &str, to: &str) -> jastar::booking::NewBooking {
    asking(
        STUDIO,
        &format!("2026-12-01T{from}"),
        &format!("2026-12-01T{to}"),
    )
}

pub fn cancelling(preview: &Preview) -> Say {
    let resolve = preview.hits.iter().map(|hit| Resolve {
        booking: hit.booking.id,
        way: ResolveWay::Cancel,
    });
    Say {
        dry_run: false,
        seen: Some(preview.seen.clone()),
        resolve: resolve.collect(),
    }
}

/// As [`cancelling`], with one of them moved.
pub fn moving(preview: &Preview, booking: &Booking, to: NewPlace) -> Say {
    let mut say = cancelling(preview);
    let one = say.resolve.iter_mut().find(|one| one.booking == booking.id);
    one.unwrap().way = ResolveWay::Move(to);
    say
}

fn applied(answered: Answered) -> Closure {
    match answered {
        Answered::Done(Outcome::Done(closure)) => *closure,
        other => panic!("{other:?}"),
    }
}

impl TestApp {
    pub async fn preview(&self, actor: &Actor, new: &NewClosure) -> Preview {
        let say = Say {
            dry_run: true,
            ..Say::default()
        };
        match closure::close(&self.app, actor, new.clone(), say, Idempotent::unkeyed()).await {
            Ok(Answered::Preview(preview)) => preview,
            other => panic!("{other:?}"),
        }
    }

    pub async fn close(&self, actor: &Actor, new: &NewClosure, say: Say) -> Result<Closure, Error> {
        let done = closure::close(&self.app, actor, new.clone(), say, Idempotent::unkeyed()).await;
        done.map(applied)
    }

    pub async fn change_closure(
        &self,
        actor: &Actor,
        id: ClosureId,
        ends: &str,
        say: Say,
    ) -> Result<Answered, Error> {
        let change = ClosureTimes {
            starts: None,
            ends: Some(format!("2026-12-01T{ends}")),
        };
        closure::change(&self.app, actor, id, change, say).await
    }

    /// How many claims closures have: on units, and on seats.
    pub async fn closed(&self) -> (usize, usize) {
        let conn = self.app.db.read();
        let units = claim::Entity::find().filter(claim::COLUMN.closure_id.is_not_null());
        let pools = pool_claim::Entity::find().filter(pool_claim::COLUMN.closure_id.is_not_null());
        (
            units.all(conn).await.unwrap().len(),
            pools.all(conn).await.unwrap().len(),
        )
    }
}

#[tokio::test]
async fn what_is_closed_cannot_be_had_and_a_preview_changes_nothing() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let new = closing(&["dance-studio"], "14:00", "20:00");
    let preview = test.preview(&manager, &new).await;
    assert!(preview.hits.is_empty());
    assert_eq!(test.closed().await, (0, 0));
    test.close(&manager, &new, Say::default()).await.unwrap();
    assert_eq!(test.closed().await, (1, 0));
    match test.request(&asel, in_studio("16:00", "18:00")).await {
        Err(Error::Conflict {
            conflicts,
            alternatives,
        }) => {
            assert_eq!(
                conflicts[0].kind,
                jastar::refusal::conflict::ConflictKind::Closure
            );
            assert!(!alternatives.is_empty());
        }
        other => panic!("{other:?}"),
    }
    // It needs no turnaround.
    test.request(&asel, in_studio("12:00", "14:00"))
        .await
        .unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn the_whole_venue_is_closed_with_its_seats_and_gives_back_what_was_lent() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let mut lent = in_studio("16:00", "18:00");
    lent.stock = entity::Borrowed(vec![entity::Item {
        item: "radio-microphone".to_owned(),
        quantity: 6,
    }]);
    let lent = test.request(&asel, lent).await.unwrap();
    let mut seat = in_studio("16:00", "18:00");
    seat.space = "youth-house/coworking".to_owned();
    let seat = test.request(&asel, seat).await.unwrap();
    let mut hall = in_studio("16:00", "18:00");
    hall.space = "youth-house/grand-hall".to_owned();
    let waiting = test.request(&asel, hall).await.unwrap();
    assert!(!waiting.claims());
    let new = closing(&[], "09:00", "21:00");
    let preview = test.preview(&manager, &new).await;
    let mut hit: Vec<_> = preview.hits.iter().map(|hit| hit.booking.id).collect();
    hit.sort_unstable();
    assert_eq!(hit, [lent.id, seat.id, waiting.id]);
    for offer in preview.hits.iter().flat_map(|hit| &hit.alternatives) {
        assert_ne!(offer.starts.date().to_string(), "2026-12-01", "{offer:?}");
    }
    test.close(&manager, &new, cancelling(&preview))
        .await
        .unwrap();
    let stored = |id| test.stored(id);
    assert_eq!(stored(lent.id).await.status, Status::Rejected);
    assert_eq!(stored(seat.id).await.status, Status::Cancelled);
    assert_eq!(stored(waiting.id).await.status, Status::Rejected);
    assert_eq!(
        stored(waiting.id).await.reason_text.as_deref(),
        Some("Құбыр жарылды.")
    );
    assert_eq!(test.closed().await, (5, 1), "every unit once, all seats");
    let kinds: Vec<_> = test
        .mails(seat.id)
        .await
        .into_iter()
        .map(|mail| mail.0)
        .collect();
    assert_eq!(kinds, ["approved", "cancelled_by_venue"]);
    test.assert_sound().await;
}

#[tokio::test]
async fn a_picture_that_changed_is_shown_anew_and_nothing_is_half_done() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let asel = test.person("asel@qanat.example").await;
    let first = test
        .request(&asel, in_studio("16:00", "18:00"))
        .await
        .unwrap();
    let new = closing(&["dance-studio"], "14:00", "20:00");
    // Who did not look is shown first.
    match test.close(&manager, &new, Say::default()).await {
        Err(Error::Changed(preview)) => assert_eq!(preview.hits[0].booking.id, first.id),
        other => panic!("{other:?}"),
    }
    let preview = test.preview(&manager, &new).await;
    let second = test
        .request(&asel, in_studio("19:00", "21:00"))
        .await
        .unwrap();
    match test.close(&manager, &new, cancelling(&preview)).await {
        Err(Error::Changed(preview)) => assert_eq!(preview.hits.len(), 2),
        other => panic!("{other:?}"),
    }
    let preview = test.preview(&manager, &new).await;
    test.approve(&manager, second.id).await.unwrap();
    let changed = test.close(&manager, &new, cancelling(&preview)).await;
    assert!(matches!(changed, Err(Error::Changed(_))), "{changed:?}");
    let preview = test.preview(&manager, &new).await;
    let mut unsaid = cancelling(&preview);
    unsaid.resolve.pop();
    let refused = test.close(&manager, &new, unsaid).await;
    assert!(matches!(&refused, Err(Error::Rules(broken)) if broken[0].field == "resolve"));
    assert_eq!(test.closed().await, (0, 0));
    assert_eq!(test.claims(first.id).await.len(), 1);
    test.close(&manager, &new, cancelling(&preview))
        .await
        .unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn only_managers_of_the_venue_close_it() {
    let test = TestApp::new().await;
    let other = test.manager_of("sarzhailau").await;
    let manager = test.manager_of("youth-house").await;
    let new = closing(&["dance-studio"], "14:00", "20:00");
    let refused = test.close(&other, &new, Say::default()).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let nobody = test.close(&Actor::anonymous(), &new, Say::default()).await;
    assert!(matches!(nobody, Err(Error::Unauthenticated)), "{nobody:?}");
    let closed = test.close(&manager, &new, Say::default()).await.unwrap();
    let app = &test.app;
    let hidden = closure::take_back(app, &other, closed.row.id).await;
    assert!(matches!(hidden, Err(Error::NotFound)), "{hidden:?}");
    test.assert_sound().await;
}

#[tokio::test]
async fn what_cannot_be_closed_is_told_at_once() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let good = closing(&["dance-studio"], "14:00", "20:00");
    let wrong = [
        (
            NewClosure {
                spaces: Some(vec!["attic".to_owned()]),
                ..good.clone()
            },
            "spaces",
            Code::Invalid,
        ),
        (
            NewClosure {
                spaces: Some(Vec::new()),
                ..good.clone()
            },
            "spaces",
            Code::Invalid,
        ),
        (
            NewClosure {
                reason: Reason::default(),
                ..good.clone()
            },
            "reason",
            Code::Invalid,
        ),
        (
            NewClosure {
                ends: good.starts.clone(),
                ..good.clone()
            },
            "ends",
            Code::Invalid,
        ),
        (
            NewClosure {
                starts: "2026-11-23T07:59".to_owned(),
                ..good.clone()
            },
            "starts",
            Code::InThePast,
        ),
        (
            NewClosure {
                venue: "nowhere".to_owned(),
                ..good.clone()
            },
            "venue",
            Code::Invalid,
        ),
    ];
    for (new, field, code) in wrong {
        match test.close(&manager, &new, Say::default()).await {
            Err(Error::Rules(broken)) => {
                assert_eq!((broken[0].field, broken[0].code()), (field, code));
            }
            other => panic!("{field}: {other:?}"),
        }
    }
    let place = in_space(STUDIO, "2026-12-02T14:00", "2026-12-02T15:00");
    let stray = Say {
        resolve: vec![Resolve {
            booking: entity::BookingId(uuid::Uuid::nil()),
            way: ResolveWay::Move(place),
        }],
        ..Say::default()
    };
    let refused = test.close(&manager, &good, stray).await;
    assert!(matches!(&refused, Err(Error::Rules(broken)) if broken[0].field == "resolve"));
    assert_eq!(test.closed().await, (0, 0));
}
