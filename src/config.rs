//! Settings: `config/default.toml` (compiled in), then the file named by `--config`, then the environment.

use std::{fmt, net::SocketAddr, path::PathBuf};

use config::{Environment, File, FileFormat};
use serde::Deserialize;

use crate::db;

const DEFAULTS: &str = include_str!("../config/default.toml");

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub data: Data,
    pub database: Database,
    pub http: Http,
    pub mail: MailConfig,
    pub limits: Limits,
    pub attendance: Attendance,
    pub events: Events,
    pub log: Log,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    pub dir: PathBuf,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub url: String,
    pub connections: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    pub listen: SocketAddr,
    pub base_url: String,
    pub allow_http: bool,
    pub trusted_proxies: usize,
    pub connections: usize,
    pub hsts_subdomains: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Mail")]
pub struct MailConfig {
    pub url: String,
    pub from: String,
    pub allow_file: bool,
    /// Mails that are under way at a time, codes and news apart.
    pub at_once: usize,
    /// How long what a venue is told about a booking is gathered.
    pub gather_minutes: i64,
    /// How long it is kept whom a mail went to and what it said.
    pub keep_days: i64,
}

/// How much one person may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub open_requests_per_venue: u32,
    pub open_requests: u32,
    /// Through pages; 0 for no limit.
    pub requests_per_hour: u32,
    /// By programs; 0 for no limit.
    pub token_requests_per_hour: u32,
    /// 0 for no limit.
    pub automatic_per_space: u32,
    /// 0 for no limit.
    pub automatic_hours_per_week: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// Until the end of this day of the next month (1 to 28) it is corrected who came.
    pub month_closes_on_day: u8,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Events {
    /// How long it is kept in which order things were done, for who follows that.
    pub keep_days: i64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub format: LogFormat,
    pub filter: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    Json,
}

/// What is wrong with the settings, in one line.
#[derive(Debug)]
pub struct ConfigError(String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Reads the three layers and checks what can be checked without opening anything.
    pub fn load(file: Option<&std::path::Path>) -> Result<Self, ConfigError> {
        let mut layers =
            config::Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        if let Some(path) = file {
            layers = layers.add_source(File::from(path).format(FileFormat::Toml));
        }
        let environment = Environment::with_prefix("JASTAR")
            .prefix_separator("_")
            .separator("__")
            .try_parsing(false);
        let mut config: Self = layers
            .add_source(environment)
            .build()
            .and_then(config::Config::try_deserialize)
            .map_err(|error| ConfigError(without_values(&error)))?;
        config.complete()?;
        Ok(config)
    }

    /// The defaults alone, as a test or `config check` sees them.
    ///
    /// # Panics
    ///
    /// When the compiled-in defaults are broken.
    #[must_use]
    pub fn defaults() -> Self {
        let layers =
            config::Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        let mut config: Self = layers
            .build()
            .and_then(config::Config::try_deserialize)
            .expect("the defaults parse");
        config.complete().expect("the defaults are complete");
        config
    }

    fn complete(&mut self) -> Result<(), ConfigError> {
        if self.database.url.is_empty() {
            self.database.url = format!("sqlite:{}", self.data.dir.join("jastar.db").display());
        }
        if self.http.base_url.is_empty() {
            self.http.base_url = format!("http://{}", self.http.listen);
        }
        self.http
            .base_url
            .truncate(self.http.base_url.trim_end_matches('/').len());
        if self.mail.url == "file:" {
            self.mail.url = format!("file:{}", self.data.dir.join("mail").display());
        }
        if self.database.connections == 0 || self.http.connections == 0 {
            return Err(ConfigError(
                "database.connections and http.connections must be at least 1".to_owned(),
            ));
        }
        for (name, url) in [
            ("database.url", &self.database.url),
            ("mail.url", &self.mail.url),
        ] {
            if is_cut_short(url) {
                return Err(ConfigError(format!(
                    "{name}: percent-encode # / ? @ : and % in a user name or password (%23 %2F %3F %40 %3A %25)"
                )));
            }
        }
        if !(1..=28).contains(&self.attendance.month_closes_on_day) {
            return Err(ConfigError(
                "attendance.month_closes_on_day must be from 1 to 28".to_owned(),
            ));
        }
        if self.mail.at_once == 0 {
            return Err(ConfigError("mail.at_once must be at least 1".to_owned()));
        }
        if self.mail.gather_minutes < 0 || self.mail.keep_days < 3 {
            return Err(ConfigError(
                "mail.gather_minutes must be 0 or more, mail.keep_days at least 3".to_owned(),
            ));
        }
        if self.events.keep_days < 3 {
            return Err(ConfigError(
                "events.keep_days must be at least 3".to_owned(),
            ));
        }
        let host = self.base_host()?;
        if self.is_secure() && self.http.trusted_proxies == 0 {
            return Err(ConfigError(
                "http.base_url is https:, so proxies stand in front: set http.trusted_proxies \
                 (JASTAR_HTTP__TRUSTED_PROXIES) to how many of them add to X-Forwarded-For, usually 1; \
                 with 0 everybody would count as one client"
                    .to_owned(),
            ));
        }
        self.mail
            .from
            .parse::<lettre::message::Mailbox>()
            .map_err(|_| {
                ConfigError("mail.from must be like: jastar <noreply@jastar.example>".to_owned())
            })?;
        if self.http.listen.ip().is_loopback() && is_loopback(&host) {
            return Ok(());
        }
        if self.http.base_url.starts_with("http:") && !self.http.allow_http {
            return Err(ConfigError(
                "http.base_url must be https:// away from loopback (or set http.allow_http = true)"
                    .to_owned(),
            ));
        }
        if self.mails_to_files() && !self.mail.allow_file {
            return Err(ConfigError(
                "mail.url must be smtp:// or smtps:// away from loopback (or set mail.allow_file = true)".to_owned(),
            ));
        }
        Ok(())
    }

    fn base_host(&self) -> Result<String, ConfigError> {
        let wrong = || ConfigError("http.base_url must be like https://booking.example".to_owned());
        let uri: axum::http::Uri = self.http.base_url.parse().map_err(|_| wrong())?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.path() != "/" {
            return Err(wrong());
        }
        uri.host().map(str::to_owned).ok_or_else(wrong)
    }

    /// Host name of the base URL: the right side of Message-IDs and UIDs.
    #[must_use]
    pub fn host(&self) -> String {
        self.base_host().unwrap_or_else(|_| "localhost".to_owned())
    }

    #[must_use]
    pub fn mails_to_files(&self) -> bool {
        self.mail.url.starts_with("file:")
    }

    /// Whether base URL and listener are both loopback.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.http.listen.ip().is_loopback() && is_loopback(&self.host())
    }

    /// Whether browsers reach the service over TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.http.base_url.starts_with("https:")
    }

    #[must_use]
    pub fn db(&self) -> db::Settings {
        db::Settings {
            url: self.database.url.clone(),
            connections: self.database.connections,
        }
    }
}

