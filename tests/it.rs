//! Everything that is tested in process, in one binary. On `SQLite` unless `TEST_DATABASE_URL` names a `PostgreSQL` server.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod it {
    mod altering;
    mod alternatives;
    mod answer_time;
    mod api;
    mod architecture;
    mod attendance;
    mod boundaries;
    mod catalogue;
    mod closing;
    mod connections;
    mod corrections;
    mod counts;
    mod crash;
    mod crowds;
    mod decision_races;
    mod decisions;
    mod delivery;
    mod displaced;
    mod due;
    mod first_choice;
    mod guarantee;
    mod isolation;
    mod leaving;
    mod lifecycle;
    mod limits;
    mod messages;
    mod model;
    mod moving_counts;
    mod moving_races;
    mod on_behalf;
    mod parts;
    mod people;
    mod private;
    mod process;
    mod proposals;
    mod public_titles;
    mod query_counts;
    mod quota_races;
    mod quota_states;
    mod quotas;
    mod races;
    mod refusals;
    mod repair;
    mod replacing;
    mod replacing_races;
    mod requests;
    mod round_trips;
    mod rush;
    mod schema;
    mod search;
    mod security_log;
    mod series;
    mod sign_in;
    mod silence;
    mod strangers;
    mod support;
    mod turnaround;
    mod unanswered;
    mod unreached;
    mod upgrade;
    mod waiving;
    mod web;
}
