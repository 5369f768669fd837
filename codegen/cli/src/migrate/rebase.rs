//! `ormolu migrate rebase`: one branch comes after another, as if it had been written later.

use ormolu_schema::ir::Schema;
use ormolu_schema::{fingerprint, print};

use super::diff::{Plans, before, current, entry, files, plans, remark};
use super::folder::{Entry, Folder, SNAPSHOT, found};
use super::meta::Kind;
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
    if rebase.as_one {
        return as_one(
            project,
            folder,
            &moved,
            &onto,
            (&schema, &objects),
            rebase.renames,
        );
    }
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
            remark(&mut entry.meta, plans);
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
            "their SQL is what it was; on SQLite a table that is built anew must have all columns: \
             `--as-one` plans them anew"
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
    let was_before = before(parent, &own)?;
    let (objects_before, own_objects) = (Objects::after(parent)?, Objects::after(Some(entry))?);
    for online in [false, true] {
        for answer in [Answer::Yes, Answer::No] {
            let mut was = plans(project, &was_before, &own, Some(answer), online)?;
            objects_before.plan(&own_objects, &mut was)?;
            let mut was = files(&was, &own);
            was.extend(own_objects.file());
            if was == entry.files {
                let before = before(Some(onto), after)?;
                let mut plans = plans(project, &before, after, Some(answer), online)?;
                Objects::after(Some(onto))?.plan(objects, &mut plans)?;
                return Ok(Some(plans));
            }
        }
    }
    Ok(None)
}

/// One migration in place of those that move, which has the last one's name.
fn as_one(
    project: &Project,
    folder: Folder,
    moved: &[Entry],
    onto: &str,
    (after, objects): (&Schema, &Objects),
    renames: Option<Answer>,
) -> Result<(), Failure> {
    let by_hand = moved.iter().find(|entry| entry.meta.kind != Kind::Schema);
    if let Some(entry) = by_hand {
        return Err(Failure::Found(format!(
            "error: {} was written by hand, and no plan would bring it again; rebase without \
             `--as-one`",
            entry.meta.id
        )));
    }
    let parent = folder.entry(onto).cloned();
    let before = before(parent.as_ref(), after)?;
    let mut plans = plans(project, &before, after, renames, false)?;
    Objects::after(parent.as_ref())?.plan(objects, &mut plans)?;
    let Some(last) = moved.last() else {
        return Ok(());
    };
    let mut one = entry(last.meta.id.clone(), parent.as_ref(), &plans, after);
    one.files.extend(objects.file());
    for entry in moved {
        one.meta.labels.extend(entry.meta.labels.iter().cloned());
        one.meta
            .depends_on
            .extend(entry.meta.depends_on.iter().cloned());
    }
    let gone = moved.iter().map(|entry| entry.meta.id.clone());
    let gone: Vec<String> = gone.filter(|id| *id != one.meta.id).collect();
    one.meta.depends_on.retain(|id| !gone.contains(id));
    for id in &gone {
        println!("{id} is part of {}", one.meta.id);
    }
    println!("{} <- {onto}", one.meta.id);
    folder.replace(vec![one], &gone)?;
    println!("what was changed by hand in them is not in it; `ormolu migrate test` proves it");
    Ok(())
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
