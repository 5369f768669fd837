//! Relationships, and the type-level proof of which are loaded.

mod tree;

use std::marker::PhantomData;

use serde::ser::SerializeMap;
pub use tree::Tree;

use crate::expr::{Alias, Node};
use crate::graph::View;
use crate::model::{Model, TableMeta};
use crate::value::Key;

/// The slot of a relationship that is not loaded.
#[derive(Debug)]
pub struct No;

/// The slot of a relationship that is loaded, with `S` loaded on its rows.
pub struct Yes<S>(PhantomData<fn() -> S>);

/// A relationship. Implemented by the generated marker types: `user::posts`.
pub trait Relation: Send + Sync + 'static {
    /// The model that has it.
    type Parent: Model;
    /// The model it leads to.
    type Child: Model;
    /// How many rows it leads to.
    type Cardinality: Cardinality;
    /// The joining values of a parent row.
    type Near: JoinKey<Self::Parent>;
    /// The joining values of a child row, of the same type. For many-to-many the child's columns
    /// that the link table points at, which may be of another.
    type Far: JoinKey<Self::Child>;
    /// Names and columns.
    const META: &'static RelationMeta;
}

/// The values by which rows of `M` are joined. Most relationships lead from or to a
/// [`PrimaryKey`]; of the others, a marker stands for the columns at the near end of its
/// relationship, and [`Far`] of it for those at the far end.
pub trait JoinKey<M: Model>: 'static {
    /// Their type.
    type Key: Key;
    /// Those of a row; `None` if one is NULL.
    fn of(row: &M) -> Option<Self::Key>;
}

/// The primary key joins.
#[derive(Debug)]
pub enum PrimaryKey {}

impl<M: Model> JoinKey<M> for PrimaryKey {
    type Key = M::Key;

    fn of(row: &M) -> Option<M::Key> {
        Some(row.key())
    }
}

/// The columns at the far end of a relationship join.
pub struct Far<R>(PhantomData<fn() -> R>);

/// The type of the joining values of a parent.
pub(crate) type NearKey<R> = <<R as Relation>::Near as JoinKey<<R as Relation>::Parent>>::Key;

/// The type of the joining values of a child.
pub(crate) type FarKey<R> = <<R as Relation>::Far as JoinKey<<R as Relation>::Child>>::Key;

/// A relationship whose foreign key the parent has (`belongs_to`) and that points at the
/// target's primary key: what a builder fills it with.
pub trait BelongsTo: Relation {
    /// Fills the foreign key of `row` from the key of the row it is to point at.
    fn fill_key(row: &mut Self::Parent, key: &<Self::Child as Model>::Key);
}

/// A relationship's names and columns.
#[derive(Debug)]
pub struct RelationMeta {
    /// The accessor's name.
    pub name: &'static str,
    /// Its position in the loaded set.
    pub slot: u16,
    /// The slot of the inverse, on the child.
    pub inverse: Option<u16>,
    /// Positions of the parent's joining columns.
    pub parent_columns: &'static [u16],
    /// Positions of the child's joining columns.
    pub child_columns: &'static [u16],
    /// The link table of a many-to-many.
    pub link: Option<&'static LinkMeta>,
    /// The order of a collection: column of the child, descending.
    pub order: &'static [(u16, bool)],
    /// Whether a to-one target must exist (the foreign key is NOT NULL).
    pub required: bool,
    /// Whether the parent holds the foreign key.
    pub belongs_to: bool,
    /// Whether the rows on the key's side belong to one row alone: a row that is taken away from
    /// its owner is deleted.
    pub owned: bool,
    /// What holds for each row of the child, beside the key.
    pub filter: Option<fn(Alias) -> Node>,
    /// How it is loaded, if the schema says so.
    pub load: Option<Load>,
    /// At most so many rows of a collection are loaded for each parent.
    pub limit: Option<u64>,
    /// Whether nothing is written through it.
    pub read_only: bool,
}

/// How a relationship is loaded where the query does not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// By a statement for the keys of the parents.
    SelectIn,
    /// By a join in the statement of the parents.
    Joined,
    /// By a statement that repeats the query of the parents.
    Subquery,
}

