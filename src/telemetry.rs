//! Logs: text for people or JSON for machines, on standard error.
//!
//! Never logged: addresses, telephone numbers, names, titles, tokens, codes, bodies, whole URLs. A mail is found by its
//! Message-ID, a request by its id, a booking by its code.

use std::io::IsTerminal;

use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{Log, LogFormat};

/// Only once in a process. An unreadable filter falls back to `info` and says so.
pub fn start(log: &Log) {
    let (filter, unreadable) = match log.filter.parse::<EnvFilter>() {
        Ok(filter) => (filter, false),
        Err(_) => (EnvFilter::new("info"), true),
    };
    let subscriber = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match log.format {
        LogFormat::Text => subscriber.with_target(false).init(),
        LogFormat::Json => subscriber.json().flatten_event(true).init(),
    }
    if unreadable {
        tracing::warn!("log.filter cannot be read; \"info\" is used");
    }
}
