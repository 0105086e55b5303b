//! `/dev/mail`: what went out, for whoever runs the service on their own machine and comes with the key that it printed.

mod eml;
pub mod open;

use std::path::PathBuf;

use askama::Template;
use axum::{
    extract::{Path, RawQuery},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    page_error::PageError,
    typed::Typed,
    visitor::{Frame, Visitor, personal},
};
use crate::{app::App, error::Error};
use eml::Eml;

const SHOWN: usize = 50;

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

/// `GET /dev/mail`, and with `?key=…` the way in: the key goes into a cookie and out of the address.
pub async fn all(visitor: Visitor, RawQuery(query): RawQuery) -> Result<Response, PageError> {
    let query = Typed::read(query.unwrap_or_default().as_bytes());
    let key = query.get("key");
    if let Some(cookie) = open::cookie_for(&visitor.app, key) {
        let headers = [(header::SET_COOKIE, cookie)];
        return Ok((headers, Redirect::to("/dev/mail")).into_response());
    }
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

/// Newest first. [`Error::NotFound`] for who did not come with the key.
async fn names(visitor: &Visitor) -> Result<Vec<String>, Error> {
    if !open::is_open(&visitor.app, &visitor.headers) {
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
    Ok(Eml::read(&bytes))
}

fn folder(app: &App) -> PathBuf {
    let url = &app.config.mail.url;
    let path = url.strip_prefix("file:").unwrap_or_default();
    path.strip_prefix("//").unwrap_or(path).into()
}
