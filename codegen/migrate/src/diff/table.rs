//! How a table differs from what it was.

use std::collections::BTreeSet;

use ormolu_schema::ir::{
    Check, Column, ColumnId, Dialect, ForeignKey, Index, IndexTerm, PerDialect, Type, Unique,
};

use super::keys::{self, Parts};
use super::mention;
use super::renames::Names;
use crate::error::RenderError;
use crate::operation::{AddColumn, AlterColumn, AlterTable, Change, Table};
use crate::render::convert::{self, Conversion};
use crate::render::{domain, fill, kept, quote, storage_check};

/// The differences of one table.
pub(super) struct TableDiff<'s> {
    pub(super) before: Table<'s>,
    pub(super) after: Table<'s>,
    pub(super) columns: Columns<'s>,
    pub(super) key: KeyChange,
    pub(super) uniques: Parts<'s, Unique>,
    pub(super) checks: Parts<'s, Check>,
    pub(super) indexes: Parts<'s, Index>,
    pub(super) foreign_keys: Parts<'s, ForeignKey>,
    pub(super) options: bool,
}

/// What becomes of the primary key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyChange {
    None,
    Renamed,
    Replaced,
}

/// The differences of the columns of one table.
pub(super) struct Columns<'s> {
    pub(super) before: Table<'s>,
    pub(super) after: Table<'s>,
    pub(super) gone: Vec<&'s Column>,
    pub(super) new: Vec<&'s Column>,
    pub(super) altered: Vec<AlterColumn<'s>>,
    /// The names of columns that go and come again, or change their type.
    pub(super) touched: BTreeSet<&'s str>,
    /// Conditions of storage that stay, with the names they had and those they get.
    storage_checks: Vec<(String, String)>,
    /// Of these, the names of columns that are made anew under way.
    remade: BTreeSet<&'s str>,
}

