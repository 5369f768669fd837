//! `ormolu migrate squash`: the oldest migrations become one that makes what they made.

mod same;

use ormolu::migrate::Direction;
use ormolu::serde_json::json;
use ormolu_schema::ir::Schema;

use super::diff::{files, nothing, plans};
use super::done::{Done, written};
use super::folder::{Entry, Folder, found, named};
use super::meta::{Kind, Meta};
use super::objects::Objects;
use super::project::Project;
use super::rebase::moved::{Place, planned};
use super::text::{count, slug};
use crate::Failure;
use crate::arguments::migrate::Squash;
use crate::database::block_on;

pub(crate) fn run(project: &Project, squash: &Squash) -> Result<Done, Failure> {
    let folder = project.folder()?;
    let last = folder.graph().one(&squash.last).map_err(found)?.id();
    let needed = folder.graph().needed_by(last).into_iter();
    let squashed: Vec<String> = needed.map(|m| m.id().to_owned()).collect();
    refuse_ways_in(&folder, &squashed, last)?;
    let no_snapshot = || found(format!("{last} has no snapshot to begin with"));
    let entry = folder.entry(last).ok_or_else(no_snapshot)?;
    let schema = entry.snapshot()?.ok_or_else(no_snapshot)?;
    let old: Vec<&Entry> = folder
        .entries()
        .filter(|entry| squashed.contains(&entry.meta.id))
        .collect();
    let new = one(project, squash, (entry, &schema), &old)?;
    let (id, json) = (new.meta.id.clone(), written(&folder.path, &new.meta));
    if folder.entry(&id).is_some() {
        return Err(found(format!(
            "there is a migration {id} already; `--message` names it otherwise"
        )));
    }
    let mut entries = vec![new];
    entries.extend(children(&folder, last, &id));
    let after = folder.with(&entries, &squashed)?;
    let (before, after) = ((&folder, last), (&after, id.as_str()));
    block_on(same::prove(project, &schema, before, after, squash.force))?;
    let by_hand = json!(by_hand(project, &folder, &old, &schema)?);
    let text = format!(
        "{}: in place of {}; a database that has them has it\n",
        folder.path.join(&id).display(),
        count(squashed.len(), "migration")
    );
    folder.replace(entries, &squashed)?;
    let mut done = Done::migrations(text, vec![json]);
    done.json["by_hand"] = by_hand;
    Ok(done)
}

/// The migration that makes what the last of them left.
fn one(
    project: &Project,
    squash: &Squash,
    (last, schema): (&Entry, &Schema),
    old: &[&Entry],
) -> Result<Entry, Failure> {
    if old.iter().any(|entry| !entry.meta.replaces.is_empty()) {
        return Err(found(
            "one of them took the place of others itself; once every database has it, take its \
             `replaces:` out of migration.yaml",
        ));
    }
    let mut plans = plans(project, &nothing(schema), schema, None, false)?;
    let objects = Objects::after(Some(last))?;
    Objects::default().plan(&objects, &mut plans)?;
    let mut files = files(&plans, schema);
    files.extend(objects.file());
    let time = last.meta.id.split('_').next().unwrap_or_default();
    Ok(Entry {
        meta: Meta {
            id: format!("{time}_{}", slug(&squash.message)),
            labels: last.meta.labels.clone(),
            replaces: old.iter().map(|entry| entry.meta.id.clone()).collect(),
            kind: Kind::Schema,
            dialects: last.meta.dialects.clone(),
            schema: last.meta.schema.clone(),
            ..Meta::default()
        },
        files,
    })
}

/// Those that come after the last of them, after another one.
fn children(folder: &Folder, last: &str, id: &str) -> Vec<Entry> {
    let is_child = |entry: &&Entry| entry.meta.parents.iter().any(|parent| parent == last);
    let mut children: Vec<Entry> = folder.entries().filter(is_child).cloned().collect();
    let parents = children
        .iter_mut()
        .flat_map(|child| &mut child.meta.parents);
    for parent in parents.filter(|parent| *parent == last) {
        id.clone_into(parent);
    }
    children
}

/// Warns of those that somebody wrote or changed: what they do beside the schema goes with them.
fn by_hand<'e>(
    project: &Project,
    folder: &Folder,
    old: &[&'e Entry],
    like: &Schema,
) -> Result<Vec<&'e str>, Failure> {
    let mut by_hand = Vec::new();
    for entry in old {
        let id = entry.meta.id.as_str();
        if entry.meta.kind != Kind::Schema {
            eprintln!("warning: {id} was written by hand; a new database does not get its rows");
        } else if is_changed(project, folder, entry, like)? {
            eprintln!(
                "warning: the SQL of {id} is not what is planned between its snapshots; a new \
                 database does not get what it does beside the schema"
            );
        } else {
            continue;
        }
        by_hand.push(id);
    }
    Ok(by_hand)
}

/// Whether it does something, and not what is planned.
fn is_changed(
    project: &Project,
    folder: &Folder,
    entry: &Entry,
    like: &Schema,
) -> Result<bool, Failure> {
    let migration = entry.migration();
    let mut engines = entry.meta.dialects.iter().filter_map(|name| named(name));
    let does = |dialect| migration.statements(Direction::Up, dialect);
    if engines.all(|dialect| does(dialect).is_ok_and(|statements| statements.is_empty())) {
        return Ok(false);
    }
    let parent = match &entry.meta.parents[..] {
        [] => None,
        [parent] => folder.entry(parent),
        _ => return Ok(true),
    };
    let places = [parent, Some(entry)];
    if places.iter().flatten().any(|entry| !entry.has_snapshot()) {
        return Ok(true);
    }
    let [old, own] = places.map(|entry| Place::after(entry, like));
    Ok(planned(project, entry, &old?, &own?)?.is_none())
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
