//! Who may not do what, and what has to be said to do it.

use entity::Booking;
use entity::{BookingId, booking::Status};
use jastar::{
    account::Actor,
    booking::{self, NewBooking},
    error::Error,
    idempotency::Idempotent,
    refusal::{rule::Code, state::StateRefusal},
    rules::reason::Reason,
};

use super::support::{TestApp, asking, done, facts::on_behalf};

fn wanted() -> NewBooking {
    asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    )
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Act {
    Approve,
    Reject,
    Cancel,
    Reopen,
}

const ACTS: [Act; 4] = [Act::Approve, Act::Reject, Act::Cancel, Act::Reopen];

async fn act(test: &TestApp, act: Act, who: &Actor, id: BookingId) -> Result<Booking, Error> {
    match act {
        Act::Approve => test.approve(who, id).await,
        Act::Reject => test.reject(who, id).await,
        Act::Cancel => test.cancel(who, id).await,
        Act::Reopen => test.reopen(who, id).await,
    }
}

async fn with_reason(
    test: &TestApp,
    act: Act,
    who: &Actor,
    id: BookingId,
    reason: Reason,
) -> Result<Booking, Error> {
    let once = Idempotent::unkeyed();
    done(match act {
        Act::Approve => booking::approve(&test.app, who, id, reason.text, once).await,
        Act::Reject => booking::reject(&test.app, who, id, reason, once).await,
        Act::Cancel => booking::cancel(&test.app, who, id, reason, once).await,
        Act::Reopen => booking::reopen(&test.app, who, id, reason, once).await,
    })
}

#[tokio::test]
async fn strangers_learn_nothing_and_a_group_does_not_decide() {
    let test = TestApp::new().await;
    let group = test.person("a@test.example").await;
    let asked = test.request(&group, wanted()).await.unwrap();
    let anonymous = Actor::anonymous();
    let stranger = test.person("b@test.example").await;
    let elsewhere = test.manager_of("sarzhailau").await;
    for what in ACTS {
        let nobody = act(&test, what, &anonymous, asked.id).await;
        assert!(
            matches!(nobody, Err(Error::Unauthenticated)),
            "{what:?} {nobody:?}"
        );
        for who in [&stranger, &elsewhere] {
            let refused = act(&test, what, who, asked.id).await;
            assert!(
                matches!(refused, Err(Error::NotFound)),
                "{what:?} {refused:?}"
            );
        }
        if what != Act::Cancel {
            let refused = act(&test, what, &group, asked.id).await;
            assert!(
                matches!(refused, Err(Error::Forbidden)),
                "{what:?} {refused:?}"
            );
        }
    }
    let asking = test.request(&anonymous, wanted()).await;
    assert!(matches!(asking, Err(Error::Unauthenticated)));
    for who in [&stranger, &elsewhere] {
        assert!(matches!(
            booking::by_id(&test.app, who, asked.id).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            booking::by_code(&test.app, who, &asked.code).await,
            Err(Error::NotFound)
        ));
    }
    assert_eq!(test.stored(asked.id).await, asked, "nothing came of it");
    let administrator = test.administrator().await;
    test.approve(&administrator, asked.id).await.unwrap();
    test.assert_sound().await;
}

#[tokio::test]
async fn a_booking_that_is_not_there_is_not_found_by_anybody() {
    let test = TestApp::new().await;
    let administrator = test.administrator().await;
    for what in ACTS {
        let refused = act(&test, what, &administrator, BookingId(uuid::Uuid::nil())).await;
        assert!(
            matches!(refused, Err(Error::NotFound)),
            "{what:?} {refused:?}"
        );
    }
}