impl<'s> Columns<'s> {
    pub(super) fn of(
        before: Table<'s>,
        after: Table<'s>,
        names: &Names,
        dialect: Dialect,
    ) -> Result<Columns<'s>, RenderError> {
        let mut columns = Columns {
            before,
            after,
            gone: Vec::new(),
            new: Vec::new(),
            altered: Vec::new(),
            touched: BTreeSet::new(),
            storage_checks: Vec::new(),
            remade: BTreeSet::new(),
        };
        for column in &after.model().columns {
            match before.model().column_named(&column.name) {
                Some(id) => columns.pair(before.model().column(id), column, names, dialect)?,
                None => columns.new.push(column),
            }
        }
        let is_gone = |column: &&Column| after.model().column_named(&column.name).is_none();
        columns
            .gone
            .extend(before.model().columns.iter().filter(is_gone));
        columns.computed_again(dialect);
        Ok(columns)
    }

    fn pair(
        &mut self,
        old: &'s Column,
        new: &'s Column,
        names: &Names,
        dialect: Dialect,
    ) -> Result<(), RenderError> {
        let from = kept::of_column(self.before, old, dialect)?;
        let to = kept::of_column(self.after, new, dialect)?;
        let table = &self.after.model().table;
        let (old_table, old_column) = (names.old_table(table), names.old_column(table, &new.name));
        let check_name = storage_check(&old_table.name, old_column);
        let new_check = storage_check(&table.name, &new.name);
        if !from.check.is_empty() && from.check == to.check && check_name != new_check {
            self.storage_checks.push((check_name.clone(), new_check));
        }
        let changes_type = from.changes_type(&to);
        let values = self.values(new, names);
        let mut using = None;
        // In SQLite types that share a storage do not share the form of what is stored.
        if from.storage != to.storage || (dialect == Dialect::Sqlite && old.ty != new.ty) {
            let name = quote::name(dialect, &new.name)?;
            match convert::between(&old.ty, &new.ty, dialect, &name, &to.storage) {
                Conversion::Plain => {}
                Conversion::Using(sql) => using = Some(sql),
                Conversion::None => {
                    self.replace(old, new);
                    return Ok(());
                }
            }
        }
        if from == to && using.is_none() {
            return Ok(());
        }
        if from.generated != to.generated || (changes_type && to.generated.is_some()) {
            self.replace(old, new);
            return Ok(());
        }
        let must_have = from.nullable && !to.nullable && to.identity.is_none();
        let asks = must_have && to.generated.is_none() && !names.is_filled(table, &new.name);
        let fill = match asks {
            true => Some(fill::of(self.after, new, dialect)?.sql),
            false => None,
        };
        let nulls = dialect.family() == Dialect::Mysql && from.nullable != to.nullable;
        if changes_type || nulls {
            self.touched.insert(&new.name);
        }
        if using.is_some() && dialect.family() == Dialect::Mysql {
            self.remade.insert(&new.name);
        }
        self.altered.push(AlterColumn {
            before: old,
            after: new,
            check_name,
            from,
            to,
            using,
            fill,
            values,
        });
        Ok(())
    }

    /// The values of an enumeration that have another text, where they are text.
    fn values(&self, column: &Column, names: &Names) -> Vec<(String, String)> {
        let Type::Enum(id) = &column.ty.base else {
            return Vec::new();
        };
        let of = self.after.schema.enumeration(*id);
        let same = names
            .values
            .iter()
            .filter(|(e, _, _)| e.name == of.sql_name && e.namespace == of.namespace);
        same.map(|(_, from, to)| (from.clone(), to.clone()))
            .collect()
    }

    fn replace(&mut self, old: &'s Column, new: &'s Column) {
        self.touched.insert(&new.name);
        self.gone.push(old);
        self.new.push(new);
    }

    /// A column whose type is made anew with what it is of. One that is computed goes and comes
    /// again: nothing converts its values.
    pub(super) fn touch(&mut self, column: &'s Column) {
        let is_gone = self.gone.iter().any(|gone| gone.name == column.name);
        let new = self.after.model().column_named(&column.name);
        match new.filter(|_| column.generated.is_some() && !is_gone) {
            Some(id) => {
                let new = self.after.model().column(id);
                self.altered.retain(|alter| alter.after.name != new.name);
                self.replace(column, new);
            }
            None => {
                self.touched.insert(&column.name);
            }
        }
    }

    /// What is computed from a column that is touched goes and comes again.
    pub(super) fn computed_again(&mut self, dialect: Dialect) {
        loop {
            let names = self.touched.iter().copied();
            let names: Vec<&str> = names
                .chain(self.gone.iter().map(|c| c.name.as_str()))
                .collect();
            let depends = |column: &&'s Column| {
                let sql = column.generated.as_ref().map(|g| &g.expression);
                let sql = sql.and_then(|sql| sql.get(dialect));
                !self.touched.contains(column.name.as_str())
                    && !self.gone.iter().any(|gone| gone.name == column.name)
                    && sql.is_some_and(|sql| names.iter().any(|n| mention::mentions(sql, n)))
            };
            let found = self.before.model().columns.iter().find(depends);
            let Some(old) = found else { return };
            let Some(id) = self.after.model().column_named(&old.name) else {
                return;
            };
            let new = self.after.model().column(id);
            self.altered.retain(|alter| alter.after.name != new.name);
            self.replace(old, new);
        }
    }

    /// Whether one of these columns of the table before is touched or goes.
    pub(super) fn touches(&self, ids: &[ColumnId]) -> bool {
        let table = self.before.model();
        ids.iter().any(|id| {
            let name = table.column(*id).name.as_str();
            self.touched.contains(name) || self.gone.iter().any(|gone| gone.name == name)
        })
    }

    /// Whether one of these columns goes, be it to come again.
    pub(super) fn drops(&self, ids: &[ColumnId]) -> bool {
        let table = self.before.model();
        ids.iter().any(|id| {
            let name = table.column(*id).name.as_str();
            self.remade.contains(name) || self.gone.iter().any(|gone| gone.name == name)
        })
    }

    /// Whether a text names a column that is touched or goes.
    pub(super) fn mentioned(&self, sql: &PerDialect<String>, dialect: Dialect) -> bool {
        let Some(sql) = sql.get(dialect) else {
            return false;
        };
        let gone = self.gone.iter().map(|column| column.name.as_str());
        self.touched
            .iter()
            .copied()
            .chain(gone)
            .any(|name| mention::mentions(sql, name))
    }
}

