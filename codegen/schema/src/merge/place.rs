//! A model's own lines.

use std::collections::BTreeSet;
use std::ops::Range;

use super::adopt::{all_keys, stands_on};
use super::columns::{changed_columns, key_of};
use super::edit::Edits;
use super::left::Left;
use super::{Parsed, lines};
use crate::ir::{Model, ModelId, Schema, TableName};
use crate::print::pretty::Printer;
use crate::print::tree::{self, Entries, Tree};
use crate::print::{facts, relationship};
use crate::yaml::tree::{Node, NodeKind};

/// Where a model is written.
pub(super) struct Place<'f, 's> {
    pub(super) file: &'f Parsed<'s>,
    pub(super) models: &'f Node,
    pub(super) value: &'f Node,
    pub(super) left: &'f Left<'f, 's>,
}

impl Place<'_, '_> {
    pub(super) fn model(
        &self,
        edits: &mut Edits,
        (old, of_old): (&Model, &Schema),
        (new, of_new): (&Model, &Schema),
        printer: &Printer,
    ) {
        let before = edits.changes.len();
        let changed = self.changed_sections((old, of_old), (new, of_new));
        let mut columns = changed_columns((old, of_old), (new, of_new), &changed, self.value);
        columns.retain(|name| !self.left.holds_column(&old.table, name));
        let printed = printer.model(new);
        let table = shown(&new.table);
        let mut is_fine = true;
        for name in &changed {
            edits.say(format!("~ {} of {table}", name.replace('_', " ")));
            let to = printed.get(name).map(|tree| (*name, tree));
            is_fine &= edits.set(self.file, self.value, name, to);
        }
        if !columns.is_empty() {
            is_fine &= self.columns(edits, &columns, (old, new), &printed, &table);
        }
        if !self.left.holds_section(&old.table, "relationships") {
            is_fine &= self.relationships(edits, (old, of_old), (new, of_new));
        }
        if !is_fine && before < edits.changes.len() && self.is_plain() {
            // In brackets: the whole of it is written again.
            edits.forget(self.file, |range| self.holds(range));
            let tree = Tree::Map(printed);
            edits.set(self.file, self.models, &old.name, Some((&old.name, &tree)));
        }
    }

    /// Whether the model stands in brackets and says only what its table says, too.
    fn is_plain(&self) -> bool {
        const KEYS: [&str; 7] = [
            "table",
            "namespace",
            "comment",
            "columns",
            "read_only",
            "identity",
            "exact",
        ];
        let NodeKind::Mapping(entries) = &self.value.kind else {
            return false;
        };
        let known = |key: &Node| {
            let key = lines::scalar(key);
            KEYS.contains(&key) || facts::SECTIONS.contains(&key)
        };
        lines::indent(self.file.text, self.value).is_none() && entries.iter().all(|(k, _)| known(k))
    }

    fn holds(&self, range: &Range<usize>) -> bool {
        let own = self.value.span;
        range.start >= own.start as usize && range.end <= own.end as usize + 1
    }

