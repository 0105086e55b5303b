//! Guards that are there by name, but no longer guard.

use sea_orm::ConnectionTrait;

use super::Console;

/// What stays in place under its own name and refuses nothing, or less than it did.
const EMPTIED_SQLITE: [(&str, &str); 5] = [
    (
        "claim_overlap",
        "DROP TRIGGER claim_overlap; CREATE TRIGGER claim_overlap BEFORE INSERT ON claim BEGIN SELECT 1; END",
    ),
    (
        "claim_immutable",
        "DROP TRIGGER claim_immutable; CREATE TRIGGER claim_immutable BEFORE UPDATE OF layout ON claim \
         BEGIN SELECT RAISE(ABORT, 'claim_immutable'); END",
    ),
    (
        "booking_claims_on_update",
        "DROP TRIGGER booking_claims_on_update; CREATE TRIGGER booking_claims_on_update AFTER UPDATE ON booking \
         WHEN 0 BEGIN SELECT RAISE(ABORT, 'booking_claims'); END",
    ),
    (
        "pool_exceeded",
        "DROP TRIGGER pool_exceeded; CREATE TRIGGER pool_exceeded BEFORE INSERT ON pool_claim WHEN NEW.whole \
         BEGIN SELECT RAISE(ABORT, 'pool_exceeded'); END",
    ),
    (
        "pool_promised",
        "DROP TRIGGER pool_promised; CREATE TRIGGER pool_promised BEFORE UPDATE OF longest ON pool BEGIN SELECT 1; END",
    ),
];
const EMPTIED_POSTGRES: [(&str, &str); 7] = [
    (
        "claim_turnaround",
        "CREATE OR REPLACE FUNCTION claim_turnaround() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    ),
    (
        "claim_immutable",
        "DROP TRIGGER claim_immutable ON claim; CREATE TRIGGER claim_immutable BEFORE UPDATE OF layout ON claim \
         FOR EACH ROW EXECUTE FUNCTION claim_immutable()",
    ),
    (
        "booking_claims_on_insert, booking_claims_on_update",
        "CREATE OR REPLACE FUNCTION booking_claims() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
    ),
    (
        "claim_overlap",
        "ALTER TABLE claim DROP CONSTRAINT claim_overlap; ALTER TABLE claim ADD CONSTRAINT claim_overlap \
         EXCLUDE USING gist (unit_id WITH =, int8range(starts_at, ends_at) WITH =)",
    ),
    (
        "claim_one_owner",
        "ALTER TABLE claim DROP CONSTRAINT claim_one_owner; ALTER TABLE claim ADD CONSTRAINT claim_one_owner CHECK (true)",
    ),
    (
        "pool_exceeded, pool_promised",
        "CREATE OR REPLACE FUNCTION pool_peak(of_pool uuid, from_at bigint, to_at bigint, longest bigint) RETURNS bigint \
         LANGUAGE sql STABLE AS $$ SELECT 0::bigint $$",
    ),
    (
        "pool_claim_counts",
        "ALTER TABLE pool_claim DROP CONSTRAINT pool_claim_counts; ALTER TABLE pool_claim ADD CONSTRAINT pool_claim_counts \
         CHECK (quantity >= 0)",
    ),
];

#[tokio::test]
async fn a_guard_that_was_emptied_under_its_own_name_is_found() {
    let on_postgres = Console::new().await.test.server().is_some();
    let emptied: &[(&str, &str)] = if on_postgres {
        &EMPTIED_POSTGRES
    } else {
        &EMPTIED_SQLITE
    };
    for (guard, change) in emptied {
        let console = Console::new().await;
        assert_eq!(console.test.faults().await, []);
        console.conn.execute_unprepared(change).await.unwrap();
        let faults = console.test.faults().await;
        let named: Vec<_> = faults.iter().map(|one| one.fault.as_deref()).collect();
        assert_eq!(named, [Some(*guard)], "{faults:?}");
        let still = jastar::db::guarantee_stands(&console.test.app.db).await;
        assert!(still.unwrap(), "what is asked often asks for names only");
    }
}
