use super::{ValueList, Writer, bind_limit};
use crate::error::Error;
use crate::expr::Alias;
use crate::value::{Kind, Value};

impl Writer {
    /// A list of rows as a source. One without rows has the types of its columns all the same.
    pub(super) fn value_list(&mut self, alias: Alias, list: &ValueList<'_>) {
        let (cells, limit) = (
            list.rows.len().saturating_mul(list.kinds.len()),
            bind_limit(self.dialect),
        );
        if cells > limit {
            return self.fail(Error::Invalid(format!(
                "a list of {} rows binds {cells} values, and {} takes {limit} in a statement: \
                 whole numbers and texts of one column travel as a single value by `unnest(..)`; \
                 other lists go in parts, or into a table first",
                list.rows.len(),
                self.dialect
            )));
        }
        if !list.rows.is_empty() {
            return self.grammar.values(self, alias, list);
        }
        let nulls: Vec<Value> = list.kinds.iter().map(|kind| Value::Null(*kind)).collect();
        self.raw("(");
        self.select_row(list, &nulls);
        self.raw(" WHERE FALSE) AS ");
        self.alias(alias);
    }

    /// A list of values that cannot travel as one parameter.
    pub(crate) fn separate_values(&mut self, alias: Alias, kind: Kind, values: &[Value]) {
        let rows: Vec<Vec<Value>> = values.iter().map(|value| vec![value.clone()]).collect();
        let list = ValueList {
            names: &["value".to_owned()],
            kinds: &[kind],
            rows: &rows,
        };
        self.value_list(alias, &list);
    }

    /// `(VALUES (?, ?), (?, ?))`, each row after `before`.
    pub(crate) fn value_rows(&mut self, before: &str, list: &ValueList<'_>) {
        self.raw("(VALUES ");
        self.list(list.rows, |writer, row| {
            writer.raw(before);
            writer.raw("(");
            writer.value_row(list.kinds, row);
            writer.raw(")");
        });
        self.raw(")");
    }

    /// `?, ?`
    pub(crate) fn value_row(&mut self, kinds: &[Kind], row: &[Value]) {
        for (at, (value, kind)) in row.iter().zip(kinds).enumerate() {
            if at > 0 {
                self.raw(", ");
            }
            self.cell(value, *kind);
        }
    }

    fn cell(&mut self, value: &Value, kind: Kind) {
        match value {
            Value::Null(kind) if !self.grammar.typed_nulls() && *kind == kind.bare() => {
                self.raw("NULL")
            }
            value => self.bind(Writer::align(value, Some(kind))),
        }
    }

    /// `SELECT ? AS "column1", ? AS "column2"`
    pub(crate) fn select_row(&mut self, list: &ValueList<'_>, row: &[Value]) {
        self.raw("SELECT ");
        let columns = row.iter().zip(list.kinds).zip(list.names);
        for (at, ((value, kind), name)) in columns.enumerate() {
            if at > 0 {
                self.raw(", ");
            }
            self.cell(value, *kind);
            self.raw(" AS ");
            self.identifier(name);
        }
    }

    /// The numbers of a series as a source.
    pub(super) fn number_list(&mut self, alias: Alias, start: i64, stop: i64, step: i64) {
        if step == 0 {
            self.fail(Error::Invalid("a series with a step of 0".into()));
        } else if series_length(start, stop, step) == 0 {
            self.separate_values(alias, Kind::I64, &[]);
        } else {
            self.grammar.series(self, alias, start, stop, step);
        }
    }
}

/// How many numbers a series has; `step` is not 0.
pub(crate) fn series_length(start: i64, stop: i64, step: i64) -> i64 {
    let (way, step) = (i128::from(stop) - i128::from(start), i128::from(step));
    let backwards = way.signum() * step.signum() < 0;
    let length = if backwards { 0 } else { way / step + 1 };
    i64::try_from(length).unwrap_or(i64::MAX)
}
