//! Who writes, and in what.

use super::product;

/// Who may hold a transaction beside the stores: the gate and what it calls, what writes no booking, and what changes or mends
/// the house under all bookings.
const HOLDS_A_TRANSACTION: [&str; 18] = [
    "src/db/",
    "src/ledger/gate.rs",
    "src/ledger/attempt.rs",
    "src/ledger/consequences.rs",
    "src/ledger/pace.rs",
    "src/ledger/escalation.rs",
    "src/ledger/events.rs",
    "src/ledger/remap.rs",
    "src/ledger/repair.rs",
    "src/import/",
    "src/idempotency.rs",
    "src/mail/outbox.rs",
    "src/mail/worker.rs",
    "src/account/",
    "src/quota/settings.rs",
    "src/closure/record.rs",
    // Reads one picture of the house.
    "src/closure/preview.rs",
    "src/inbox/calls.rs",
];

#[test]
fn only_the_gate_the_stores_and_a_few_hold_a_transaction() {
    let store = |path: &str| path.contains("/store/") || path.ends_with("/store.rs");
    for source in product() {
        if source.is_in(&HOLDS_A_TRANSACTION)
            || source.path.starts_with("src/mail/outbox/")
            || store(&source.path)
        {
            continue;
        }
        assert!(!source.names("Tx"), "{} holds a transaction", source.path);
        for begins in [
            ".write_or_undo(",
            ".write_if(",
            "db.write(",
            "db\n        .write(",
        ] {
            assert!(!source.code().contains(begins), "{} writes", source.path);
        }
    }
}

#[test]
fn one_file_writes_claims() {
    for source in product() {
        if source.path == "src/ledger/store/claims.rs" {
            continue;
        }
        let code: String = source
            .code()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        for table in ["claim", "pool_claim", "kept_unit"] {
            for writes in ["insert", "update", "delete"] {
                let by_builder = format!("{table}::Entity::{writes}");
                assert!(
                    !code.contains(&by_builder),
                    "{} writes {table}",
                    source.path
                );
            }
            assert!(
                !code.contains(&format!("{table}::ActiveModel")),
                "{}",
                source.path
            );
            for writes in ["INSERT INTO", "UPDATE", "DELETE FROM"] {
                let by_text = format!("{writes} {table} ");
                assert!(!code.contains(&by_text), "{} writes {table}", source.path);
            }
        }
    }
}
