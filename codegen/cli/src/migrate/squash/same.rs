//! That the one migration and those whose place it takes make the same.

use ormolu::Database;
use ormolu_schema::ir::{Dialect, Schema};

use crate::Failure;
use crate::database::undone;
use crate::migrate::check::departed;
use crate::migrate::connect::{Place, places, refused};
use crate::migrate::folder::{Folder, found};
use crate::migrate::project::Project;

/// A history, and a migration of it.
pub(super) type At<'f> = (&'f Folder, &'f str);

/// Runs both on an empty database of each engine; SQLite's is in memory. Engines without one are left
/// out where that is allowed.
pub(super) async fn prove(
    project: &Project,
    schema: &Schema,
    old: At<'_>,
    new: At<'_>,
    force: bool,
) -> Result<(), Failure> {
    let dialects = schema.dialects.iter();
    let engines: Vec<Dialect> = dialects.map(|dialect| dialect.family()).collect();
    let mut empty = Vec::new();
    if engines.contains(&Dialect::Sqlite) {
        let db = Database::connect("sqlite::memory:").await.map_err(undone)?;
        empty.push(Place::whole(db, project));
    }
    if engines.iter().any(|engine| *engine != Dialect::Sqlite) && project.urls().is_ok() {
        for place in places(project).await? {
            let engine = engine(&place);
            if engine != Dialect::Sqlite && engines.contains(&engine) && is_empty(&place).await? {
                empty.push(place);
            }
        }
    }
    let is_left_out = |of: &Dialect| !empty.iter().any(|place| engine(place) == *of);
    if let Some(engine) = engines.into_iter().find(is_left_out).filter(|_| !force) {
        return Err(found(format!(
            "that they make the same is not proven on {engine}: name an empty database, by `--url` or \
             where there are several engines by `--profile a,b`; or say `--force` where it is known",
            engine = engine.name()
        )));
    }
    for place in &empty {
        // What only the old ones bring, such as an extension, must not be there for the new one.
        make(place, new).await?;
        take_back(place, new).await?;
        make(place, old).await?;
        take_back(place, new).await?;
    }
    Ok(())
}

fn engine(place: &Place) -> Dialect {
    ormolu_live::dialect(&place.db).family()
}

async fn is_empty(place: &Place) -> Result<bool, Failure> {
    Ok(place.live().await?.models.is_empty())
}

/// Makes what the snapshot of a migration says.
async fn make(place: &Place, (folder, id): At<'_>) -> Result<(), Failure> {
    let done = place.runner(folder).up(id).await;
    done.map_err(|error| refused(place, &error))?;
    let differences = departed(place, folder, id).await?;
    if differences.is_empty() {
        return Ok(());
    }
    Err(found(format!(
        "{}what they make is not what the snapshot says; after {id}:\n  {}",
        place.prefix(),
        differences.join("\n  ")
    )))
}

/// The new one takes back what the old ones made, too: a database that has them has it.
async fn take_back(place: &Place, (folder, _): At<'_>) -> Result<(), Failure> {
    let done = place.runner(folder).down("base").await;
    done.map_err(|error| refused(place, &error))?;
    Ok(())
}
