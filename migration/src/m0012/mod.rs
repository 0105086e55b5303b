//! A booking keeps the floor on which it has begun, whatever its space is made of later.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

pub struct Migration;

pub fn guarantee(backend: DbBackend) -> Vec<&'static str> {
    let own = match backend {
        DbBackend::Postgres => include_str!("guarantee_postgres.sql"),
        _ => include_str!("guarantee_sqlite.sql"),
    };
    vec![include_str!("tables.sql"), own]
}

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0012_kept_floor"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for part in guarantee(manager.get_database_backend()) {
            crate::run(manager, part).await?;
        }
        Ok(())
    }
}