/// What is wrong and where, without the value that is wrong: it may be a URL with a password in it, or a line with one.
fn without_values(error: &config::ConfigError) -> String {
    use config::ConfigError as E;
    let of = |key: &Option<String>| key.as_deref().unwrap_or("the settings").to_owned();
    let from = |origin: &Option<String>| {
        let named = origin.as_deref();
        named.map_or_else(String::new, |origin| format!(" (from {origin})"))
    };
    match error {
        E::Type {
            key,
            expected,
            origin,
            ..
        } => format!("{} must be {expected}{}", of(key), from(origin)),
        E::At { error, key, origin } => {
            format!("{}: {}{}", of(key), without_values(error), from(origin))
        }
        E::FileParse { uri, cause } => {
            // "TOML parse error at line 3, column 7"; the line itself follows.
            let told = cause.to_string();
            let place = told.lines().next().unwrap_or_default();
            let uri = uri.as_deref().unwrap_or("the file of settings");
            format!("{uri}: {place}")
        }
        E::Message(told) if told.starts_with("missing field") => told.clone(),
        E::Message(told) if told.starts_with("unknown field") => told.clone(),
        // "invalid type: string "…", expected a sequence"
        E::Message(told) => match told.rsplit_once(", expected ") {
            Some((_, expected)) => format!("expected {expected}"),
            None => "cannot be read".to_owned(),
        },
        // They name a field, or a file that is not there.
        E::NotFound(_) | E::Foreign(_) => error.to_string().replace('\n', " "),
        _ => "cannot be read".to_owned(),
    }
}

/// Whether a URL with a password ends its first part where the password goes on: behind the first #, / or ? there are no
/// names and no passwords any more.
fn is_cut_short(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else {
        return false;
    };
    if matches!(scheme, "file" | "sqlite") {
        return false;
    }
    let beyond = rest.find(['#', '/', '?']).map_or("", |at| &rest[at..]);
    beyond.contains(['#', '@'])
}

/// Of a host name as in a URL.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_that_cuts_its_url_short_is_seen() {
        for url in [
            "postgres://u:s3cr#et@db/x",
            "postgres://u:12#3@db/x",
            "postgres://u:s3cr/et@db/x",
            "postgres://u:s3cr?et@db/x",
            "smtp://u:12/3@mail.example:587",
        ] {
            assert!(is_cut_short(url), "{url}");
        }
        for url in [
            "postgres://u:s3cr%23et@db/x",
            "postgres://u:s3cr@et@db/x",
            "postgres://db/x?sslmode=verify-full",
            "smtps://u:p@mail.example:465?ca=/etc/ca.pem",
            "sqlite:///srv/a@b#c/jastar.db",
            "file:///srv/a@b",
            "file:",
        ] {
            assert!(!is_cut_short(url), "{url}");
        }
    }
}
