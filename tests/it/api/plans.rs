//! Nothing that happens every day reads all that was ever booked.

use std::collections::BTreeSet;

use jastar::{
    account, app::App, booking, db::sql, idempotency::Idempotent, inbox::jobs, ledger::events,
    rules::losing,
};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use super::{closures::closing, series::weekly, *};
use crate::it::{
    support::{NOW, queries::statements},
    web::{asking::sign_in, browser::Browser},
};

/// Tables that grow for ever.
const ENDLESS: [&str; 7] = [
    "booking",
    "claim",
    "pool_claim",
    "audit",
    "outbox",
    "message",
    "event",
];

/// Indexes of what waits: they are as long as today's work.
const OF_TODAY: [&str; 8] = [
    "booking_to_answer",
    "booking_move_to_answer",
    "booking_to_remind",
    "outbox_to_send",
    "outbox_to_call",
    "outbox_to_forget",
    "event_unnumbered",
    "event_to_forget",
];

/// What the past holds, all in the space that is asked for.
const PAST: i64 = 20_000;

#[tokio::test]
async fn nothing_that_happens_every_day_reads_all_bookings() {
    let house = House::new().await;
    if let Some(server) = house.test.server() {
        count_what_is_read(house, &server.url).await;
    } else {
        look_at_the_plans(&house).await;
    }
}

/// `SQLite` says of a statement which tables it walks, and decides that by the statement alone.
async fn look_at_the_plans(house: &House) {
    let (said, ()) = statements(Box::pin(a_day(house))).await;
    let said: BTreeSet<String> = said.into_iter().collect();
    assert!(said.len() > 30, "{said:#?}");
    let mut walks = Vec::new();
    for text in &said {
        for step in plan(&house.test, text).await {
            if walks_an_endless_table(text, &step) {
                walks.push(format!("{step}: {text}"));
            }
        }
    }
    assert!(walks.is_empty(), "{walks:#?}");
}

/// `PostgreSQL` counts the rows that it reads.
async fn count_what_is_read(house: House, url: &str) {
    let mut one = ConnectOptions::new(url);
    one.max_connections(1);
    let raw = Database::connect(one).await.unwrap();
    fill(&house, &raw).await;
    let before = rows_read(&raw).await;
    Box::pin(a_day(&house)).await;
    house.test.app.db.close().await.unwrap();
    ended(&raw, "true").await;
    let read = rows_read(&raw).await - before;
    assert!((1..PAST / 2).contains(&read), "{read} rows read");
}

/// So many uses of the studio, an hour long, in years gone by, each by somebody else, and mails.
async fn fill(house: &House, raw: &DatabaseConnection) {
    let sample = house.booked().await;
    let past = |table: &str, own: &str| {
        format!(
            "INSERT INTO {table} SELECT (jsonb_populate_record(one, jsonb_build_object( \
                 'starts_at', one.starts_at - n * 7200, 'ends_at', one.starts_at - n * 7200 + 3600, {own}))).* \
             FROM {table} one CROSS JOIN generate_series(1000, {}) n WHERE one.starts_at > {}",
            999 + PAST,
            NOW.0
        )
    };
    let id = "lpad(to_hex(n), 32, '0')::uuid";
    let booking = format!(
        "'id', {id}, 'booker_id', {id}, 'code', 'P' || n, 'status', 'completed', 'answer_by', NULL"
    );
    let filling = house.test.raw().await;
    // Nobody asks for the past, and no guard lets it be written. In one text: it counts for one connection.
    let text = [
        "SET application_name = 'filling'; SET session_replication_role = replica".to_owned(),
        past("booking", &booking),
        past("claim", &format!("'booking_id', {id}")),
        // Mails of which it is forgotten whom they went to. Not as many: the test itself reads all of them once, for a code.
        format!(
            "INSERT INTO outbox SELECT (jsonb_populate_record(one, jsonb_build_object( \
                 'id', {id}, 'message_id', 'past-' || n, 'seq', 0, 'booking_id', NULL, 'thread', NULL, 'state', 'sent', \
                 'recipient', 'a***@b.example', 'created_at', one.created_at - n * 7200))).* \
             FROM outbox one CROSS JOIN generate_series(1000, {}) n WHERE one.id = (SELECT id FROM outbox LIMIT 1)",
            999 + PAST / 4
        ),
        "ANALYZE booking, claim, outbox".to_owned(),
    ];
    filling.execute_unprepared(&text.join("; ")).await.unwrap();
    filling.close().await.unwrap();
    ended(raw, "application_name = 'filling'").await;
    let cancel = format!("{BOOKINGS}/{}/cancel", sample["id"].as_str().unwrap());
    let gone = house.post(&house.booker, &cancel, &json!({})).await;
    assert_eq!(gone.status, 200, "{}", gone.text);
}

