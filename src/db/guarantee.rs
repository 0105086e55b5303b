//! Whether the database holds the guarantee: what refuses is in place, and what it protects is whole.

use entity::Instant;
use sea_orm::{ConnectionTrait, DbBackend, DbErr};

use super::{database::Db, session, statement::sql};

/// One line of `jastar doctor`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub what: &'static str,
    /// What is wrong; none when all is well.
    pub fault: Option<String>,
}

/// Every trigger and constraint without which two bookings could overlap.
const GUARDS_SQLITE: [&str; 9] = [
    "booking_claims_on_insert",
    "booking_claims_on_update",
    "claim_immutable",
    "claim_overlap",
    "claim_turnaround",
    "pool_claim_immutable",
    "pool_exceeded",
    "pool_longest",
    "pool_promised",
];
const GUARDS_POSTGRES: [&str; 13] = [
    "booking_claims_on_insert",
    "booking_claims_on_update",
    "claim_immutable",
    "claim_not_empty",
    "claim_one_owner",
    "claim_overlap",
    "claim_turnaround",
    "pool_claim_counts",
    "pool_claim_immutable",
    "pool_claim_not_empty",
    "pool_claim_one_owner",
    "pool_exceeded",
    "pool_promised",
];

fn guards(db: &Db) -> &'static [&'static str] {
    match db.backend() {
        DbBackend::Postgres => &GUARDS_POSTGRES,
        _ => &GUARDS_SQLITE,
    }
}

/// Names of the triggers and constraints that are missing or switched off.
pub async fn missing_guards(db: &Db) -> Result<Vec<&'static str>, DbErr> {
    let text = match db.backend() {
        DbBackend::Postgres => {
            "SELECT tgname::text AS name FROM pg_trigger \
             WHERE tgrelid IN ('claim'::regclass, 'booking'::regclass, 'pool'::regclass, 'pool_claim'::regclass) AND tgenabled IN ('O', 'A') \
             UNION ALL SELECT conname::text FROM pg_constraint WHERE conrelid IN ('claim'::regclass, 'pool_claim'::regclass) AND convalidated"
        }
        _ => "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    };
    let rows = db.read().query_all_raw(sql(db.read(), text, [])).await?;
    let found = rows
        .iter()
        .map(|row| row.try_get::<String>("", "name"))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(guards(db)
        .iter()
        .copied()
        .filter(|name| !found.iter().any(|other| other == name))
        .collect())
}

/// Names of the triggers and constraints that are there but say something else than the migrations wrote, or, on
/// `PostgreSQL`, call a function that does.
async fn altered_guards(db: &Db) -> Result<Vec<&'static str>, DbErr> {
    let text = match db.backend() {
        DbBackend::Postgres => {
            "SELECT t.tgname::text AS name, pg_get_triggerdef(t.oid, true) AS definition FROM pg_trigger t \
             WHERE t.tgrelid IN ('claim'::regclass, 'booking'::regclass, 'pool'::regclass, 'pool_claim'::regclass) \
             UNION ALL SELECT t.tgname::text, \
                 'FUNCTION ' || f.proname || '() RETURNS trigger LANGUAGE ' || l.lanname || ' AS $$' || f.prosrc || '$$' \
             FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid JOIN pg_language l ON l.oid = f.prolang \
             WHERE t.tgrelid IN ('claim'::regclass, 'booking'::regclass, 'pool'::regclass, 'pool_claim'::regclass) \
             UNION ALL SELECT guard, \
                 'LANGUAGE ' || l.lanname || ' STABLE AS $$' || f.prosrc || '$$' \
             FROM pg_proc f JOIN pg_language l ON l.oid = f.prolang CROSS JOIN (VALUES ('pool_exceeded'), ('pool_promised')) g (guard) \
             WHERE f.proname = 'pool_peak' AND f.pronamespace = current_schema()::regnamespace \
             UNION ALL SELECT conname::text, 'CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(oid, true) \
             FROM pg_constraint WHERE conrelid IN ('claim'::regclass, 'pool_claim'::regclass)"
        }
        _ => "SELECT name, sql AS definition FROM sqlite_master WHERE type = 'trigger'",
    };
    let rows = db.read().query_all_raw(sql(db.read(), text, [])).await?;
    let written = one_line(&migration::guarantee(db.backend()));
    let mut altered = Vec::new();
    for row in rows {
        let (name, definition): (String, String) =
            (row.try_get("", "name")?, row.try_get("", "definition")?);
        if !written.contains(&one_line(&definition)) {
            altered.push(name);
        }
    }
    Ok(guards(db)
        .iter()
        .copied()
        .filter(|name| altered.iter().any(|other| other == name))
        .collect())
}