#[tokio::test]
async fn a_venue_says_why_with_a_reason_that_is_there() {
    let test = TestApp::new().await;
    let group = test.person("a@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let asked = test.request(&group, wanted()).await.unwrap();
    let code = |code: &str| Reason {
        code: Some(code.to_owned()),
        text: None,
    };
    let said = |text: &str| Reason {
        code: None,
        text: Some(text.to_owned()),
    };
    let refusals = [
        Reason::default(),
        code("no-such-reason"),
        said("  "),
        said("қа\u{7}те"),
        said(&"а".repeat(5000)),
    ];
    let steps = [
        (Act::Reject, Status::Rejected),
        (Act::Reopen, Status::Pending),
        (Act::Approve, Status::Approved),
        (Act::Cancel, Status::Cancelled),
    ];
    for (what, status) in steps {
        if what != Act::Approve {
            for reason in &refusals {
                let refused = with_reason(&test, what, &manager, asked.id, reason.clone()).await;
                let Err(Error::Rules(broken)) = refused else {
                    panic!("{what:?} {reason:?} {refused:?}")
                };
                assert_eq!(
                    (broken[0].field, broken[0].code()),
                    ("reason", Code::Invalid)
                );
            }
        }
        let after = with_reason(&test, what, &manager, asked.id, said("Қате"))
            .await
            .unwrap();
        assert_eq!(after.status, status);
    }
}

#[tokio::test]
async fn a_reason_of_the_catalogue_fits_what_is_done() {
    let test = TestApp::new().await;
    let group = test.person("a@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let catalogue = test.app.catalogue().await.unwrap();
    let reasons: Vec<_> = catalogue.terms(entity::term::TermKind::Reason).collect();
    let with = |wanted: &str, without: &str| {
        let fits = |term: &&&entity::term::Model| {
            term.uses.0.iter().any(|of| of == wanted) && !term.uses.0.iter().any(|of| of == without)
        };
        let found = reasons.iter().find(fits);
        Reason {
            code: Some(found.expect("such a reason").slug.clone()),
            text: None,
        }
    };
    let asked = test.request(&group, wanted()).await.unwrap();
    let refused = with_reason(
        &test,
        Act::Reject,
        &manager,
        asked.id,
        with("closure", "reject"),
    )
    .await;
    assert!(matches!(refused, Err(Error::Rules(_))), "{refused:?}");
    let reason = with("reject", "closure");
    let rejected = with_reason(&test, Act::Reject, &manager, asked.id, reason.clone())
        .await
        .unwrap();
    assert_eq!(rejected.reason_code, reason.code);
    let mail = test.mail(asked.id, "rejected").await;
    assert!(mail.facts().unwrap().reason.is_some(), "told in words");
}

#[tokio::test]
async fn what_has_begun_or_ended_cannot_be_undone_by_the_wrong_one() {
    let test = TestApp::new().await;
    let group = test.person("a@test.example").await;
    let manager = test.manager_of("youth-house").await;
    let asked = test.request(&group, wanted()).await.unwrap();
    let early = test.cancel(&manager, asked.id).await;
    assert!(
        matches!(early, Err(Error::State(StateRefusal::RejectInstead))),
        "{early:?}"
    );
    test.approve(&manager, asked.id).await.unwrap();
    test.app.clock.set(asked.starts_at);
    let late = test.cancel(&group, asked.id).await;
    assert!(
        matches!(late, Err(Error::State(StateRefusal::HasBegun))),
        "{late:?}"
    );
    test.app.clock.set(asked.ends_at);
    let late = test.cancel(&manager, asked.id).await;
    assert!(
        matches!(late, Err(Error::State(StateRefusal::HasEnded))),
        "{late:?}"
    );
    let again = test.approve(&manager, asked.id).await;
    assert!(
        matches!(
            again,
            Err(Error::State(StateRefusal::NotPending(Status::Approved)))
        ),
        "{again:?}"
    );
}

#[tokio::test]
async fn only_managers_of_the_venue_book_for_others() {
    let test = TestApp::new().await;
    for who in [
        test.person("a@test.example").await,
        test.manager_of("sarzhailau").await,
    ] {
        let refused = test
            .request(&who, on_behalf(wanted(), "x@test.example"))
            .await;
        let Err(Error::Rules(broken)) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(
            (broken[0].field, broken[0].code()),
            ("for", Code::NotEntitled)
        );
    }
    assert!(test.outbox().await.is_empty());
}
