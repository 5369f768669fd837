//! A column in two forms, kept in step by triggers while programs of before and of after write.
//!
//! Who inserts says one of the two, and the other follows. Who updates changes one of the two: the
//! other follows, unless it already says the same, so that filling the new form from the old one
//! does not round the old one on the way.

mod mysql;
mod postgres;
mod sqlite;

use ormolu_schema::ir::{Column, Default, Dialect, SqlDefault, Type};

use super::convert::{self, Conversion};
use super::{fill, kept, online, quote};
use crate::diff::lossy;
use crate::error::RenderError;
use crate::operation::Table;

/// Two columns of one table.
pub(crate) struct Mirror<'s> {
    /// What the triggers are called, or what they begin with.
    pub(crate) name: String,
    /// The table that has both.
    pub(crate) table: Table<'s>,
    /// The old form.
    pub(crate) old: &'s str,
    /// The new form.
    pub(crate) new: &'s str,
    /// What the old form is where it stands alone.
    pub(crate) before: (Table<'s>, &'s Column),
    /// What the new form is where it stands alone.
    pub(crate) after: (Table<'s>, &'s Column),
}

/// A column where it stands alone.
type Side<'s> = (Table<'s>, &'s Column);

impl Mirror<'_> {
    /// Why the two cannot be kept in step, if they cannot.
    pub(crate) fn check(&self, dialect: Dialect) -> Result<(), String> {
        for (from, to) in [(self.before, self.after), (self.after, self.before)] {
            let refused = |error: RenderError| error.to_string();
            if self
                .converted(from, to, "value", dialect)
                .map_err(refused)?
                .is_none()
            {
                let storage = |side: Side<'_>| kept::of_column(side.0, side.1, dialect);
                let (from, to) = (
                    storage(from).map_err(refused)?,
                    storage(to).map_err(refused)?,
                );
                return Err(format!(
                    "on {dialect} a value of {} does not become one of {}, so the two cannot be \
                     kept in step; drop the one and add the other",
                    from.storage, to.storage
                ));
            }
            // A statement and a trigger that it runs may not both take numbers there.
            if dialect.family() == Dialect::Mysql && !to.1.nullable && counts(to.1) {
                return Err(format!(
                    "on {dialect} no trigger counts with a sequence for `{}`; give it this default \
                     in a migration of its own, before or after",
                    to.1.name
                ));
            }
        }
        Ok(())
    }

    /// Both, in words.
    pub(crate) fn both(&self) -> String {
        let table = &self.table.model().table.name;
        format!("`{}` and `{}` of `{table}`", self.old, self.new)
    }

    /// Whether a value of one form may not be one of the other.
    pub(crate) fn may_refuse(&self) -> bool {
        self.loss(true).is_some() || self.loss(false).is_some()
    }

    /// What is lost where one form goes, the old one or the new one.
    pub(crate) fn loss(&self, is_old: bool) -> Option<String> {
        let (gone, stays, name) = match is_old {
            true => (self.before, self.after, self.old),
            false => (self.after, self.before, self.new),
        };
        let same = gone.1.ty == stays.1.ty || both_enums(&gone.1.ty.base, &stays.1.ty.base);
        let lost = !same && !lossy::is_wider(&gone.1.ty.base, &stays.1.ty.base);
        let table = &gone.0.model().table.name;
        lost.then(|| format!("what of `{table}.{name}` its new form does not hold"))
    }

    /// Which NULLs are lost where one form goes, the old one or the new one.
    pub(crate) fn lost_nulls(
        &self,
        is_old: bool,
        dialect: Dialect,
    ) -> Result<Option<String>, RenderError> {
        let (gone, stays, name) = match is_old {
            true => (self.before, self.after, self.old),
            false => (self.after, self.before, self.new),
        };
        if !gone.1.nullable || stays.1.nullable {
            return Ok(None);
        }
        let fill = fill::of(stays.0, stays.1, dialect)?.sql;
        let table = &gone.0.model().table.name;
        Ok(Some(lossy::nulls(&format!("{table}.{name}"), &fill)))
    }

    /// The triggers, and what they call.
    pub(crate) fn keep_in_step(&self, dialect: Dialect) -> Result<Vec<String>, RenderError> {
        match dialect.family() {
            Dialect::Sqlite => sqlite::keep_in_step(self),
            Dialect::Postgres => postgres::keep_in_step(self),
            _ => mysql::keep_in_step(self, dialect),
        }
    }

    /// Takes them away.
    pub(crate) fn let_go(&self, dialect: Dialect) -> Result<Vec<String>, RenderError> {
        match dialect.family() {
            Dialect::Sqlite => sqlite::let_go(self),
            Dialect::Postgres => postgres::let_go(self),
            _ => mysql::let_go(self, dialect),
        }
    }

    /// Fills one form from the other, where it has no value yet; some rows at a time, where that
    /// helps others.
    pub(crate) fn fill(&self, forwards: bool, dialect: Dialect) -> Result<String, RenderError> {
        let table = quote::table(dialect, &self.table.model().table)?;
        let (to, value) = match forwards {
            true => (self.new, self.forward("", dialect)?),
            false => (self.old, self.backward("", dialect)?),
        };
        let to = quote::name(dialect, to)?;
        let missing = format!("{to} IS NULL AND {value} IS NOT NULL");
        let batch = online::BATCH;
        let update = format!("UPDATE {table} SET {to} = {value}\nWHERE");
        Ok(match dialect.family() {
            Dialect::Sqlite => format!("{update} {missing}"),
            Dialect::Postgres => {
                format!("{update} ctid IN (SELECT ctid FROM {table} WHERE {missing} LIMIT {batch})")
            }
            _ => format!("{update} {missing} LIMIT {batch}"),
        })
    }

    /// The new form of what the old one says; `row` is `NEW.`, `OLD.` or nothing.
    fn forward(&self, row: &str, dialect: Dialect) -> Result<String, RenderError> {
        self.value(
            self.before,
            self.after,
            &self.column(self.old, row, dialect)?,
            dialect,
        )
    }

    /// The old form of what the new one says.
    fn backward(&self, row: &str, dialect: Dialect) -> Result<String, RenderError> {
        self.value(
            self.after,
            self.before,
            &self.column(self.new, row, dialect)?,
            dialect,
        )
    }

    fn column(&self, name: &str, row: &str, dialect: Dialect) -> Result<String, RenderError> {
        Ok(format!("{row}{}", quote::name(dialect, name)?))
    }

    /// A value on its way to the other form, which is not NULL where that asks for one.
    fn value(
        &self,
        from: Side<'_>,
        to: Side<'_>,
        column: &str,
        dialect: Dialect,
    ) -> Result<String, RenderError> {
        let value = self.converted(from, to, column, dialect)?;
        let value = value.unwrap_or_else(|| column.to_owned());
        let may_be_missing = from.1.nullable || to.1.has_default();
        if to.1.nullable || !may_be_missing {
            return Ok(value);
        }
        let fill = fill::of(to.0, to.1, dialect)?;
        Ok(format!("coalesce({value}, {})", fill.sql))
    }

    fn converted(
        &self,
        from: Side<'_>,
        to: Side<'_>,
        column: &str,
        dialect: Dialect,
    ) -> Result<Option<String>, RenderError> {
        let storage = |side: Side<'_>| kept::of_column(side.0, side.1, dialect);
        let (had, gets) = (storage(from)?.storage, storage(to)?.storage);
        let (old, new) = (&from.1.ty, &to.1.ty);
        if had == gets
            && (dialect != Dialect::Sqlite || old == new || both_enums(&old.base, &new.base))
        {
            return Ok(Some(column.to_owned()));
        }
        Ok(match convert::between(old, new, dialect, column, &gets) {
            Conversion::Plain => Some(convert::cast(old, new, dialect, column, &gets)),
            Conversion::Using(sql) => Some(sql),
            Conversion::None => None,
        })
    }

    /// Whether a row must say one of the two.
    fn is_required(&self) -> bool {
        let asks = |column: &Column| !column.nullable && !column.has_default();
        asks(self.before.1) && asks(self.after.1)
    }

    /// What a row is told that says neither.
    fn refusal(&self) -> String {
        format!("neither `{}` nor `{}` has a value", self.old, self.new)
    }

    /// The name of what keeps a column in step, within the limits of names.
    pub(crate) fn usual_name(table: &str, column: &str) -> String {
        let cut = |text: &str| -> String {
            let mut end = text.len().min(20);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text[..end].to_owned()
        };
        format!("ormolu_{}_{}", cut(table), cut(column))
    }

    /// Whether values are compared as texts that differ by case and accents.
    fn is_text(&self) -> bool {
        let is_text = |column: &Column| {
            let texts = matches!(
                column.ty.base,
                Type::String(_) | Type::Char(_) | Type::Text | Type::Enum(_)
            );
            texts && column.ty.native.is_empty()
        };
        is_text(self.before.1) || is_text(self.after.1)
    }
}

/// Whether the default is the next number of a sequence.
fn counts(column: &Column) -> bool {
    matches!(
        column.default,
        Some(
            Default::Statement(SqlDefault::Sequence(_))
                | Default::Database(SqlDefault::Sequence(_))
        )
    )
}

fn both_enums(a: &Type, b: &Type) -> bool {
    matches!((a, b), (Type::Enum(_), Type::Enum(_)))
}
