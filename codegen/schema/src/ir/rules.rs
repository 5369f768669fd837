use super::{ColumnId, Comparison, Dialect, Literal, ModelId, PerDialect, ValueRule};

/// What holds for the rows of a model beyond their columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// The conditions that every query adds by itself, in the order they were declared.
    pub scopes: Vec<Scope>,
    /// The column that says since when a row is deleted, where deleting keeps it.
    pub soft_delete: Option<ColumnId>,
    /// The column that says to which tenant a row belongs.
    pub tenant: Option<ColumnId>,
    /// Whether the program does something when a session writes its rows.
    pub hooks: bool,
    /// The trail of what happens to its rows.
    pub audit: Option<Audit>,
    /// The model of their versions. Its first columns are those of this one; then come `valid_from`,
    /// `valid_to`, `operation` and the key, `history_id`. Of a model that inherits, or is inherited
    /// from, it is that of the table with its columns, which has the same.
    pub history: Option<ModelId>,
    /// The columns that say who is at work, in their order.
    pub set_by: Vec<SetBy>,
    /// What the values of columns are made, and have to be, in the columns' order.
    pub values: Vec<ValueRule>,
}

impl Rules {
    /// Whether a query may find a row missing although the database has it, other than one of
    /// another tenant.
    pub fn hides(&self) -> bool {
        self.scopes
            .iter()
            .any(|scope| scope.kind != ScopeKind::Tenant)
    }

    /// Whether new rows get a column's value from a parameter.
    pub fn fills(&self, id: ColumnId) -> bool {
        self.tenant == Some(id)
            || self
                .set_by
                .iter()
                .any(|set| set.column == id && set.insert.is_some())
    }

    /// Whether there are any.
    pub fn is_empty(&self) -> bool {
        *self == Rules::default()
    }
}

/// A trail of what happens to the rows of a model. The first column of its model is a number, then
/// come the columns of the key, `operation`, `at`, `actor` where there is one, and `changes`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// The trail's model.
    pub trail: ModelId,
    /// The parameter that says who did it.
    pub actor: Option<String>,
}

/// A column that is set to what the program gave its database handle or session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetBy {
    /// The column.
    pub column: ColumnId,
    /// The parameter that new rows get it from.
    pub insert: Option<String>,
    /// The parameter that it is set to at each UPDATE.
    pub update: Option<String>,
}

/// A condition that every query of a model adds by itself, until it is lifted by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Its name, in snake case.
    pub name: String,
    /// What it is for.
    pub kind: ScopeKind,
    /// The condition.
    pub condition: Condition,
}

/// What a scope is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// What the schema says.
    Own,
    /// Hides rows that are deleted softly.
    NotDeleted,
    /// Keeps tenants apart.
    Tenant,
}

/// What holds for rows that are not deleted softly, in SQL as all dialects take it, by the name of
/// the column that says since when they are.
///
/// ```
/// use ormolu_schema::ir::{Dialect, not_deleted};
///
/// let predicate = not_deleted("deleted_at");
/// assert_eq!(predicate.get(Dialect::Postgres).unwrap(), r#""deleted_at" IS NULL"#);
/// ```
pub fn not_deleted(column: &str) -> PerDialect<String> {
    PerDialect::Same(format!("{} IS NULL", Dialect::Sqlite.quoted(column)))
}

/// A condition on one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// `a is null`
    Null(ColumnId),
    /// `a is not null`
    NotNull(ColumnId),
    /// A column that is a truth value.
    Holds(ColumnId),
    /// An operator between a column and a term.
    Compare(Comparison, ColumnId, Term),
    /// `not a`
    Not(Box<Condition>),
    /// All of them.
    All(Vec<Condition>),
    /// Any of them.
    Any(Vec<Condition>),
}

/// What a column is compared with. It fits the column's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Another column of the row.
    Column(ColumnId),
    /// A literal; never NULL.
    Literal(Literal),
    /// The moment of the statement.
    Now,
    /// What the program gives, by its name.
    Parameter(String),
}

/// A value that the program gives to its database handle or session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, in snake case.
    pub name: String,
    /// A column of its type.
    pub like: (ModelId, ColumnId),
}
