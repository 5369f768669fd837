//! Versions of rows, which triggers write: so none is missed, whoever changes a row.
//!
//! A version holds from one moment up to another, which is the moment that `now` is as a default in
//! the same statement. It never begins before the one before it ended: a transaction of PostgreSQL
//! that began earlier may write later.

use ormolu_schema::ir::{ColumnId, ColumnType, Dialect, Type};

use super::engine::Engine;
use super::quote;
use crate::error::RenderError;
use crate::operation::{KeepHistory, Table};

/// What the triggers say of a table, quoted.
pub(super) struct Recorded<'s> {
    dialect: Dialect,
    table: Table<'s>,
    /// The table of the versions.
    pub(super) history: Table<'s>,
    /// The table's name.
    pub(super) rows: String,
    /// The name of the table of the versions.
    pub(super) versions: String,
    /// The columns of a version that a statement gives, with commas between.
    pub(super) columns: String,
    /// The current moment.
    pub(super) now: &'static str,
}

impl<'s> Recorded<'s> {
    fn of(
        table: Table<'s>,
        history: Table<'s>,
        engine: &impl Engine,
    ) -> Result<Recorded<'s>, RenderError> {
        let dialect = engine.dialect();
        let moment = ColumnType::from(Type::TimestampTz);
        let mut recorded = Recorded {
            dialect,
            table,
            history,
            rows: quote::table(dialect, &table.table)?,
            versions: quote::table(dialect, &history.table)?,
            columns: String::new(),
            now: bare(engine.now(&moment).unwrap_or("CURRENT_TIMESTAMP")),
        };
        let own = ["valid_from", "operation"].map(|name| quote::name(dialect, name));
        let own: Result<Vec<String>, RenderError> = own.into_iter().collect();
        recorded.columns = format!("{}, {}", recorded.values("")?, own?.join(", "));
        Ok(recorded)
    }

    /// All columns of the table, each behind `of`: `NEW."id", NEW."name"`.
    pub(super) fn values(&self, of: &str) -> Result<String, RenderError> {
        let columns = self.table.model().columns.iter();
        let columns = columns.map(|c| Ok(format!("{of}{}", quote::name(self.dialect, &c.name)?)));
        let columns: Result<Vec<String>, RenderError> = columns.collect();
        Ok(columns?.join(", "))
    }

    /// Whether a version is one of the row that `of` names: `"id" = OLD."id"`.
    pub(super) fn is_of(&self, version: &str, of: &str) -> Result<String, RenderError> {
        let equal = |id: &ColumnId| {
            let name = quote::name(self.dialect, &self.table.column(*id).name)?;
            Ok(format!("{version}{name} = {of}{name}"))
        };
        let key = self.table.model().key().iter();
        let equal: Result<Vec<String>, RenderError> = key.map(equal).collect();
        Ok(equal?.join(" AND "))
    }

    /// When the last version of the row that `of` names ended: NULL where there is none.
    pub(super) fn last_end(&self, of: &str) -> Result<String, RenderError> {
        Ok(format!(
            "(SELECT max({}) FROM {} WHERE {})",
            quote::name(self.dialect, "valid_to")?,
            self.versions,
            self.is_of("", of)?
        ))
    }

    /// The statement that ends the version of the row that `of` names. `later` is the engine's
    /// function for the later of two moments.
    pub(super) fn end(&self, later: &str, of: &str) -> Result<String, RenderError> {
        self.end_in(&self.versions, self.is_of("", of)?, later)
    }

    /// The statements that end the versions of what the row that `OLD` names had in other tables.
    pub(super) fn end_parts(&self, later: &str) -> Result<Vec<String>, RenderError> {
        let parts = self.table.parts().into_iter();
        let parts = parts.filter_map(|part| Some((part, part.history()?)));
        let end = |(part, history): (Table<'_>, Table<'_>)| {
            let versions = quote::table(self.dialect, &history.table)?;
            let keys = self.table.model().key().iter().zip(part.model().key());
            let equal = keys.map(|(old, own)| {
                let own = quote::name(self.dialect, &part.column(*own).name)?;
                let old = quote::name(self.dialect, &self.table.column(*old).name)?;
                Ok(format!("{own} = OLD.{old}"))
            });
            let equal: Result<Vec<String>, RenderError> = equal.collect();
            self.end_in(&versions, equal?.join(" AND "), later)
        };
        parts.map(end).collect()
    }

    fn end_in(&self, versions: &str, row: String, later: &str) -> Result<String, RenderError> {
        let name = |name: &str| quote::name(self.dialect, name);
        let (from, to) = (name("valid_from")?, name("valid_to")?);
        let now = self.now;
        Ok(format!(
            "UPDATE {versions} SET {to} = {later}({from}, {now}) WHERE {row} AND {to} IS NULL"
        ))
    }
}

/// An expression without the parentheses that it needs as a default.
fn bare(sql: &'static str) -> &'static str {
    let inner = sql.strip_prefix('(').and_then(|sql| sql.strip_suffix(')'));
    inner.unwrap_or(sql)
}

/// What is there gets its versions, and then the triggers are made.
pub(super) fn keep(
    keep: &KeepHistory<'_>,
    engine: &impl Engine,
) -> Result<Vec<String>, RenderError> {
    let recorded = Recorded::of(keep.table, keep.history, engine)?;
    let mut statements = vec![];
    if keep.begins {
        statements.push(format!(
            "INSERT INTO {} ({})\nSELECT {}, {}, 'insert'\nFROM {}",
            recorded.versions,
            recorded.columns,
            recorded.values("")?,
            recorded.now,
            recorded.rows,
        ));
    }
    if !keep.new.is_empty() {
        statements.push(complete(keep, &recorded, engine.dialect())?);
    }
    statements.extend(engine.record_history(&recorded)?);
    Ok(statements)
}

/// New columns of the versions that hold now: what rows got in theirs may be another value for each.
fn complete(
    keep: &KeepHistory<'_>,
    recorded: &Recorded<'_>,
    dialect: Dialect,
) -> Result<String, RenderError> {
    let name = |name: &str| quote::name(dialect, name);
    let (row, version) = (name("r")?, name("v")?);
    let is_of = recorded.is_of(&format!("{version}."), &format!("{row}."))?;
    let rows = &recorded.rows;
    let mut set = vec![];
    for column in &keep.new {
        let column = name(&column.name)?;
        set.push(format!(
            "{column} = (SELECT {row}.{column} FROM {rows} AS {row} WHERE {is_of})"
        ));
    }
    Ok(format!(
        "UPDATE {} AS {version}\nSET {}\nWHERE {} IS NULL AND EXISTS (SELECT 1 FROM {rows} AS {row} \
         WHERE {is_of})",
        recorded.versions,
        set.join(",\n    "),
        name("valid_to")?,
    ))
}

/// The names of the triggers on a table that has one for each way to change a row.
pub(super) fn names(history: Table<'_>, dialect: Dialect) -> Result<[String; 3], RenderError> {
    let name = |way: &str| {
        let name = format!("{}_{way}", history.table.name);
        quote::qualified(dialect, history.table.namespace.as_deref(), &name)
    };
    Ok([name("insert")?, name("update")?, name("delete")?])
}
