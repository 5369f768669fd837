//! Which bytes of the files change.

use std::collections::BTreeSet;
use std::ops::Range;

use super::adopt::{all_keys, stands_on};
use super::{Parsed, facts, lines};
use crate::ir::{Column, ColumnId, Enum, Model, ModelId, Schema, TableName};
use crate::print::pretty::Printer;
use crate::print::tree::{self, Entries, Tree};
use crate::print::{enumeration, relationship};
use crate::source::FileId;
use crate::yaml::tree::{Node, NodeKind};

/// Bytes of a file, and what stands there instead.
struct Edit {
    file: FileId,
    range: Range<usize>,
    text: String,
}

/// All of them, and what they mean.
#[derive(Default)]
pub(super) struct Edits {
    all: Vec<Edit>,
    pub(super) changes: Vec<String>,
}

impl Edits {
    /// The text of a file after them.
    pub(super) fn apply(&self, file: FileId, text: &str) -> String {
        let mut own: Vec<&Edit> = self.all.iter().filter(|e| e.file == file).collect();
        // What is put in before a line stands before what becomes of the line.
        own.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut out = text.to_owned();
        if !own.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        for edit in own.into_iter().rev() {
            let end = edit.range.end.min(out.len());
            out.replace_range(edit.range.start.min(end)..end, &edit.text);
        }
        out
    }

    fn say(&mut self, line: impl Into<String>) {
        self.changes.push(line.into());
    }

    fn put(&mut self, file: &Parsed<'_>, range: Range<usize>, text: String) {
        self.all.push(Edit {
            file: file.id,
            range,
            text,
        });
    }

    /// Makes an entry of a block say something, or nothing. Answers whether there was a way.
    fn set(
        &mut self,
        file: &Parsed<'_>,
        mapping: &Node,
        key: &str,
        to: Option<(&str, &Tree)>,
    ) -> bool {
        let Some(indent) = lines::indent(file.text, mapping) else {
            return false;
        };
        let found = lines::entry(mapping, key);
        match (found, to) {
            (None, None) => {}
            (Some((own, value)), None) => {
                let bytes = lines::of_entry(file.text, own, value);
                let range = lines::start(file.text, bytes.start)..lines::next(file.text, bytes.end);
                self.put(file, range, String::new());
            }
            (Some((own, value)), Some((name, tree))) => {
                let bytes = lines::of_entry(file.text, own, value);
                let text = tree::rendered(name, tree, indent);
                self.put(file, bytes, text.trim().to_owned());
            }
            (None, Some((name, tree))) => {
                let at = end_of(file, mapping);
                self.put(file, at..at, tree::rendered(name, tree, indent));
            }
        }
        true
    }
}

/// The line behind the last entry of a block.
fn end_of(file: &Parsed<'_>, mapping: &Node) -> usize {
    let NodeKind::Mapping(entries) = &mapping.kind else {
        return file.text.len();
    };
    let last = entries.last();
    let end = last.map(|(key, value)| lines::of_entry(file.text, key, value).end);
    lines::next(file.text, end.unwrap_or(file.text.len()))
}

