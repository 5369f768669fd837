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

/// Scopes that a query does without.
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
}
