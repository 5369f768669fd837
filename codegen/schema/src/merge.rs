//! A schema that changed, written into the files of a person.
//!
//! What is the database's is compared: columns, keys, indexes, types. Where it differs, the lines
//! that say it are replaced, added or taken out; every other byte stays. What is the person's (names
//! in Rust, relationships, rules, comments, order) is taken over. What came of it is compiled and
//! must have the tables that were wanted, or nothing is changed.

mod adopt;
mod columns;
mod edit;
mod enums;
mod files;
mod lines;
mod mixins;
mod place;
mod tables;

use std::path::PathBuf;

use crate::ir::{ModelKind, Schema};
use crate::load::{Input, Outcome, compile};
use crate::print::facts;
use crate::source::{FileId, Sources};
use crate::yaml::tree::{Node, parse};

/// What a merge came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The files that change, with their whole text.
    pub files: Vec<(PathBuf, String)>,
    /// What was added, changed and taken out, one line for each.
    pub changes: Vec<String>,
}

/// Why files stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// They are no schema now.
    #[error("the files that are there do not compile:\n{0}")]
    Unreadable(String),
    /// The file is for other engines.
    #[error(
        "the files that are there are for {there}, and what is pulled is of {pulled}: pull into \
         another folder, and take over by hand what you want"
    )]
    Dialects {
        /// Of the files.
        there: String,
        /// Of the schema.
        pulled: String,
    },
    /// The file has what no database says.
    #[error(
        "`{0}` is not a table of its own, and models that inherit are not merged: change the files \
         by hand, and hold them against the database with `ormolu pull --check`"
    )]
    Inherits(String),
    /// The edits did not come to what was wanted.
    #[error(
        "the changes cannot be put into the files that are there, so nothing was written. They \
         are:\n{changes}{why}change the files by hand, or pull into another folder and compare"
    )]
    Differs {
        /// What was to change.
        changes: String,
        /// What the compiler says, or which models differ.
        why: String,
    },
}

/// Writes what a schema has into files that compile to another one, as far as it differs.
///
/// ```
/// use ormolu_schema::{Input, compile, merge};
///
/// let there = "ormolu: 1\nmodels:\n  User: # people\n    columns:\n      id: { type: int, primary_key: true }\n";
/// let there = compile(&Input::text("schema.yaml", there));
/// let now = "ormolu: 1\nmodels:\n  User:\n    columns:\n      id: { type: int, primary_key: true }\n      name: text\n";
/// let (now, _) = compile(&Input::text("now.yaml", now)).result.unwrap();
///
/// let merged = merge(&there, &now).unwrap();
/// assert!(merged.files[0].1.ends_with("primary_key: true }\n      name: text\n"));
/// assert!(merged.files[0].1.contains("User: # people\n"));
/// ```
///
/// # Errors
/// Why the files stay as they are.
pub fn merge(there: &Outcome, wanted: &Schema) -> Result<Merged, MergeError> {
    merged(there, wanted, false)
}

/// As [`merge`]; a table that is new and has the columns of a mixin of the files, in the same words,
/// names the mixin instead.
///
/// # Errors
/// Why the files stay as they are.
pub fn merge_with_mixins(there: &Outcome, wanted: &Schema) -> Result<Merged, MergeError> {
    merged(there, wanted, true)
}

fn merged(there: &Outcome, wanted: &Schema, mixed: bool) -> Result<Merged, MergeError> {
    let Ok((old, _)) = &there.result else {
        return Err(MergeError::Unreadable(there.render(false)));
    };
    check(old, wanted)?;
    let old = &without_renames(old);
    let new = adopt::adopt(old, wanted);
    let files = parsed(&there.sources);
    let edits = tables::edits(&files, old, &new, mixed);
    let mut changed: Vec<(PathBuf, String)> = vec![];
    let mut all: Vec<(PathBuf, String)> = vec![];
    for (id, source) in there.sources.files() {
        let text = edits.apply(id, &source.text);
        if text != source.text {
            changed.push((source.path.clone(), text.clone()));
        }
        all.push((source.path.clone(), text));
    }
    verify(all, &new, &edits.changes)?;
    Ok(Merged {
        files: changed,
        changes: edits.changes,
    })
}

/// What something was called before is no matter of a database.
fn without_renames(schema: &Schema) -> Schema {
    Schema {
        renames: vec![],
        ..schema.clone()
    }
}

fn check(old: &Schema, wanted: &Schema) -> Result<(), MergeError> {
    let names = |schema: &Schema| {
        let names: Vec<&str> = schema.dialects.iter().map(|d| d.name()).collect();
        names.join(", ")
    };
    if old.dialects != wanted.dialects {
        return Err(MergeError::Dialects {
            there: names(old),
            pulled: names(wanted),
        });
    }
    let inherits = |kind| matches!(kind, ModelKind::Rows | ModelKind::Table);
    match old.models.iter().find(|m| inherits(m.kind)) {
        Some(model) => Err(MergeError::Inherits(model.name.clone())),
        None => Ok(()),
    }
}

/// A YAML file with its tree.
struct Parsed<'s> {
    id: FileId,
    text: &'s str,
    root: Node,
}

fn parsed(sources: &Sources) -> Vec<Parsed<'_>> {
    let files = sources.files().filter_map(|(id, source)| {
        let root = parse(&source.text, id, &mut vec![])?;
        Some(Parsed {
            id,
            text: &source.text,
            root,
        })
    });
    files.collect()
}

/// Whether the files have the tables that are wanted.
fn verify(
    files: Vec<(PathBuf, String)>,
    wanted: &Schema,
    changes: &[String],
) -> Result<(), MergeError> {
    let named = |path: &PathBuf| path.to_string_lossy().into_owned();
    let input = Input {
        texts: Some(
            files
                .iter()
                .map(|(p, text)| (named(p), text.clone()))
                .collect(),
        ),
        ..Input::new(files.iter().map(|(path, _)| named(path)))
    };
    let outcome = compile(&input);
    let why = match &outcome.result {
        Ok((schema, _)) => match &facts::differing(&without_renames(schema), wanted)[..] {
            [] => return Ok(()),
            tables => format!("They do not come out as wanted in {};\n", tables.join(", ")),
        },
        Err(_) => outcome.render(false),
    };
    let changes = changes.iter().map(|line| format!("  {line}\n"));
    Err(MergeError::Differs {
        changes: changes.collect(),
        why,
    })
}
