//! Everything that is tested in process, in one binary. On `SQLite` unless `TEST_DATABASE_URL` names a `PostgreSQL` server.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod it {
    mod altering;
    mod alternatives;
    mod answer_time;
    mod api;
    mod architecture;
    mod attendance;
    mod automatic;
    mod boundaries;
    mod calls;
    mod catalogue;
    mod closing;
    mod connections;
    mod corrections;
    mod counts;
    mod crash;
    mod decision_races;
    mod decisions;
    mod delivery;
    mod displaced;
    mod due;
    mod first_choice;
    mod flood;
    mod guarantee;
    mod isolation;
    mod lifecycle;
    mod limits;
    mod messages;
    mod model;
    mod moving_counts;
    mod moving_races;
    mod on_behalf;
    mod pace;
    mod parts;
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
    mod replacing;
    mod replacing_races;
    mod requests;
    mod round_trips;
    mod rush;
    mod schema;
    mod search;
    mod series;
    mod sign_in;
    mod support;
    mod turnaround;
    mod unanswered;
    mod upgrade;
    mod waiving;
    mod web;
}