/// A database keeps the words of a definition, but not always how they were broken into lines.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether everything that refuses an overlap is in place. Cheap: `/readyz` asks.
pub async fn guarantee_stands(db: &Db) -> Result<bool, DbErr> {
    Ok(missing_guards(db).await?.is_empty())
}

/// The invariants, each a query that finds nothing when it holds. `$1` is now: a space may have been rebuilt since a
/// booking passed.
const INVARIANTS: [(&str, &str); 10] = [
    (
        "no two claims of one unit overlap",
        "SELECT count(*) AS faults FROM (SELECT ends_at, lead(starts_at) OVER (PARTITION BY unit_id ORDER BY starts_at) AS next \
         FROM claim) c WHERE next < ends_at AND $1 = $1",
    ),
    (
        "every booking that holds its units has exactly their claims",
        "SELECT count(*) AS faults FROM booking b JOIN space s ON s.id = b.space_id \
         WHERE (b.status IN ('approved', 'checked_in') OR (b.status = 'pending' AND b.holds)) AND b.ends_at > $1 AND NOT s.by_seat \
         AND NOT EXISTS (SELECT 1 FROM kept_unit k WHERE k.booking_id = b.id) AND ( \
             EXISTS (SELECT 1 FROM space_unit u WHERE u.space_id = b.space_id AND NOT EXISTS ( \
                 SELECT 1 FROM claim c WHERE c.unit_id = u.unit_id AND c.starts_at = b.starts_at AND c.ends_at = b.ends_at AND c.booking_id = b.id)) \
             OR (SELECT count(*) FROM claim c WHERE c.booking_id = b.id AND NOT c.proposed) <> (SELECT count(*) FROM space_unit u WHERE u.space_id = b.space_id))",
    ),
    (
        "every booking that began before its space was rebuilt has exactly the floor that it had",
        "SELECT count(*) AS faults FROM booking b \
         WHERE (b.status IN ('approved', 'checked_in') OR (b.status = 'pending' AND b.holds)) AND b.ends_at > $1 \
         AND EXISTS (SELECT 1 FROM kept_unit k WHERE k.booking_id = b.id) AND ( \
             EXISTS (SELECT 1 FROM kept_unit k WHERE k.booking_id = b.id AND NOT EXISTS ( \
                 SELECT 1 FROM claim c WHERE c.unit_id = k.unit_id AND c.starts_at = b.starts_at AND c.ends_at = b.ends_at AND c.booking_id = b.id)) \
             OR (SELECT count(*) FROM claim c WHERE c.booking_id = b.id AND NOT c.proposed) <> (SELECT count(*) FROM kept_unit k WHERE k.booking_id = b.id))",
    ),
    (
        "no claim stands for a booking that holds nothing, or for another time than its booking's",
        "SELECT count(*) AS faults FROM claim c JOIN booking b ON b.id = c.booking_id \
         WHERE (NOT (b.status IN ('approved', 'checked_in', 'completed') OR (b.status = 'pending' AND b.holds)) \
             OR NOT c.proposed AND (c.starts_at <> b.starts_at OR c.ends_at <> b.ends_at)) AND $1 = $1",
    ),
    (
        "every move that is asked for has exactly the claims that its booking does not have",
        "SELECT count(*) AS faults FROM booking b \
         WHERE (b.move_holds OR EXISTS (SELECT 1 FROM claim c WHERE c.booking_id = b.id AND c.proposed)) AND b.ends_at > $1 AND ( \
             b.status <> 'approved' OR NOT coalesce(b.move_holds, false) \
             OR EXISTS (SELECT 1 FROM claim c WHERE c.booking_id = b.id AND c.proposed \
                 AND (c.starts_at < b.move_starts_at OR c.ends_at > b.move_ends_at OR c.space_id <> b.move_space_id)) \
             OR EXISTS (SELECT 1 FROM space_unit u WHERE u.space_id = b.move_space_id AND b.move_ends_at - b.move_starts_at <> ( \
                 SELECT coalesce(sum(CASE WHEN c.ends_at < b.move_ends_at THEN c.ends_at ELSE b.move_ends_at END \
                     - CASE WHEN c.starts_at > b.move_starts_at THEN c.starts_at ELSE b.move_starts_at END), 0) \
                 FROM claim c WHERE c.booking_id = b.id AND c.unit_id = u.unit_id \
                     AND c.starts_at < b.move_ends_at AND c.ends_at > b.move_starts_at)))",
    ),
    (
        "every booking that holds has exactly its seats and what it borrows",
        "SELECT count(*) AS faults FROM booking b JOIN space s ON s.id = b.space_id \
         WHERE (b.status IN ('approved', 'checked_in') OR (b.status = 'pending' AND b.holds)) AND b.ends_at > $1 AND ( \
             (s.by_seat AND (EXISTS (SELECT 1 FROM claim c WHERE c.booking_id = b.id AND NOT c.proposed) OR NOT EXISTS ( \
                 SELECT 1 FROM pool_claim c JOIN pool p ON p.id = c.pool_id WHERE c.booking_id = b.id AND p.space_id = s.id \
                     AND c.quantity = b.attendees AND c.starts_at = b.starts_at AND c.ends_at = b.ends_at))) \
             OR (SELECT count(*) FROM pool_claim c WHERE c.booking_id = b.id AND c.starts_at = b.starts_at AND c.ends_at = b.ends_at) \
                 <> (CASE WHEN s.by_seat THEN 1 ELSE 0 END) + {length}(b.stock))",
    ),
    (
        "nothing is counted for a booking that holds nothing",
        "SELECT count(*) AS faults FROM pool_claim c JOIN booking b ON b.id = c.booking_id \
         WHERE NOT (b.status IN ('approved', 'checked_in', 'completed') OR (b.status = 'pending' AND b.holds)) AND $1 = $1",
    ),
    (
        "everything that is closed is claimed by a closure",
        "SELECT count(*) AS faults FROM closure_time t JOIN closure_space s ON s.closure_id = t.closure_id JOIN space sp ON sp.id = s.space_id \
         WHERE t.ends_at > $1 AND ( \
             (NOT sp.by_seat AND EXISTS (SELECT 1 FROM space_unit u WHERE u.space_id = s.space_id AND t.ends_at - t.starts_at <> ( \
                 SELECT coalesce(sum(CASE WHEN c.ends_at < t.ends_at THEN c.ends_at ELSE t.ends_at END \
                     - CASE WHEN c.starts_at > t.starts_at THEN c.starts_at ELSE t.starts_at END), 0) \
                 FROM claim c WHERE c.unit_id = u.unit_id AND c.closure_id IS NOT NULL AND c.starts_at < t.ends_at AND c.ends_at > t.starts_at))) \
             OR (sp.by_seat AND t.ends_at - t.starts_at <> ( \
                 SELECT coalesce(sum(CASE WHEN c.ends_at < t.ends_at THEN c.ends_at ELSE t.ends_at END \
                     - CASE WHEN c.starts_at > t.starts_at THEN c.starts_at ELSE t.starts_at END), 0) \
                 FROM pool_claim c JOIN pool p ON p.id = c.pool_id \
                 WHERE p.space_id = sp.id AND c.whole AND c.starts_at < t.ends_at AND c.ends_at > t.starts_at)))",
    ),
    (
        "no closure claims what it does not close",
        "SELECT (SELECT count(*) FROM claim c WHERE c.closure_id IS NOT NULL AND c.ends_at > $1 AND NOT EXISTS ( \
             SELECT 1 FROM closure_time t JOIN closure_space s ON s.closure_id = t.closure_id JOIN space_unit u ON u.space_id = s.space_id \
             WHERE t.closure_id = c.closure_id AND u.unit_id = c.unit_id AND t.starts_at <= c.starts_at AND t.ends_at >= c.ends_at)) \
         + (SELECT count(*) FROM pool_claim c WHERE c.closure_id IS NOT NULL AND c.ends_at > $1 AND NOT EXISTS ( \
             SELECT 1 FROM closure_time t JOIN closure_space s ON s.closure_id = t.closure_id JOIN pool p ON p.space_id = s.space_id \
             WHERE t.closure_id = c.closure_id AND p.id = c.pool_id AND t.starts_at <= c.starts_at AND t.ends_at >= c.ends_at)) AS faults",
    ),
    (
        "no more is lent than there is",
        "SELECT count(*) AS faults FROM (SELECT pool_id, at, sum(change) OVER (PARTITION BY pool_id ORDER BY at, change ROWS UNBOUNDED PRECEDING) AS lent \
             FROM (SELECT pool_id, starts_at AS at, quantity AS change FROM pool_claim \
                 UNION ALL SELECT pool_id, ends_at, -quantity FROM pool_claim) changes) levels JOIN pool p ON p.id = levels.pool_id \
         WHERE lent > p.quantity AND at >= p.promised_from AND $1 = $1",
    ),
];