/// Waits for connections to end: then at the latest they tell what they have read.
async fn ended(raw: &DatabaseConnection, which: &str) {
    let text = format!(
        "SELECT count(*) AS open FROM pg_stat_activity \
         WHERE datname = current_database() AND backend_type = 'client backend' \
             AND pid <> pg_backend_pid() AND {which}"
    );
    for _ in 0..20_000 {
        if count(raw, &text, "open").await == 0 {
            return;
        }
    }
    panic!("connections stay");
}

async fn rows_read(raw: &DatabaseConnection) -> i64 {
    let tables = ENDLESS.map(|table| format!("'{table}'")).join(", ");
    let text = format!(
        "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint AS read FROM pg_stat_user_tables WHERE relname IN ({tables})"
    );
    count(raw, &text, "read").await
}

async fn count(raw: &DatabaseConnection, text: &str, column: &str) -> i64 {
    let row = raw.query_one_raw(sql(raw, text, [])).await.unwrap();
    row.unwrap().try_get("", column).unwrap()
}

async fn a_day(house: &House) {
    let (group, manager) = (&house.booker, &house.manager);
    let done = async |token: &str, path: &str, body: Value| {
        let answer = house.post(token, path, &body).await;
        assert!(answer.status.is_success(), "{path}: {}", answer.text);
        answer.json()
    };
    let of = |one: &Value, act: &str| format!("{BOOKINGS}/{}/{act}", one["id"].as_str().unwrap());

    let much = json!({"hours_per_week": 100, "bookings_per_month": 50});
    let quotas = "/api/v1/venues/youth-house/quotas";
    let set = house.test.call(Some(manager), "PUT", quotas, &much).await;
    assert_eq!(set.status, 200, "{}", set.text);
    let one = done(group, BOOKINGS, asking("2026-12-01")).await;
    let wanted = asking("2026-12-01");
    let taken = house.post(&house.other, BOOKINGS, &wanted).await;
    assert_problem(&taken, 409, "conflict");
    done(manager, &of(&one, "messages"), json!({"text": "Қанша?"})).await;
    done(manager, &of(&one, "approve"), json!({})).await;
    let later = json!({"starts": "2026-12-01T17:00", "ends": "2026-12-01T19:00"});
    done(group, &of(&one, "move"), later).await;
    done(manager, &of(&one, "approve"), json!({})).await;
    done(group, &of(&one, "cancel"), json!({})).await;
    let screening = |token| {
        let wanted = with(
            asking("2026-12-02"),
            "space",
            json!("sarzhailau/screening-hall"),
        );
        done(token, BOOKINGS, wanted)
    };
    screening(group).await;
    let winner = screening(&house.other).await;
    done(&house.other_manager, &of(&winner, "approve"), json!({})).await;

    let series = done(group, "/api/v1/series", weekly("2026-12-08", 2)).await;
    let path = format!("/api/v1/series/{}", series["id"].as_str().unwrap());
    done(manager, &format!("{path}/approve"), json!({})).await;
    let instead = with(asking("2026-12-08"), "replacing", {
        json!([series["occurrences"][0]["booking"]])
    });
    done(manager, BOOKINGS, instead).await;
    done(group, &format!("{path}/cancel"), json!({})).await;
    let look = with(closing("2026-12-08"), "dry_run", json!(true));
    let hits = done(manager, "/api/v1/closures", look).await;
    // That booking, and what is held for the other.
    assert_eq!(hits["hits"].as_array().unwrap().len(), 3);
    let free = closing("2026-12-09");
    done(manager, "/api/v1/closures", free).await;

    for path in [
        "/api/v1/venues/youth-house/calendar?from=2026-11-30&to=2026-12-07",
        "/api/v1/search?starts=2026-12-01T16:00&ends=2026-12-01T18:00&attendees=5",
        "/api/v1/bookings?status=approved&venue=youth-house&from=2026-12-01&to=2026-12-02",
        "/api/v1/bookings?venue=youth-house&from=2026-12-01&to=2026-12-02",
        "/api/v1/bookings?limit=5",
        "/venues/youth-house/dance-studio?week=2026-11-30",
        &path,
        &of(&one, "messages"),
    ] {
        for token in [group, manager] {
            let answer = house.get(token, path).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        }
    }
    let app = &house.test.app;
    let catalogue = app.catalogue().await.unwrap();
    let actor = account::by_api_token(app, manager).await.unwrap();
    let venue = catalogue.venue("youth-house").unwrap();
    done(group, BOOKINGS, asking("2026-12-03")).await;
    let waiting = booking::queue(app, &actor, venue).await.unwrap();
    let told = booking::standings(app, &actor, &catalogue, venue, &waiting).await;
    assert_eq!(told.unwrap().len(), 1);
    let pages = Browser::speaking(&house.test, "kk");
    sign_in(&pages, "manager@youth-house.example").await;
    let code = &waiting[0].code;
    for path in [
        "/manage/youth-house",
        "/manage/youth-house/calls",
        &format!("/bookings/{code}"),
    ] {
        pages.page(path).await;
    }
    let (id, knows) = (waiting[0].id, losing::KnownLosers::default());
    let approved = booking::approve_knowing(app, &actor, id, None, knows, Idempotent::unkeyed());
    approved.await.unwrap();
    for days in [1, 5, 30] {
        app.clock.set(NOW.plus_days(days));
        jobs::do_what_is_due(app).await.unwrap();
    }
    let gone_out = app.db.write(|tx| async move {
        let text = "UPDATE outbox SET state = 'sent' WHERE state = 'queued'";
        tx.conn().execute_unprepared(text).await?;
        Ok(())
    });
    gone_out.await.unwrap();
    app.clock.set(NOW.plus_days(130));
    assert!(remembered(house).await > 0);
    jastar::mail::forget_the_old(app).await.unwrap();
    assert_eq!(remembered(house).await, 0);
    follow(app).await;
}

