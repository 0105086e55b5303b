//! Every way through the life of a booking: its state, version, claims, history, and who is told.

use entity::Booking;
use entity::{
    Language,
    audit::{Action, Role},
    booking::Status,
};
use jastar::{
    account::{self, Actor},
    booking::NewBooking,
    ical::Method,
    inbox::jobs::do_what_is_due,
    mail::Mail,
};

use super::support::{TestApp, asking, facts::on_behalf};

const GROUP: &str = "asel@qanat.example";
const VENUE: &str = "booking@youth-house.example";

struct House {
    test: TestApp,
    group: Actor,
    manager: Actor,
}

impl House {
    async fn new() -> Self {
        let test = TestApp::new().await;
        let group = test.person(GROUP).await;
        account::speak(&test.app, &group, Language::Ru)
            .await
            .unwrap();
        Self {
            group: test.person(GROUP).await,
            manager: test.manager_of("youth-house").await,
            test,
        }
    }

    async fn ask(&self, who: &Actor, space: &str) -> Booking {
        self.test.request(who, wanted(space)).await.unwrap()
    }

    /// The last step as everything about it is stored, and the mails that were queued with it: kind and recipient.
    async fn assert_step(&self, after: &Booking, step: Step<'_>) {
        assert_eq!(
            self.test.stored(after.id).await,
            *after,
            "what is said is what is stored"
        );
        assert_eq!(after.status, step.status);
        let units = usize::from(after.claims());
        assert_eq!(
            self.test.claims(after.id).await.len(),
            units,
            "claims in {:?}",
            after.status
        );

        let history = self.test.history(after.id).await;
        let line = history.last().unwrap();
        assert_eq!(
            (line.action, line.role, line.status),
            (step.action, step.role, step.status)
        );
        assert_eq!(line.person_id.is_none(), step.role == Role::System);
        assert_eq!(line.at, after.decided_at);
        // That nobody answered is written down, but changes nothing by itself.
        let changes = history
            .iter()
            .filter(|line| line.action != Action::Escalate);
        let steps = i32::try_from(changes.count()).unwrap();
        assert_eq!((after.version, after.sequence), (steps, steps - 1));

        let mails = self.test.mails(after.id).await;
        let told = &mails[mails.len() - step.mails.len()..];
        let told: Vec<_> = told
            .iter()
            .map(|(kind, to)| (kind.as_str(), to.as_str()))
            .collect();
        assert_eq!(told, step.mails);
        for row in self.test.outbox().await {
            let language = if row.recipient == VENUE {
                Language::Kk
            } else {
                Language::Ru
            };
            assert_eq!(row.language, language, "{} to {}", row.kind, row.recipient);
        }
        self.test.assert_sound().await;
    }

    async fn calendar(&self, of: &Booking, kind: &str) -> Option<Method> {
        let mail = self.test.mail(of.id, kind).await;
        assert_eq!(mail.facts().unwrap().sequence, of.sequence);
        mail.calendar()
    }
}

struct Step<'a> {
    action: Action,
    role: Role,
    status: Status,
    mails: Vec<(&'a str, &'a str)>,
}

fn wanted(space: &str) -> NewBooking {
    asking(
        &format!("youth-house/{space}"),
        "2026-12-01T16:00",
        "2026-12-01T18:00",
    )
}

fn asked(status: Status, mails: Vec<(&'static str, &'static str)>) -> Step<'static> {
    Step {
        action: Action::Request,
        role: Role::Booker,
        status,
        mails,
    }
}

fn by_venue(action: Action, status: Status, kind: &str) -> Step<'_> {
    Step {
        action,
        role: Role::Venue,
        status,
        mails: vec![(kind, GROUP)],
    }
}

#[tokio::test]
async fn a_request_waits_holds_and_is_told_to_both() {
    let house = House::new().await;
    let mails = vec![("request_received", GROUP), ("new_request", VENUE)];
    let held = house.ask(&house.group, "dance-studio").await;
    house
        .assert_step(&held, asked(Status::Pending, mails.clone()))
        .await;
    assert_eq!(house.calendar(&held, "request_received").await, None);
    // When the office closes on the second working day: Wednesday, nine in the evening in Karaganda.
    assert_eq!(
        held.answer_by.unwrap().to_utc().to_string(),
        "2026-11-25 16:00:00.0 +00:00:00"
    );
    let competes = house.ask(&house.group, "grand-hall").await;
    house
        .assert_step(&competes, asked(Status::Pending, mails))
        .await;
    assert!(!competes.holds && held.holds);
}

