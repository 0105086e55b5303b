//! Strangers before the built program, behind a proxy that says where they come from.

use entity::draft;
use sea_orm::EntityTrait;

use super::support::{
    db::Database,
    process::{Server, free_address, open_day, program},
    visitor::{Visitor, codes},
};

const MAILBOX: &str = "email=asel%40qanat.example";

fn service(folder: &std::path::Path, database: &Database) -> Server {
    let address = free_address();
    let mut service = program(folder, &database.settings(), address);
    service.env("JASTAR_HTTP__TRUSTED_PROXIES", "1");
    Server::run(&mut service, address).ready()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_of_a_mailbox_gets_in_while_strangers_use_up_its_codes() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let server = service(folder.path(), &database);
    let mut owner = Visitor::from(server.address, "203.0.113.9");
    assert_eq!(owner.form("/sign-in", MAILBOX).await.status, 303);
    let code = codes(folder.path(), 1).await.pop().unwrap();
    let entered = owner.form("/sign-in/code", &format!("code={code}")).await;
    assert_eq!(entered.status, 303);
    assert_eq!(owner.form("/sign-out", "").await.status, 303);
    let mut sent = 1;
    for customer in 1..=6 {
        for network in 0..7 {
            // A /64 of its own each time, and one customer.
            let address = format!("2001:db8:{customer}:{network}::1");
            let mut stranger = Visitor::from(server.address, &address);
            let asked = stranger.form("/sign-in", MAILBOX).await;
            assert!(matches!(asked.status, 303 | 429));
            assert_eq!(asked.retry_after.is_some(), asked.status == 429);
            sent += usize::from(asked.status == 303);
        }
    }
    assert_eq!(sent, 31, "thirty in an hour, and the first of the sixth");
    let newcomer = async |from: &str| {
        let mut newcomer = Visitor::from(server.address, from);
        newcomer.form("/sign-in", MAILBOX).await
    };
    assert_eq!(newcomer("203.0.113.10").await.status, 303, "the first");
    assert_eq!(newcomer("203.0.113.10").await.status, 429, "the second");
    for network in 33..=60 {
        let asked = newcomer(&format!("198.51.100.{network}")).await;
        assert_eq!(asked.status, 303, "{network}");
    }
    let refused = newcomer("198.51.100.61").await;
    assert_eq!(refused.status, 429, "sixty at most");
    let wait = refused.retry_after.unwrap();
    assert!(
        (1..=3600).contains(&wait) && refused.text.contains("minutes"),
        "{wait}"
    );
    assert_eq!(owner.form("/sign-in", MAILBOX).await.status, 303);
    let code = codes(folder.path(), 61).await.pop().unwrap();
    let entered = owner.form("/sign-in/code", &format!("code={code}")).await;
    assert_eq!(entered.status, 303, "{}", entered.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_network_makes_us_keep_of_forms_is_little() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::empty().await;
    let server = service(folder.path(), &database);
    let form = format!(
        "date={}&from=16%3A00&to=17%3A00&title=Ad&attendees=5&name=A&phone=87011234567&more={}",
        open_day(8),
        "x".repeat(40_000)
    );
    let mut kept = 0_usize;
    for at in 0..70 {
        let mut stranger = Visitor::from(server.address, &format!("2001:db8:7:7::{at:x}"));
        let left = stranger
            .form("/venues/youth-house/dance-studio/request", &form)
            .await;
        match left.status {
            303 => kept += 1,
            429 => assert!(left.retry_after.unwrap() <= 60 && left.text.contains("87011234567")),
            other => panic!("{other}: {}", left.text),
        }
    }
    // One more for each minute that this takes.
    assert!((60..70).contains(&kept), "{kept}");
    let drafts = draft::Entity::find()
        .all(&database.raw().await)
        .await
        .unwrap();
    assert_eq!(drafts.len(), kept);
    assert!(drafts.iter().all(|draft| draft.form.len() < 200));
}
