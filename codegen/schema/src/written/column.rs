//! Columns as they were written.

use super::{Check, Reference, SetBy, TypeName};
use crate::ir::{Default, Generated, Identity, Normalize, PerDialect, SqlDefault, ValueCheck};
use crate::source::{Span, Spanned};

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// The field's name where the source gives one (YAML); else derived from `name`.
    pub field: Option<Spanned<String>>,
    /// The column's name in the database where the source gives one; else it is the field's.
    pub name: Option<Spanned<String>>,
    /// What it was called before, where the source says so.
    pub renamed_from: Option<Spanned<String>>,
    /// The type; absent where `references` says it.
    pub ty: Option<Spanned<TypeName>>,
    /// Whether NULL is allowed, if the source says so or not.
    pub nullable: Option<Spanned<bool>>,
    /// Set where the column says that it is (part of) the key.
    pub primary_key: Option<Span>,
    /// Set where the column says that it is unique.
    pub unique: Option<Span>,
    /// Set where the column says that it is indexed.
    pub index: Option<Span>,
    /// A check of this column; `value` stands for it when it comes from a reusable type.
    pub checks: Vec<Check>,
    /// What it points at.
    pub references: Option<Reference>,
    /// What it points at one of, each by a column of its own. `expand` makes these columns.
    pub one_of: Vec<Reference>,
    /// What stands in a new row where the program gave nothing.
    pub default: Option<Spanned<Default>>,
    /// What the column is set to at each UPDATE that does not set it.
    pub on_update: Option<Spanned<SqlDefault>>,
    /// The expression of a generated column.
    pub generated: Option<Spanned<Generated>>,
    /// Whether the database counts it up. `Some(None)`: the source says no.
    pub identity: Option<Spanned<Option<Identity>>>,
    /// Collation, by dialect.
    pub collation: Option<Spanned<PerDialect<String>>>,
    /// Documentation.
    pub comment: Option<String>,
    /// A Rust type of the user.
    pub rust_type: Option<Spanned<String>>,
    /// What is made of the program's values.
    pub normalize: Vec<Spanned<Normalize>>,
    /// What must hold of them.
    pub validate: Vec<Spanned<ValueCheck>>,
    /// The parameters that it is set to.
    pub set_by: Option<SetBy>,
    /// Set where the column says that comparisons ignore case.
    pub ignores_case: Option<Span>,
    /// Whether the value must not show.
    pub sensitive: bool,
    /// Set where the column says that rows are read without it.
    pub deferred: Option<Span>,
    /// The place of its name.
    pub span: Span,
}

impl Column {
    /// A column of which only the place of its name is known.
    pub fn new(span: Span) -> Self {
        Column {
            field: None,
            name: None,
            renamed_from: None,
            ty: None,
            nullable: None,
            primary_key: None,
            unique: None,
            index: None,
            checks: vec![],
            references: None,
            one_of: vec![],
            default: None,
            on_update: None,
            generated: None,
            identity: None,
            collation: None,
            comment: None,
            rust_type: None,
            normalize: vec![],
            validate: vec![],
            set_by: None,
            ignores_case: None,
            sensitive: false,
            deferred: None,
            span,
        }
    }
}
