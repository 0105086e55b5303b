mod database;
mod difference;
mod slow;
