//! A booking that ends earlier gives back the end of what it takes by count too, however much of it there is by now.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

pub struct Migration;

pub fn guarantee(backend: DbBackend) -> Vec<&'static str> {
    vec![match backend {
        DbBackend::Postgres => include_str!("guarantee_postgres.sql"),
        _ => include_str!("guarantee_sqlite.sql"),
    }]
}

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0015_earlier_ends_by_count"
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
