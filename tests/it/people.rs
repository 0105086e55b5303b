//! People, their tokens and their sessions, as an operator takes them back from the command line of the built program.

use entity::{Language, PersonId, api_token, person, session};
use jastar::{
    account::{self, CodeOutcome, Origin, Rights, ask_for_code, enter_code},
    error::Error,
    mail::Mail,
};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use serde_json::Value;

use super::support::{
    NOW, TestApp, asking,
    db::Database,
    process::{Server, call, free_address, program, refusal, run},
    settled,
};

const EMAIL: &str = "asel@qanat.example";

async fn sign_in(test: &TestApp, email: &str) -> CodeOutcome {
    let (browser, origin) = (test.app.ids.token(), &Origin::default());
    ask_for_code(&test.app, origin, &browser, email, Language::Ru)
        .await
        .unwrap();
    let mail = test.outbox().await.pop().unwrap();
    let Mail::SignInCode { code, .. } = serde_json::from_value(mail.payload).unwrap() else {
        panic!("another mail")
    };
    enter_code(&test.app, origin, &browser, &code, Language::Ru, false)
        .await
        .unwrap()
}

async fn session_of(test: &TestApp, email: &str) -> String {
    match sign_in(test, email).await {
        CodeOutcome::Welcome(tokens) => tokens.session,
        other => panic!("{other:?}"),
    }
}

async fn is_signed_in(test: &TestApp, session: &str) -> bool {
    let actor = account::by_session(&test.app, session).await.unwrap();
    actor.who().is_some()
}

#[tokio::test]
async fn who_is_disabled_is_out_at_once_and_their_bookings_stay() {
    let test = TestApp::new().await;
    let actor = test.person(EMAIL).await;
    let wanted = asking(
        "youth-house/dance-studio",
        "2026-12-01T16:00",
        "2026-12-01T17:00",
    );
    let booking = test.request(&actor, wanted).await.unwrap();
    let token = test.token_of(EMAIL).await;
    let session = session_of(&test, EMAIL).await;
    assert!(is_signed_in(&test, &session).await);
    account::disable(&test.app, EMAIL).await.unwrap();
    let conn = test.app.db.read();
    assert_eq!(session::Entity::find().count(conn).await.unwrap(), 0);
    assert_eq!(api_token::Entity::find().count(conn).await.unwrap(), 0);
    assert!(!is_signed_in(&test, &session).await);
    assert!(matches!(
        account::by_api_token(&test.app, &token).await,
        Err(Error::Unauthenticated)
    ));
    assert!(matches!(
        account::create_token(&test.app, EMAIL, 90).await,
        Err(Error::Forbidden)
    ));
    assert_eq!(
        sign_in(&test, EMAIL).await,
        CodeOutcome::Disabled,
        "with the right code"
    );
    assert_eq!(session::Entity::find().count(conn).await.unwrap(), 0);
    let kept = test.stored(booking.id).await;
    assert_eq!(kept.status, booking.status);
    account::enable(&test.app, EMAIL).await.unwrap();
    session_of(&test, EMAIL).await;
    test.assert_sound().await;
}

#[tokio::test]
async fn a_session_that_began_while_somebody_was_disabled_does_not_count() {
    let test = TestApp::new().await;
    test.person(EMAIL).await;
    let session = session_of(&test, EMAIL).await;
    let conn = test.raw().await;
    let people = person::Entity::find().all(&conn).await.unwrap();
    let change = person::ActiveModel {
        disabled_at: sea_orm::Set(Some(NOW)),
        ..Default::default()
    };
    assert_eq!(people.len(), 1);
    // As by a process that looked before and wrote after.
    person::Entity::update_many()
        .set(change)
        .exec(&conn)
        .await
        .unwrap();
    assert!(!is_signed_in(&test, &session).await);
}

#[tokio::test]
async fn rights_are_taken_at_the_next_request_and_who_is_the_last_is_named() {
    let test = TestApp::new().await;
    let catalogue = test.app.catalogue().await.unwrap();
    let venue = catalogue.venue("youth-house").unwrap().row.id;
    test.manager_of("youth-house").await;
    let email = "manager@youth-house.example";
    let session = session_of(&test, email).await;
    let manages = async || {
        let actor = account::by_session(&test.app, &session).await.unwrap();
        actor.manages(venue)
    };
    assert!(manages().await);
    let rights = Rights {
        administrator: false,
        manager_of: vec!["youth-house".to_owned()],
    };
    let taken = account::revoke(&test.app, &catalogue, email, &rights)
        .await
        .unwrap();
    assert_eq!((taken.venues, taken.unmanaged), (vec![venue], vec![venue]));
    assert!(!manages().await);
    let again = account::revoke(&test.app, &catalogue, email, &rights)
        .await
        .unwrap();
    assert_eq!(again, account::TakenRights::default());
}

