//! What one request costs on `PostgreSQL`: round trips cost more than rows, so they are counted, on the wire.

use entity::{Every, venue_quota};
use jastar::{
    account,
    account::Actor,
    app::App,
    booking::{self, NewBooking},
    closure,
    db::Settings,
    idempotency::{Idempotent, Outcome},
    quota::settings,
    recurrence::RuleInput,
    series::{self, NewSeries, OnConflict, Series},
};
use sea_orm::{ConnectionTrait, Statement};

use super::{
    closing::{
        cancelling,
        many::{all_week, full_house},
    },
    support::{CATALOGUE, TestApp, asking, start, wire::Wire},
};

/// Requests for it claim nothing: that nothing is in the way has to be looked up.
const COMPETED_FOR: &str = "sarzhailau/screening-hall";
const STUDIO: &str = "youth-house/dance-studio";
const HALL: &str = "youth-house/grand-hall";

/// A service that reaches its server over a wire on which one counts.
struct Line {
    test: TestApp,
    wire: Wire,
    app: App,
}

impl Line {
    /// None where the database is a file.
    async fn to(test: TestApp) -> Option<Self> {
        let Some(server) = test.server() else {
            eprintln!("not counted: SQLite is in the process, there are no round trips");
            return None;
        };
        let wire = Wire::to(&server.authority).await;
        let settings = Settings {
            url: server.url.replace(&server.authority, &wire.authority),
            connections: 2,
        };
        let app = start(settings, CATALOGUE, 8).await;
        app.catalogue().await.unwrap();
        Some(Self { test, wire, app })
    }

    /// What is asked for by the work, by round trips.
    async fn trips<T>(&self, work: impl Future<Output = T>) -> (Vec<String>, T) {
        self.wire.trips();
        let done = work.await;
        (self.wire.trips(), done)
    }

    async fn who(&self, token: &str) -> Actor {
        account::by_api_token(&self.app, token).await.unwrap()
    }
}

#[tokio::test]
async fn a_request_takes_at_most_six_round_trips() {
    Box::pin(count(TestApp::new().await)).await;
}

#[tokio::test]
async fn also_where_one_may_have_only_so_much() {
    let test = TestApp::new().await;
    let catalogue = test.app.catalogue().await.unwrap();
    for venue in catalogue.venues() {
        let manager = test.manager_of(&venue.row.slug).await;
        let much = venue_quota::Model {
            hours_per_week: Some(100),
            prime_hours_per_month: Some(100),
            ..venue_quota::Model::unset(venue.row.id)
        };
        settings::set(&test.app, &manager, much).await.unwrap();
    }
    Box::pin(count(test)).await;
}

async fn count(test: TestApp) {
    test.person("asel@qanat.example").await;
    let token = test.token_of("asel@qanat.example").await;
    let Some(line) = Line::to(test).await else {
        return;
    };
    // The first ones prepare the statements.
    for (at, space) in [
        "youth-house/meeting-room",
        "temirtau-youth-house/sports-hall",
        COMPETED_FOR,
    ]
    .into_iter()
    .cycle()
    .take(9)
    .enumerate()
    {
        let hour = 10 + at;
        if at == 6 {
            say_many_others(&line.app).await;
        }
        line.wire.prepared_anew();
        let day = if space.starts_with("youth") {
            "2026-12-01"
        } else {
            "2026-12-02"
        };
        let new = asking(
            space,
            &format!("{day}T{hour}:00"),
            &format!("{day}T{}:00", hour + 1),
        );
        let ask = async {
            let actor = line.who(&token).await;
            booking::request(&line.app, &actor, new, Idempotent::unkeyed()).await
        };
        let (trips, done) = line.trips(Box::pin(ask)).await;
        if at >= 6 {
            done.unwrap();
            let anew = line.wire.prepared_anew();
            assert!(anew.is_empty(), "{space}: {anew:#?}");
            assert!(
                trips.len() <= 6,
                "{space}, who is asking included: {trips:#?}"
            );
        }
    }
    assert_eq!(line.app.db.retries(), 0);
}

/// More than a connection hears between two requests: what a request says stays prepared.
async fn say_many_others(app: &App) {
    for at in 0..400 {
        let text = format!("SELECT {at} AS other");
        let other = Statement::from_sql_and_values(app.db.backend(), text, []);
        app.db.read().query_one_raw(other).await.unwrap();
    }
}

/// In the afternoon of that day.
fn on(day: usize, space: &str) -> NewBooking {
    let at = |hour: u8| format!("2026-12-{day:02}T{hour}:00");
    asking(space, &at(14), &at(16))
}

