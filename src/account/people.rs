//! People and their rights, from the command line only.

use std::collections::HashMap;

use entity::{PersonId, VenueId, person};

use super::{
    mailbox,
    origin::Origin,
    security,
    store::{self, sessions, tokens},
};
use crate::{app::App, error::Error, memory::security::SecurityEvent, venue::Catalogue};

/// What the command line says of a person.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub email: String,
    pub name: String,
    pub administrator: bool,
    /// Slugs.
    pub manager_of: Vec<String>,
}

/// Somebody as the command line shows them.
#[derive(Clone, Debug)]
pub struct User {
    pub row: person::Model,
    /// The venues that they manage by name.
    pub venues: Vec<VenueId>,
}

/// Rights that are taken from somebody. None at all means every right that they have.
#[derive(Clone, Debug, Default)]
pub struct Rights {
    pub administrator: bool,
    /// Slugs.
    pub manager_of: Vec<String>,
}

/// The rights that were taken from somebody, and what ended with these rights.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenRights {
    pub administrator: bool,
    pub venues: Vec<VenueId>,
    pub sessions: u64,
    pub tokens: u64,
    /// Of theirs, nobody manages these by name any more.
    pub unmanaged: Vec<VenueId>,
}

/// Makes a person, or adds rights to one that is there. [`Error::NotFound`] for an unknown venue.
pub async fn create_user(app: &App, catalogue: &Catalogue, new: NewUser) -> Result<User, Error> {
    let email = &mailbox(&new.email)?;
    let venues = &venues(catalogue, &new.manager_of)?;
    let (now, new) = (app.clock.now(), &new);
    let id = PersonId(app.ids.uuid(now));
    let (user, given) = app
        .db
        .write(|tx| async move {
            let mut row = store::person_tx(&tx, id, email, None, now).await?;
            let had = store::managed_by(tx.conn(), row.id).await?;
            row.name.clone_from(&new.name);
            store::update_person_tx(&tx, row.id, Some(new.name.clone()), None).await?;
            let mut given = 0;
            if new.administrator && !row.administrator {
                row.administrator = true;
                store::set_administrator_tx(&tx, row.id, true).await?;
                given += 1;
            }
            for venue in venues.iter().filter(|venue| !had.contains(venue)) {
                store::make_manager_tx(&tx, row.id, *venue).await?;
                given += 1;
            }
            let venues = store::managed_by(tx.conn(), row.id).await?;
            Ok((User { row, venues }, given))
        })
        .await?;
    for _ in 0..given {
        security::tell(
            app,
            SecurityEvent::RoleGiven,
            &Origin::default(),
            user.row.id.into(),
        );
    }
    Ok(user)
}

/// Everybody, in the order of their mailboxes.
pub async fn everybody(app: &App) -> Result<Vec<User>, Error> {
    let (people, managers) = store::everybody(app.db.read()).await?;
    let mut venues: HashMap<PersonId, Vec<VenueId>> = HashMap::new();
    for manager in managers {
        let theirs = venues.entry(manager.person_id).or_default();
        theirs.push(manager.venue_id);
    }
    let user = |row: person::Model| User {
        venues: venues.remove(&row.id).unwrap_or_default(),
        row,
    };
    Ok(people.into_iter().map(user).collect())
}

/// The owner of a mailbox. [`Error::NotFound`] for nobody.
pub async fn somebody(app: &App, email: &str) -> Result<User, Error> {
    let email = mailbox(email)?;
    let row = store::of_mailbox(app.db.read(), &email).await?;
    let row = row.ok_or(Error::NotFound)?;
    let venues = store::managed_by(app.db.read(), row.id).await?;
    Ok(User { row, venues })
}

/// What these are called, for those who may know.
pub async fn names(app: &App, ids: &[PersonId]) -> Result<HashMap<PersonId, String>, Error> {
    Ok(store::names(app.db.read(), ids).await?)
}