impl<'s> TableDiff<'s> {
    /// All but foreign keys, which ask for the other tables.
    pub(super) fn of(columns: Columns<'s>, dialect: Dialect) -> Result<TableDiff<'s>, RenderError> {
        let (before, after) = (columns.before, columns.after);
        let (old, new) = (before.model(), after.model());
        let mysql = dialect.family() == Dialect::Mysql;
        let uniques = keys::compare(
            &keys::parts(
                &old.uniques,
                |u| &u.name,
                |u| kept::of_unique(before, u, dialect),
            )?,
            &keys::parts(
                &new.uniques,
                |u| &u.name,
                |u| kept::of_unique(after, u, dialect),
            )?,
            |unique| columns.drops(&unique.columns),
            true,
        );
        let checks = keys::compare(
            &keys::parts(
                &old.checks,
                |c| &c.name,
                |c| kept::of_check(before, c, dialect),
            )?,
            &keys::parts(
                &new.checks,
                |c| &c.name,
                |c| kept::of_check(after, c, dialect),
            )?,
            |check| columns.mentioned(&check.expression, dialect),
            !mysql,
        );
        let indexes = keys::compare(
            &keys::parts(
                &old.indexes,
                |i| &i.name,
                |i| kept::of_index(before, i, dialect),
            )?,
            &keys::parts(
                &new.indexes,
                |i| &i.name,
                |i| kept::of_index(after, i, dialect),
            )?,
            |index| index_goes(&columns, index, dialect),
            dialect != Dialect::Sqlite,
        );
        let key = key_change(&columns, dialect)?;
        let options = kept::of_options(before, dialect)? != kept::of_options(after, dialect)?;
        Ok(TableDiff {
            before,
            after,
            columns,
            key,
            uniques,
            checks,
            indexes,
            foreign_keys: keys::compare(&[], &[], |_| false, false),
            options,
        })
    }

    /// Whether a view over the table would stand in the way.
    pub(super) fn disturbs_views(&self) -> bool {
        !self.columns.gone.is_empty() || !self.columns.altered.is_empty()
    }

    /// What goes, then what changes, then what comes.
    pub(super) fn alter(&self, dialect: Dialect) -> Result<AlterTable<'s>, RenderError> {
        let mut changes = self.drops();
        changes.extend(self.rest(dialect)?);
        Ok(self.with(changes))
    }

    pub(super) fn with(&self, changes: Vec<Change<'s>>) -> AlterTable<'s> {
        AlterTable {
            before: self.before,
            after: self.after,
            changes,
        }
    }

    /// What goes.
    pub(super) fn drops(&self) -> Vec<Change<'s>> {
        let mut changes = Vec::new();
        changes.extend(self.checks.gone.iter().copied().map(Change::DropCheck));
        changes.extend(self.uniques.gone.iter().copied().map(Change::DropUnique));
        let had_key = !self.before.model().primary_key.columns.is_empty();
        if self.key == KeyChange::Replaced && had_key {
            changes.push(Change::DropPrimaryKey);
        }
        // What is computed from others goes before them.
        let (computed, plain): (Vec<_>, Vec<_>) = self
            .columns
            .gone
            .iter()
            .partition(|c| c.generated.is_some());
        changes.extend(computed.into_iter().chain(plain).map(Change::DropColumn));
        changes
    }

    /// Whether names are taken over from what goes, which then has to go in a step before.
    pub(super) fn takes_names_over(&self, dialect: Dialect) -> bool {
        dialect == Dialect::Postgres && !self.columns.storage_checks.is_empty()
    }

