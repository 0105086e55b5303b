//! The command line's part that is about people: a module of the program, not of the library.

use crate::Failed;
use clap::{Args, Subcommand};
use entity::{Instant, VenueId};
use jastar::{
    account::{self, NewUser, Rights},
    app::App,
    error::Error,
    refusal::rule::InvalidInput,
    venue::Catalogue,
};

#[derive(Subcommand)]
pub enum UserCommand {
    /// Make a person, or add rights to one.
    Create {
        #[command(flatten)]
        who: Who,
        #[arg(long)]
        name: String,
        #[command(flatten)]
        rights: RightsGiven,
    },
    /// Everybody, with their rights.
    List,
    /// One person: rights, sessions, tokens.
    Show(Who),
    /// Sessions and tokens end at once, and they cannot sign in; rights and bookings stay.
    Disable(Who),
    /// They can sign in again, with the rights that they had.
    Enable(Who),
    /// Take rights away; every right where none is named.
    Revoke {
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        rights: RightsGiven,
    },
}

#[derive(Subcommand)]
pub enum TokenCommand {
    /// Prints only the token.
    Create {
        #[command(flatten)]
        who: Who,
        /// It is good for so many days.
        #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=3650))]
        expires: u32,
    },
    /// Their tokens, with when they end and when they were last used.
    List(Who),
    /// End one token, or all.
    Revoke {
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        which: Which,
    },
}

#[derive(Subcommand)]
pub enum Session {
    /// Sign somebody out wherever they are signed in.
    End(Who),
}

#[derive(Args)]
pub struct Who {
    #[arg(long)]
    email: String,
}

