//! (e) The same questions over the same days of the same spaces, in databases with more and more years around them.
//!
//! One client asks one question after the other, of all sizes in turns, so that whatever else the machine does falls on
//! all alike.

use std::time::{Duration, Instant as Moment};

use entity::{BookingId, Instant, booking::Status};
use jastar::{
    account::{self, Actor, NewUser},
    app::App,
    booking::{self, Filter},
    idempotency::Idempotent,
    inbox::jobs,
};
use sea_orm::ConnectionTrait;

use crate::{
    client::{self, Connection},
    filling::{SPACES, VENUES},
    kept::{self, Home},
    setting,
    world::{listen, venue_slug},
};

const SIZES: [usize; 3] = [10_000, 1_000_000, 10_000_000];
/// So often each question is asked at each size.
const TIMES: usize = 300;
/// And so often without being asked about another size.
const IN_A_ROW: usize = 10;
/// Everybody asks as often as the limit of waiting requests for a venue allows.
const EACH: usize = 3;
/// By which the requests of earlier runs are known.
const TITLE: &str = "Өлшем";

#[derive(Clone, Copy, Debug)]
enum Question {
    Calendar,
    Search,
    Request,
    Approve,
    /// A request for a time that is taken: what is in the way, and what could be had instead.
    Taken,
    /// A manager's list of a venue from a day on.
    List,
    /// What somebody has before them.
    Own,
    /// What waits for a manager's answer.
    Queue,
    /// What the service has to do by itself: nothing.
    Due,
}

const QUESTIONS: [Question; 9] = [
    Question::Calendar,
    Question::Search,
    Question::Request,
    Question::Approve,
    Question::Taken,
    Question::List,
    Question::Own,
    Question::Queue,
    Question::Due,
];

pub async fn measure(name: &str, server: Option<&str>) {
    let home = Home::find();
    let mut sizes = Vec::new();
    for claims in asked_for() {
        sizes.push(Size::open(kept::with_claims(&home, server, claims).await, claims).await);
    }
    for question in QUESTIONS {
        let mut took: Vec<Vec<Duration>> = sizes.iter().map(|_| Vec::new()).collect();
        for from in (0..TIMES).step_by(IN_A_ROW) {
            for (size, took) in sizes.iter_mut().zip(&mut took) {
                for at in from..from + IN_A_ROW {
                    took.push(size.ask(question, at).await);
                }
            }
        }
        let medians: Vec<Duration> = took.into_iter().map(median).collect();
        let told: Vec<String> = sizes
            .iter()
            .zip(&medians)
            .map(|(size, median)| {
                let ratio = median.as_secs_f64() / medians[0].as_secs_f64();
                format!("{} claims {median:.2?} ({ratio:.2})", size.claims)
            })
            .collect();
        println!(
            "{name}, {question:?}, median (and ratio to the first): {}",
            told.join(", ")
        );
    }
    for size in sizes {
        size.leave().await;
    }
}

/// `BENCH_CLAIMS=10000,100000` measures other sizes.
fn asked_for() -> Vec<usize> {
    setting("BENCH_CLAIMS").map_or(SIZES.to_vec(), |sizes| {
        let sizes = sizes.split(',');
        sizes
            .map(|size| size.parse().expect("BENCH_CLAIMS holds numbers"))
            .collect()
    })
}

fn median(mut took: Vec<Duration>) -> Duration {
    took.sort_unstable();
    took[took.len() / 2]
}

struct Size {
    claims: usize,
    app: App,
    connection: Connection,
    /// Of those who ask.
    tokens: Vec<String>,
    askers: Vec<Actor>,
    manager: Actor,
    /// Requests that wait for the manager.
    waiting: Vec<BookingId>,
}

impl Size {
    async fn open(app: App, claims: usize) -> Self {
        let catalogue = app.catalogue().await.expect("a catalogue");
        let email = "manager@bench.example";
        let new = NewUser {
            email: email.to_owned(),
            name: "Менеджер".to_owned(),
            administrator: false,
            manager_of: (0..VENUES).map(venue_slug).collect(),
        };
        account::create_user(&app, &catalogue, new)
            .await
            .expect("a manager");
        let manager = actor(&app, email).await.1;
        let (mut tokens, mut askers) = (Vec::new(), Vec::new());
        for person in 0..TIMES.div_ceil(EACH) {
            let (token, asker) = actor(&app, &format!("p{person}@bench.example")).await;
            tokens.push(token);
            askers.push(asker);
        }
        let connection = Connection::open(listen(&app, axum::Router::new()).await).await;
        let size = Self {
            claims,
            app,
            connection,
            tokens,
            askers,
            manager,
            waiting: Vec::new(),
        };
        size.forget_requests().await;
        size
    }