#[tokio::test]
async fn a_token_ends_in_time_and_says_when_it_was_used_at_most_once_an_hour() {
    let test = TestApp::new().await;
    test.person(EMAIL).await;
    let token = account::create_token(&test.app, EMAIL, 7).await.unwrap();
    let listed = async || {
        let tokens = account::tokens_of(&test.app, EMAIL).await.unwrap();
        let week = tokens
            .into_iter()
            .find(|one| one.expires_at == NOW.plus_days(7));
        week.expect("it stays on the list")
    };
    let used = async || listed().await.last_used_at;
    assert_eq!(used().await, None);
    let call = async |minutes| {
        test.app.clock.set(NOW.plus_minutes(minutes));
        let actor = account::by_api_token(&test.app, &token).await;
        settled(&test.app).await;
        actor.map(drop)
    };
    for (minutes, noted) in [(0, 0), (59, 0), (60, 60), (119, 60), (600, 600)] {
        call(minutes).await.unwrap();
        assert_eq!(used().await, Some(NOW.plus_minutes(noted)), "{minutes}");
    }
    let week = 7 * 24 * 60;
    call(week - 1).await.unwrap();
    assert!(matches!(call(week).await, Err(Error::Unauthenticated)));
    listed().await;
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session_and_no_token() {
    let test = TestApp::new().await;
    test.person(EMAIL).await;
    let (one, other) = (
        session_of(&test, EMAIL).await,
        session_of(&test, EMAIL).await,
    );
    let stranger = session_of(&test, "erasyl@dombyra.example").await;
    let actor = account::by_session(&test.app, &one).await.unwrap();
    account::sign_out_everywhere(&test.app, &actor, &Origin::default())
        .await
        .unwrap();
    assert!(!is_signed_in(&test, &one).await && !is_signed_in(&test, &other).await);
    assert!(is_signed_in(&test, &stranger).await);
    let tokens = account::tokens_of(&test.app, EMAIL).await.unwrap();
    assert_eq!(tokens.len(), 1);
}

#[tokio::test]
async fn a_session_that_is_over_is_not_counted() {
    let test = TestApp::new().await;
    let id = test.person(EMAIL).await.signed_in().unwrap().id;
    session_of(&test, EMAIL).await;
    let sessions = async || account::sessions_of(&test.app, id).await.unwrap();
    assert_eq!(sessions().await, (1, Some(NOW)));
    test.app.clock.set(NOW.plus_days(30));
    assert_eq!(
        sessions().await,
        (0, None),
        "nobody has used it for a month"
    );
    test.app.clock.set(NOW.plus_hours(12));
    assert_eq!(sessions().await.0, 1);
    user(&test, true).await;
    assert_eq!(sessions().await.0, 0, "sooner for who manages");
}

async fn user(test: &TestApp, administrator: bool) -> account::User {
    let catalogue = test.app.catalogue().await.unwrap();
    let new = account::NewUser {
        email: EMAIL.to_owned(),
        name: "Асель".to_owned(),
        administrator,
        manager_of: Vec::new(),
    };
    account::create_user(&test.app, &catalogue, new)
        .await
        .unwrap()
}

#[tokio::test]
async fn who_is_made_is_told_as_they_are() {
    let test = TestApp::new().await;
    for administrator in [true, false] {
        let made = user(&test, administrator).await.row;
        let stored = person::Entity::find_by_id(made.id).one(test.app.db.read());
        assert_eq!(Some(&made), stored.await.unwrap().as_ref());
        assert!(made.administrator && made.name == "Асель");
    }
}

fn of<'a>(what: &[&'a str]) -> Vec<&'a str> {
    [what, &["--email", "Aigul@house.example"]].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_sees_and_takes_back_everything_while_the_service_runs() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let settings = database.settings();
    let server = Server::start(folder.path(), &settings);
    let jastar = |arguments: &[&str]| run(folder.path(), &settings, arguments);
    let fails = |arguments: &[&str]| {
        let mut command = program(folder.path(), &settings, free_address());
        refusal(&command.args(arguments).output().unwrap())
    };
    let mine = async |token: &str| {
        let answer = call(
            server.address,
            token,
            "GET",
            "/api/v1/bookings",
            &Value::Null,
        );
        answer.await.unwrap().0
    };
    let create = [
        &of(&["user", "create"])[..],
        &[
            "--name",
            "Айгүл",
            "--manager-of",
            "youth-house",
            "--manager-of",
            "sarzhailau",
        ],
    ];
    jastar(&create.concat());
    let token = jastar(&of(&["token", "create"]));
    assert_eq!((token.len(), mine(&token).await), (64, 200));
    let short = jastar(&[&of(&["token", "create"])[..], &["--expires", "1"]].concat());

    let list = jastar(&["user", "list"]);
    assert_eq!(list.lines().count(), 1);
    let line = "aigul@house.example\tАйгүл\tmanager-of ";
    assert!(
        list.starts_with(line) && list.contains("youth-house"),
        "{list}"
    );
    let tokens = jastar(&of(&["token", "list"]));
    assert_eq!(tokens.lines().count(), 2);
    assert!(
        !tokens.contains(&token) && !tokens.contains(&token[..12]),
        "{tokens}"
    );
    let lines = tokens
        .lines()
        .filter(|line| line.contains("last used never"));
    let unused: Vec<&str> = lines.collect();
    assert_eq!(unused.len(), 1, "{tokens}");
    let id = unused[0].split(' ').next().unwrap();
    jastar(&[&of(&["token", "revoke"])[..], &["--id", id]].concat());
    assert_eq!((mine(&short).await, mine(&token).await), (401, 200));
    let (code, line) = fails(&[&of(&["token", "revoke"])[..], &["--id", id]].concat());
    assert!(code != 0 && line.contains("token list"), "{line}");

    let revoke = [
        &of(&["user", "revoke"])[..],
        &["--manager-of", "sarzhailau"],
    ]
    .concat();
    let mut command = program(folder.path(), &settings, free_address());
    let output = command.args(&revoke).output().unwrap();
    assert!(output.status.success());
    let warned = String::from_utf8(output.stderr).unwrap();
    assert!(warned.contains("nobody manages sarzhailau"), "{warned}");
    let shown = jastar(&of(&["user", "show"]));
    assert!(
        shown.contains("manager-of youth-house") && !shown.contains("sarzhailau"),
        "{shown}"
    );

    let ended = jastar(&of(&["session", "end"]));
    assert_eq!(ended, "Sessions ended: 0");
    let disabled = jastar(&of(&["user", "disable"]));
    assert!(disabled.contains("tokens ended: 1"), "{disabled}");
    assert_eq!(mine(&token).await, 401);
    assert!(jastar(&["user", "list"]).ends_with("\tdisabled"));
    let (code, line) = fails(&of(&["token", "create"]));
    assert!(code != 0 && line.contains("user enable"), "{line}");
    jastar(&of(&["user", "enable"]));
    let token = jastar(&of(&["token", "create"]));
    assert_eq!(mine(&token).await, 200);
    jastar(&[&of(&["token", "revoke"])[..], &["--all"]].concat());
    assert_eq!(mine(&token).await, 401);
    jastar(&of(&["user", "revoke"]));
    assert!(!jastar(&of(&["user", "show"])).contains("manager-of"));
    for command in [
        ["user", "show"],
        ["user", "disable"],
        ["session", "end"],
        ["token", "list"],
    ] {
        let (code, line) = fails(&[&command[..], &["--email", "nobody@house.example"]].concat());
        assert!(
            code != 0 && line.contains("nobody has that address"),
            "{line}"
        );
    }
}

