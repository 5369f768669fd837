//! Relationships as they were written.

use super::Target;
use crate::ir::Load;
use crate::source::{Span, Spanned};

/// A relationship.
#[derive(Clone, Debug)]
pub struct Relationship {
    /// The accessor.
    pub name: Spanned<String>,
    /// How it finds its rows.
    pub kind: RelationshipKind,
    /// Where the kind is said.
    pub kind_span: Span,
    /// The model it leads to.
    pub target: Target,
    /// The name of the way back, on the target.
    pub inverse: Option<Spanned<String>>,
    /// The foreign key it stands on: by the constraint's name, a reference's name or columns.
    pub foreign_key: Option<Spanned<Vec<String>>>,
    /// Columns that are equal, here and on the target, where no foreign key says it.
    pub on: Option<Spanned<Vec<EqualColumns>>>,
    /// Order of a collection: column and whether it descends.
    pub order: Vec<(Spanned<String>, bool)>,
    /// The column that keeps a collection's order.
    pub position: Option<Position>,
    /// The place of `owned: true`.
    pub owned: Option<Span>,
    /// The place of `write_only: true`.
    pub write_only: Option<Span>,
    /// What holds for each of its rows.
    pub condition: Option<Spanned<String>>,
    /// How it is loaded where a query does not say it.
    pub load: Option<Spanned<Load>>,
    /// At most so many rows of a collection.
    pub limit: Option<Spanned<u64>>,
    /// Where the source says that nothing is written through it.
    pub read_only: Option<Span>,
    /// Documentation.
    pub comment: Option<String>,
}

impl Relationship {
    /// A relationship of which no more is said.
    pub fn new(name: Spanned<String>, kind: RelationshipKind, target: Target) -> Self {
        Relationship {
            kind_span: name.span,
            name,
            kind,
            target,
            inverse: None,
            foreign_key: None,
            on: None,
            order: vec![],
            position: None,
            owned: None,
            write_only: None,
            condition: None,
            load: None,
            limit: None,
            read_only: None,
            comment: None,
        }
    }
}

/// How a relationship finds its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RelationshipKind {
    /// A key of this model points at the target.
    BelongsTo,
    /// One of several keys of this model points at its target. `expand` makes a relationship of
    /// each.
    BelongsToOneOf(Vec<Target>),
    /// A unique key of the target points here.
    HasOne,
    /// A key of the target points here.
    HasMany,
    /// A link table points here and at the target.
    ManyToMany {
        /// The link table or model. One that is nowhere defined is made.
        through: Option<Target>,
        /// The link's key that points here, where several do.
        from: Option<Spanned<Vec<String>>>,
        /// The link's key that points at the target, where several do.
        to: Option<Spanned<Vec<String>>>,
    },
}

/// A column that says which place a row has in a collection.
#[derive(Clone, Debug)]
pub struct Position {
    /// The column, of the target.
    pub column: Spanned<String>,
    /// The first place.
    pub from: i64,
    /// The place of it all.
    pub span: Span,
}

/// Two columns whose values are equal.
#[derive(Clone, Debug)]
pub struct EqualColumns {
    /// Of the model that has the relationship.
    pub own: Spanned<String>,
    /// Of the one that it leads to.
    pub target: Spanned<String>,
}