/// Somebody may no longer sign in: their sessions and tokens end in the same moment. Rights and bookings stay.
/// [`Error::NotFound`] for nobody.
pub async fn disable(app: &App, email: &str) -> Result<TakenRights, Error> {
    let email = &mailbox(email)?;
    let now = app.clock.now();
    let (id, taken) = app
        .db
        .write(|tx| async move {
            let person = store::locked(&tx, email).await?.ok_or(Error::NotFound)?;
            store::disable_tx(&tx, person.id, Some(person.disabled_at.unwrap_or(now))).await?;
            let hashes = tokens::tokens_of(tx.conn(), person.id).await?;
            let hashes = hashes.into_iter().map(|token| token.token_hash).collect();
            let mut taken = TakenRights {
                sessions: sessions::end_sessions_tx(&tx, person.id, None).await?,
                tokens: tokens::drop_tokens_tx(&tx, hashes).await?,
                ..TakenRights::default()
            };
            for venue in store::managed_by(tx.conn(), person.id).await? {
                if !store::is_managed(tx.conn(), venue).await? {
                    taken.unmanaged.push(venue);
                }
            }
            Ok((person.id, taken))
        })
        .await?;
    security::tell(
        app,
        SecurityEvent::PersonDisabled,
        &Origin::default(),
        id.into(),
    );
    Ok(taken)
}

/// Somebody may sign in again, with the rights that they had. [`Error::NotFound`] for nobody.
pub async fn enable(app: &App, email: &str) -> Result<(), Error> {
    let email = &mailbox(email)?;
    let id = app
        .db
        .write(|tx| async move {
            let person = store::locked(&tx, email).await?.ok_or(Error::NotFound)?;
            store::disable_tx(&tx, person.id, None).await?;
            Ok(person.id)
        })
        .await?;
    security::tell(
        app,
        SecurityEvent::PersonEnabled,
        &Origin::default(),
        id.into(),
    );
    Ok(())
}

/// Takes rights from somebody. [`Error::NotFound`] for nobody and for an unknown venue.
pub async fn revoke(
    app: &App,
    catalogue: &Catalogue,
    email: &str,
    rights: &Rights,
) -> Result<TakenRights, Error> {
    let email = &mailbox(email)?;
    let named = &venues(catalogue, &rights.manager_of)?;
    let all = !rights.administrator && named.is_empty();
    let (id, taken) = app
        .db
        .write(|tx| async move {
            let person = store::locked(&tx, email).await?.ok_or(Error::NotFound)?;
            let mut taken = TakenRights {
                administrator: person.administrator && (all || rights.administrator),
                ..TakenRights::default()
            };
            if taken.administrator {
                store::set_administrator_tx(&tx, person.id, false).await?;
            }
            for venue in store::managed_by(tx.conn(), person.id).await? {
                if all || named.contains(&venue) {
                    store::drop_manager_tx(&tx, person.id, venue).await?;
                    taken.venues.push(venue);
                    if !store::is_managed(tx.conn(), venue).await? {
                        taken.unmanaged.push(venue);
                    }
                }
            }
            Ok((person.id, taken))
        })
        .await?;
    for _ in 0..taken.venues.len() + usize::from(taken.administrator) {
        security::tell(app, SecurityEvent::RoleTaken, &Origin::default(), id.into());
    }
    Ok(taken)
}

/// Ends every session of somebody; says how many there were. [`Error::NotFound`] for nobody.
pub async fn end_sessions(app: &App, email: &str) -> Result<u64, Error> {
    let email = &mailbox(email)?;
    let (id, ended) = app
        .db
        .write(|tx| async move {
            let person = store::locked(&tx, email).await?.ok_or(Error::NotFound)?;
            Ok((
                person.id,
                sessions::end_sessions_tx(&tx, person.id, None).await?,
            ))
        })
        .await?;
    security::tell(
        app,
        SecurityEvent::SessionsEnded,
        &Origin::default(),
        id.into(),
    );
    Ok(ended)
}

/// Whether no manager and no administrator is there yet.
pub async fn nobody_manages(app: &App) -> Result<bool, Error> {
    Ok(store::count_of_rights(app.db.read()).await? == 0)
}

fn venues(catalogue: &Catalogue, slugs: &[String]) -> Result<Vec<VenueId>, Error> {
    let id = |slug: &String| catalogue.venue(slug).map(|venue| venue.row.id);
    slugs
        .iter()
        .map(id)
        .collect::<Option<_>>()
        .ok_or(Error::NotFound)
}
