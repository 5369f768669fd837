use ormolu_schema::ir::{Column, Domain, Enum};

use super::Table;

/// Writes a comment into the database's catalog, where comments are statements of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment<'s> {
    /// What it is about.
    pub on: Commented<'s>,
    /// The comment; none takes it away.
    pub text: Option<&'s str>,
}

/// What a comment is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commented<'s> {
    /// An enumeration type.
    Enum(&'s Enum),
    /// A domain.
    Domain(&'s Domain),
    /// A table.
    Table(Table<'s>),
    /// A column.
    Column(Table<'s>, &'s Column),
}
