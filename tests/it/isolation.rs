//! A `PostgreSQL` server whose transactions begin otherwise than the service's have to.

use std::sync::Arc;

use sea_orm::{ConnectionTrait, Database};

use super::{
    races::at_once,
    support::{TestApp, asking, db},
};

/// Under snapshots that do not see what others have committed the guards refuse every claim: the service says itself what
/// it needs, whatever its role or its database begin with.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_service_books_where_every_transaction_is_repeatable_read() {
    for level in ["repeatable read", "serializable"] {
        let database = db::Database::loaded().await;
        let Some(server) = database.server() else {
            eprintln!("nothing to try: SQLite has one kind of transaction");
            return;
        };
        let (_, name) = server.url.rsplit_once('/').unwrap();
        let change = format!("ALTER DATABASE {name} SET default_transaction_isolation = '{level}'");
        let raw = Database::connect(&server.url).await.unwrap();
        raw.execute_unprepared(&change).await.unwrap();
        let begins = Database::connect(&server.url).await.unwrap();
        let row = begins.query_one_raw(jastar::db::sql(
            &begins,
            "SHOW default_transaction_isolation",
            [],
        ));
        let begins: String = row.await.unwrap().unwrap().try_get_by_index(0).unwrap();
        assert_eq!(begins, level);

        let test = Arc::new(TestApp::on(database, super::support::CATALOGUE).await);
        let tasks = (0..8).map(|nth| {
            let test = test.clone();
            async move {
                let who = test.person(&format!("p{nth}@test.example")).await;
                let room = asking(
                    "youth-house/meeting-room",
                    "2026-12-01T16:00",
                    "2026-12-01T18:00",
                );
                test.request(&who, room).await
            }
        });
        let done = at_once(tasks).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1, "{done:?}");
        test.assert_sound().await;
    }
}
