//! Turnaround by layout.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_turnaround_by_layout"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, include_str!("tables.sql")).await?;
        let guarantee = match manager.get_database_backend() {
            DbBackend::Postgres => include_str!("guarantee_postgres.sql"),
            _ => include_str!("guarantee_sqlite.sql"),
        };
        crate::run(manager, guarantee).await
    }
}
