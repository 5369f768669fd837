//! `ormolu migrate merge`: several heads become one.

use std::collections::BTreeMap;

use ormolu::Dialect;
use ormolu_schema::{fingerprint, print};

use super::diff::{current, engines};
use super::done::{Done, written};
use super::folder::{Entry, Folder, SNAPSHOT};
use super::meta::{Kind, Meta};
use super::new;
use super::objects::Objects;
use super::project::Project;
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
    let schema = current(&merge.schema)?;
    let mut files = BTreeMap::from([(SNAPSHOT.to_owned(), print::canonical(&schema))]);
    let dialects: Vec<String> = engines(&schema)
        .map(|dialect| dialect.family().name().to_owned())
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
    files.extend(Objects::read(&project.path)?.file());
    let id = new::id(&merge.message, folder.entry(last))?;
    let entry = Entry {
        meta: Meta {
            id: id.clone(),
            parents,
            kind: Kind::Schema,
            dialects: schema
                .dialects
                .iter()
                .map(|dialect| dialect.name().to_owned())
                .collect(),
            schema: Some(fingerprint(&schema)),
            ..Meta::default()
        },
        files,
    };
    let json = written(&folder.path, &entry.meta);
    let folder = folder.add(entry)?;
    let text = format!(
        "{}: `ormolu migrate test` proves that both branches together make the schema\n",
        folder.path.join(&id).display()
    );
    Ok(Done::migrations(text, vec![json]))
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
