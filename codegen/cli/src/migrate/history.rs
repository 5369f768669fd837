//! `ormolu migrate log`, `heads` and `show`.

use ormolu::migrate::Migration;
use ormolu::serde_json::{Value, json};

use super::folder::{Entry, Folder, found};
use super::project::Project;
use crate::Failure;
use crate::arguments::migrate::{Log, Show};

pub(crate) fn log(project: &Project, log: &Log) -> Result<(), Failure> {
    let folder = project.folder()?;
    let range = log.range.as_deref().unwrap_or("..");
    let mut migrations = Vec::new();
    if !folder.graph().migrations().is_empty() {
        let walk = folder.graph().range(range).map_err(found)?;
        migrations = walk.migrations;
        if walk.direction == ormolu::migrate::Direction::Up {
            migrations.reverse();
        }
    }
    let entries: Vec<&Entry> = migrations
        .iter()
        .filter_map(|m| folder.entry(m.id()))
        .collect();
    if project.json {
        let all: Vec<Value> = entries
            .into_iter()
            .map(|entry| as_json(&folder, entry))
            .collect();
        println!("{}", json!(all));
        return Ok(());
    }
    for entry in entries {
        println!("{}", line(&folder, entry));
        let remarks = entry.meta.loses.iter().chain(&entry.meta.notes);
        for note in remarks.filter(|_| log.verbose) {
            println!("    {note}");
        }
    }
    Ok(())
}

pub(crate) fn heads(project: &Project) -> Result<(), Failure> {
    let folder = project.folder()?;
    let heads: Vec<&str> = folder
        .graph()
        .heads()
        .into_iter()
        .map(Migration::id)
        .collect();
    match project.json {
        true => println!("{}", json!(heads)),
        false => heads.iter().for_each(|head| println!("{head}")),
    }
    Ok(())
}

pub(crate) fn show(project: &Project, show: &Show) -> Result<(), Failure> {
    let folder = project.folder()?;
    let migration = folder.graph().one(&show.target).map_err(found)?;
    let Some(entry) = folder.entry(migration.id()) else {
        return Ok(());
    };
    if project.json {
        println!("{}", as_json(&folder, entry));
        return Ok(());
    }
    println!("{}", line(&folder, entry));
    for note in entry.meta.loses.iter().chain(&entry.meta.notes) {
        println!("    {note}");
    }
    for (name, text) in entry
        .files
        .iter()
        .filter(|(name, _)| name.ends_with(".sql"))
    {
        println!("\n-- {name}\n{}", text.trim_end());
    }
    Ok(())
}

/// `id <- parents (head) [label]`
fn line(folder: &Folder, entry: &Entry) -> String {
    let meta = &entry.meta;
    let parents = match meta.parents.is_empty() {
        true => "base".to_owned(),
        false => meta.parents.join(", "),
    };
    let mut line = format!("{} <- {parents}", meta.id);
    let mut is = Vec::new();
    match folder.graph().children(&meta.id).len() {
        0 => is.push("head"),
        1 => {}
        _ => is.push("branch point"),
    }
    if meta.parents.len() > 1 {
        is.push("merge");
    }
    if meta.irreversible.is_some() {
        is.push("no way back");
    }
    if !is.is_empty() {
        line += &format!(" ({})", is.join(", "));
    }
    if !meta.labels.is_empty() {
        line += &format!(" [{}]", meta.labels.join(", "));
    }
    if !meta.depends_on.is_empty() {
        line += &format!(", depends on {}", meta.depends_on.join(", "));
    }
    line
}

fn as_json(folder: &Folder, entry: &Entry) -> Value {
    let mut migration = entry.meta.json();
    migration["head"] = json!(folder.graph().children(&entry.meta.id).is_empty());
    migration
}