/// Looks at the schema, at what holds the guarantee, at how durable a commit is, and at every invariant. While migrations are
/// to be run, only the schema is looked at.
pub async fn examine(db: &Db, now: Instant) -> Result<Vec<Finding>, DbErr> {
    let pending = db.pending_migrations().await?;
    let mut findings = vec![finding("schema is current", !pending.is_empty(), || {
        format!("to be run: {}", pending.join(", "))
    })];
    if !pending.is_empty() {
        return Ok(findings);
    }
    let missing = missing_guards(db).await?;
    findings.push(finding(
        "constraints and triggers are in place and enabled",
        !missing.is_empty(),
        || missing.join(", "),
    ));
    let altered = altered_guards(db).await?;
    findings.push(finding(
        "constraints and triggers say what the migrations wrote",
        !altered.is_empty(),
        || altered.join(", "),
    ));
    findings.push(durability(db).await?);
    if db.backend() == DbBackend::Postgres {
        let lost = session::lost(&db.0.write).await?;
        findings.push(finding(
            "a connection waits for locks and isolates as it was told to",
            !lost.is_empty(),
            || lost.join(", "),
        ));
    }
    let length = match db.backend() {
        DbBackend::Postgres => "jsonb_array_length",
        _ => "json_array_length",
    };
    // Over everything that is stored, it takes as long as it takes.
    let conn = db.read().patient().await?;
    for (what, text) in INVARIANTS {
        let text = &text.replace("{length}", length);
        let row = conn.query_one_raw(sql(&conn, text, [now.into()])).await?;
        let faults: i64 = row
            .map(|row| row.try_get("", "faults"))
            .transpose()?
            .unwrap_or_default();
        findings.push(finding(what, faults > 0, || format!("{faults} found")));
    }
    Ok(findings)
}

async fn durability(db: &Db) -> Result<Finding, DbErr> {
    let postgres = db.backend() == DbBackend::Postgres;
    let (text, column, wanted): (_, _, &[&str]) = if postgres {
        (
            "SELECT current_setting('synchronous_commit') || ' ' || current_setting('fsync') AS value",
            "value",
            &["on on", "remote_write on", "remote_apply on"],
        )
    } else {
        (
            "SELECT journal_mode || ' ' || (SELECT synchronous FROM pragma_synchronous) AS value FROM pragma_journal_mode",
            "value",
            &["wal 2", "wal 3"],
        )
    };
    let row = db.0.write.query_one_raw(sql(&db.0.write, text, [])).await?;
    let value: String = row
        .map(|row| row.try_get("", column))
        .transpose()?
        .unwrap_or_default();
    Ok(finding(
        "a commit survives a power cut",
        !wanted.contains(&value.as_str()),
        || value,
    ))
}

fn finding(what: &'static str, wrong: bool, fault: impl FnOnce() -> String) -> Finding {
    Finding {
        what,
        fault: wrong.then(fault),
    }
}
