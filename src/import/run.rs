//! Loading a catalogue, or only saying what that would change.

use super::{file, imported::Imported, load::Import};
use crate::{app::App, error::Error, venue::store};

/// Loads the catalogue, or says what that would change. Refuses to close over bookings.
pub async fn import(
    app: &App,
    file: &file::model::CatalogueFile,
    dry_run: bool,
) -> Result<Imported, Error> {
    carried_out(app, file, dry_run, false).await
}

/// As [`import`], also where that closes over bookings: they stay as they are.
pub async fn import_closing(
    app: &App,
    file: &file::model::CatalogueFile,
    dry_run: bool,
) -> Result<Imported, Error> {
    carried_out(app, file, dry_run, true).await
}

/// The file that was imported last, byte for byte. None when an older version imported it, or nobody.
pub async fn export(app: &App) -> Result<Option<String>, Error> {
    Ok(store::file(app.db.read()).await?)
}

async fn carried_out(
    app: &App,
    file: &file::model::CatalogueFile,
    dry_run: bool,
    accepted: bool,
) -> Result<Imported, Error> {
    let done = std::sync::Mutex::new(None);
    let kept = &done;
    app.db
        .write_if(|tx| async move {
            store::lock_catalogue_tx(&tx).await?;
            let import = Import::new(&tx, app, file).await?;
            let imported = import.run(&tx, accepted).await?;
            let commit = !dry_run && imported.is_done();
            *kept
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner) = Some(imported);
            Ok(commit.then_some(()))
        })
        .await?;
    let imported = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    imported.ok_or_else(|| Error::internal("the import did not run"))
}

/// Loads the catalogue if there is no venue yet. Several first starts at once load it once; where there is one already nothing
/// is locked.
pub async fn first_load(app: &App, file: &file::model::CatalogueFile) -> Result<bool, Error> {
    if store::has_venues(app.db.read()).await? {
        return Ok(false);
    }
    app.db
        .write(|tx| async move {
            store::lock_catalogue_tx(&tx).await?;
            if !store::has_venues(tx.conn()).await? {
                Import::new(&tx, app, file).await?.run(&tx, false).await?;
                return Ok(true);
            }
            Ok(false)
        })
        .await
}
