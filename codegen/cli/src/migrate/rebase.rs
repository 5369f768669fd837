//! `ormolu migrate rebase`: one branch comes after another, as if it had been written later.

use ormolu_schema::ir::Schema;
use ormolu_schema::{fingerprint, print};

use super::diff::{Plans, before, current, files, irreversible, plans, remarks};
use super::folder::{Entry, Folder, SNAPSHOT, found};
use super::objects::{OBJECTS, Objects};
use super::project::Project;
use crate::Failure;
use crate::arguments::migrate::{Answer, Rebase};

pub(crate) fn run(project: &Project, rebase: &Rebase) -> Result<(), Failure> {
    let folder = project.folder()?;
    let graph = folder.graph();
    let head = graph.one(&rebase.branch).map_err(found)?.id().to_owned();
    let onto = match &rebase.onto {
        Some(target) => graph.one(target).map_err(found)?.id().to_owned(),
        None => other_head(&folder, &head)?,
    };
    let kept = graph
        .needed_by(&onto)
        .into_iter()
        .map(|migration| migration.id().to_owned());
    let kept: Vec<String> = kept.collect();
    let moved: Vec<Entry> = graph
        .needed_by(&head)
        .into_iter()
        .filter(|migration| !kept.iter().any(|id| id == migration.id()))
        .filter_map(|migration| folder.entry(migration.id()).cloned())
        .collect();
    if moved.is_empty() {
        return Err(Failure::Found(format!(
            "error: {onto} comes after {head} already"
        )));
    }
    let schema = current(&rebase.schema)?;
    let objects = Objects::read(&project.path)?;
    let last = moved.len() - 1;
    let planned = match &moved[..] {
        [only] => planned_anew(project, &folder, only, &onto, (&schema, &objects))?,
        _ => None,
    };
    let is_planned = planned.is_some();
    let mut folder = folder;
    for (at, mut entry) in moved.into_iter().enumerate() {
        let from_here = |parent: &String| kept.contains(parent);
        // The parents of the first ones are where the branches part.
        if entry.meta.parents.is_empty() || entry.meta.parents.iter().any(from_here) {
            entry.meta.parents = vec![onto.clone()];
        }
        // What the schema is between them was never written down; after the last it is known.
        entry.files.remove(SNAPSHOT);
        entry.files.remove(OBJECTS);
        entry.meta.schema = None;
        if let Some(plans) = &planned {
            entry.files = files(plans, &schema);
            (entry.meta.loses, entry.meta.notes) = remarks(plans);
            entry.meta.irreversible = irreversible(plans);
        }
        if at == last {
            entry
                .files
                .insert(SNAPSHOT.to_owned(), print::canonical(&schema));
            entry.files.extend(objects.file());
            entry.meta.schema = Some(fingerprint(&schema));
        } else {
            for name in [SNAPSHOT, OBJECTS] {
                remove(&folder, &entry.meta.id, name)?;
            }
        }
        println!("{} <- {}", entry.meta.id, entry.meta.parents.join(", "));
        folder = folder.add(entry)?;
    }
    if !is_planned {
        println!(
            "their SQL is what it was; on SQLite a table that is built anew must have all columns"
        );
    }
    println!("`ormolu migrate test` proves that they lead to the schema in this order");
    Ok(())
}

/// The SQL of a migration that nobody has changed by hand, planned for its new place.
fn planned_anew(
    project: &Project,
    folder: &Folder,
    entry: &Entry,
    onto: &str,
    (after, objects): (&Schema, &Objects),
) -> Result<Option<Plans>, Failure> {
    let parent = entry.meta.parents.first().and_then(|id| folder.entry(id));
    let (Some(own), Some(onto)) = (entry.snapshot()?, folder.entry(onto)) else {
        return Ok(None);
    };
    for answer in [Answer::Yes, Answer::No] {
        let mut was = plans(project, &before(parent, &own)?, &own, Some(answer), false)?;
        let own_objects = Objects::after(Some(entry))?;
        Objects::after(parent)?.plan(&own_objects, &mut was)?;
        let mut was = files(&was, &own);
        was.extend(own_objects.file());
        if was == entry.files {
            let before = before(Some(onto), after)?;
            let mut plans = plans(project, &before, after, Some(answer), false)?;
            Objects::after(Some(onto))?.plan(objects, &mut plans)?;
            return Ok(Some(plans));
        }
    }
    Ok(None)
}

fn other_head(folder: &Folder, head: &str) -> Result<String, Failure> {
    let heads = folder.graph().heads();
    let others: Vec<&str> = heads
        .iter()
        .map(|m| m.id())
        .filter(|id| *id != head)
        .collect();
    match others[..] {
        [other] => Ok(other.to_owned()),
        [] => Err(Failure::Found(format!(
            "error: there is no head beside {head}"
        ))),
        _ => Err(Failure::Undone(format!(
            "error: after which one? `--onto` {}",
            others.join(", ")
        ))),
    }
}

fn remove(folder: &Folder, id: &str, name: &str) -> Result<(), Failure> {
    let path = folder.path.join(id).join(name);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Failure::Undone(
            format!("error: {}: {error}", path.display()),
        )),
        _ => Ok(()),
    }
}