#[tokio::test]
async fn what_needs_no_answer_is_approved_at_once() {
    let house = House::new().await;
    let automatic = house.ask(&house.group, "meeting-room").await;
    house
        .assert_step(
            &automatic,
            asked(Status::Approved, vec![("approved", GROUP)]),
        )
        .await;
    assert_eq!(
        house.calendar(&automatic, "approved").await,
        Some(Method::Request)
    );
    assert_eq!(automatic.answer_by, None);

    let manager = "manager@youth-house.example";
    let own = house.ask(&house.manager, "dance-studio").await;
    assert_eq!((own.status, own.language), (Status::Approved, Language::Kk));
    assert_eq!(
        house.test.mails(own.id).await,
        [("approved".to_owned(), manager.to_owned())]
    );
}

#[tokio::test]
async fn a_manager_books_for_somebody_without_an_account() {
    let house = House::new().await;
    let mut other = on_behalf(wanted("dance-studio"), "aidana@test.example");
    other.on_behalf.as_mut().unwrap().language = Some(Language::Ru);
    let booking = house.test.request(&house.manager, other).await.unwrap();
    let step = Step {
        mails: vec![("approved", "aidana@test.example")],
        ..by_venue(Action::Request, Status::Approved, "")
    };
    house.assert_step(&booking, step).await;
    assert_eq!(
        (booking.booker_id, booking.contact_name.as_str()),
        (None, "Айдана")
    );

    let mut without = on_behalf(wanted("grand-hall"), "");
    without.on_behalf.as_mut().unwrap().email = None;
    without.language = Language::En;
    let booking = house.test.request(&house.manager, without).await.unwrap();
    assert_eq!(booking.language, Language::Kk, "not the manager's language");
    assert_eq!(
        house.test.mails(booking.id).await,
        [],
        "nobody can be written to"
    );
}

#[tokio::test]
async fn a_manager_says_yes() {
    let house = House::new().await;
    for space in ["dance-studio", "grand-hall"] {
        let asked = house.ask(&house.group, space).await;
        let approved = house.test.approve(&house.manager, asked.id).await.unwrap();
        house
            .assert_step(
                &approved,
                by_venue(Action::Approve, Status::Approved, "approved"),
            )
            .await;
        assert_eq!(
            house.calendar(&approved, "approved").await,
            Some(Method::Request)
        );
    }
}

#[tokio::test]
async fn a_manager_says_no_and_thinks_again() {
    let house = House::new().await;
    for space in ["dance-studio", "grand-hall"] {
        let asked = house.ask(&house.group, space).await;
        let rejected = house.test.reject(&house.manager, asked.id).await.unwrap();
        house
            .assert_step(
                &rejected,
                by_venue(Action::Reject, Status::Rejected, "rejected"),
            )
            .await;
        assert_eq!(rejected.reason_text.as_deref(), Some("Зал жөнделуде."));
        let again = house.test.reopen(&house.manager, asked.id).await.unwrap();
        house
            .assert_step(
                &again,
                by_venue(Action::Reopen, Status::Pending, "reopened"),
            )
            .await;
        assert_eq!(again.reason_text, None);
        assert_eq!(house.calendar(&again, "reopened").await, None);
        house.test.approve(&house.manager, asked.id).await.unwrap();
    }
}

#[tokio::test]
async fn a_group_withdraws_what_waits_and_cancels_what_is_approved() {
    let house = House::new().await;
    let asked = house.ask(&house.group, "dance-studio").await;
    let withdrawn = house.test.cancel(&house.group, asked.id).await.unwrap();
    let step = |status, to_venue| Step {
        action: Action::Cancel,
        role: Role::Booker,
        status,
        mails: vec![("cancelled_by_you", GROUP), (to_venue, VENUE)],
    };
    house
        .assert_step(&withdrawn, step(Status::Withdrawn, "withdrawn"))
        .await;
    assert_eq!(house.calendar(&withdrawn, "cancelled_by_you").await, None);
    let mail = house.test.mail(asked.id, "cancelled_by_you").await;
    assert_eq!(mail.news(), "withdrawn-by-you");

    let asked = house.ask(&house.group, "dance-studio").await;
    house.test.approve(&house.manager, asked.id).await.unwrap();
    let cancelled = house.test.cancel(&house.group, asked.id).await.unwrap();
    house
        .assert_step(&cancelled, step(Status::Cancelled, "cancelled_by_group"))
        .await;
    assert_eq!(
        house.calendar(&cancelled, "cancelled_by_you").await,
        Some(Method::Cancel)
    );
}

