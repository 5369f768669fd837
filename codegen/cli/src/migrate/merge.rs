//! `ormolu migrate merge`: several heads become one.

use std::collections::BTreeMap;

use ormolu_schema::{fingerprint, print};

use super::diff::{current, engines};
use super::folder::{Entry, SNAPSHOT};
use super::meta::{Kind, Meta};
use super::new;
use super::objects::Objects;
use super::project::Project;
use crate::Failure;
use crate::arguments::migrate::Merge;

pub(crate) fn run(project: &Project, merge: &Merge) -> Result<(), Failure> {
    let folder = project.folder()?;
    let heads = folder.graph().heads();
    let parents: Vec<String> = heads.iter().map(|head| head.id().to_owned()).collect();
    let Some(last) = parents.iter().max().filter(|_| parents.len() > 1) else {
        return Err(Failure::Found(
            "error: there is one head, and nothing to merge".into(),
        ));
    };
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
    let folder = folder.add(entry)?;
    println!(
        "{}: `ormolu migrate test` proves that both branches together make the schema",
        folder.path.join(&id).display()
    );
    Ok(())
}
