//! `/dev/mail`: what went out, for whoever runs the service on their own machine.

mod eml;

use std::path::PathBuf;

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header, uri::Authority},
    response::Response,
};

use super::{
    error::PageError,
    visitor::{Frame, Visitor, personal},
};
use crate::{app::App, config::is_loopback, error::Error};
use eml::Eml;

/// Headers by which a proxy says that it stands between: then whoever asks need not be on this machine.
const FORWARDING: [&str; 6] = [
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "via",
];
const SHOWN: usize = 50;

pub fn is_open(app: &App, headers: &HeaderMap) -> bool {
    app.config.mails_to_files()
        && app.config.is_local()
        && !FORWARDING.iter().any(|name| headers.contains_key(*name))
        && headers.get_all(header::HOST).iter().all(is_this_machine)
}

/// A page from elsewhere may have its own name lead to this machine, and would read the codes.
fn is_this_machine(host: &HeaderValue) -> bool {
    Authority::try_from(host.as_bytes()).is_ok_and(|host| is_loopback(host.host()))
}

#[derive(Template)]
#[template(path = "dev_mail.html", config = "config/askama.toml")]
struct MailsPage {
    frame: Frame,
    mails: Vec<(String, Eml)>,
}

#[derive(Template)]
#[template(path = "dev_mail_one.html", config = "config/askama.toml")]
struct MailPage {
    frame: Frame,
    mail: Eml,
}

/// `GET /dev/mail`
pub async fn all(visitor: Visitor) -> Result<Response, PageError> {
    let mut mails = Vec::new();
    for name in names(&visitor).await?.into_iter().take(SHOWN) {
        let mail = read(&visitor, &name).await?;
        mails.push((name, mail));
    }
    let page = MailsPage {
        frame: visitor.frame(visitor.t().text("mailbox-heading")),
        mails,
    };
    personal(StatusCode::OK, &page)
}

/// `GET /dev/mail/{file}`
pub async fn one(visitor: Visitor, Path(file): Path<String>) -> Result<Response, PageError> {
    // Only a name that stands in the folder can lead to a file.
    if !names(&visitor).await?.contains(&file) {
        return Err(Error::NotFound.into());
    }
    let mail = read(&visitor, &file).await?;
    let page = MailPage {
        frame: visitor.frame(mail.subject.clone()),
        mail,
    };
    personal(StatusCode::OK, &page)
}

/// Newest first. [`Error::NotFound`] for who is not on this machine.
async fn names(visitor: &Visitor) -> Result<Vec<String>, Error> {
    if !is_open(&visitor.app, &visitor.headers) {
        return Err(Error::NotFound);
    }
    let Ok(mut entries) = tokio::fs::read_dir(folder(&visitor.app)).await else {
        // Nothing was sent yet.
        return Ok(Vec::new());
    };
    let mut names = Vec::new();
    while let Some(entry) = entries.next_entry().await.map_err(Error::internal)? {
        if let Ok(name) = entry.file_name().into_string()
            && std::path::Path::new(&name)
                .extension()
                .is_some_and(|kind| kind == "eml")
        {
            names.push(name);
        }
    }
    names.sort_unstable_by(|one, other| other.cmp(one));
    Ok(names)
}

async fn read(visitor: &Visitor, name: &str) -> Result<Eml, Error> {
    let path = folder(&visitor.app).join(name);
    let bytes = tokio::fs::read(path).await.map_err(Error::internal)?;
    Ok(Eml::read(&String::from_utf8_lossy(&bytes)))
}

fn folder(app: &App) -> PathBuf {
    let url = &app.config.mail.url;
    let path = url.strip_prefix("file:").unwrap_or_default();
    path.strip_prefix("//").unwrap_or(path).into()
}
