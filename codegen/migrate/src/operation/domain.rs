use std::fmt;

use ormolu_schema::ir::{Check, Column, Domain, Schema, TableName};

use super::Table;

/// Makes a domain, where the dialect has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreateDomain<'s> {
    /// The schema it is of.
    pub schema: &'s Schema,
    /// What to make.
    pub domain: &'s Domain,
}

/// Changes what a domain says of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlterDomain<'s> {
    /// The schema it is of afterwards.
    pub schema: &'s Schema,
    /// What it is to be.
    pub domain: &'s Domain,
    /// What is done.
    pub changes: Vec<DomainChange<'s>>,
}

/// One change of a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainChange<'s> {
    /// Another default, or none.
    Default,
    /// NULL is no longer allowed, or is again.
    Null,
    /// A condition goes.
    DropCheck(&'s Check),
    /// A condition comes. A value that breaks it makes it fail.
    AddCheck(&'s Check),
    /// A condition has another name.
    RenameCheck(&'s Check, &'s Check),
}

/// Makes domains anew, since what they are names for cannot be changed. What they were keeps its
/// place under another name, until nothing is of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RebuildDomains<'s> {
    /// The schema they are of.
    pub schema: &'s Schema,
    /// What they become, under the names that they have.
    pub domains: Vec<&'s Domain>,
    /// Those that are new, and made of one of these.
    pub new: Vec<&'s Domain>,
    /// The columns of these domains that stay.
    pub columns: Vec<ColumnOfDomain<'s>>,
}

/// A column whose domain is made anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnOfDomain<'s> {
    /// Its table, as it is to be.
    pub table: Table<'s>,
    /// The column, as it was.
    pub before: &'s Column,
    /// The column, as it is to be.
    pub column: &'s Column,
    /// How its values become those of the new domain, where the engine does not know.
    pub using: Option<String>,
    /// The default that it has of its own, as it is then.
    pub default: String,
}

/// Drops a domain, where the dialect has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropDomain {
    /// Its name.
    pub name: TableName,
    /// Whether it is an enumeration that was kept for the domains over it.
    pub is_enum: bool,
}

impl fmt::Display for DomainChange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DomainChange::Default => f.write_str("another default"),
            DomainChange::Null => f.write_str("whether it takes NULL"),
            DomainChange::DropCheck(check) => write!(f, "drop check `{}`", check.name),
            DomainChange::AddCheck(check) => write!(f, "add check `{}`", check.name),
            DomainChange::RenameCheck(from, to) => {
                write!(f, "rename check `{}` to `{}`", from.name, to.name)
            }
        }
    }
}