/// What nobody has read yet is numbered at the first look, and forgotten at the second.
async fn follow(app: &App) {
    for left in [true, false] {
        events::forget_the_old(app).await.unwrap();
        let read = events::after(app, 0, 5).await.unwrap();
        assert_eq!(read.is_empty(), !left);
    }
}

/// Mails that have gone out and of which it is not forgotten whom they went to.
async fn remembered(house: &House) -> i64 {
    let conn = house.test.app.db.read();
    let text = "SELECT count(*) AS many FROM outbox WHERE state <> 'queued' AND recipient NOT LIKE '_***%'";
    let row = conn.query_one_raw(sql(conn, text, [])).await.unwrap();
    row.unwrap().try_get("", "many").unwrap()
}

async fn plan(test: &TestApp, statement: &str) -> Vec<String> {
    let conn = test.app.db.read();
    let explain = format!("EXPLAIN QUERY PLAN {statement}");
    let rows = conn.query_all_raw(sql(conn, &explain, [])).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "detail").unwrap())
        .collect()
}

/// `SCAN b`, or `SCAN b USING INDEX …`, or `SEARCH b USING INDEX …` for all of a venue, a space or a unit, where the statement
/// calls an endless table `b`.
fn walks_an_endless_table(text: &str, step: &str) -> bool {
    let all_of = ["(venue_id=?)", "(space_id=?)", "(unit_id=?)"];
    let walked = match step.split_once(' ') {
        Some(("SCAN", walked)) => walked,
        Some(("SEARCH", found)) if all_of.iter().any(|all| found.ends_with(all)) => found,
        _ => return false,
    };
    let name = walked.split(' ').next().unwrap_or_default();
    let words: Vec<&str> = text
        .split([' ', '(', ')', ',', '"'])
        .filter(|word| !word.is_empty())
        .collect();
    let is_called = |table: &str| {
        name == table
            || words.windows(2).any(|pair| pair == [table, name])
            || words.windows(3).any(|three| three == [table, "AS", name])
    };
    // What was found before, and is called the same.
    let is_at_hand = step == format!("SCAN {name}") && is_called("own");
    ENDLESS.iter().any(|table| is_called(table))
        && !is_at_hand
        && !OF_TODAY.iter().any(|index| walked.contains(index))
}