    fn changed_sections(
        &self,
        (old, of_old): (&Model, &Schema),
        (new, of_new): (&Model, &Schema),
    ) -> Vec<&'static str> {
        let differs =
            |name: &&&str| facts::section(name, old, of_old) != facts::section(name, new, of_new);
        let mut changed: Vec<&'static str> =
            facts::SECTIONS.iter().filter(differs).copied().collect();
        if old.comment != new.comment {
            changed.push("comment");
        }
        let read_only = |m: &Model| m.read_only && m.view.is_none();
        if read_only(old) != read_only(new) {
            changed.push("read_only");
        }
        let names = |m: &Model| -> Vec<String> {
            let columns = m.identity.iter();
            columns.map(|id| m.column(*id).name.clone()).collect()
        };
        if names(old) != names(new) {
            changed.push("identity");
        }
        changed.retain(|name| !self.left.holds_section(&old.table, name));
        changed
    }

    /// Columns that came, went or changed, each by the lines of its own.
    fn columns(
        &self,
        edits: &mut Edits,
        changed: &BTreeSet<String>,
        (old, new): (&Model, &Model),
        printed: &Entries,
        table: &str,
    ) -> bool {
        let gone = old
            .columns
            .iter()
            .filter(|c| new.column_named(&c.name).is_none());
        let order = gone
            .chain(&new.columns)
            .filter(|c| changed.contains(&c.name));
        let order: Vec<&str> = order.map(|c| c.name.as_str()).collect();
        let order: Vec<&str> = order.into_iter().filter(|n| self.says(old, n)).collect();
        for name in &order {
            let mark = match (old.column_named(name), new.column_named(name)) {
                (None, _) => "+",
                (_, None) => "-",
                _ => "~",
            };
            edits.say(format!("{mark} column {name} of {table}"));
        }
        let Some((_, block)) = lines::entry(self.value, "columns") else {
            return false;
        };
        let Some(Tree::Map(entries)) = printed.get("columns") else {
            return false;
        };
        let Some(indent) = lines::indent(self.file.text, block) else {
            let all = Tree::Map(self.own_columns(entries, (old, new)));
            return edits.set(self.file, self.value, "columns", Some(("columns", &all)));
        };
        let mut is_fine = true;
        for name in order {
            let was = old.columns.iter().find(|c| c.name == name);
            let at = new.columns.iter().position(|c| c.name == name);
            let now = at.and_then(|at| entries.at(at));
            let key = was.and_then(|column| key_of(block, column));
            match (key, now) {
                (Some(key), now) => {
                    let kept = now.and_then(|(_, tree)| self.reference(block, &key, tree, name));
                    let now = kept.as_ref().map(|tree| (key.as_str(), tree)).or(now);
                    is_fine &= edits.set(self.file, block, &key, now);
                }
                (None, Some((key, tree))) => {
                    let before = at.and_then(|at| {
                        new.columns[..at]
                            .iter()
                            .rev()
                            .find_map(|c| key_of(block, c))
                    });
                    let place = before.and_then(|key| lines::entry(block, &key));
                    let place = match place {
                        Some((key, value)) => {
                            let bytes = lines::of_entry(self.file.text, key, value);
                            lines::next(self.file.text, bytes.end)
                        }
                        None => lines::start(self.file.text, block.span.start as usize),
                    };
                    edits.put(self.file, place..place, tree::rendered(key, tree, indent));
                }
                (None, None) => is_fine = false,
            }
        }
        is_fine
    }

    /// The entries of columns but for those that others say.
    fn own_columns(&self, printed: &Entries, (old, new): (&Model, &Model)) -> Entries {
        let mut own = printed.clone();
        for (at, column) in new.columns.iter().enumerate() {
            if let (false, Some((key, _))) = (self.says(old, &column.name), printed.at(at)) {
                own.remove(key);
            }
        }
        own
    }

    /// Whether a column is new, or said here and not in a mixin.
    fn says(&self, old: &Model, name: &str) -> bool {
        let block = lines::entry(self.value, "columns").map(|(_, block)| block);
        let was = old.columns.iter().find(|c| c.name == name);
        was.is_none_or(|was| block.is_some_and(|block| key_of(block, was).is_some()))
    }

    /// What a column says now, where a person had a reference make it.
    fn reference(&self, block: &Node, key: &str, tree: &Tree, column: &str) -> Option<Tree> {
        let (_, value) = lines::entry(block, key)?;
        let made = lines::entry(value, "type").is_none();
        let (Tree::Map(now), true) = (tree, made && lines::entry(value, "references").is_some())
        else {
            return None;
        };
        now.get("references")?;
        let mut now = now.clone();
        let ty = now.get("type").cloned();
        now.remove("type");
        if matches!(ty, Some(Tree::Text(ty)) if ty.ends_with('?')) {
            now.insert(1, "nullable", Tree::Plain("true".into()));
        }
        now.remove("column");
        if lines::entry(value, "column").is_some() {
            now.add("column", Tree::text(column));
        }
        Some(Tree::Map(now))
    }

    /// Relationships on keys that came or went.
    fn relationships(
        &self,
        edits: &mut Edits,
        (old, of_old): (&Model, &Schema),
        (new, of_new): (&Model, &Schema),
    ) -> bool {
        let (before, after) = (all_keys(of_old), all_keys(of_new));
        let id = |schema: &Schema, model: &Model| {
            let at = schema.models.iter().position(|m| m.table == model.table);
            ModelId(at.unwrap_or_default())
        };
        let block = lines::entry(self.value, "relationships").map(|(_, block)| block);
        let mut is_fine = true;
        let owner = id(of_old, old);
        for relationship in &old.relationships {
            let keys = stands_on(relationship, owner, of_old);
            if keys.iter().all(|key| after.contains(key)) {
                continue;
            }
            edits.say(format!("- relationship {}.{}", old.name, relationship.name));
            if let Some(block) = block {
                is_fine &= edits.set(self.file, block, &relationship.name, None);
            }
        }
        let owner = id(of_new, new);
        let mut section = Entries::lines();
        for relationship in &new.relationships {
            let keys = stands_on(relationship, owner, of_new);
            if keys.iter().all(|key| before.contains(key)) {
                continue;
            }
            let tree = relationship::relationship(relationship, new, of_new);
            edits.say(format!("+ relationship {}.{}", new.name, relationship.name));
            match block {
                Some(block) => {
                    let to = Some((relationship.name.as_str(), &tree));
                    is_fine &= edits.set(self.file, block, &relationship.name, to);
                }
                None => section.add(relationship.name.clone(), tree),
            }
        }
        if !section.is_empty() {
            let tree = Tree::Map(section);
            is_fine &= edits.set(
                self.file,
                self.value,
                "relationships",
                Some(("relationships", &tree)),
            );
        }
        is_fine
    }
}

/// A table as people call it.
pub(super) fn shown(table: &TableName) -> String {
    match &table.namespace {
        Some(namespace) => format!("{namespace}.{}", table.name),
        None => table.name.clone(),
    }
}
