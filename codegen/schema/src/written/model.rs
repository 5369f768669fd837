//! Models as they were written.

use super::{
    Check, Choice, Column, Computed, Conditional, Discriminator, ForeignKey, Index, Inherits, Key,
    Lineage, Projection, Relationship, Rules, Shortcut, SqlField, Version,
};
use crate::ir::{TableOptions, View};
use crate::source::{Span, Spanned};

/// A model or a table.
#[derive(Clone, Debug)]
pub struct Model {
    /// The Rust name where the source gives one (YAML); else it is derived from the table.
    pub name: Option<Spanned<String>>,
    /// The table's name where the source gives one (DDL, `table:`); else derived.
    pub table: Option<Spanned<String>>,
    /// The database schema of the table.
    pub namespace: Option<Spanned<String>>,
    /// What it was called before, where the source says so.
    pub renamed_from: Option<Spanned<String>>,
    /// Columns in their order.
    pub columns: Vec<Column>,
    /// The table's key, where it is not said at the column.
    pub primary_key: Option<Key>,
    /// The columns that name a row where there is no such key.
    pub identity: Option<Spanned<Vec<Spanned<String>>>>,
    /// Unique constraints.
    pub uniques: Vec<Key>,
    /// Indexes.
    pub indexes: Vec<Index>,
    /// Checks.
    pub checks: Vec<Check>,
    /// Foreign keys, where they are not said at the column.
    pub foreign_keys: Vec<ForeignKey>,
    /// Relationships.
    pub relationships: Vec<Relationship>,
    /// References and relationships to one of several models. Filled by `expand`.
    pub choices: Vec<Choice>,
    /// Named choices of columns.
    pub projections: Vec<Projection>,
    /// Columns that clients may filter by, by field or by column name.
    pub filterable: Vec<Spanned<String>>,
    /// The model it inherits from.
    pub inherits: Option<Inherits>,
    /// The column that says what a row is, where other models inherit from this one.
    pub discriminator: Option<Discriminator>,
    /// What the model is to the program. Filled by `expand`.
    pub role: Role,
    /// What tells its rows apart from those it is related to. Filled by `expand`.
    pub lineage: Option<Lineage>,
    /// Columns that some of the rows must have. Filled by `expand`.
    pub conditional: Vec<Conditional>,
    /// The column that tells a row's versions apart.
    pub version: Option<Version>,
    /// Rules of its rows.
    pub rules: Rules,
    /// Properties computed from columns.
    pub computed: Vec<Computed>,
    /// Properties that only SQL can compute.
    pub sql_fields: Vec<SqlField>,
    /// Ways over several relationships.
    pub via: Vec<Shortcut>,
    /// Set for a view.
    pub view: Option<View>,
    /// Whether relationships that are not written follow from the foreign keys (DDL).
    pub infer: bool,
    /// Whether the table is what is written and nothing else: no index, no counter and no way
    /// back that is not written, and no question whether it is wise.
    pub exact: bool,
    /// The module's name where it does not follow from the model's.
    pub module: Option<Spanned<String>>,
    /// Whether the program never writes the table, which then may lack a key.
    pub read_only: bool,
    /// Documentation.
    pub comment: Option<String>,
    /// Derives added to the struct.
    pub derives: Vec<Spanned<String>>,
    /// Options by dialect.
    pub options: TableOptions,
    /// The place of its name.
    pub span: Span,
}

impl Model {
    /// A model of which only the place of its name is known.
    pub fn new(span: Span) -> Self {
        Model {
            name: None,
            table: None,
            namespace: None,
            renamed_from: None,
            columns: vec![],
            primary_key: None,
            identity: None,
            uniques: vec![],
            indexes: vec![],
            checks: vec![],
            foreign_keys: vec![],
            relationships: vec![],
            choices: vec![],
            projections: vec![],
            filterable: vec![],
            inherits: None,
            discriminator: None,
            role: Role::Both,
            lineage: None,
            conditional: vec![],
            version: None,
            rules: Rules::default(),
            computed: vec![],
            sql_fields: vec![],
            via: vec![],
            view: None,
            infer: false,
            exact: false,
            module: None,
            read_only: false,
            comment: None,
            derives: vec![],
            options: TableOptions::default(),
            span,
        }
    }
}

/// What a model is to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A table, and a struct for its rows.
    Both,
    /// A struct for rows that are stored in tables of others.
    Rows,
    /// A table for rows of others.
    Table,
    /// A table without a struct: two foreign keys, which only many-to-many relationships see.
    Link,
}