impl RelationMeta {
    /// What generated code says only where it is otherwise.
    #[doc(hidden)]
    pub const PLAIN: RelationMeta = RelationMeta::new("", 0, &[], &[]);

    /// A relationship of a name, in a slot, that joins columns of the parent with those of the
    /// child.
    pub const fn new(
        name: &'static str,
        slot: u16,
        parent_columns: &'static [u16],
        child_columns: &'static [u16],
    ) -> Self {
        RelationMeta {
            name,
            slot,
            inverse: None,
            parent_columns,
            child_columns,
            link: None,
            order: &[],
            required: false,
            belongs_to: false,
            owned: false,
            filter: None,
            load: None,
            limit: None,
            read_only: false,
        }
    }

    /// Says which slot of the child holds the inverse.
    pub const fn inverse(mut self, slot: u16) -> Self {
        self.inverse = Some(slot);
        self
    }

    /// Says which table links the two.
    pub const fn link(mut self, link: &'static LinkMeta) -> Self {
        self.link = Some(link);
        self
    }

    /// Says how the collection is ordered.
    pub const fn order(mut self, order: &'static [(u16, bool)]) -> Self {
        self.order = order;
        self
    }

    /// Says that the target must exist.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Says that the rows on the key's side belong to one row alone.
    pub const fn owned(mut self) -> Self {
        self.owned = true;
        self
    }

    /// The condition on the rows of a table of the child, if there is one.
    pub(crate) fn condition(&self, child: Alias) -> Option<Node> {
        self.filter.map(|filter| filter(child))
    }

    /// Says how it is loaded.
    pub const fn load(mut self, load: Load) -> Self {
        self.load = Some(load);
        self
    }

    /// Says how many rows are loaded for each parent.
    pub const fn limit(mut self, rows: u64) -> Self {
        self.limit = Some(rows);
        self
    }

    /// Says that the parent holds the foreign key.
    pub const fn belongs_to(mut self) -> Self {
        self.belongs_to = true;
        self
    }
}

/// The link table of a many-to-many.
#[derive(Debug)]
pub struct LinkMeta {
    /// The table.
    pub table: TableMeta,
    /// Its columns that point at the parent, in the order of `parent_columns`.
    pub parent_columns: &'static [&'static str],
    /// Its columns that point at the child, in the order of `child_columns`.
    pub child_columns: &'static [&'static str],
}

/// A collection whose order a column of its rows keeps: `position: ..` in the schema.
#[diagnostic::on_unimplemented(
    message = "`{Self}` keeps no order of its own",
    label = "no column says which place a row has",
    note = "name one in the schema: `{{ has_many: Track, position: place }}`"
)]
pub trait Positioned: Relation {
    /// Where the places stand.
    const POSITION: Position;
}

/// A column that holds the places of rows in a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Its position in the child.
    pub column: u16,
    /// The first place.
    pub from: i64,
}

/// How many rows a relationship leads to.
pub trait Cardinality: Send + Sync + 'static {
    /// Whether it is a collection.
    const MANY: bool;
}

/// A collection.
#[derive(Debug)]
pub struct ToMany;

/// One row or none.
#[derive(Debug)]
pub struct ToOne;

impl Cardinality for ToMany {
    const MANY: bool = true;
}

impl Cardinality for ToOne {
    const MANY: bool = false;
}

/// A [`Cardinality`] of many rows.
#[diagnostic::on_unimplemented(
    message = "only collections can be filtered, ordered or limited",
    label = "this relationship leads to one row",
    note = "to leave out rows of the query itself, filter those: `.filter(|post| post.author().has(|user| ..))`"
)]
pub trait Collection: Cardinality {}

impl Collection for ToMany {}

/// A [`Cardinality`] of one row at most.
#[diagnostic::on_unimplemented(
    message = "only a relationship to one row can be joined",
    label = "this relationship is a collection",
    note = "a collection takes one statement whatever the number of rows: leave `.joined()` out"
)]
pub trait Single: Cardinality {}

impl Single for ToOne {}