/// The edits that lead from what the files say to the new schema.
pub(super) fn edits(files: &[Parsed<'_>], old: &Schema, new: &Schema) -> Edits {
    let mut edits = Edits::default();
    let section = |file: &'_ Parsed<'_>, key: &str| lines::entry(&file.root, key).is_some();
    let printer = Printer::like(new, &templates(files), exact_models(files));
    enums(&mut edits, files, old, new, &printer);
    let (before, after) = (facts::tables(old), facts::tables(new));
    for model in &old.models {
        let Some((file, models, key, value)) = find(files, &model.name) else {
            continue; // a link that a relationship makes
        };
        match after.get(&model.table) {
            None => {
                edits.say(format!("- table {}", shown(&model.table)));
                let bytes = lines::of_entry(file.text, key, value);
                let mut end = lines::next(file.text, bytes.end);
                if file.text[end..].starts_with('\n') {
                    end += 1;
                }
                edits.put(
                    file,
                    lines::start(file.text, bytes.start)..end,
                    String::new(),
                );
            }
            Some(now) => {
                let place = Place {
                    file,
                    models,
                    value,
                };
                place.model(&mut edits, (model, old), (now, new), &printer);
            }
        }
    }
    let added = new.models.iter().filter(|m| !before.contains_key(&m.table));
    let last = files.iter().rev().find(|file| section(file, "models"));
    for model in added {
        edits.say(format!("+ table {}", shown(&model.table)));
        let Some((file, (_, models))) =
            last.and_then(|f| Some((f, lines::entry(&f.root, "models")?)))
        else {
            continue;
        };
        let at = end_of(file, models);
        let indent = lines::indent(file.text, models).unwrap_or(2);
        let tree = Tree::Map(printer.model(model));
        edits.put(
            file,
            at..at,
            format!("\n{}", tree::rendered(&model.name, &tree, indent)),
        );
    }
    edits
}

fn shown(table: &TableName) -> String {
    match &table.namespace {
        Some(namespace) => format!("{namespace}.{}", table.name),
        None => table.name.clone(),
    }
}

/// The templates for names that the files say.
fn templates(files: &[Parsed<'_>]) -> Vec<(String, String)> {
    let all = files
        .iter()
        .filter_map(|file| lines::entry(&file.root, "naming"));
    let pairs = all.filter_map(|(_, naming)| match &naming.kind {
        NodeKind::Mapping(entries) => Some(entries),
        _ => None,
    });
    let text = |node: &Node| lines::scalar(node).to_owned();
    pairs
        .flatten()
        .map(|(key, value)| (text(key), text(value)))
        .collect()
}

/// The models that say `exact: true`.
fn exact_models(files: &[Parsed<'_>]) -> BTreeSet<String> {
    let is_exact = |value: &Node| {
        lines::entry(value, "exact").is_some_and(|(_, flag)| lines::scalar(flag) == "true")
    };
    let mut found = BTreeSet::new();
    for file in files {
        let all = is_exact(&file.root);
        let Some((_, models)) = lines::entry(&file.root, "models") else {
            continue;
        };
        if let NodeKind::Mapping(entries) = &models.kind {
            let exact = entries.iter().filter(|(_, value)| all || is_exact(value));
            found.extend(exact.map(|(key, _)| lines::scalar(key).to_owned()));
        }
    }
    found
}

/// A model's entry: its file, the mapping it stands in, its key and its value.
fn find<'f, 's>(
    files: &'f [Parsed<'s>],
    name: &str,
) -> Option<(&'f Parsed<'s>, &'f Node, &'f Node, &'f Node)> {
    files.iter().find_map(|file| {
        let (_, models) = lines::entry(&file.root, "models")?;
        let (key, value) = lines::entry(models, name)?;
        Some((file, models, key, value))
    })
}

fn enums(edits: &mut Edits, files: &[Parsed<'_>], old: &Schema, new: &Schema, printer: &Printer) {
    let same = |a: &Enum, b: &Enum| a.sql_name == b.sql_name && a.namespace == b.namespace;
    let place = files
        .iter()
        .find_map(|file| Some((file, lines::entry(&file.root, "enums")?.1)));
    for of in &old.enums {
        let now = new.enums.iter().find(|n| same(n, of));
        let tree = now.map(|now| enumeration::enumeration(now, new));
        if tree == Some(enumeration::enumeration(of, old)) {
            continue;
        }
        edits.say(format!(
            "{} type {}",
            if now.is_some() { "~" } else { "-" },
            of.sql_name
        ));
        let printed = now.map(|now| printer.enumeration(now));
        let home = files.iter().find_map(|file| {
            let (_, enums) = lines::entry(&file.root, "enums")?;
            let names = [&of.name, &of.sql_name];
            let key = names
                .into_iter()
                .find(|name| lines::entry(enums, name).is_some())?;
            Some((file, enums, key.clone()))
        });
        if let Some((file, enums, key)) = home {
            edits.set(
                file,
                enums,
                &key,
                printed.as_ref().map(|tree| (key.as_str(), tree)),
            );
        }
    }
    let added = new
        .enums
        .iter()
        .filter(|n| !old.enums.iter().any(|o| same(n, o)));
    let mut section = Entries::lines();
    for of in added {
        edits.say(format!("+ type {}", of.sql_name));
        let (key, tree) = (printer.enumeration_key(of), printer.enumeration(of));
        match place {
            Some((file, enums)) => {
                edits.set(file, enums, &key, Some((&key, &tree)));
            }
            None => section.add(key, tree),
        }
    }
    let models = files
        .iter()
        .find_map(|file| Some((file, lines::entry(&file.root, "models")?.0)));
    if let (Some((file, key)), false) = (models, section.is_empty()) {
        let at = lines::start(file.text, key.span.start as usize);
        edits.put(
            file,
            at..at,
            tree::rendered("enums", &Tree::Map(section), 0),
        );
    }
}

/// Where a model is written.
struct Place<'f, 's> {
    file: &'f Parsed<'s>,
    models: &'f Node,
    value: &'f Node,
}

impl Place<'_, '_> {
    fn model(
        &self,
        edits: &mut Edits,
        (old, of_old): (&Model, &Schema),
        (new, of_new): (&Model, &Schema),
        printer: &Printer,
    ) {
        let before = edits.changes.len();
        let changed = self.changed_sections((old, of_old), (new, of_new));
        let columns = changed_columns((old, of_old), (new, of_new), &changed, self.value);
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
        is_fine &= self.relationships(edits, (old, of_old), (new, of_new));
        if !is_fine && before < edits.changes.len() && self.is_plain() {
            // In brackets: the whole of it is written again.
            edits
                .all
                .retain(|e| e.file != self.file.id || !self.holds(&e.range));
            let tree = Tree::Map(printed);
            edits.set(self.file, self.models, &old.name, Some((&old.name, &tree)));
        }
    }

    /// Whether the model stands in brackets and says only what its table says, too.
    fn is_plain(&self) -> bool {
        const KEYS: [&str; 6] = [
            "table",
            "namespace",
            "comment",
            "columns",
            "read_only",
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
        let keyed = |m: &Model| m.primary_key.columns.is_empty() && m.view.is_none();
        if keyed(old) != keyed(new) {
            changed.push("read_only");
        }
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
        let Some(all @ Tree::Map(entries)) = printed.get("columns") else {
            return false;
        };
        let Some(indent) = lines::indent(self.file.text, block) else {
            return edits.set(self.file, self.value, "columns", Some(("columns", all)));
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
                // It comes from a mixin.
                (None, None) => is_fine = false,
            }
        }
        is_fine
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

/// The columns whose entries say something else now: their own, or of a key they are in.
fn changed_columns(
    (old, of_old): (&Model, &Schema),
    (new, of_new): (&Model, &Schema),
    sections: &[&str],
    value: &Node,
) -> BTreeSet<String> {
    let (was, now) = (facts::columns(old), facts::columns(new));
    let mut found = BTreeSet::new();
    for name in was.keys().chain(now.keys()) {
        let before = was.get(name).map(|id| facts::of_column(*id, old, of_old));
        let after = now.get(name).map(|id| facts::of_column(*id, new, of_new));
        if before != after {
            found.insert((*name).to_owned());
        }
    }
    for model in [old, new] {
        let mut add = |columns: &[ColumnId]| {
            found.extend(columns.iter().map(|id| model.column(*id).name.clone()));
        };
        if sections.contains(&"primary_key") {
            add(&model.primary_key.columns);
        }
        let listed = lines::entry(value, "foreign_keys").is_some();
        let differs = |columns: &[ColumnId]| {
            keys_on(columns, model, (old, of_old)) != keys_on(columns, model, (new, of_new))
        };
        for key in &model.foreign_keys {
            let changed = sections.contains(&"foreign_keys") && (listed || differs(&key.columns));
            if changed || sections.contains(&"indexes") {
                add(&key.columns);
            }
        }
        if sections.contains(&"uniques") {
            for unique in model.uniques.iter().filter(|u| u.columns.len() == 1) {
                add(&unique.columns);
            }
        }
    }
    found
}

/// What the foreign keys of one of the two models on columns of these names say.
fn keys_on(columns: &[ColumnId], of: &Model, (model, schema): (&Model, &Schema)) -> BTreeSet<Tree> {
    let names: Vec<&str> = columns
        .iter()
        .map(|c| of.column(*c).name.as_str())
        .collect();
    let same = |ids: &[ColumnId]| {
        let own = ids.iter().map(|c| model.column(*c).name.as_str());
        own.eq(names.iter().copied())
    };
    let keys = model.foreign_keys.iter().filter(|k| same(&k.columns));
    keys.map(|k| crate::print::foreign_key::foreign_key(k, model, schema))
        .collect()
}

/// The entry of a block of columns that makes a column.
fn key_of(block: &Node, column: &Column) -> Option<String> {
    let NodeKind::Mapping(entries) = &block.kind else {
        return None;
    };
    let says = |value: &Node, key: &str| {
        let text = lines::entry(value, key).map(|(_, node)| lines::scalar(node));
        text == Some(column.name.as_str())
    };
    let by_name = |(_, value): &&(Node, Node)| says(value, "column");
    let by_key = |(key, value): &&(Node, Node)| {
        let other = lines::entry(value, "column").is_some();
        !other && [&column.field, &column.name].contains(&&lines::scalar(key).to_owned())
    };
    let by_reference = |(key, value): &&(Node, Node)| {
        let rest = column.name.strip_prefix(lines::scalar(key));
        lines::entry(value, "references").is_some()
            && lines::entry(value, "type").is_none()
            && lines::entry(value, "column").is_none()
            && rest.is_some_and(|rest| rest.starts_with('_'))
    };
    let found = entries.iter().find(by_name);
    let found = found.or_else(|| entries.iter().find(by_key));
    let found = found.or_else(|| entries.iter().find(by_reference));
    found.map(|(key, _)| lines::scalar(key).to_owned())
}
