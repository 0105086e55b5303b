//! Signing in with a code: how long, how often, where; and what of it is stored.

use entity::{Language, draft, session, sign_in};
use jastar::{
    account::{self, Actor, CodeOutcome, Keeping, Origin, Tokens, ask_for_code, enter_code},
    error::Error,
    mail::Mail,
};
use sea_orm::EntityTrait;

use super::support::{NOW, TestApp, other_code, settled};

const EMAIL: &str = "asel@qanat.example";

async fn ask(test: &TestApp, browser: &str) -> String {
    ask_for_code(&test.app, &Origin::default(), browser, EMAIL, Language::Ru)
        .await
        .unwrap();
    code(test).await
}

/// The code of the newest mail.
async fn code(test: &TestApp) -> String {
    let mail = test.outbox().await.pop().unwrap();
    assert_eq!(
        (mail.recipient.as_str(), mail.language),
        (EMAIL, Language::Ru)
    );
    let Mail::SignInCode { code, minutes: 10 } = serde_json::from_value(mail.payload).unwrap()
    else {
        panic!("another mail")
    };
    assert!(code.len() == 6 && code.chars().all(|c| c.is_ascii_digit()));
    code
}

async fn enter(test: &TestApp, browser: &str, code: &str) -> CodeOutcome {
    enter_code(
        &test.app,
        &Origin::default(),
        browser,
        code,
        Language::Ru,
        false,
    )
    .await
    .unwrap()
}