    /// What changes and what comes.
    pub(super) fn rest(&self, dialect: Dialect) -> Result<Vec<Change<'s>>, RenderError> {
        let mut changes = Vec::new();
        if dialect == Dialect::Postgres {
            changes.extend(self.renamed_storage_checks());
        }
        if self.key == KeyChange::Renamed {
            changes.push(Change::RenamePrimaryKey);
        }
        let renamed = self.uniques.renamed.iter();
        changes.extend(renamed.map(|(from, to)| Change::RenameUnique(from, to)));
        let renamed = self.checks.renamed.iter();
        changes.extend(renamed.map(|(from, to)| Change::RenameCheck(from, to)));
        let renamed = self.foreign_keys.renamed.iter();
        changes.extend(renamed.map(|(from, to)| Change::RenameForeignKey(&from.name, &to.name)));
        let altered = self.columns.altered.iter().cloned();
        changes.extend(altered.map(|alter| Change::AlterColumn(Box::new(alter))));
        let (computed, plain): (Vec<&Column>, Vec<&Column>) =
            self.columns.new.iter().partition(|c| c.generated.is_some());
        for column in plain.into_iter().chain(computed) {
            let facts = kept::of_column(self.after, column, dialect)?;
            let given = domain::gives_default(self.after.schema, column, dialect);
            let asks = !facts.nullable
                && !given
                && facts.default.is_empty()
                && facts.generated.is_none()
                && facts.identity.is_none();
            let fill = match asks {
                true => Some(fill::of(self.after, column, dialect)?.sql),
                false => None,
            };
            changes.push(Change::AddColumn(AddColumn { column, fill }));
        }
        if self.key == KeyChange::Replaced && !self.after.model().primary_key.columns.is_empty() {
            changes.push(Change::AddPrimaryKey);
        }
        changes.extend(self.uniques.new.iter().copied().map(Change::AddUnique));
        changes.extend(self.checks.new.iter().copied().map(Change::AddCheck));
        if self.options {
            changes.push(Change::Options);
        }
        Ok(changes)
    }
}

impl<'s> TableDiff<'s> {
    /// Where names are exchanged, each has a third one for a while.
    fn renamed_storage_checks(&self) -> Vec<Change<'s>> {
        let checks = &self.columns.storage_checks;
        let taken = |name: &String| checks.iter().any(|(from, _)| from == name);
        if !checks.iter().any(|(_, to)| taken(to)) {
            let rename = |(from, to): &(String, String)| {
                Change::RenameStorageCheck(from.clone(), to.clone())
            };
            return checks.iter().map(rename).collect();
        }
        let aside = |at: usize| format!("ormolu_old_check_{at}");
        let away = checks.iter().enumerate();
        let away = away.map(|(at, (from, _))| Change::RenameStorageCheck(from.clone(), aside(at)));
        let back = checks.iter().enumerate();
        let back = back.map(|(at, (_, to))| Change::RenameStorageCheck(aside(at), to.clone()));
        away.chain(back).collect()
    }
}

fn key_change(columns: &Columns<'_>, dialect: Dialect) -> Result<KeyChange, RenderError> {
    let (before, after) = (columns.before, columns.after);
    let old = &before.model().primary_key;
    let same = kept::of_primary_key(before, dialect)? == kept::of_primary_key(after, dialect)?;
    let is_counter = |id: &ColumnId| before.model().column(*id).identity.is_some();
    let has_name = match dialect {
        Dialect::Sqlite => !old.columns.iter().any(is_counter),
        Dialect::Postgres => !old.columns.is_empty(),
        _ => false,
    };
    Ok(match same && !columns.drops(&old.columns) {
        false => KeyChange::Replaced,
        true if has_name && old.name != after.model().primary_key.name => KeyChange::Renamed,
        true => KeyChange::None,
    })
}

fn index_goes(columns: &Columns<'_>, index: &Index, dialect: Dialect) -> bool {
    let over = index.parts.iter().any(|part| match &part.term {
        IndexTerm::Column(id) => columns.drops(&[*id]),
        IndexTerm::Expression(sql) => columns.mentioned(sql, dialect),
    });
    let predicate = index.predicate.as_ref();
    over || columns.drops(&index.include)
        || predicate.is_some_and(|sql| columns.mentioned(sql, dialect))
}
