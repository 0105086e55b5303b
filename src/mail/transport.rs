//! How mails leave the house: as files, or to an SMTP server.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use entity::Instant;
use lettre::message::header::{Date, MessageId};
use lettre::transport::smtp;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tokio::io::AsyncWriteExt;
use url::Url;

#[cfg(test)]
mod tests;

/// For the whole conversation about one mail.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Debug)]
pub enum Transport {
    /// One `.eml` a mail; in the order of their names they are in the order of their dates.
    File(PathBuf),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

/// Why a mail did not go out. The texts carry no addresses: they are shown and logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendError {
    /// Worth another try: 4xx, network, TLS, login, time.
    Temporary(String),
    /// The server refused this mail for good.
    Permanent(String),
}

impl std::fmt::Display for SendError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Self::Temporary(text) | Self::Permanent(text)) = self;
        f.write_str(text)
    }
}

impl std::error::Error for SendError {}

/// The mail URL of the settings can't be used. It may hold a password, so it is not repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrlError(String);

impl std::fmt::Display for UrlError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "unusable mail URL: {}", self.0)
    }
}

impl std::error::Error for UrlError {}

impl Transport {
    /// `file:PATH`, `smtp://user:password@host:587` (STARTTLS, needed unless the host is this machine) or `smtps://…:465`
    /// (TLS from the start). `?ca=PATH` trusts one more certificate authority, and asks for TLS on this machine too. Needs a
    /// running tokio, which lettre's connections live on.
    pub fn from_url(url: &str) -> Result<Self, UrlError> {
        match url.strip_prefix("file:") {
            Some(path) => Ok(Self::File(path.strip_prefix("//").unwrap_or(path).into())),
            None => smtp_transport(url).map(Self::Smtp),
        }
    }

    pub async fn send(&self, message: &Message) -> Result<(), SendError> {
        match self {
            Self::File(folder) => write(folder, message).await.map_err(|error| {
                SendError::Temporary(format!("the mail can't be written: {error}"))
            }),
            Self::Smtp(server) => {
                // The timeout of lettre ends with the connection; a server that falls silent later would hold us.
                match tokio::time::timeout(PATIENCE, server.send(message.clone())).await {
                    Ok(Ok(_)) => Ok(()),
                    Ok(Err(error)) => Err(refusal(&error)),
                    Err(_) => Err(SendError::Temporary(
                        "the server did not answer in time".to_owned(),
                    )),
                }
            }
        }
    }
}

fn smtp_transport(url: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>, UrlError> {
    let mut url = Url::parse(url).map_err(|error| UrlError(error.to_string()))?;
    let host = url.host_str().unwrap_or_default().to_owned();
    if host.is_empty() || !matches!(url.scheme(), "smtp" | "smtps") {
        return Err(UrlError(
            "write file:, smtp://host or smtps://host".to_owned(),
        ));
    }
    let mut authority = None;
    for (key, value) in url.query_pairs() {
        match &*key {
            "ca" => authority = Some(read_certificate(Path::new(&*value))?),
            _ => return Err(UrlError(format!("unknown parameter {key}"))),
        }
    }
    let plain = url.scheme() == "smtp" && is_this_machine(&host) && authority.is_none();
    url.set_query((url.scheme() == "smtp" && !plain).then_some("tls=required"));

    let unusable = |error: smtp::Error| UrlError(error.to_string());
    let mut builder =
        AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).map_err(unusable)?;
    if let Some(authority) = authority {
        let parameters = TlsParameters::builder(host).add_root_certificate(authority);
        let parameters = parameters.build().map_err(unusable)?;
        builder = builder.tls(match url.scheme() {
            "smtps" => Tls::Wrapper(parameters),
            _ => Tls::Required(parameters),
        });
    }
    Ok(builder.timeout(Some(PATIENCE)).build())
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

fn read_certificate(path: &Path) -> Result<Certificate, UrlError> {
    let pem =
        std::fs::read(path).map_err(|error| UrlError(format!("{}: {error}", path.display())))?;
    Certificate::from_pem(&pem).map_err(|error| UrlError(format!("{}: {error}", path.display())))
}

fn refusal(error: &smtp::Error) -> SendError {
    let text = without_addresses(&error.to_string());
    // 530 to 538 are about our login (RFC 4954): every mail would be lost to one wrong password.
    let about_login = error
        .status()
        .is_some_and(|code| (530..=538).contains(&u16::from(code)));
    if error.is_permanent() && !about_login {
        SendError::Permanent(text)
    } else {
        SendError::Temporary(text)
    }
}

fn without_addresses(text: &str) -> String {
    let masked = text
        .split_whitespace()
        .map(|word| if word.contains('@') { "<…>" } else { word });
    masked
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(300)
        .collect()
}

/// Nobody ever sees half a mail: it gets its name when it is complete. A mail that is sent again replaces itself.
async fn write(folder: &Path, message: &Message) -> std::io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let name = file_name(message);
    let unfinished = folder.join(format!(".{name}.part"));
    let mut file = tokio::fs::File::create(&unfinished).await?;
    file.write_all(&message.formatted()).await?;
    file.sync_all().await?;
    tokio::fs::rename(unfinished, folder.join(name)).await
}

/// `20261118T110640Z-<Message-ID>.eml`.
fn file_name(message: &Message) -> String {
    let date = message
        .headers()
        .get::<Date>()
        .map_or(SystemTime::UNIX_EPOCH, SystemTime::from);
    let seconds = date
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    let id = message.headers().get::<MessageId>();
    let id = id.as_ref().map_or("", AsRef::as_ref);
    let id = id.chars().map(|c| {
        if c.is_ascii_alphanumeric() || "-.@".contains(c) {
            c
        } else {
            '_'
        }
    });
    let id: String = id.collect();
    format!(
        "{}-{}.eml",
        crate::ical::utc(Instant(seconds.cast_signed())),
        id.trim_matches('_')
    )
}
