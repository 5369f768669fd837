//! `ormolu migrate merge`: several heads become one.

use std::collections::BTreeMap;

use ormolu::Dialect;
use ormolu::serde_json::json;
use ormolu_schema::{fingerprint, print};

use super::check::differences;
use super::diff::{current, engines};
use super::done::{Done, written};
use super::folder::{Entry, Folder, SNAPSHOT};
use super::meta::{Kind, Meta};
use super::new;
use super::objects::Objects;
use super::project::Project;
use super::rebase::moved::{Place, done_to};
use crate::Failure;
use crate::arguments::migrate::Merge;

pub(crate) fn run(project: &Project, merge: &Merge) -> Result<Done, Failure> {
    let folder = project.folder()?;
    let heads = folder.graph().heads();
    let parents: Vec<String> = heads.iter().map(|head| head.id().to_owned()).collect();
    let Some(last) = parents.iter().max().filter(|_| parents.len() > 1) else {
        return Err(Failure::Found(
            "error: there is one head, and nothing to merge".into(),
        ));
    };
    refuse_rebuilds(&folder, &parents)?;
    let now = Place {
        schema: current(&merge.schema)?,
        objects: Objects::read(&project.path)?,
    };
    let (after, rest) = match joined(&folder, &parents, &now)? {
        Some(joined) => {
            let rest = rest(project, &joined, &now)?;
            (if rest.is_empty() { now } else { joined }, rest)
        }
        None => (now, Vec::new()),
    };
    let entry = entry(
        new::id(&merge.message, folder.entry(last))?,
        parents,
        &after,
    );
    let json = written(&folder.path, &entry.meta);
    let mut text = format!(
        "{}: `ormolu migrate test` proves that both branches together make the schema\n",
        folder.path.join(&entry.meta.id).display()
    );
    folder.add(entry)?;
    if !rest.is_empty() {
        text += &format!(
            "the schema is not what the branches make together, and that is not in it; `ormolu \
             migrate diff \"..\"` plans the rest:\n  {}\n",
            rest.join("\n  ")
        );
    }
    let mut done = Done::migrations(text, vec![json]);
    done.json["rest"] = json!(rest);
    Ok(done)
}

/// A migration that does nothing, after which the schema is what its parents make together.
fn entry(id: String, parents: Vec<String>, after: &Place) -> Entry {
    let schema = &after.schema;
    let mut files = BTreeMap::from([(SNAPSHOT.to_owned(), print::canonical(schema))]);
    let dialects: Vec<&str> = engines(schema)
        .map(|dialect| dialect.family().name())
        .collect();
    for way in ["up", "down"] {
        for dialect in &dialects {
            let name = if dialects.len() == 1 {
                format!("{way}.sql")
            } else {
                format!("{way}.{dialect}.sql")
            };
            files.insert(name, "-- It only joins two branches.\n".to_owned());
        }
    }
    files.extend(after.objects.file());
    Entry {
        meta: Meta {
            id,
            parents,
            kind: Kind::Schema,
            dialects: schema
                .dialects
                .iter()
                .map(|dialect| dialect.name().to_owned())
                .collect(),
            schema: Some(fingerprint(schema)),
            ..Meta::default()
        },
        files,
    }
}

/// What the branches make together: what one made since they part, done to the other. None where
/// no head says its schema.
fn joined(folder: &Folder, heads: &[String], now: &Place) -> Result<Option<Place>, Failure> {
    let says = |entry: &&Entry| entry.has_snapshot();
    let mut joined: Option<(Place, Vec<&str>)> = None;
    for head in heads.iter().filter_map(|id| folder.entry(id)).filter(says) {
        let own = Place::after(Some(head), &now.schema)?;
        let mut line = line(folder, head);
        joined = Some(match joined {
            None => (own, line),
            Some((others, seen)) => {
                let is_shared =
                    |entry: &&Entry| [&line, &seen].iter().all(|l| l.contains(&&*entry.meta.id));
                let fork = folder.entries().filter(is_shared).filter(says).last();
                let fork = Place::after(fork, &now.schema)?;
                let both = done_to(&fork, &own, &others).map_err(|what| {
                    Failure::Found(format!(
                        "error: {} and another branch change one thing, so what both make of it \
                         depends on their order: {what}\n`ormolu migrate rebase {0}` puts them one \
                         after the other; where it is applied, take it back before",
                        head.meta.id
                    ))
                })?;
                line.extend(seen);
                (both, line)
            }
        });
    }
    Ok(joined.map(|(place, _)| place))
}

/// A migration and all that it comes after. What it only depends on is not in its snapshot.
fn line<'f>(folder: &'f Folder, head: &'f Entry) -> Vec<&'f str> {
    let mut line = vec![head.meta.id.as_str()];
    let mut at = 0;
    while let Some(entry) = line.get(at).and_then(|id| folder.entry(id)) {
        let new = entry.meta.parents.iter().map(String::as_str);
        let new: Vec<&str> = new.filter(|id| !line.contains(id)).collect();
        line.extend(new);
        at += 1;
    }
    line
}

/// What leads from there to what the project says, in words.
fn rest(project: &Project, joined: &Place, now: &Place) -> Result<Vec<String>, Failure> {
    let mut rest = differences(project, &joined.schema, &now.schema)?;
    let changed = joined.objects.changed(&now.objects, engines(&now.schema))?;
    rest.extend(changed.into_iter().map(str::to_owned));
    Ok(rest)
}

/// Where SQLite builds a table anew, it does so without what another branch changes of it.
fn refuse_rebuilds(folder: &Folder, heads: &[String]) -> Result<(), Failure> {
    for head in heads {
        for entry in own(folder, head, heads) {
            for (_, _, sql) in entry.sql("up").filter(|(_, of, _)| *of == Dialect::Sqlite) {
                for table in rebuilt(sql) {
                    let others = heads.iter().filter(|other| *other != head);
                    let mut others = others.flat_map(|other| own(folder, other, heads));
                    let Some(other) = others.find(|other| changes(other, table)) else {
                        continue;
                    };
                    return Err(Failure::Found(format!(
                        "error: {} builds table `{table}` anew, and {} changes it: on SQLite the \
                         one would undo the other; `ormolu migrate rebase {head}` puts them one \
                         after the other, with `--as-one` where there are several",
                        entry.meta.id, other.meta.id
                    )));
                }
            }
        }
    }
    Ok(())
}

/// The migrations that only one head needs.
fn own<'f>(folder: &'f Folder, head: &str, heads: &[String]) -> Vec<&'f Entry> {
    let needed = |id: &str| -> Vec<String> {
        let all = folder.graph().needed_by(id).into_iter();
        all.map(|migration| migration.id().to_owned()).collect()
    };
    let others = heads.iter().filter(|other| *other != head);
    let shared: Vec<String> = others.flat_map(|other| needed(other)).collect();
    let own = needed(head).into_iter().filter(|id| !shared.contains(id));
    own.filter_map(|id| folder.entry(&id)).collect()
}

/// The tables that a plan builds anew.
fn rebuilt(sql: &str) -> impl Iterator<Item = &str> {
    let new = sql.split("CREATE TABLE \"ormolu_new_").skip(1);
    new.filter_map(|rest| rest.split('"').next())
}

fn changes(entry: &Entry, table: &str) -> bool {
    let mut texts = entry.sql("up").filter(|(_, of, _)| *of == Dialect::Sqlite);
    texts.any(|(_, _, sql)| {
        sql.contains(&format!("ALTER TABLE \"{table}\"")) || rebuilt(sql).any(|name| name == table)
    })
}
