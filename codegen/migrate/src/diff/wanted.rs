//! The new names that the schema says, and those that were answered.

use ormolu_schema::ir::{ColumnId, EnumId, Model, ModelId, Renamed, Schema, TableName};

use super::histories;
use super::renames::Names;
use crate::migration::{Answer, Question};

/// What has another name, and each `renamed_from` that says nothing on this way, in words.
pub(crate) fn names(before: &Schema, after: &Schema, answers: &[Answer]) -> (Names, Vec<String>) {
    let mut wanted = Wanted {
        before,
        after,
        names: Names::default(),
        stale: Vec::new(),
    };
    for renamed in &after.renames {
        match renamed {
            Renamed::Table { model, from } => wanted.table(*model, from),
            Renamed::Column {
                model,
                column,
                from,
            } => wanted.column(*model, *column, from),
            Renamed::Enum { of, from } => wanted.enumeration(*of, from),
            Renamed::Domain { name, from } => wanted.domain(name, from),
            Renamed::Sequence { name, from } => wanted.sequence(name, from),
            Renamed::Value { of, value, from } => wanted.value(*of, value, from),
        }
    }
    for Answer { question, .. } in answers.iter().filter(|answer| answer.renamed) {
        let names = &mut wanted.names;
        match question.clone() {
            Question::Table { from, to } => names.tables.push((from, to)),
            Question::Column { table, from, to } => names.columns.push((table, from, to)),
            Question::Value { of, from, to } => names.values.push((of, from, to)),
        }
    }
    histories::renamed(before, after, &mut wanted.names);
    (wanted.names, wanted.stale)
}

struct Wanted<'s> {
    before: &'s Schema,
    after: &'s Schema,
    names: Names,
    stale: Vec<String>,
}

impl Wanted<'_> {
    fn table(&mut self, model: ModelId, from: &str) {
        let new = &self.after.model(model).table;
        let old = self.before.models.iter().filter(|m| super::is_table(m));
        let named = |m: &&Model| is_called(&m.table, from);
        let old = old
            .clone()
            .find(named)
            .or_else(|| old.clone().find(|m| m.name == from));
        let known = self.before.renames.iter().any(|known| match known {
            Renamed::Table { model, from: old } => {
                old == from && self.before.model(*model).table == *new
            }
            _ => false,
        });
        match old.map(|model| &model.table) {
            Some(old) if old != new && !known && self.is_free(old) => {
                self.names.tables.push((old.clone(), new.clone()));
            }
            _ => self.is_stale(&format!("table `{}`", new.name), from),
        }
    }

    /// Whether no other table has the name, unless it was called otherwise itself.
    fn is_free(&self, table: &TableName) -> bool {
        let mut models = self
            .after
            .models()
            .filter(|(_, model)| super::is_table(model));
        let other = models.find(|(_, model)| model.table == *table);
        other.is_none_or(|(id, _)| {
            let mut renames = self.after.renames.iter();
            renames.any(|r| matches!(r, Renamed::Table { model, .. } if *model == id))
        })
    }

    fn column(&mut self, model: ModelId, column: ColumnId, from: &str) {
        let after = self.after.model(model);
        let new = &after.column(column).name;
        let stale = format!("column `{new}` of `{}`", after.table.name);
        let table = self.names.old_table(&after.table);
        let mut models = self.before.models.iter().filter(|m| super::is_table(m));
        let Some(before) = models.find(|m| m.table == *table) else {
            return self.is_stale(&stale, from);
        };
        let reference = format!("{from}_id");
        let columns = || before.columns.iter();
        let old = columns()
            .find(|c| c.name == from)
            .or_else(|| columns().find(|c| c.field == from))
            .or_else(|| columns().find(|c| c.name == reference));
        let known = self.before.renames.iter().any(|known| match known {
            Renamed::Column {
                model,
                column,
                from: old,
            } => {
                let of = self.before.model(*model);
                old == from && of.table == before.table && of.column(*column).name == *new
            }
            _ => false,
        });
        // Another column may have the name now, if it was called otherwise itself.
        let is_free = |name: &str| {
            after.column_named(name).is_none_or(|id| {
                let mut renames = self.after.renames.iter();
                renames.any(|r| {
                    matches!(r, Renamed::Column { model: m, column: c, .. } if *m == model && *c == id)
                })
            })
        };
        match old.filter(|old| old.name != *new && !known && is_free(&old.name)) {
            Some(old) => {
                let renamed = (after.table.clone(), old.name.clone(), new.clone());
                self.names.columns.push(renamed);
            }
            None => self.is_stale(&stale, from),
        }
    }

    fn enumeration(&mut self, of: EnumId, from: &str) {
        let new = type_name(self.after, of);
        let mut old = self.before.enums.iter().enumerate();
        let old = old.find(|(_, e)| e.sql_name == from || e.name == from);
        let old = old.map(|(at, _)| type_name(self.before, EnumId(at)));
        let is_there =
            (0..self.before.enums.len()).any(|at| type_name(self.before, EnumId(at)) == new);
        match old.filter(|old| *old != new && !is_there) {
            Some(old) => self.names.enums.push((old, new)),
            None => self.is_stale(&format!("enum `{}`", new.name), from),
        }
    }

    fn domain(&mut self, new: &TableName, from: &str) {
        let mut old = self.before.domains.iter().map(|of| &of.name);
        let old = old.find(|old| is_called(old, from) && *old != new);
        match old.filter(|_| self.before.domain(new).is_none()) {
            Some(old) => self.names.domains.push((old.clone(), new.clone())),
            None => self.is_stale(&format!("domain `{}`", new.name), from),
        }
    }

    fn sequence(&mut self, new: &TableName, from: &str) {
        let mut old = self.before.sequences.iter().map(|of| &of.name);
        let old = old.find(|old| is_called(old, from) && *old != new);
        match old.filter(|_| self.before.sequence(new).is_none()) {
            Some(old) => self.names.sequences.push((old.clone(), new.clone())),
            None => self.is_stale(&format!("sequence `{}`", new.name), from),
        }
    }

    fn value(&mut self, of: EnumId, value: &str, from: &str) {
        let new = type_name(self.after, of);
        let old = self.names.old_enum(&new);
        let mut all = (0..self.before.enums.len()).map(EnumId);
        let before = all.find(|id| type_name(self.before, *id) == *old);
        let has = |value: &str| {
            let variants = before.map(|id| &self.before.enumeration(id).variants);
            variants.is_some_and(|variants| variants.iter().any(|v| v.value == value))
        };
        if has(from) && !has(value) {
            let renamed = (new, from.to_owned(), value.to_owned());
            self.names.values.push(renamed);
        } else {
            self.is_stale(&format!("value `{value}` of enum `{}`", new.name), from);
        }
    }

    fn is_stale(&mut self, what: &str, from: &str) {
        self.stale.push(format!(
            "{what}: `renamed_from: {from}` says nothing here, for nothing of that name is to \
             become it; take it away"
        ));
    }
}

/// Whether a name, with or without the namespace, is the table's.
fn is_called(table: &TableName, name: &str) -> bool {
    table.name == name
        || table
            .namespace
            .as_ref()
            .is_some_and(|namespace| name == format!("{namespace}.{}", table.name))
}

fn type_name(schema: &Schema, id: EnumId) -> TableName {
    let of = schema.enumeration(id);
    TableName {
        namespace: of.namespace.clone(),
        name: of.sql_name.clone(),
    }
}
