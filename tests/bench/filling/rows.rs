//! The rows of years in which much was booked, as statements that make them out of numbers.

use sea_orm::DbBackend;

use super::{LOOKED_AT, PEOPLE, SPACES, VENUES};
use crate::world::NOW;

/// Of one space.
pub const CLAIMS_A_DAY: usize = 10;

/// Numbers for all spaces, in the order of the catalogue.
pub const PLACES: &str = "CREATE TEMPORARY TABLE place AS \
    SELECT row_number() OVER (ORDER BY v.position, s.position) - 1 AS nth, s.id AS space_id, s.venue_id, u.unit_id \
    FROM venue v JOIN space s ON s.venue_id = v.id JOIN space_unit u ON u.space_id = s.id";

/// Half of those who book; the others have asked for what still waits.
const OFTEN: usize = PEOPLE / 2;

pub fn people(backend: DbBackend) -> String {
    let numbers = numbers(backend, 0, PEOPLE as i64 - 1);
    format!(
        "INSERT INTO person (id, email, name, administrator, created_at) \
         SELECT {}, 'p' || n || '@bench.example', 'Клиент', {}, {} FROM ({numbers}) r",
        person(backend, "n"),
        no(backend),
        NOW.0
    )
}

/// Claims, bookings and their histories from one day to another, counted from the day of [`NOW`], in the order in which
/// they were asked for.
///
/// Each space is taken for an hour and a half every two hours; those of every second one begin at odd hours. The eleventh
/// booking of a day was cancelled. All is free from half past ten in the evening on.
pub fn of_days(backend: DbBackend, from: i64, to: i64) -> [String; 3] {
    let a_day = (VENUES * SPACES * (CLAIMS_A_DAY + 1)) as i64;
    // A number is a day, a time of the day, and a space.
    let numbers = numbers(
        backend,
        (from + 100_000) * a_day,
        (to + 100_001) * a_day - 1,
    );
    let spaces = VENUES * SPACES;
    let times = CLAIMS_A_DAY + 1;
    let midnight = NOW.0 - 9 * 3600;
    let (first, last) = (
        midnight + LOOKED_AT.start * 86_400,
        midnight + LOOKED_AT.end * 86_400,
    );
    let made = format!(
        "(SELECT m.*, {id} AS id, \
             CASE WHEN nth_time = {CLAIMS_A_DAY} THEN 'cancelled' WHEN starts_at < {now} THEN 'completed' \
                 WHEN n % 50 = 7 AND starts_at >= {first} AND starts_at < {last} THEN 'pending' ELSE 'approved' END AS status \
         FROM (SELECT t.*, CASE WHEN starts_at - 1209600 < {asked} THEN starts_at - 1209600 ELSE {asked} END AS created_at \
             FROM (SELECT n, n / {spaces} % {times} AS nth_time, p.*, \
                 {midnight} + (n / {a_day} - 100000) * 86400 + n / {spaces} % {times} * 7200 + p.nth % 2 * 3600 AS starts_at \
                 FROM ({numbers}) r JOIN place p ON p.nth = n % {spaces}) t) m) b",
        id = id(backend, "created_at", '8', "n"),
        now = NOW.0,
        asked = NOW.0 - 3600,
    );
    let claims = format!(
        "INSERT INTO claim (unit_id, starts_at, ends_at, space_id, layout, booking_id) \
         SELECT unit_id, starts_at, starts_at + 5400, space_id, 'rows', id FROM {made} WHERE nth_time < {CLAIMS_A_DAY} ORDER BY n"
    );
    let bookings = format!(
        "INSERT INTO booking (id, code, uid, venue_id, space_id, starts, ends, timezone, starts_at, ends_at, status, holds, answer_by, \
             title, attendees, layout, public, booker_id, contact_name, language, requested_by, decided_at, sequence, version, created_at) \
         SELECT id, 'N' || n, n || '@bench.example', venue_id, space_id, {starts}, {ends}, 'Asia/Almaty', starts_at, starts_at + 5400, \
             status, {yes}, CASE WHEN status = 'pending' THEN {answer_by} END, 'Жиналыс', 20, 'rows', {no}, {person}, 'Клиент', 'kk', \
             {person}, created_at, 0, 1, created_at FROM {made} ORDER BY n",
        starts = wall(backend, "starts_at"),
        ends = wall(backend, "starts_at + 5400"),
        yes = yes(backend),
        answer_by = NOW.0 + 2 * 86_400,
        no = no(backend),
        person = person(backend, &booker()),
    );
    let history = format!(
        "INSERT INTO audit (id, booking_id, at, role, person_id, action, status, seq) \
         SELECT {}, id, created_at, 'booker', {}, 'request', status, n FROM {made} ORDER BY n",
        id(backend, "created_at", '9', "n"),
        person(backend, &booker()),
    );
    [claims, bookings, history]
}

/// Who asked for the booking `n`: those whose request waits send no more of them here.
fn booker() -> String {
    format!("(n * 7919 % {OFTEN} + CASE WHEN status = 'pending' THEN {OFTEN} ELSE 0 END)")
}

/// As the service draws them: the moment, then something that tells them apart.
fn id(backend: DbBackend, at: &str, kind: char, n: &str) -> String {
    match backend {
        DbBackend::Postgres => {
            format!(
                "CAST(lpad(to_hex({at}::bigint * 1000), 12, '0') || '7000{kind}' || lpad(to_hex({n}::bigint), 15, '0') AS uuid)"
            )
        }
        _ => format!("unhex(printf('%012x7000{kind}%015x', {at} * 1000, {n}))"),
    }
}

fn person(backend: DbBackend, n: &str) -> String {
    id(backend, "1", '8', n)
}

/// In Karaganda; before March 2024 it was an hour later there.
fn wall(backend: DbBackend, at: &str) -> String {
    let local = format!("{at} + CASE WHEN {at} < 1709229600 THEN 21600 ELSE 18000 END");
    match backend {
        DbBackend::Postgres => {
            format!("to_char(to_timestamp({local}) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI')")
        }
        _ => format!("strftime('%Y-%m-%dT%H:%M', {local}, 'unixepoch')"),
    }
}

fn numbers(backend: DbBackend, from: i64, to: i64) -> String {
    match backend {
        DbBackend::Postgres => {
            format!("SELECT n FROM generate_series({from}::bigint, {to}::bigint) AS s (n)")
        }
        _ => format!(
            "WITH RECURSIVE s (n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM s WHERE n < {to}) SELECT n FROM s"
        ),
    }
}

fn yes(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "true",
        _ => "1",
    }
}

fn no(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "false",
        _ => "0",
    }
}
