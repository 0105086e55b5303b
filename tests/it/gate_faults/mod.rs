//! A fault at each step of the gate leaves nothing half done: what failed is not there, byte for byte, what was done is
//! there whole, and the same key makes one effect of however many tries.
//!
//! Every operation is carried out undisturbed once: that tells what it makes. Then, in a house as it was before, each of its
//! steps fails, until the operation is done: on `PostgreSQL` the connection is cut at
//! each round trip, on `SQLite` the first and the last row of each kind that is written are refused, and the commit.

#![expect(
    clippy::unwrap_used,
    reason = "the functions between the tests are tests too"
)]

mod altering;
mod asking;
mod closing;
mod cut;
mod deciding;
mod refused;
mod series;
mod stored;

use std::{rc::Rc, sync::Arc};

use entity::Instant;
use futures_util::{FutureExt, future::LocalBoxFuture};
use jastar::{
    account::Actor,
    app::App,
    clock::{Clock, Ids},
    db::{Db, Settings, examine},
    error::Error,
    idempotency::{Idempotent, Key, Outcome, StoredResponse},
    venue::Catalogue,
};
use sea_orm::DatabaseConnection;

use self::stored::{Stored, difference, stored};
use super::support::{TestApp, in_time, usual};

/// What an operation said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Done,
    Replayed,
}

/// How an operation is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// Under a key, by somebody who is told what was answered before.
    Idempotent,
    /// Without one: asked again, it is refused, or nothing is left to do.
    Unkeyed,
}

type Act = Box<dyn Fn(App) -> LocalBoxFuture<'static, Result<Said, Error>>>;

/// An operation on a house that is ready for it.
struct Case {
    name: &'static str,
    at: Instant,
    catalogue: Arc<Catalogue>,
    asked: Asked,
    act: Act,
}

/// A house, and what is tried in it.
struct House {
    test: TestApp,
    manager: Actor,
    cases: Vec<Case>,
}

impl House {
    async fn new() -> Self {
        let test = TestApp::new().await;
        Self {
            manager: test.manager_of("youth-house").await,
            test,
            cases: Vec::new(),
        }
    }

    fn once<T: 'static>(
        &mut self,
        name: &'static str,
        act: impl AsyncFn(&App, Idempotent<T>) -> Result<Outcome<T>, Error> + 'static,
    ) {
        self.push(name, Asked::Idempotent, async move |app| {
            act(app, keyed()).await.map(|outcome| said(&outcome))
        });
    }

    fn unkeyed<T>(
        &mut self,
        name: &'static str,
        act: impl AsyncFn(&App) -> Result<T, Error> + 'static,
    ) {
        self.push(name, Asked::Unkeyed, async move |app| {
            act(app).await.map(|_| Said::Done)
        });
    }

    fn push(
        &mut self,
        name: &'static str,
        asked: Asked,
        act: impl AsyncFn(&App) -> Result<Said, Error> + 'static,
    ) {
        let act = Rc::new(act);
        self.cases.push(Case {
            name,
            at: self.test.app.clock.now(),
            catalogue: self.test.app.latest_catalogue().unwrap(),
            asked,
            act: Box::new(move |app| {
                let act = act.clone();
                async move { act(&app).await }.boxed_local()
            }),
        });
    }

    /// Tries every case in the house as it is.
    async fn walk(self) {
        self.test.assert_sound().await;
        let database = self.test.leave().await;
        if database.server().is_some() {
            cut::walk(&database, &self.cases).await;
        } else {
            refused::walk(&database, &self.cases).await;
        }
    }
}

fn keyed<T>() -> Idempotent<T> {
    let key = Key {
        route: "POST /fault".to_owned(),
        key: "one".to_owned(),
        body_hash: vec![7; 32],
    };
    Idempotent {
        key: Some(key),
        answer: Arc::new(|_, _| StoredResponse {
            status: 200,
            location: None,
            body: "kept".to_owned(),
        }),
    }
}

fn said<T>(outcome: &Outcome<T>) -> Said {
    match outcome {
        Outcome::Done(_) => Said::Done,
        Outcome::Replayed(kept) => {
            assert_eq!(kept.body, "kept");
            Said::Replayed
        }
    }
}

/// A service at the time of a case that knows nothing but its catalogue: what it draws, it draws in each try alike.
async fn service(settings: &Settings, case: &Case) -> App {
    let db = Db::open(settings.clone()).await.unwrap();
    let app = App::new(db, Clock::fixed(case.at), Ids::seeded(91), usual());
    app.keep_catalogue(case.catalogue.clone());
    app
}

async fn stop(app: App) {
    in_time(app.db.close()).await.unwrap();
}

impl Case {
    async fn run(&self, app: &App) -> Result<Said, Error> {
        in_time((self.act)(app.clone())).await
    }

    /// What the case makes of a house, undisturbed.
    async fn makes(
        &self,
        settings: &Settings,
        raw: &DatabaseConnection,
        before: &Stored,
    ) -> Stored {
        let app = service(settings, self).await;
        let done = self.run(&app).await;
        let done = done.unwrap_or_else(|error| panic!("{}: {error:?}", self.name));
        assert_eq!(done, Said::Done, "{}", self.name);
        stop(app).await;
        let whole = stored(raw).await;
        assert!(whole != *before, "{} does nothing", self.name);
        whole
    }

    /// Asked again, nothing more comes of it, and nothing is wrong.
    async fn is_done(&self, settings: &Settings, raw: &DatabaseConnection, whole: &Stored) {
        let app = service(settings, self).await;
        let again = self.run(&app).await;
        if self.asked == Asked::Idempotent {
            let again = again.unwrap_or_else(|error| panic!("{}: {error:?}", self.name));
            assert_eq!(again, Said::Replayed, "{}", self.name);
        }
        let now = stored(raw).await;
        assert!(
            now == *whole,
            "{}, asked again: {:#?}",
            self.name,
            difference(whole, &now)
        );
        for finding in examine(&app.db, app.clock.now()).await.unwrap() {
            assert_eq!(finding.fault, None, "{}: {}", self.name, finding.what);
        }
        assert_eq!(app.db.retries(), 0, "{}", self.name);
        stop(app).await;
    }

    /// Whether it was done, of which nothing but all may be there, and only what was said.
    fn was_done(
        &self,
        step: &str,
        said: &Result<Said, Error>,
        (before, now, whole): (&Stored, &Stored, &Stored),
    ) -> bool {
        let done = now == whole;
        assert!(
            done || now == before,
            "{}, {step}, {said:?}: {:#?}",
            self.name,
            difference(before, now)
        );
        match said {
            Ok(said) => assert!(done && *said == Said::Done, "{}, {step}", self.name),
            Err(Error::Unknown(_)) => {}
            Err(Error::Unavailable(_) | Error::Internal(_)) => {
                assert!(!done, "{}, {step}, {said:?}", self.name);
            }
            Err(other) => panic!("{}, {step}: {other:?}", self.name),
        }
        done
    }
}