#[derive(Args)]
pub struct RightsGiven {
    /// Of everything.
    #[arg(long)]
    admin: bool,
    /// Slug of a venue; may be given more than once.
    #[arg(long, value_name = "VENUE")]
    manager_of: Vec<String>,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Which {
    /// As `jastar token list` shows it.
    #[arg(long)]
    id: Option<String>,
    #[arg(long)]
    all: bool,
}

pub async fn user(app: &App, what: UserCommand) -> Result<(), Failed> {
    let catalogue = &*app.catalogue().await?;
    match what {
        UserCommand::Create { who, name, rights } => {
            let new = NewUser {
                email: who.email,
                name,
                administrator: rights.admin,
                manager_of: rights.manager_of,
            };
            let created = account::create_user(app, catalogue, new).await;
            let user = created.map_err(|error| no_such_venue(&error, catalogue))?;
            println!("Done. Sign in at {}/sign-in", app.config.http.base_url);
            if user.row.disabled_at.is_some() {
                eprintln!("jastar: they are disabled; `jastar user enable` lets them sign in");
            }
        }
        UserCommand::List => {
            for user in account::everybody(app).await? {
                println!("{}", line(&user, catalogue));
            }
        }
        UserCommand::Show(who) => show(app, catalogue, &who.email).await?,
        UserCommand::Disable(who) => {
            let taken = account::disable(app, &who.email)
                .await
                .map_err(|e| nobody(&e))?;
            println!(
                "Disabled; sessions ended: {}, tokens ended: {}. Their bookings stay.",
                taken.sessions, taken.tokens
            );
            warn_of(catalogue, &taken.unmanaged);
        }
        UserCommand::Enable(who) => {
            account::enable(app, &who.email)
                .await
                .map_err(|e| nobody(&e))?;
            println!("Enabled. Sign in at {}/sign-in", app.config.http.base_url);
        }
        UserCommand::Revoke { who, rights } => {
            let rights = Rights {
                administrator: rights.admin,
                manager_of: rights.manager_of,
            };
            if let Some(unknown) = rights
                .manager_of
                .iter()
                .find(|slug| catalogue.venue(slug).is_none())
            {
                return Err(Failed::from(format!("{unknown}: {}", venues(catalogue))));
            }
            let taken = account::revoke(app, catalogue, &who.email, &rights).await;
            let taken = taken.map_err(|error| nobody(&error))?;
            let roles = roles(taken.administrator, &taken.venues, catalogue);
            if roles.is_empty() {
                println!("They had no such right; nothing was changed.");
            } else {
                println!("Taken away: {roles}");
            }
            warn_of(catalogue, &taken.unmanaged);
        }
    }
    Ok(())
}

pub async fn token(app: &App, what: TokenCommand) -> Result<(), Failed> {
    match what {
        TokenCommand::Create { who, expires } => {
            match account::create_token(app, &who.email, expires).await {
                Ok(token) => println!("{token}"),
                Err(Error::NotFound) => {
                    return Err(Failed::from("nobody has that address; make a user first"));
                }
                Err(Error::Forbidden) => {
                    return Err(Failed::from(
                        "they are disabled; `jastar user enable` first",
                    ));
                }
                Err(error) => return Err(failure(&error)),
            }
        }
        TokenCommand::List(who) => {
            let tokens = account::tokens_of(app, &who.email).await;
            for token in tokens.map_err(|error| nobody(&error))? {
                println!("{}", line_of(app, &token));
            }
        }
        TokenCommand::Revoke { who, which } => {
            let ended = account::revoke_tokens(app, &who.email, which.id.as_deref()).await;
            match ended.map_err(|error| nobody(&error))? {
                0 if which.id.is_some() => {
                    return Err(Failed::from(
                        "they have no such token; see `jastar token list`",
                    ));
                }
                ended => println!("Tokens ended: {ended}"),
            }
        }
    }
    Ok(())
}

pub async fn session(app: &App, what: Session) -> Result<(), Failed> {
    let Session::End(who) = what;
    let ended = account::end_sessions(app, &who.email).await;
    println!("Sessions ended: {}", ended.map_err(|error| nobody(&error))?);
    Ok(())
}

async fn show(app: &App, catalogue: &Catalogue, email: &str) -> Result<(), Failed> {
    let user = account::somebody(app, email).await;
    let user = user.map_err(|error| nobody(&error))?;
    println!("{}", line(&user, catalogue));
    println!("known since {}", day(user.row.created_at));
    if let Some(since) = user.row.disabled_at {
        println!("disabled since {}", day(since));
    }
    let (sessions, seen) = account::sessions_of(app, user.row.id).await?;
    match seen {
        Some(seen) => println!("sessions: {sessions}, last seen {}", day(seen)),
        None => println!("sessions: 0"),
    }
    let tokens = account::tokens_of(app, &user.row.email).await?;
    println!("tokens: {}", tokens.len());
    for token in tokens {
        println!("  {}", line_of(app, &token));
    }
    Ok(())
}

/// Columns between tabs: mailbox, name, rights, and whether they are disabled.
fn line(user: &account::User, catalogue: &Catalogue) -> String {
    let roles = roles(user.row.administrator, &user.venues, catalogue);
    let disabled = user.row.disabled_at.map_or("", |_| "disabled");
    let columns = [&user.row.email, &user.row.name, &roles, disabled];
    columns.join("\t").trim_end().to_owned()
}

fn line_of(app: &App, token: &account::TokenInfo) -> String {
    let ends = if token.expires_at <= app.clock.now() {
        "ended"
    } else {
        "ends"
    };
    format!(
        "{}  made {}  {ends} {}  last used {}",
        token.id,
        day(token.created_at),
        day(token.expires_at),
        token.last_used_at.map_or("never".to_owned(), day)
    )
}

fn roles(administrator: bool, managed: &[VenueId], catalogue: &Catalogue) -> String {
    let administrator = administrator.then(|| "admin".to_owned());
    let managed = managed
        .iter()
        .map(|id| format!("manager-of {}", slug(catalogue, *id)));
    administrator
        .into_iter()
        .chain(managed)
        .collect::<Vec<_>>()
        .join(", ")
}

fn slug(catalogue: &Catalogue, id: VenueId) -> String {
    let venue = catalogue.venue_of(id);
    venue.map_or_else(|| id.to_string(), |venue| venue.row.slug.clone())
}

fn warn_of(catalogue: &Catalogue, unmanaged: &[VenueId]) {
    for id in unmanaged {
        eprintln!(
            "jastar: warning: nobody manages {} by name any more; administrators still can",
            slug(catalogue, *id)
        );
    }
}

/// In UTC.
fn day(moment: Instant) -> String {
    moment.to_utc().date().to_string()
}

fn venues(catalogue: &Catalogue) -> String {
    let slugs: Vec<&str> = catalogue
        .venues()
        .map(|venue| venue.row.slug.as_str())
        .collect();
    format!("no such venue; there are: {}", slugs.join(", "))
}

fn no_such_venue(error: &Error, catalogue: &Catalogue) -> Failed {
    match error {
        Error::NotFound => Failed::from(venues(catalogue)),
        error => failure(error),
    }
}

fn nobody(error: &Error) -> Failed {
    match error {
        Error::NotFound => Failed::from("nobody has that address; see `jastar user list`"),
        error => failure(error),
    }
}

fn failure(error: &Error) -> Failed {
    match error {
        Error::Rules(broken) => {
            let fields: Vec<&str> = broken.iter().map(|broken| broken.field).collect();
            let flaw = if broken
                .iter()
                .any(|broken| broken.facts == InvalidInput::Missing.into())
            {
                "missing"
            } else {
                "not usable"
            };
            Failed::from(format!("{}: {flaw}", fields.join(", ")))
        }
        other => Failed::from(other),
    }
}
