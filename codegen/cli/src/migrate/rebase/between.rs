//! A schema that nobody wrote down: what one branch made of a schema, done to that of another.
//!
//! The canonical text of a schema says each thing in a line, or in lines that are further to the
//! right. So texts are merged entry by entry, and two that change one entry are a conflict.

use std::collections::BTreeMap;

use ormolu_schema::ir::Schema;
use ormolu_schema::{Input, compile, print};

/// What leads from `base` to `own`, done to `onto`; or the entry that both changed.
pub(super) fn schema(base: &Schema, own: &Schema, onto: &Schema) -> Result<Schema, String> {
    let text = |schema: &Schema| print::canonical(schema);
    let merged = text_of(&text(base), &text(own), &text(onto))?;
    let outcome = compile(&Input::text("the schema between two migrations", merged));
    match &outcome.result {
        Ok((schema, _)) => Ok(schema.clone()),
        Err(_) => Err(outcome.render(false)),
    }
}

fn text_of(base: &str, own: &str, onto: &str) -> Result<String, String> {
    let [base, own, onto] = [base, own, onto].map(Entry::all);
    let mut out = String::new();
    for entry in merge(&base, &own, &onto)? {
        entry.write(&mut out);
    }
    Ok(out)
}

/// The same for files by their names.
pub(super) fn files(
    base: &BTreeMap<String, String>,
    own: &BTreeMap<String, String>,
    onto: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, String> {
    let mut merged = onto.clone();
    for name in base.keys().chain(own.keys()) {
        let (was, is, there) = (base.get(name), own.get(name), onto.get(name));
        if was == is || is == there {
            continue;
        }
        if was != there {
            return Err(name.clone());
        }
        match is {
            Some(text) => merged.insert(name.clone(), text.clone()),
            None => merged.remove(name),
        };
    }
    Ok(merged)
}

/// A line with what stands below it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    line: String,
    below: Vec<Entry>,
}

impl Entry {
    fn all(text: &str) -> Vec<Entry> {
        let lines: Vec<&str> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect();
        below(&lines)
    }

    /// What it is known by: its key, or all of an item of a list.
    fn key(&self) -> &str {
        let line = self.line.trim_start();
        match line.split_once(':') {
            Some((key, _)) if !line.starts_with("- ") => key,
            _ => line,
        }
    }

    fn write(&self, out: &mut String) {
        *out += &self.line;
        out.push('\n');
        self.below.iter().for_each(|entry| entry.write(out));
    }
}

/// Lines as entries: what is further to the right belongs to the one before.
fn below(lines: &[&str]) -> Vec<Entry> {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let Some(own) = lines.first().map(|line| depth(line)) else {
        return Vec::new();
    };
    let starts = (0..lines.len()).filter(|at| depth(lines[*at]) <= own);
    let starts: Vec<usize> = starts.collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let each = starts.iter().zip(ends);
    each.map(|(start, end)| Entry {
        line: lines[*start].to_owned(),
        below: below(&lines[start + 1..end]),
    })
    .collect()
}

fn merge(base: &[Entry], own: &[Entry], onto: &[Entry]) -> Result<Vec<Entry>, String> {
    let find = |all: &[Entry], key: &str| all.iter().position(|entry| entry.key() == key);
    let mut merged = onto.to_vec();
    for was in base {
        let gone = find(own, was.key()).is_none();
        match find(&merged, was.key()) {
            Some(at) if gone && merged[at] == *was => drop(merged.remove(at)),
            Some(_) if gone => return Err(was.key().to_owned()),
            _ => {}
        }
    }
    let mut behind = None;
    for is in own {
        let was = find(base, is.key()).map(|at| &base[at]);
        let at = find(&merged, is.key());
        match (was, at) {
            (Some(was), _) if was == is => {}
            (None, None) => {
                let place = behind.and_then(|key| find(&merged, key));
                let place = place.map_or(merged.len(), |at| at + 1);
                merged.insert(place, is.clone());
            }
            (_, Some(at)) => merged[at] = one(was, is, &merged[at])?,
            (Some(_), None) => return Err(is.key().to_owned()),
        }
        behind = Some(is.key());
    }
    // What has nothing left in it is nothing.
    merged.retain(|entry| !entry.line.ends_with(':') || !entry.below.is_empty());
    Ok(merged)
}

/// One entry that one branch changed or added, and the other has.
fn one(was: Option<&Entry>, is: &Entry, there: &Entry) -> Result<Entry, String> {
    if is == there || was == Some(there) {
        return Ok(is.clone());
    }
    let conflict = |inner: &str| match inner {
        "" => is.key().to_owned(),
        inner => format!("{}.{inner}", is.key()),
    };
    let lines = [was.map(|was| &was.line), Some(&there.line)];
    let is_block = is.line.ends_with(':') && lines.iter().flatten().all(|line| **line == is.line);
    if !is_block {
        return Err(conflict(""));
    }
    let base = was.map_or(&[][..], |was| &was.below);
    let below = merge(base, &is.below, &there.below).map_err(|inner| conflict(&inner))?;
    Ok(Entry {
        line: is.line.clone(),
        below,
    })
}

#[cfg(test)]
mod tests {
    use super::text_of;

    const BASE: &str = "models:\n  Note:\n    columns:\n      id: bigint\n      title: text\n    \
                        indexes:\n      - [title]\n  Old:\n    columns: { id: bigint }\n";

    #[test]
    fn both_branches_are_in_it() {
        let own = BASE
            .replace("title: text\n", "title: text?\n      body: text\n")
            .replace("  Old:\n    columns: { id: bigint }\n", "");
        let onto = BASE.replace("- [title]\n", "- [title]\n      - [id]\n") + "  New:\n    a: b\n";
        let merged = text_of(BASE, &own, &onto).unwrap();
        assert_eq!(
            merged,
            "models:\n  Note:\n    columns:\n      id: bigint\n      title: text?\n      body: \
             text\n    indexes:\n      - [title]\n      - [id]\n  New:\n    a: b\n"
        );
    }

    #[test]
    fn what_both_changed_is_named() {
        let own = BASE.replace("title: text\n", "title: text?\n");
        let onto = BASE.replace("title: text\n", "title: string\n");
        let conflict = text_of(BASE, &own, &onto).unwrap_err();
        assert_eq!(conflict, "models.Note.columns.title");
        let gone = BASE.replace("      title: text\n", "");
        let conflict = text_of(BASE, &gone, &onto).unwrap_err();
        assert_eq!(conflict, "models.Note.columns.title");
        assert_eq!(text_of(BASE, &own, &own).unwrap(), own);
    }
}
