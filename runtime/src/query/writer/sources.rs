use super::Writer;
use crate::dialect::Dialect;
use crate::expr::{Alias, Node, OrderNode};
use crate::query::{IndexHint, LockNode, LockStrength, Sample};
use crate::value::{Kind, Value};

/// Rows of values, with the names and kinds of their columns.
pub(crate) struct ValueList<'a> {
    pub(crate) names: &'a [String],
    pub(crate) kinds: &'a [Kind],
    pub(crate) rows: &'a [Vec<Value>],
}

/// What the engines write differently in and around FROM. One implementation in the file
/// `sources` of each dialect.
pub(crate) trait Sources {
    /// Whether there is a FULL JOIN.
    fn full_join(&self) -> bool {
        true
    }

    /// Whether there is LATERAL.
    fn lateral(&self, dialect: Dialect) -> bool;

    /// Whether there are INTERSECT ALL and EXCEPT ALL.
    fn set_all(&self) -> bool {
        true
    }

    /// Whether a query of a set operation may stand in parentheses.
    fn member_parentheses(&self) -> bool {
        true
    }

    /// Whether a set operation can be ordered so by a column's position.
    fn orders_position(&self, _: &OrderNode) -> bool {
        true
    }

    /// The hint before a query of the WITH clause.
    fn materialized(&self, _: &mut Writer, _: Option<bool>) {}

    /// Whether a WITH clause stands before the INSERT that it is for, and not within.
    fn with_before_insert(&self) -> bool {
        true
    }

    /// Whether a WITH clause may change rows.
    fn with_changes(&self) -> bool {
        false
    }

    /// What stands around a column of a recursive CTE to make it the same type in both of its
    /// queries.
    fn recursive_cast(&self, _: Kind) -> Option<(&'static str, &'static str)> {
        None
    }

    /// Whether there is DISTINCT ON.
    fn distinct_on(&self) -> bool {
        false
    }

    /// Whether there is FETCH FIRST .. WITH TIES.
    fn with_ties(&self, dialect: Dialect) -> bool;

    /// `OFFSET .. FETCH FIRST .. ROWS WITH TIES`, with a space before it.
    fn limit_with_ties(&self, writer: &mut Writer, limit: Option<u64>, offset: Option<u64>) {
        if let Some(offset) = offset {
            writer.raw(" OFFSET ");
            writer.bind(super::count(offset));
            writer.raw(" ROWS");
        }
        writer.raw(" FETCH FIRST ");
        writer.bind(super::count(limit.unwrap_or(u64::MAX)));
        writer.raw(" ROWS WITH TIES");
    }

    /// Whether a NULL that is bound has the type of its column.
    fn typed_nulls(&self) -> bool {
        true
    }

    /// A list of at least one row as a source called `alias`.
    fn values(&self, writer: &mut Writer, alias: Alias, list: &ValueList<'_>);

    /// A list of values as a source called `alias`, with the column `value`.
    fn unnest(&self, writer: &mut Writer, alias: Alias, kind: Kind, values: &[Value]);

    /// The numbers from `start` to `stop`, of which there is at least one, as a source called
    /// `alias`, with the column `value`.
    fn series(&self, writer: &mut Writer, alias: Alias, start: i64, stop: i64, step: i64);

    /// The elements of an array as a source called `alias`, with the column `value`. It may use
    /// the tables before it.
    fn elements(&self, writer: &mut Writer, alias: Alias, list: &Node, kind: Kind);

    /// Whether the columns of a function's rows can be given names: `f(x) AS "f" ("a", "b")`.
    fn names_function_columns(&self) -> bool {
        false
    }

    /// ` TABLESAMPLE ..`
    fn sample(&self, writer: &mut Writer, _: Sample) {
        writer.unsupported(
            "TABLESAMPLE; a condition on the remainder of a key, such as \
             `(u.id % 100).eq(0)`, takes a part of the rows",
        );
    }

    /// Which indexes of a table to use, with a space before it. It is a hint: an engine without
    /// it passes over it.
    fn index_hint(&self, _: &mut Writer, _: &IndexHint) {}

    /// `FOR UPDATE` and its like, with a space before it.
    fn lock(&self, writer: &mut Writer, lock: &LockNode, strength: LockStrength);
}