#[tokio::test]
async fn a_venue_cancels_and_brings_back() {
    let house = House::new().await;
    let asked = house.ask(&house.group, "dance-studio").await;
    house.test.approve(&house.manager, asked.id).await.unwrap();
    let cancelled = house.test.cancel(&house.manager, asked.id).await.unwrap();
    house
        .assert_step(
            &cancelled,
            by_venue(Action::Cancel, Status::Cancelled, "cancelled_by_venue"),
        )
        .await;
    assert_eq!(
        house.calendar(&cancelled, "cancelled_by_venue").await,
        Some(Method::Cancel)
    );
    let Mail::CancelledByVenue(facts) = house.test.mail(asked.id, "cancelled_by_venue").await
    else {
        panic!("another mail")
    };
    assert_eq!(facts.reason_text.as_deref(), Some("Жоспар өзгерді."));

    let again = house.test.reopen(&house.manager, asked.id).await.unwrap();
    house
        .assert_step(
            &again,
            by_venue(Action::Reopen, Status::Approved, "reopened"),
        )
        .await;
    assert_eq!(
        house.calendar(&again, "reopened").await,
        Some(Method::Request)
    );
    assert_eq!((again.uid, again.code), (asked.uid, asked.code), "for ever");
}

#[tokio::test]
async fn nobody_answers_in_time() {
    let house = House::new().await;
    for space in ["dance-studio", "grand-hall"] {
        let asked = house.ask(&house.group, space).await;
        let by = asked.answer_by.unwrap();
        house.test.app.clock.set(by.plus_minutes(-1));
        assert_eq!(do_what_is_due(&house.test.app).await.unwrap(), 0);
        house.test.app.clock.set(by);
        assert_eq!(do_what_is_due(&house.test.app).await.unwrap(), 1);
        let expired = house.test.stored(asked.id).await;
        let step = Step {
            action: Action::Expire,
            role: Role::System,
            status: Status::Expired,
            mails: vec![("expired", GROUP)],
        };
        house.assert_step(&expired, step).await;
        let again = house.test.reopen(&house.manager, asked.id).await.unwrap();
        house
            .assert_step(
                &again,
                by_venue(Action::Reopen, Status::Pending, "reopened"),
            )
            .await;
        assert!(again.answer_by.unwrap() > by, "a new answer time");
        house.test.reject(&house.manager, asked.id).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_over_is_completed_and_keeps_its_claims() {
    let house = House::new().await;
    let booking = house.ask(&house.group, "meeting-room").await;
    house.test.app.clock.set(booking.ends_at.plus_minutes(-1));
    assert_eq!(do_what_is_due(&house.test.app).await.unwrap(), 0);
    house.test.app.clock.set(booking.ends_at);
    assert_eq!(do_what_is_due(&house.test.app).await.unwrap(), 1);
    let completed = house.test.stored(booking.id).await;
    let step = Step {
        action: Action::Complete,
        role: Role::System,
        status: Status::Completed,
        mails: Vec::new(),
    };
    house.assert_step(&completed, step).await;
    assert_eq!(do_what_is_due(&house.test.app).await.unwrap(), 0);
}

#[tokio::test]
async fn what_a_wrong_clock_completed_stands_again_while_its_end_is_to_come() {
    let house = House::new().await;
    let booking = house.ask(&house.group, "meeting-room").await;
    let (test, clock) = (&house.test, &house.test.app.clock);
    clock.set(booking.ends_at.plus_days(40));
    assert_eq!(do_what_is_due(&test.app).await.unwrap(), 1);
    clock.set(booking.starts_at.plus_days(-1));
    assert!(test.reopen(&house.group, booking.id).await.is_err());
    let told = test.mails(booking.id).await.len();
    let again = test.reopen(&house.manager, booking.id).await.unwrap();
    assert_eq!(test.stored(booking.id).await, again);
    assert_eq!(again.status, Status::Approved);
    assert_eq!(test.claims(booking.id).await.len(), 1);
    // The group was not told that it was over.
    assert_eq!(test.mails(booking.id).await.len(), told);
    test.assert_sound().await;
    test.cancel(&house.group, booking.id).await.unwrap();
    house.ask(&house.group, "meeting-room").await;
    test.assert_sound().await;
}
