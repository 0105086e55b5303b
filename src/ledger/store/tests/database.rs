//! A small house in a database of its own: a file in a temporary folder, or a database on the server that `TEST_DATABASE_URL`
//! names.

use std::collections::BTreeSet;

use entity::{Booking, BookingId, Instant, PersonId, claim, person, pool_claim};
use sea_orm::{ColumnTrait, ConnectionTrait, Database, EntityTrait, IntoActiveModel, QueryFilter};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    account::Actor,
    app::App,
    clock::{Clock, Ids},
    config::Config,
    db::{Db, Settings},
    import::{self, file},
    ledger::{
        change::Change,
        delta::Delta,
        operation::Ground,
        record,
        store::claims,
        tests::house::{self, NOON},
    },
    venue::{Catalogue, store as catalogues},
};

/// A whole of two parts that share its floor, a room, and desks let by the seat. From rows to a circle the whole takes an
/// hour.
const HOUSE: &str = include_str!("house.toml");

pub struct Stored {
    app: App,
    pub catalogue: Catalogue,
    // What the database is on is dropped last.
    home: Home,
}

enum Home {
    File(TempDir),
    Server { admin: String, name: String },
}

impl Home {
    async fn new() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "which database the suite runs on is not a setting of the product"
        )]
        let server = std::env::var("TEST_DATABASE_URL").ok();
        let Some(admin) = server else {
            return Self::File(tempfile::tempdir().unwrap());
        };
        let name = format!("jastar_difference_{}", std::process::id());
        Self::run(
            &admin,
            &format!("CREATE DATABASE {name} TEMPLATE template0"),
        )
        .await;
        Self::Server { admin, name }
    }

    async fn run(admin: &str, text: &str) {
        let server = Database::connect(admin).await.unwrap();
        server.execute_unprepared(text).await.unwrap();
        server.close().await.unwrap();
    }

    fn url(&self) -> String {
        match self {
            Self::File(folder) => format!("sqlite:{}", folder.path().join("jastar.db").display()),
            Self::Server { admin, name } => {
                let (server, _) = admin.rsplit_once('/').unwrap();
                format!("{server}/{name}")
            }
        }
    }
}

impl Stored {
    pub async fn new() -> Self {
        let home = Home::new().await;
        let settings = Settings {
            url: home.url(),
            connections: 2,
        };
        let db = Db::open(settings).await.unwrap();
        db.migrate().await.unwrap();
        let app = App::new(db, Clock::fixed(NOON), Ids::seeded(1), Config::defaults());
        let file = file::read(HOUSE).unwrap();
        import::first_load(&app, &file).await.unwrap();
        let group = &person::Model {
            id: PersonId(Uuid::from_u128(2)),
            email: "person2@test.example".to_owned(),
            name: "Asel".to_owned(),
            phone: None,
            language: None,
            administrator: false,
            created_at: NOON,
            disabled_at: None,
        };
        let put = app.db.write(|tx| async move {
            let row = group.clone().into_active_model();
            person::Entity::insert(row)
                .exec_without_returning(tx.conn())
                .await?;
            Ok(())
        });
        put.await.unwrap();
        Self {
            catalogue: catalogues::load(app.db.read()).await.unwrap(),
            app,
            home,
        }
    }

    /// A booking of the group that is written nowhere yet.
    pub fn booking(&self, number: u128) -> Booking {
        let (venue, space) = self.catalogue.space("house/room").unwrap();
        Booking {
            venue_id: venue.row.id,
            code: self.app.ids.booking_code(),
            layout: "rows".to_owned(),
            attendees: 1,
            ..house::booking(number, space.row.id, 0, entity::booking::Status::Cancelled)
        }
    }

    /// Whether the database took the changes, all in one transaction, at `now`.
    pub async fn took(&self, changes: &[Change], now: Instant) -> bool {
        let (app, service) = (&self.app, Actor::system());
        let ground = &Ground {
            catalogue: &self.catalogue,
            actor: &service,
            now,
            month_closes_on_day: 5,
            limits: app.config.limits,
            ids: &app.ids,
            host: "test.example",
        };
        let mut delta = Delta::default();
        for change in changes {
            let before = change.before.as_ref();
            delta.add(&self.catalogue, before, &change.after, now);
        }
        let delta = &delta;
        let done = app.db.write_if(|tx| async move {
            if !claims::apply_tx(&tx, &app.ids, now, delta).await? {
                return Ok(None);
            }
            let writes = record::writes(ground, changes, Vec::new(), None);
            tx.run_all(writes).await?;
            Ok(Some(()))
        });
        done.await.unwrap().is_some()
    }

    /// All that is stored of what these bookings claim.
    pub async fn claims(
        &self,
        of: &BTreeSet<BookingId>,
    ) -> (Vec<claim::Model>, Vec<pool_claim::Model>) {
        let ids = || of.iter().copied();
        let conn = self.app.db.read();
        let floor = claim::Entity::find()
            .filter(claim::COLUMN.booking_id.is_in(ids()))
            .all(conn)
            .await;
        let counts = pool_claim::Entity::find()
            .filter(pool_claim::COLUMN.booking_id.is_in(ids()))
            .all(conn)
            .await;
        (floor.unwrap(), counts.unwrap())
    }

    /// What the examination of the whole database finds wrong.
    pub async fn faults(&self) -> Vec<String> {
        let found = crate::db::examine(&self.app.db, NOON).await.unwrap();
        let told = found
            .into_iter()
            .filter_map(|one| Some(format!("{}: {}", one.what, one.fault?)));
        told.collect()
    }

    pub async fn leave(self) {
        self.app.db.close().await.unwrap();
        if let Home::Server { admin, name } = &self.home {
            Home::run(admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}
