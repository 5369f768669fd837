use super::{ColumnId, ForeignKeyId, Formula, ModelId, RelationshipId};

/// A named way from the rows of one model to the rows of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relationship {
    /// The accessor's name, in snake case, without `r#`.
    pub name: String,
    /// The model it leads to.
    pub target: ModelId,
    /// How.
    pub kind: RelationshipKind,
    /// Of one [by value](RelationshipKind::ByValue), the columns that are equal: one of this model,
    /// one of the target.
    pub on: Vec<(ColumnId, ColumnId)>,
    /// The way back, if there is one.
    pub inverse: Option<RelationshipId>,
    /// Order of a collection that the query does not order itself.
    pub order: Vec<OrderTerm>,
    /// The column that keeps a collection's order.
    pub position: Option<Position>,
    /// Whether its rows belong to this one alone: they go with it, and one that is taken away
    /// from it goes as well.
    pub owned: bool,
    /// Whether it is never loaded.
    pub write_only: bool,
    /// What holds for each of its rows, beside the key.
    pub condition: Option<RowCondition>,
    /// How it is loaded where a query does not say it.
    pub load: Option<Load>,
    /// At most so many rows are loaded for each parent.
    pub limit: Option<u64>,
    /// Whether nothing is written through it, so that another one may stand on the same key.
    pub read_only: bool,
    /// Documentation.
    pub comment: Option<String>,
}

/// A column that says which place a row has in a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// A column of the target.
    pub column: ColumnId,
    /// The first place.
    pub from: i64,
}

/// A condition on the rows that a relationship leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowCondition {
    /// As it was written, but that a reference is named by its column.
    pub text: String,
    /// What it says, of the target's columns.
    pub formula: Formula,
}

/// How a relationship is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// By a statement for the keys of the parents.
    SelectIn,
    /// By a join in the statement of the parents.
    Joined,
    /// By a statement that repeats the query of the parents.
    Subquery,
}

/// How a relationship finds its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelationshipKind {
    /// A key of this model points at the target.
    BelongsTo {
        /// The key, of this model.
        foreign_key: ForeignKeyId,
    },
    /// A unique key of the target points here.
    HasOne {
        /// The key, of the target.
        foreign_key: ForeignKeyId,
    },
    /// A key of the target points here.
    HasMany {
        /// The key, of the target.
        foreign_key: ForeignKeyId,
    },
    /// A link table points here and at the target.
    ManyToMany {
        /// The link table.
        through: ModelId,
        /// The link table's key that points here.
        parent_key: ForeignKeyId,
        /// The link table's key that points at the target.
        child_key: ForeignKeyId,
    },
    /// Columns here are equal to columns of the target, and no key says so: it is only read.
    ByValue {
        /// Whether there may be several such rows.
        many: bool,
    },
}

impl RelationshipKind {
    /// Whether it leads to a collection.
    pub fn is_many(self) -> bool {
        match self {
            RelationshipKind::BelongsTo { .. } | RelationshipKind::HasOne { .. } => false,
            RelationshipKind::HasMany { .. } | RelationshipKind::ManyToMany { .. } => true,
            RelationshipKind::ByValue { many } => many,
        }
    }
}

/// One term of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderTerm {
    /// A column of the target.
    pub column: ColumnId,
    /// Descending.
    pub descending: bool,
}