/// The manager says yes to one request a day, of so many for the same time; the first ones prepare the statements.
async fn count_approvals(space: &str, requests: usize, at_most: usize) {
    let test = TestApp::new().await;
    test.manager_of("youth-house").await;
    let token = test.token_of("manager@youth-house.example").await;
    let Some(line) = Line::to(test).await else {
        return;
    };
    for day in 1..=4 {
        let mut asked = Vec::new();
        for at in 0..requests {
            let group = line.test.person(&format!("g{day}{at}@test.example")).await;
            asked.push(line.test.request(&group, on(day, space)).await.unwrap());
        }
        let approve = async {
            let manager = line.who(&token).await;
            booking::approve(
                &line.app,
                &manager,
                asked[0].id,
                None,
                Idempotent::unkeyed(),
            )
            .await
        };
        let (trips, done) = line.trips(approve).await;
        done.unwrap();
        let told = line.test.outbox().await;
        let told = told.iter().filter(|mail| mail.kind == "time_given").count();
        assert_eq!(told, day * (requests - 1));
        assert!(
            day < 4 || trips.len() <= at_most,
            "{space}, who is asking included: {trips:#?}"
        );
    }
    assert_eq!(line.app.db.retries(), 0);
}

#[tokio::test]
async fn an_approval_takes_at_most_eight() {
    count_approvals(STUDIO, 1, 8).await;
}

#[tokio::test]
async fn so_does_an_approval_of_what_competes() {
    count_approvals(HALL, 1, 8).await;
}

/// What is taken where they could go instead, floor and counts.
#[tokio::test]
async fn that_others_are_told_takes_two_more() {
    count_approvals(HALL, 4, 10).await;
}

/// Tuesdays for a year, those that are holidays left out.
fn year(from: u8) -> NewSeries {
    NewSeries {
        booking: asking(STUDIO, "", ""),
        rule: RuleInput {
            every: Every::Week,
            nth: None,
            starts: format!("2026-12-01T{from}:00"),
            ends: format!("2026-12-01T{}:00", from + 2),
            until: None,
            count: Some(52),
        },
        on_conflict: OnConflict::Skip,
    }
}

fn done(outcome: Outcome<Series>) -> Series {
    match outcome {
        Outcome::Done(series) => *series,
        Outcome::Replayed(kept) => panic!("replayed: {kept:?}"),
    }
}

#[tokio::test]
async fn a_series_of_a_year_takes_at_most_sixteen_to_ask_for_and_to_approve() {
    let test = TestApp::new().await;
    let manager = test.manager_of("youth-house").await;
    let Some(line) = Line::to(test).await else {
        return;
    };
    for from in [10, 13, 16] {
        let group = line.test.person(&format!("g{from}@test.example")).await;
        let ask = series::request(&line.app, &group, year(from), Idempotent::unkeyed());
        let (asking, asked) = line.trips(ask).await;
        let asked = done(asked.unwrap());
        assert!(asked.bookings().count() > 45);
        let (id, once) = (asked.row.id, Idempotent::unkeyed());
        let yes = series::approve(&line.app, &manager, id, None, Vec::new(), None, once);
        let (approving, approved) = line.trips(yes).await;
        approved.unwrap();
        assert!(
            from < 16 || asking.len() <= 16 && approving.len() <= 16,
            "to ask: {asking:#?}, to approve: {approving:#?}"
        );
    }
    assert_eq!(line.app.db.retries(), 0);
}

#[tokio::test]
async fn a_closure_takes_as_many_round_trips_over_many_as_over_few() {
    let mut costs = Vec::new();
    for many in [5, 50] {
        let (test, manager) = full_house(many).await;
        let preview = test.preview(&manager, &all_week()).await;
        assert_eq!(preview.hits.len(), many);
        let Some(line) = Line::to(test).await else {
            return;
        };
        let (app, say) = (&line.app, cancelling(&preview));
        let close = closure::close(app, &manager, all_week(), say, Idempotent::unkeyed());
        let (closing, closed) = line.trips(close).await;
        let Ok(closure::Answered::Done(Outcome::Done(closed))) = closed else {
            panic!("{closed:?}");
        };
        let lift = closure::take_back(app, &manager, closed.row.id);
        let (lifting, lifted) = line.trips(lift).await;
        lifted.unwrap();
        for hit in &preview.hits {
            assert_eq!(line.test.offers(hit.booking.id).await.len(), 1);
        }
        assert_eq!(app.db.retries(), 0);
        costs.push([closing, lifting]);
    }
    for (few, many) in costs[0].iter().zip(&costs[1]) {
        assert!(many.len() <= few.len(), "{few:#?}, {many:#?}");
    }
}
