//! Everything that is tested in process, in one binary. On `SQLite` unless `TEST_DATABASE_URL` names a `PostgreSQL` server.

mod it {
    mod api;
    mod decisions;
    mod guarantee;
    mod races;
    mod requests;
    mod round_trips;
    mod support;
    mod web;
}
