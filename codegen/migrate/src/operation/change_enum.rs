use ormolu_schema::ir::{Column, Enum};

use super::Table;

/// Adds a value to an enumeration type, where the dialect has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddEnumValue<'s> {
    /// The enumeration with the value.
    pub enumeration: &'s Enum,
    /// The value.
    pub value: &'s str,
    /// The value it stands behind; none where it is the first.
    pub behind: Option<&'s str>,
}

/// Makes an enumeration type anew, since its values can only be added to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RebuildEnum<'s> {
    /// What it was, under its new name.
    pub before: &'s Enum,
    /// What it becomes.
    pub after: &'s Enum,
    /// The columns of this type, in tables that are there, each with its default as it is then.
    pub columns: Vec<(Table<'s>, &'s Column, String)>,
    /// Whether the old one stays for a while under another name: a domain that goes is over it.
    pub keeps_old: bool,
}