/// A set of loaded relationships of `M`: the generated `user::Rels<..>`.
pub trait Shape<M: Model>: Sized + 'static {
    /// What its slots hold.
    type Slots: SlotList<M>;

    /// Writes the loaded relationships as entries of a map.
    fn serialize_loaded<S: SerializeMap>(
        view: View<'_, M, Self>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        Self::Slots::serialize(view, map)
    }
}

/// The slots of a loaded set of `M`, one after the other: each is `(marker, slot, those after
/// it)`, and the end `()`. A type instead of a function for each model, since the compiler is
/// sooner done with it.
pub trait SlotList<M: Model>: 'static {
    /// Writes the loaded relationships as entries of a map.
    fn serialize<L, S: SerializeMap>(view: View<'_, M, L>, map: &mut S) -> Result<(), S::Error>;
}

impl<M: Model> SlotList<M> for () {
    fn serialize<L, S: SerializeMap>(_: View<'_, M, L>, _: &mut S) -> Result<(), S::Error> {
        Ok(())
    }
}

impl<R: Relation, T: SlotShape<R>, N: SlotList<R::Parent>> SlotList<R::Parent> for (R, T, N) {
    fn serialize<L, S: SerializeMap>(
        view: View<'_, R::Parent, L>,
        map: &mut S,
    ) -> Result<(), S::Error> {
        T::serialize(view, map)?;
        N::serialize(view, map)
    }
}

/// The loaded set `Self` after `.with(R)` whose rows have `S` loaded.
#[diagnostic::on_unimplemented(
    message = "`{R}` is not a relationship of the model being queried",
    label = "relationship of another model",
    note = "`.with(..)` takes includes of the query's own model; nest the include under the relationship that leads to its model"
)]
pub trait Set<R, S> {
    /// The larger set.
    type Out;
}

/// A slot of a loaded set.
pub trait SlotShape<R: Relation>: 'static {
    /// Writes the relationship's rows as an entry of a map if it is loaded.
    fn serialize<L, S: SerializeMap>(
        view: View<'_, R::Parent, L>,
        map: &mut S,
    ) -> Result<(), S::Error>;
}

impl<R: Relation> SlotShape<R> for No {
    fn serialize<L, S: SerializeMap>(_: View<'_, R::Parent, L>, _: &mut S) -> Result<(), S::Error> {
        Ok(())
    }
}

impl<R: Relation, S: Shape<R::Child>> SlotShape<R> for Yes<S> {
    fn serialize<L, Z: SerializeMap>(
        view: View<'_, R::Parent, L>,
        map: &mut Z,
    ) -> Result<(), Z::Error> {
        if <R::Cardinality as Cardinality>::MANY {
            map.serialize_entry(R::META.name, &view.many::<R, S>())
        } else {
            map.serialize_entry(R::META.name, &view.proved::<R, S>())
        }
    }
}

/// The type of a set of loaded relationships, for signatures and struct fields:
/// `All<User, shape!(user { posts: post { tags }, comments })>`.
///
/// Names are those of the generated modules and relationships; the order does not matter. What
/// is loaded below a relationship stands in braces after the module of the model it leads to.
#[macro_export]
macro_rules! shape {
    ($module:ident) => { $module::Rels };
    ($module:ident { $($body:tt)* }) => { $crate::shape!(@ [$module::Rels] $module $($body)*) };
    (@ [$set:ty] $module:ident) => { $set };
    (@ [$set:ty] $module:ident $relation:ident : $child:ident { $($inner:tt)* } $(, $($rest:tt)*)?) => {
        $crate::shape!(@ [<$set as $crate::Set<
            $module::$relation,
            $crate::shape!($child { $($inner)* }),
        >>::Out] $module $($($rest)*)?)
    };
    (@ [$set:ty] $module:ident $relation:ident $(, $($rest:tt)*)?) => {
        $crate::shape!(@ [<$set as $crate::Set<
            $module::$relation,
            <<$module::$relation as $crate::Relation>::Child as $crate::Model>::Bare,
        >>::Out] $module $($($rest)*)?)
    };
}
