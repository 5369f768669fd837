//! `ormolu migrate squash`: the oldest migrations become one that makes what they made.

use ormolu::Database;

use super::check::departed;
use super::connect::{Place, refused};
use super::diff::{files, nothing, plans};
use super::done::{Done, written};
use super::folder::{Entry, Folder, found};
use super::meta::{Kind, Meta};
use super::objects::Objects;
use super::project::Project;
use super::text::{count, slug};
use crate::Failure;
use crate::arguments::migrate::Squash;
use crate::database::{block_on, undone};

pub(crate) fn run(project: &Project, squash: &Squash) -> Result<Done, Failure> {
    let folder = project.folder()?;
    let last = folder
        .graph()
        .one(&squash.last)
        .map_err(found)?
        .id()
        .to_owned();
    let squashed: Vec<String> = folder
        .graph()
        .needed_by(&last)
        .into_iter()
        .map(|m| m.id().to_owned())
        .collect();
    refuse_ways_in(&folder, &squashed, &last)?;
    let no_snapshot = || found(format!("{last} has no snapshot to begin with"));
    let entry = folder.entry(&last).ok_or_else(no_snapshot)?;
    let schema = entry.snapshot()?.ok_or_else(no_snapshot)?;
    prove(project, &folder, entry)?;
    for by_hand in folder.entries().filter(|e| squashed.contains(&e.meta.id)) {
        if by_hand.meta.kind != Kind::Schema {
            eprintln!(
                "warning: {} was written by hand; a new database does not get its rows",
                by_hand.meta.id
            );
        }
    }
    let time = last.split('_').next().unwrap_or_default();
    let id = format!("{time}_{}", slug(&squash.message));
    if folder.entry(&id).is_some() {
        return Err(found(format!(
            "there is a migration {id} already; `--message` names it otherwise"
        )));
    }
    let mut plans = plans(project, &nothing(&schema), &schema, None, false)?;
    let objects = Objects::after(Some(entry))?;
    Objects::default().plan(&objects, &mut plans)?;
    let mut replaces = Vec::new();
    for old in folder.entries().filter(|e| squashed.contains(&e.meta.id)) {
        // Databases may still have what an earlier squash replaced.
        replaces.extend(old.meta.replaces.iter().cloned());
        replaces.push(old.meta.id.clone());
    }
    if folder
        .entries()
        .any(|e| squashed.contains(&e.meta.id) && !e.meta.replaces.is_empty())
    {
        return Err(found(
            "one of them took the place of others itself; once every database has it, take its \
             `replaces:` out of migration.yaml",
        ));
    }
    let mut files = files(&plans, &schema);
    files.extend(objects.file());
    let new = Entry {
        meta: Meta {
            id: id.clone(),
            labels: entry.meta.labels.clone(),
            replaces,
            kind: Kind::Schema,
            dialects: entry.meta.dialects.clone(),
            schema: entry.meta.schema.clone(),
            ..Meta::default()
        },
        files,
    };
    let json = written(&folder.path, &new.meta);
    let mut entries = vec![new];
    for child in folder.entries().filter(|e| e.meta.parents.contains(&last)) {
        let mut child = child.clone();
        for parent in child
            .meta
            .parents
            .iter_mut()
            .filter(|parent| **parent == last)
        {
            parent.clone_from(&id);
        }
        entries.push(child);
    }
    let folder = folder.replace(entries, &squashed)?;
    let text = format!(
        "{}: in place of {}; a database that has them has it\n",
        folder.path.join(&id).display(),
        count(squashed.len(), "migration")
    );
    Ok(Done::migrations(text, vec![json]))
}

/// Others come after the last of them only.
fn refuse_ways_in(folder: &Folder, squashed: &[String], last: &str) -> Result<(), Failure> {
    for entry in folder.entries().filter(|e| !squashed.contains(&e.meta.id)) {
        let needed = entry.meta.parents.iter().chain(&entry.meta.depends_on);
        for other in needed.filter(|other| squashed.contains(other)) {
            if other != last || entry.meta.depends_on.contains(other) {
                let id = &entry.meta.id;
                return Err(found(format!("{id} needs {other}, which would be gone")));
            }
        }
    }
    Ok(())
}

/// That they make what the snapshot says, where that can be tried without a server.
fn prove(project: &Project, folder: &Folder, last: &Entry) -> Result<(), Failure> {
    let has_sqlite = last.meta.dialects.iter().any(|dialect| dialect == "sqlite");
    if !has_sqlite || last.snapshot()?.is_none() {
        eprintln!("note: `ormolu migrate test` before this proves that nothing changes by it");
        return Ok(());
    }
    block_on(async {
        let db = Database::connect("sqlite::memory:").await.map_err(undone)?;
        let place = Place::whole(db, project);
        let done = place.runner(folder).up(&last.meta.id).await;
        done.map_err(|error| refused(&place, &error))?;
        let differences = departed(&place, folder, &last.meta.id).await?;
        if differences.is_empty() {
            return Ok(());
        }
        Err(found(format!(
            "what they make is not what the snapshot of {} says:\n  {}",
            last.meta.id,
            differences.join("\n  ")
        )))
    })
}
