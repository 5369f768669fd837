use chrono::{DateTime, Utc};

use crate::model::TableMeta;

/// A scope of a model by its name: `Post::NOT_DELETED`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScopeName {
    pub(crate) table: TableMeta,
    pub(crate) scope: &'static str,
}

impl ScopeName {
    /// A scope of a table, for generated code.
    pub const fn new(table: TableMeta, scope: &'static str) -> Self {
        ScopeName { table, scope }
    }
}

/// How a query sees the rows of tables: scopes that it does without, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lift {
    /// All of every table: for rows that were found by their keys before.
    Everything,
    /// All of every table but those that keep tenants apart.
    All,
    /// What the schema says beyond soft delete and tenants.
    Own,
    /// Those that hide rows deleted softly.
    Deleted,
    /// One.
    One(ScopeName),
    /// None: the rows are those of a moment in the past.
    AsOf(DateTime<Utc>),
}

/// The moment of which rows are read: what was said last holds.
pub(crate) fn moment(lifted: &[Lift]) -> Option<DateTime<Utc>> {
    lifted.iter().rev().find_map(|lift| match lift {
        Lift::AsOf(at) => Some(*at),
        _ => None,
    })
}
