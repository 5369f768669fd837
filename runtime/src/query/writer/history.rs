//! Rows as they were: versions of them stand where the table would.

use chrono::{DateTime, Utc};

use super::Writer;
use crate::error::Error;
use crate::expr::Alias;
use crate::model::TableMeta;
use crate::rules::{Lift, Past, moment};
use crate::value::Value;

impl Writer {
    /// The moment of which rows are read.
    pub(super) fn moment(&self) -> Option<DateTime<Utc>> {
        moment(&self.lifted)
    }

    /// Writes what stands beside a SELECT of a moment, and is of the same.
    pub(super) fn at_moment_of(&mut self, lifted: &[Lift], write: impl FnOnce(&mut Self)) {
        match moment(lifted) {
            Some(at) => self.lifting(&[Lift::AsOf(at)], write),
            None => write(self),
        }
    }

    /// The rows of a table at a moment: `(SELECT * FROM "users_history" WHERE ..) AS "users"`.
    pub(super) fn versions(&mut self, of: TableMeta, alias: Alias, at: DateTime<Utc>) {
        if let Some(past) = of.past() {
            return self.past(past, alias, at);
        }
        let Some(history) = of.history() else {
            return self.fail(Error::NoHistory { table: of.name });
        };
        let at = Value::DateTimeTz(at);
        self.raw("(SELECT * FROM ");
        self.table(history.table);
        self.raw(" WHERE ");
        self.identifier("valid_from");
        self.raw(" <= ");
        self.bind(at.clone());
        self.raw(" AND (");
        self.identifier("valid_to");
        self.raw(" > ");
        self.bind(at);
        self.raw(" OR ");
        self.identifier("valid_to");
        self.raw(" IS NULL)) AS ");
        self.alias(alias);
    }

    /// The rows of a model at a moment that are not those of one table.
    fn past(&mut self, past: &Past, alias: Alias, at: DateTime<Utc>) {
        self.raw("(");
        for (place, piece) in past.get(self.dialect).iter().enumerate() {
            if place > 0 {
                self.bind(Value::DateTimeTz(at));
            }
            self.raw(piece);
        }
        self.raw(") AS ");
        self.alias(alias);
    }

    /// Refuses what concerns stored rows, where these are none.
    pub(super) fn rows_of_now(&mut self, what: &str) {
        if self.moment().is_some() {
            self.fail(Error::Invalid(format!(
                "{what} is for rows as they are, not for those of a moment in the past"
            )));
        }
    }
}
