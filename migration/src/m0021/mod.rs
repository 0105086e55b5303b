//! What is told and what is written down stands in the order in which it happened, whichever process wrote it; and mails go
//! out in lanes of their own.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0021_order_of_news"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let numbers = match manager.get_database_backend() {
            DbBackend::Postgres => include_str!("numbers_postgres.sql"),
            _ => include_str!("numbers_sqlite.sql"),
        };
        for part in [include_str!("tables.sql"), numbers] {
            crate::run(manager, part).await?;
        }
        Ok(())
    }
}
