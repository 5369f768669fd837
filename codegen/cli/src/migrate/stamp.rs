//! `ormolu migrate stamp`: says where a database is, once that is what it looks like.

use ormolu::migrate::Migration;
use ormolu::serde_json::json;

use super::check::departed;
use super::connect::{Place, places, refused};
use super::folder::{Folder, found};
use super::project::Project;
use crate::Failure;
use crate::arguments::migrate::Stamp;
use crate::database::block_on;

pub(crate) fn run(project: &Project, stamp: &Stamp) -> Result<(), Failure> {
    let folder = project.folder()?;
    let targets: Vec<&str> = stamp.targets.iter().map(String::as_str).collect();
    block_on(async {
        let mut all = Vec::new();
        for place in places(project).await? {
            let runner = place.runner(&folder);
            if stamp.accept.is_none() && !stamp.force {
                fits(&place, &folder, &targets, stamp.purge).await?;
            }
            let has = match &stamp.accept {
                Some(target) => runner.accept(target).await.map(|id| vec![id]),
                None => runner.stamp(&targets, stamp.purge).await,
            };
            let has = has.map_err(|error| refused(&place, &error))?;
            let at = folder.graph().heads_of(has.iter().map(String::as_str));
            let at: Vec<&str> = at.into_iter().map(Migration::id).collect();
            let at = if at.is_empty() { vec!["base"] } else { at };
            match (project.json, &stamp.accept) {
                (true, _) => all.push(json!({ "database": place.name, "at": at })),
                (false, Some(_)) => println!("{}accepted {}", place.prefix(), has.join(", ")),
                (false, None) => println!("{}at {}", place.prefix(), at.join(", ")),
            }
        }
        if project.json {
            println!("{}", json!(all));
        }
        Ok(())
    })
}

/// That a database is as the snapshot of where it would be says, if that is one migration.
async fn fits(
    place: &Place,
    folder: &Folder,
    targets: &[&str],
    purge: bool,
) -> Result<(), Failure> {
    let graph = folder.graph();
    let status = place.runner(folder).status().await;
    let status = status.map_err(|error| refused(place, &error));
    // What the record says counts for nothing where it goes.
    let recorded = match status {
        Ok(status) => status.migrations,
        Err(_) if purge => Vec::new(),
        Err(error) => return Err(error),
    };
    let recorded = recorded.iter().filter(|m| !purge && m.row.is_some());
    let has = graph.stamp(recorded.map(|m| m.id.as_str()), targets);
    let has = has.map_err(found)?;
    let [at] = &graph.heads_of(has.into_iter().map(Migration::id))[..] else {
        return Ok(());
    };
    let differences = departed(place, folder, at.id()).await?;
    if differences.is_empty() {
        return Ok(());
    }
    Err(Failure::Found(format!(
        "error: {}the database is not as {} leaves it:\n  {}\nstamp what it is, or say `--force`",
        place.prefix(),
        at.id(),
        differences.join("\n  ")
    )))
}
