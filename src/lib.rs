//! jastar: the booking service of the Youth House in Karaganda.

pub mod account;
pub mod api;
pub mod app;
pub mod booking;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod http;
pub mod i18n;
pub mod ical;
pub mod mail;
pub mod serve;
pub mod telemetry;
pub mod urls;
pub mod venue;
pub mod web;
pub mod zone;