#[tokio::test]
async fn tokens_that_were_there_before_have_ninety_days_from_the_migration() {
    use jastar::db::{Db, sql};
    use migration::{Migrator, MigratorTrait};
    use sea_orm::ConnectionTrait;

    let database = Database::empty().await;
    let db = Db::open(database.settings()).await.unwrap();
    let conn = database.raw().await;
    let migrations = Migrator::migrations();
    let before = migrations
        .iter()
        .position(|one| one.name().ends_with("_people"))
        .unwrap();
    Migrator::up(&conn, Some(before as u32)).await.unwrap();
    let id = PersonId(uuid::Uuid::from_u128(1));
    for (text, values) in [
        (
            "INSERT INTO person (id, email, name, administrator, created_at) VALUES ($1, 'a@b.example', 'A', $2, 0)",
            vec![id.into(), false.into()],
        ),
        (
            "INSERT INTO api_token (token_hash, person_id, created_at) VALUES ($2, $1, 0)",
            vec![id.into(), vec![1_u8; 32].into()],
        ),
    ] {
        conn.execute_raw(sql(&conn, text, values)).await.unwrap();
    }
    db.migrate().await.unwrap();
    let token = api_token::Entity::find().one(&conn).await.unwrap().unwrap();
    let days = token
        .expires_at
        .since(jastar::clock::Clock::System.now())
        .whole_hours();
    assert!((89 * 24..=90 * 24).contains(&days), "{days}");
}

#[tokio::test]
async fn nobody_waits_until_it_is_noted_that_they_are_here() {
    let test = TestApp::new().await;
    let id = test.person(EMAIL).await.signed_in().unwrap().id;
    let session = &session_of(&test, EMAIL).await;
    let test = &test;
    let later = NOW.plus_minutes(10);
    test.app.clock.set(later);
    let written = test.app.db.write(|tx| async move {
        // Nobody else can write that now.
        let keep = "UPDATE session SET seen_at = seen_at";
        tx.conn().execute_unprepared(keep).await?;
        for _ in 0..2 {
            account::by_session(&test.app, session).await?;
            assert_eq!(test.app.tasks().len(), 1);
        }
        Ok(())
    });
    written.await.unwrap();
    settled(&test.app).await;
    let (_, seen) = account::sessions_of(&test.app, id).await.unwrap();
    assert_eq!(seen, Some(later));
}
