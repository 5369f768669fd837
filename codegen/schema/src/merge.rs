//! A schema that changed, written into the files of a person.
//!
//! What is the database's is compared: columns, keys, indexes, types. Where it differs, the lines
//! that say it are replaced, added or taken out; every other byte stays. What is the person's (names
//! in Rust, relationships, rules, comments, order) is taken over. What came of it is compiled and
//! must have the tables that were wanted, or nothing is changed. What is said in one place for several
//! tables, in a mixin or a model above, stays and is told.

mod adopt;
mod columns;
mod edit;
mod enums;
mod files;
mod left;
mod lines;
mod mixins;
mod named;
mod place;
mod tables;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::ir::Schema;
use crate::load::{Input, Outcome, compile};
use crate::print::facts::{self, Part};
use crate::source::{FileId, Sources};
use crate::yaml::tree::{Node, parse};
use left::Left;

/// What a merge came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The files that change, with their whole text.
    pub files: Vec<(PathBuf, String)>,
    /// What was added, changed and taken out, one line for each.
    pub changes: Vec<String>,
    /// What differs and stays, since it is said in one place for several tables: where that is, and
    /// the way out, one line for each.
    pub left: Vec<String>,
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
    let mut left = left::left(&files, old, &new);
    loop {
        let edits = tables::edits(&files, (old, &new), &left, mixed);
        let texts: Vec<(PathBuf, String)> = there
            .sources
            .files()
            .map(|(id, source)| (source.path.clone(), edits.apply(id, &source.text)))
            .collect();
        let Err(why) = verify(&texts, old, &new, &left) else {
            let before = there.sources.files().map(|(_, source)| &source.text);
            let changed = texts.into_iter().zip(before);
            let changed = changed.filter(|((_, now), before)| now != *before);
            return Ok(Merged {
                files: changed.map(|(file, _)| file).collect(),
                left: left.remarks(&edits),
                changes: edits.changes,
            });
        };
        // Lines that are shared may be too much for edits: then their tables stay.
        let mut more = false;
        for model in left::with_shared(&files, old) {
            let of = |(table, _): &&Part| table.as_ref() == Some(&model.table);
            let parts = why.parts.iter().filter(of);
            let parts: Vec<&str> = parts.map(|(_, part)| part.as_str()).collect();
            if why.parts.is_empty() || !parts.is_empty() {
                more |= left.leave(model, &parts, &files);
            }
        }
        if !more {
            let changes = edits.changes.iter().map(|line| format!("  {line}\n"));
            return Err(MergeError::Differs {
                changes: changes.collect(),
                why: why.text,
            });
        }
    }
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
    Ok(())
}

/// A YAML file with its tree.
struct Parsed<'s> {
    id: FileId,
    path: &'s Path,
    text: &'s str,
    root: Node,
}

fn parsed(sources: &Sources) -> Vec<Parsed<'_>> {
    let files = sources.files().filter_map(|(id, source)| {
        let root = parse(&source.text, id, &mut vec![])?;
        Some(Parsed {
            id,
            path: &source.path,
            text: &source.text,
            root,
        })
    });
    files.collect()
}

/// Why files do not have the tables that are wanted.
struct Why {
    text: String,
    /// What differs; nothing where they do not compile.
    parts: BTreeSet<Part>,
}

/// Whether the files have the tables that are wanted, but for what is left.
fn verify(
    files: &[(PathBuf, String)],
    old: &Schema,
    wanted: &Schema,
    left: &Left<'_, '_>,
) -> Result<(), Why> {
    let named = |path: &PathBuf| path.to_string_lossy().into_owned();
    let texts = files.iter().map(|(p, text)| (named(p), text.clone()));
    let input = Input {
        texts: Some(texts.collect()),
        ..Input::new(files.iter().map(|(path, _)| named(path)))
    };
    let outcome = compile(&input);
    let Ok((schema, _)) = &outcome.result else {
        return Err(Why {
            text: outcome.render(false),
            parts: BTreeSet::new(),
        });
    };
    let schema = without_renames(schema);
    let mut parts = facts::differences(&schema, wanted);
    parts.retain(|part| !left.holds(part));
    let changed = facts::differences(&schema, old).into_iter();
    parts.extend(changed.filter(|part| left.holds(part)));
    if parts.is_empty() {
        return Ok(());
    }
    let name = |(table, part): &Part| match table {
        Some(table) => format!("`{}`", table.name),
        None => format!("the {part}"),
    };
    let names: BTreeSet<String> = parts.iter().map(name).collect();
    let names: Vec<String> = names.into_iter().collect();
    Err(Why {
        text: format!("They do not come out as wanted in {};\n", names.join(", ")),
        parts,
    })
}
