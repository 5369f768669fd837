use std::fmt;

/// One thing that is not the same in a schema and a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is.
    pub kind: DifferenceKind,
    /// The table, with its namespace; for an enumeration, a domain, a sequence or a function its name.
    pub table: String,
    /// The column, index, key, constraint or trigger; empty where the table itself is meant.
    pub name: String,
    /// What the schema says, if it has such a thing.
    pub expected: Option<String>,
    /// What the database says, if it has such a thing.
    pub found: Option<String>,
}

/// What can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// A named enumeration.
    Enum,
    /// A domain; its default and its conditions are told apart from it.
    Domain,
    /// A sequence that belongs to no column.
    Sequence,
    /// A table.
    Table,
    /// A view.
    View,
    /// An option of a table.
    Option,
    /// A column.
    Column,
    /// The type of a column.
    Type,
    /// Whether a column may be NULL.
    Null,
    /// The default of a column.
    Default,
    /// How a column is computed from others.
    Generated,
    /// Whether the database counts a column up.
    Identity,
    /// What an update gives to a column.
    OnUpdate,
    /// The collation of a column.
    Collation,
    /// A comment.
    Comment,
    /// A primary key.
    PrimaryKey,
    /// A unique constraint.
    Unique,
    /// An index.
    Index,
    /// An exclusion constraint.
    Exclusion,
    /// A foreign key.
    ForeignKey,
    /// A check.
    Check,
    /// A function of a file.
    Function,
    /// A procedure of a file.
    Procedure,
    /// A trigger of a file.
    Trigger,
}

impl fmt::Display for DifferenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DifferenceKind::Enum => "enum",
            DifferenceKind::Domain => "domain",
            DifferenceKind::Sequence => "sequence",
            DifferenceKind::Table => "table",
            DifferenceKind::View => "view",
            DifferenceKind::Option => "option",
            DifferenceKind::Column => "column",
            DifferenceKind::Type => "type",
            DifferenceKind::Null => "null",
            DifferenceKind::Default => "default",
            DifferenceKind::Generated => "generated",
            DifferenceKind::Identity => "identity",
            DifferenceKind::OnUpdate => "on update",
            DifferenceKind::Collation => "collation",
            DifferenceKind::Comment => "comment",
            DifferenceKind::PrimaryKey => "primary key",
            DifferenceKind::Unique => "unique",
            DifferenceKind::Index => "index",
            DifferenceKind::Exclusion => "exclusion constraint",
            DifferenceKind::ForeignKey => "foreign key",
            DifferenceKind::Check => "check",
            DifferenceKind::Function => "function",
            DifferenceKind::Procedure => "procedure",
            DifferenceKind::Trigger => "trigger",
        })
    }
}

/// `missing`: the schema has it and the database does not. `extra`: the other way.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.name.as_str() {
            "" => self.table.clone(),
            name => format!("{}.{name}", self.table),
        };
        let kind = self.kind;
        let what = |text: &String| match text.as_str() {
            "" => String::new(),
            text => format!(": {text}"),
        };
        match (&self.expected, &self.found) {
            (Some(expected), Some(found)) => write!(
                f,
                "differs: {kind} {place}: {} has {expected}, the database {found}",
                match kind {
                    DifferenceKind::Function
                    | DifferenceKind::Procedure
                    | DifferenceKind::Trigger => "the file",
                    _ => "the schema",
                }
            ),
            (Some(expected), None) => write!(f, "missing: {kind} {place}{}", what(expected)),
            (None, found) => {
                let found = found.as_ref().map(what).unwrap_or_default();
                write!(f, "extra: {kind} {place}{found}")
            }
        }
    }
}