    async fn ask(&mut self, question: Question, at: usize) -> Duration {
        let began = Moment::now();
        match question {
            Question::Calendar => return self.get(&calendar(at)).await,
            Question::Search => return self.get(&search(at)).await,
            Question::Request => return self.post(at, &wanted(at, free(at)), 201).await,
            Question::Taken => return self.post(at, &wanted(at, taken(at)), 409).await,
            Question::Approve => {
                if self.waiting.is_empty() {
                    self.waiting = self.requests().await;
                }
                let began = Moment::now();
                booking::approve(
                    &self.app,
                    &self.manager,
                    self.waiting[at],
                    None,
                    Idempotent::unkeyed(),
                )
                .await
                .expect("approved");
                return began.elapsed();
            }
            Question::List => {
                let filter = Filter {
                    statuses: vec![Status::Approved, Status::Pending],
                    venue: Some(venue_slug(at % VENUES)),
                    from: Some(Instant(crate::world::NOW.0 + (15 + at as i64 % 3) * 86_400)),
                    limit: 50,
                    ..Filter::default()
                };
                let page = booking::list(&self.app, &self.manager, filter).await;
                assert_eq!(page.expect("a page").items.len(), 50);
            }
            Question::Own => {
                let filter = Filter {
                    own: true,
                    from: Some(crate::world::NOW),
                    limit: 20,
                    ..Filter::default()
                };
                let asker = &self.askers[at % self.askers.len()];
                booking::list(&self.app, asker, filter)
                    .await
                    .expect("a page");
            }
            Question::Queue => {
                let catalogue = self.app.catalogue().await.expect("a catalogue");
                let venue = catalogue.venue(&venue_slug(at % VENUES)).expect("a venue");
                booking::queue(&self.app, &self.manager, venue)
                    .await
                    .expect("a queue");
            }
            Question::Due => {
                let done = jobs::do_what_is_due(&self.app).await.expect("done");
                assert_eq!(done, 0, "something was due");
            }
        }
        began.elapsed()
    }

    async fn get(&mut self, path: &str) -> Duration {
        let (took, status, _) = self.connection.ask(&client::get(path)).await;
        assert_eq!(status, 200, "{path}");
        took
    }

    async fn post(&mut self, at: usize, body: &str, expected: u16) -> Duration {
        let request = client::post("/api/v1/bookings", &self.tokens[at / EACH], body);
        let (took, status, _) = self.connection.ask(&request).await;
        assert_eq!(status, expected, "{body}");
        took
    }

    /// Those of this part of the benchmark.
    async fn requests(&self) -> Vec<BookingId> {
        let conn = self.app.db.read();
        let mut found = Vec::new();
        for asker in &self.askers {
            let person = asker.who().expect("somebody").id;
            let rows = conn
                .query_all_raw(jastar::db::sql(
                    conn,
                    "SELECT id FROM booking WHERE booker_id = $1 AND starts_at > $2 AND title = $3",
                    [person.into(), crate::world::NOW.into(), TITLE.into()],
                ))
                .await
                .expect("bookings");
            found.extend(
                rows.iter()
                    .map(|row| row.try_get::<BookingId>("", "id").expect("an id")),
            );
        }
        found
    }

    /// A database that is kept is the same for the next run.
    async fn forget_requests(&self) {
        let ids = &self.requests().await;
        self.app
            .db
            .write(|tx| async move {
                for id in ids {
                    for table in ["outbox", "audit", "claim"] {
                        let text = format!("DELETE FROM {table} WHERE booking_id = $1");
                        tx.conn()
                            .execute_raw(jastar::db::sql(tx.conn(), &text, [(*id).into()]))
                            .await?;
                    }
                    let text = "DELETE FROM booking WHERE id = $1";
                    tx.conn()
                        .execute_raw(jastar::db::sql(tx.conn(), text, [(*id).into()]))
                        .await?;
                }
                Ok(())
            })
            .await
            .expect("forgotten");
    }

    async fn leave(self) {
        self.forget_requests().await;
        self.app.db.close().await.expect("an end");
    }
}

async fn actor(app: &App, email: &str) -> (String, Actor) {
    let token = account::create_token(app, email, 90)
        .await
        .expect("a token");
    let actor = account::by_api_token(app, &token).await.expect("an actor");
    (token, actor)
}

/// Of one venue but for one space, on one day: what is kept of answers answers none of them.
fn calendar(at: usize) -> String {
    let (venue, left_out, day) = (
        at % VENUES,
        at / VENUES % SPACES,
        8 + at / (VENUES * SPACES),
    );
    let spaces: Vec<String> = (0..SPACES)
        .filter(|space| *space != left_out)
        .map(|space| format!("&space=space-{space}"))
        .collect();
    format!(
        "/api/v1/venues/{}/calendar?from=2026-12-{day:02}&to=2026-12-{:02}{}",
        venue_slug(venue),
        day + 1,
        spaces.concat()
    )
}

/// On a Wednesday, when half of the spaces are taken.
fn search(at: usize) -> String {
    let hour = 2 + at % 16;
    format!(
        "/api/v1/search?starts=2026-12-09T{hour:02}:30&ends=2026-12-09T{:02}:00&attendees=20",
        hour + 1
    )
}

/// Late on a Tuesday or a Wednesday.
fn free(at: usize) -> [String; 2] {
    let day = 8 + at / (VENUES * SPACES);
    [
        format!("2026-12-{day:02}T22:30"),
        format!("2026-12-{day:02}T23:00"),
    ]
}

/// On a Wednesday.
fn taken(at: usize) -> [String; 2] {
    let hour = 2 + at % 16;
    [
        format!("2026-12-09T{hour:02}:00"),
        format!("2026-12-09T{hour:02}:30"),
    ]
}

fn wanted(at: usize, [starts, ends]: [String; 2]) -> String {
    let nth = at % (VENUES * SPACES);
    let space = format!("{}/space-{}", venue_slug(nth / SPACES), nth % SPACES);
    format!(
        "{{\"space\":\"{space}\",\"starts\":\"{starts}\",\"ends\":\"{ends}\",\"title\":\"{TITLE}\",\"attendees\":10,\"phone\":\"+77011234567\"}}"
    )
}
