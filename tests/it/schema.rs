//! From no schema to this program's, and what is refused.

use jastar::db::{Db, OpenError, sql};
use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, TransactionOptions, TransactionTrait,
};

use super::{
    races::at_once,
    support::{
        TestApp,
        db::{Database, on_server_or_says},
        in_time,
    },
};

#[tokio::test]
async fn an_empty_database_is_brought_up_to_date_and_stays_so() {
    let database = Database::empty().await;
    let db = Db::open(database.settings()).await.unwrap();
    assert!(!db.pending_migrations().await.unwrap().is_empty());
    db.migrate().await.unwrap();
    db.migrate().await.unwrap();
    assert!(db.pending_migrations().await.unwrap().is_empty());
    assert!(jastar::db::guarantee_stands(&db).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn four_processes_may_bring_it_up_to_date_at_once() {
    let database = Database::empty().await;
    let tasks = (0..4).map(|_| {
        let settings = database.settings();
        async {
            let db = Db::open(settings).await?;
            db.migrate().await?;
            Ok::<_, OpenError>(db)
        }
    });
    for db in at_once(tasks).await {
        let db = db.unwrap();
        assert!(db.pending_migrations().await.unwrap().is_empty());
    }
}

/// A second start waits for the first one's migrations, however long they take.
#[tokio::test(flavor = "multi_thread")]
async fn who_waits_to_bring_it_up_to_date_waits_longer_than_for_any_other_lock() {
    if !on_server_or_says("a file has no lock_timeout") {
        return;
    }
    let database = Database::empty().await;
    let one = &database.raw().await;
    let options = TransactionOptions::default();
    let first = one.begin_with_options(options).await.unwrap();
    // "jastar" in ASCII.
    let lock = "SELECT pg_advisory_xact_lock(x'6a6173746172'::bigint)";
    first.execute_unprepared(lock).await.unwrap();
    let db = &Db::open(database.settings()).await.unwrap();
    let long = async {
        // By the clock of the server; any other lock is waited for for five seconds.
        let text = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted \
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
            AND clock_timestamp() - waitstart > interval '6 seconds'";
        while one.query_one_raw(sql(one, text, [])).await?.is_none() {}
        Ok(first.commit().await?)
    };
    let done = in_time(async { tokio::try_join!(db.migrate(), long) });
    done.await.unwrap();
}

#[tokio::test]
async fn the_database_of_a_newer_program_is_refused() {
    let database = Database::empty().await;
    let db = Db::open(database.settings()).await.unwrap();
    db.migrate().await.unwrap();
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999', 0)";
    database
        .raw()
        .await
        .execute_unprepared(newer)
        .await
        .unwrap();
    let refused = Db::open(database.settings()).await;
    assert!(
        matches!(&refused, Err(OpenError::Newer(name)) if name == "m9999"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn what_is_no_database_of_ours_is_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(
        &file,
        "not a database, but long enough to be taken for one ".repeat(40),
    )
    .unwrap();
    let inside = file.join("jastar.db");
    for url in [
        "mysql://localhost/x".to_owned(),
        format!("sqlite:{}", file.display()),
        format!("sqlite:{}", inside.display()),
        "postgres://jastar:secret@127.0.0.1:1/x".to_owned(),
    ] {
        let settings = jastar::db::Settings {
            url,
            connections: 2,
        };
        let refused = Db::open(settings.clone())
            .await
            .expect_err(&settings.url)
            .to_string();
        assert!(
            !refused.contains('\n') && !refused.contains("secret"),
            "{refused}"
        );
    }
}

async fn count<E: EntityTrait>(conn: &impl ConnectionTrait) -> Result<(), DbErr>
where
    E::Model: Sync,
{
    // Reading a row names every column of the entity.
    E::find().one(conn).await?;
    E::find().count(conn).await.map(|_| ())
}

#[tokio::test]
async fn every_entity_finds_its_table_and_columns() {
    let test = TestApp::new().await;
    let conn = test.app.db.read();
    macro_rules! every {
        ($($entity:ident),+) => {[$((stringify!($entity), count::<entity::$entity::Entity>(conn).await)),+]};
    }
    let read = every![
        api_token,
        audit,
        booking,
        catalogue,
        catalogue_file,
        claim,
        closure,
        closure_hit,
        closure_space,
        closure_time,
        day,
        device,
        draft,
        escalation,
        event,
        idempotency,
        kept_unit,
        manager,
        message,
        outbox,
        person,
        pool,
        pool_claim,
        secret,
        series,
        series_date,
        session,
        sign_in,
        space,
        space_part,
        space_unit,
        stock,
        term,
        unit,
        venue,
        venue_quota
    ];
    for (name, done) in &read {
        assert!(done.is_ok(), "{name}: {done:?}");
    }
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/entity/src")).unwrap();
    let tables = files.filter(|file| {
        std::fs::read_to_string(file.as_ref().unwrap().path())
            .unwrap()
            .contains("table_name =")
    });
    assert_eq!(tables.count(), read.len(), "every entity is looked at");
}