async fn sign_in(test: &TestApp, browser: &str) -> String {
    let code = ask(test, browser).await;
    match enter(test, browser, &format!(" {code} ")).await {
        CodeOutcome::Welcome(tokens) => tokens.session,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_right_code_signs_in_once() {
    let test = TestApp::new().await;
    let code = ask(&test, "one").await;
    assert!(matches!(
        enter(&test, "one", &code).await,
        CodeOutcome::Welcome(_)
    ));
    assert_eq!(enter(&test, "one", &code).await, CodeOutcome::Over);
}

#[tokio::test]
async fn a_code_is_good_for_ten_minutes() {
    for (minutes, seconds, good) in [(9, 59, true), (10, 0, false)] {
        let test = TestApp::new().await;
        let code = ask(&test, "one").await;
        test.app
            .clock
            .set(entity::Instant(NOW.0 + minutes * 60 + seconds));
        let entry = enter(&test, "one", &code).await;
        assert_eq!(matches!(entry, CodeOutcome::Welcome(_)), good, "{entry:?}");
        assert_eq!(entry == CodeOutcome::Over, !good);
    }
}

#[tokio::test]
async fn a_code_is_good_for_five_tries() {
    let test = TestApp::new().await;
    let code = ask(&test, "one").await;
    for left in (1..5).rev() {
        assert_eq!(
            enter(&test, "one", other_code(&code)).await,
            CodeOutcome::Wrong { tries_left: left }
        );
    }
    assert_eq!(
        enter(&test, "one", other_code(&code)).await,
        CodeOutcome::Over
    );
    assert_eq!(
        enter(&test, "one", &code).await,
        CodeOutcome::Over,
        "the right one comes too late"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tries_are_counted_even_if_they_come_at_once() {
    let test = std::sync::Arc::new(TestApp::new().await);
    let code = ask(&test, "one").await;
    let tries = (0..20).map(|_| {
        let (test, wrong) = (test.clone(), other_code(&code));
        async move { enter(&test, "one", wrong).await }
    });
    let answers = super::races::at_once(tries).await;
    let again = answers
        .iter()
        .filter(|entry| matches!(entry, CodeOutcome::Wrong { .. }))
        .count();
    assert_eq!(again, 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_browser_that_asks_twice_at_once_gets_a_code() {
    let test = std::sync::Arc::new(TestApp::new().await);
    let asks = (0..8).map(|_| {
        let test = test.clone();
        async move { ask_for_code(&test.app, &Origin::default(), "one", EMAIL, Language::Ru).await }
    });
    for done in super::races::at_once(asks).await {
        assert!(
            matches!(done, Ok(()) | Err(Error::TooMany { .. })),
            "{done:?}"
        );
    }
}

#[tokio::test]
async fn a_code_is_good_only_where_it_was_asked_for() {
    let test = TestApp::new().await;
    let code = ask(&test, "one").await;
    assert_eq!(enter(&test, "another", &code).await, CodeOutcome::Over);
    assert!(matches!(
        enter(&test, "one", &code).await,
        CodeOutcome::Welcome(_)
    ));
}

#[tokio::test]
async fn a_new_code_comes_after_a_minute_and_takes_the_place_of_the_old() {
    let test = TestApp::new().await;
    let old = ask(&test, "one").await;
    test.app.clock.set(entity::Instant(NOW.0 + 59));
    let early = ask_for_code(&test.app, &Origin::default(), "one", EMAIL, Language::Ru).await;
    assert!(
        matches!(
            early,
            Err(Error::TooMany {
                retry_after_seconds: 1
            })
        ),
        "{early:?}"
    );
    test.app.clock.set(NOW.plus_minutes(1));
    let new = ask(&test, "one").await;
    if old != new {
        assert!(matches!(
            enter(&test, "one", &old).await,
            CodeOutcome::Wrong { .. }
        ));
    }
    assert!(matches!(
        enter(&test, "one", &new).await,
        CodeOutcome::Welcome(_)
    ));
}

#[tokio::test]
async fn what_was_asked_for_by_a_clock_that_ran_ahead_keeps_nobody_out() {
    let test = TestApp::new().await;
    test.app.clock.set(NOW.plus_days(40));
    for at in 0..30 {
        ask(&test, &format!("browser {at}")).await;
    }
    test.app.clock.set(NOW);
    ask(&test, "browser 0").await;
}

/// Signs in, and says from where a browser comes that is known from then on.
async fn known(test: &TestApp, browser: &str) -> Origin {
    let code = ask(test, browser).await;
    let CodeOutcome::Welcome(tokens) = enter(test, browser, &code).await else {
        panic!("the right code")
    };
    Origin {
        device: Some(tokens.device),
        ..Origin::default()
    }
}

#[tokio::test]
async fn who_presses_the_button_again_and_again_in_a_known_browser_is_not_kept_out() {
    let test = TestApp::new().await;
    let origin = &known(&test, "one").await;
    let ask = async || ask_for_code(&test.app, origin, "one", EMAIL, Language::Ru).await;
    ask().await.unwrap();
    for _ in 0..12 {
        let early = ask().await;
        let minute = matches!(
            early,
            Err(Error::TooMany {
                retry_after_seconds: 60
            })
        );
        assert!(minute, "{early:?}");
    }
    test.app.clock.set(NOW.plus_minutes(1));
    ask().await.unwrap();
}

#[tokio::test]
async fn wrong_codes_in_a_known_browser_count_as_others_do_and_cost_nothing_there() {
    let test = TestApp::new().await;
    let origin = &known(&test, "one").await;
    for minute in 0..3 {
        test.app.clock.set(NOW.plus_minutes(minute));
        ask_for_code(&test.app, origin, "one", EMAIL, Language::Ru)
            .await
            .unwrap();
        let code = code(&test).await;
        for _ in 0..5 {
            let wrong = other_code(&code);
            let entry = enter_code(&test.app, origin, "one", wrong, Language::Ru, false).await;
            let entry = entry.unwrap();
            assert!(
                matches!(entry, CodeOutcome::Wrong { .. } | CodeOutcome::Over),
                "{entry:?}"
            );
        }
    }
    let delay = test.app.strangers.delay(EMAIL, None, NOW.plus_minutes(3));
    assert!(delay > 0, "for whoever is not known");
}

#[tokio::test]
async fn a_mailbox_is_not_flooded() {
    let test = TestApp::new().await;
    for at in 0..30 {
        ask(&test, &format!("browser {at}")).await;
    }
    let more = ask_for_code(
        &test.app,
        &Origin::default(),
        "another",
        EMAIL,
        Language::Ru,
    )
    .await;
    assert!(matches!(more, Err(Error::TooMany { .. })), "{more:?}");
    test.app.clock.set(NOW.plus_hours(1));
    ask(&test, "another").await;
}

#[tokio::test]
async fn nor_by_one_browser_that_keeps_asking() {
    let test = TestApp::new().await;
    for at in 0..30 {
        test.app.clock.set(NOW.plus_minutes(at));
        ask(&test, "one").await;
    }
    test.app.clock.set(NOW.plus_minutes(30));
    let more = ask_for_code(&test.app, &Origin::default(), "one", EMAIL, Language::Ru).await;
    assert!(matches!(more, Err(Error::TooMany { .. })), "{more:?}");
}

#[tokio::test]
async fn only_hashes_are_stored() {
    let test = TestApp::new().await;
    let conn = test.app.db.read();
    let code = ask(&test, "one").await;
    let waiting = sign_in::Entity::find().one(conn).await.unwrap().unwrap();
    assert_ne!(waiting.code_hash, code.as_bytes());
    assert_ne!(
        waiting.code_hash,
        account::token::hash(&code),
        "six digits alone are soon tried out"
    );
    assert_eq!(waiting.browser_hash, account::token::hash("one"));
    let CodeOutcome::Welcome(Tokens { session: token, .. }) = enter(&test, "one", &code).await
    else {
        panic!("the right code")
    };
    let stored = session::Entity::find().one(conn).await.unwrap().unwrap();
    assert_eq!(stored.token_hash, account::token::hash(&token));
    assert!(token.len() >= 64);
}

#[tokio::test]
async fn a_session_ends_after_a_month_of_absence_or_three_months_and_sooner_for_managers() {
    let test = TestApp::new().await;
    let token = sign_in(&test, "one").await;
    let known = async |hours: i64| {
        test.app.clock.set(NOW.plus_hours(hours));
        let actor = account::by_session(&test.app, &token).await.unwrap();
        settled(&test.app).await;
        actor.who().is_some()
    };
    assert!(known(0).await && known(30 * 24 - 1).await);
    assert!(known(2 * (30 * 24 - 1)).await, "it was used meanwhile");
    assert!(known(85 * 24).await && known(90 * 24 - 1).await);
    assert!(!known(90 * 24).await, "however often it is used");

    let test = TestApp::new().await;
    let token = sign_in(&test, "one").await;
    test.app.clock.set(NOW.plus_days(30));
    assert!(
        account::by_session(&test.app, &token)
            .await
            .unwrap()
            .who()
            .is_none()
    );

    let test = TestApp::new().await;
    let catalogue = test.app.catalogue().await.unwrap();
    let manager = account::NewUser {
        email: EMAIL.to_owned(),
        name: "Асель".to_owned(),
        administrator: false,
        manager_of: vec!["youth-house".to_owned()],
    };
    account::create_user(&test.app, &catalogue, manager)
        .await
        .unwrap();
    let token = sign_in(&test, "one").await;
    test.app.clock.set(NOW.plus_hours(12));
    assert!(
        account::by_session(&test.app, &token)
            .await
            .unwrap()
            .who()
            .is_none()
    );
}

#[tokio::test]
async fn who_signs_out_is_gone() {
    let test = TestApp::new().await;
    let token = sign_in(&test, "one").await;
    account::sign_out(&test.app, &Actor::anonymous(), &Origin::default(), &token)
        .await
        .unwrap();
    assert!(
        account::by_session(&test.app, &token)
            .await
            .unwrap()
            .who()
            .is_none()
    );
    assert!(
        account::by_session(&test.app, "made up")
            .await
            .unwrap()
            .who()
            .is_none()
    );
    assert!(matches!(
        account::by_api_token(&test.app, &token).await,
        Err(Error::Unauthenticated)
    ));
}

#[tokio::test]
async fn a_form_is_kept_for_a_day_for_its_own_browser() {
    let test = TestApp::new().await;
    for form in ["title=old", "title=new"] {
        let (origin, form) = (Origin::default(), form.to_owned());
        let kept = account::keep_draft(&test.app, &origin, "one", "/form", form);
        assert_eq!(kept.await.unwrap(), Keeping::Done);
    }
    let kept = account::draft(&test.app, "one").await.unwrap().unwrap();
    assert_eq!(
        (kept.path.as_str(), kept.form.as_str()),
        ("/form", "title=new")
    );
    assert!(
        account::draft(&test.app, "another")
            .await
            .unwrap()
            .is_none()
    );
    test.app.clock.set(NOW.plus_hours(24));
    assert!(account::draft(&test.app, "one").await.unwrap().is_none());
    account::forget_the_old(&test.app).await.unwrap();
    assert!(
        draft::Entity::find()
            .one(test.app.db.read())
            .await
            .unwrap()
            .is_none()
    );
}
