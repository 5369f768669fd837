//! A row from elsewhere with what hangs on it, merged in one call.

use std::any::Any;
use std::collections::HashSet;

use futures_util::future::BoxFuture;

use super::Added;
use super::children::not_a_child;
use super::keys::{by_values, new_row};
use crate::error::Result;
use crate::graph::Handle;
use crate::load::Named;
use crate::model::Model;
use crate::query::rows_per_statement;
use crate::relation::{Cardinality, Relation};
use crate::session::Session;
use crate::session::state::RowId;
use crate::value::{IntoKey, Kind, Value};
use crate::write::{Changes, IntoRef};

/// The rows that a named relationship leads to.
type Child<N> = <<N as Named>::Relation as Relation>::Child;

/// A row from elsewhere, whole or what is known of it, with the rows of those of its
/// relationships that are known as well: see [`Session::merge_graph`].
pub struct Graft<M: Model> {
    what: What<M>,
    branches: Branches<M>,
}

/// What is known of a row.
enum What<M: Model> {
    Row(Box<M>),
    Patch(M::Key, Box<dyn FnOnce(&mut M) + Send>),
}

impl<M: Model> Graft<M> {
    /// A whole row. A key of 0 where the database counts it, and a nil UUID where it makes it, is
    /// that of a new one.
    pub fn row(row: M) -> Self {
        Graft {
            what: What::Row(Box::new(row)),
            branches: vec![],
        }
    }

    /// Some columns of the row of a key, which must be there: `Graft::patch(7, patch)`.
    pub fn patch(key: impl IntoKey<M::Key>, patch: impl Changes<M> + Send + 'static) -> Self {
        Graft {
            what: What::Patch(key.into_key(), Box::new(|row| patch.apply(row))),
            branches: vec![],
        }
    }

    /// The rows of a relationship whose key they have: these, and no others.
    pub fn with<N, G>(mut self, relationship: N, rows: impl IntoIterator<Item = G>) -> Self
    where
        N: Named<Relation: Relation<Parent = M>>,
        G: Into<Graft<Child<N>>>,
    {
        let _ = relationship;
        let rows = rows.into_iter().map(Into::into).collect();
        self.branches
            .push(Box::new(BranchOf::<N::Relation> { rows }));
        self
    }
}

impl<M: Model> From<M> for Graft<M> {
    fn from(row: M) -> Self {
        Graft::row(row)
    }
}

/// What hangs on a row, by relationship.
type Branches<M> = Vec<Box<dyn Branch<M>>>;

/// The rows of one relationship of a row.
trait Branch<M: Model>: Send {
    /// The relationship's slot.
    fn slot(&self) -> u16;
    /// Its rows, for those who know the relationship.
    fn rows(self: Box<Self>) -> Box<dyn Any + Send>;
    /// Merges what hangs on all of these rows by the relationship, of which this is one.
    fn merge<'s>(
        self: Box<Self>,
        parent: RowId,
        others: Vec<Grown<M>>,
        session: &'s mut Session,
    ) -> BoxFuture<'s, Result<()>>
    where
        M: 's;
}

/// A branch, and the row that it hangs on.
type Grown<M> = (RowId, Box<dyn Branch<M>>);

struct BranchOf<R: Relation> {
    rows: Vec<Graft<R::Child>>,
}

/// The rows of one parent.
type Rows<R> = (RowId, Vec<Graft<<R as Relation>::Child>>);

impl<R: Relation> Branch<R::Parent> for BranchOf<R> {
    fn slot(&self) -> u16 {
        R::META.slot
    }

    fn rows(self: Box<Self>) -> Box<dyn Any + Send> {
        Box::new(self.rows)
    }

    fn merge<'s>(
        self: Box<Self>,
        parent: RowId,
        others: Vec<Grown<R::Parent>>,
        session: &'s mut Session,
    ) -> BoxFuture<'s, Result<()>>
    where
        R::Parent: 's,
    {
        let mut all: Vec<Rows<R>> = vec![(parent, self.rows)];
        for (parent, other) in others {
            // Of one slot there is one type.
            if let Ok(rows) = other.rows().downcast() {
                all.push((parent, *rows));
            }
        }
        Box::pin(session.merge_below::<R>(all))
    }
}

impl Session {
    /// Takes in a row from elsewhere with the rows of its collections, and theirs: what a form of
    /// several levels sends. Each row is taken in as by [`merge`](Session::merge), or patched; of
    /// each relationship that is named, the rows become these, as by
    /// [`merge_children`](Session::merge_children), and the rest is taken away: deleted where the
    /// schema says `owned`. A relationship that is not named stays as it is.
    ///
    /// One SELECT for each relationship of each level, whatever the number of rows. Where rows
    /// point is decided by what they hang on. After an error some of it may be in the session:
    /// nothing is written before the next flush, so [`clear`](Session::clear) it.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # use models::{PostPatch, UserPatch};
    /// # let db = blog().await?;
    /// use ormolu::Graft;
    ///
    /// let patch = UserPatch { name: "Anna".into(), ..UserPatch::default() };
    /// let retitled = PostPatch { title: "The first".into(), ..PostPatch::default() };
    /// let mut s = db.session();
    /// let ann = s
    ///     .merge_graph(Graft::patch(1, patch).with(user::posts(), [
    ///         Graft::patch(1, retitled),
    ///         Graft::patch(2, PostPatch::default()),
    ///     ]))
    ///     .await?;
    /// assert_eq!(s[ann].name, "Anna");
    /// s.commit().await?; // UPDATE "users" .., UPDATE "posts" ..
    /// # assert_eq!(Post::get(1).one(&db).await?.title, "The first");
    /// # Ok(()) }
    /// ```
    pub async fn merge_graph<M: Model>(&mut self, graft: Graft<M>) -> Result<Handle<M>> {
        let Graft { what, branches } = graft;
        let handle = match what {
            What::Row(row) => self.merge(*row).await?,
            What::Patch(key, patch) => {
                let handle = self.get::<M>(key).await?;
                patch(self.edit(handle)?);
                handle
            }
        };
        let id = self.id(handle)?;
        self.merge_branches(vec![(id, branches)]).await?;
        Ok(handle)
    }

    /// Merges what hangs on rows of a model: each relationship once, for all of them.
    async fn merge_branches<M: Model>(&mut self, rows: Vec<(RowId, Branches<M>)>) -> Result<()> {
        let each = |(id, branches): (RowId, Branches<M>)| {
            branches.into_iter().map(move |branch| (id, branch))
        };
        let mut left: Vec<Grown<M>> = rows.into_iter().flat_map(each).collect();
        left.sort_by_key(|(_, branch)| branch.slot());
        while let Some((parent, branch)) = left.pop() {
            let slot = branch.slot();
            let others = left.extract_if(.., |(_, other)| other.slot() == slot);
            let others = others.collect();
            branch.merge(parent, others, self).await?;
        }
        Ok(())
    }

    /// Makes rows those of a relationship, for each parent.
    async fn merge_below<R: Relation>(&mut self, all: Vec<Rows<R>>) -> Result<()> {
        self.ready()?;
        let parents: Vec<RowId> = all.iter().map(|(parent, _)| *parent).collect();
        self.read_below::<R>(&parents).await?;
        let mut grown = vec![];
        for (parent, grafts) in all {
            let there = self.children_here::<R>(parent);
            let here = self.by_key::<R>(&there);
            let places = grafts.iter().map(|graft| self.place_of::<R>(&here, graft));
            let places: Vec<Option<RowId>> = places.collect::<Result<_>>()?;
            let kept: HashSet<RowId> = places.iter().copied().flatten().collect();
            let gone = there.into_iter().filter(|id| !kept.contains(id));
            // The row that takes the place of the only one makes it go.
            let replaced = !R::Cardinality::MANY && !grafts.is_empty();
            gone.filter(|_| !replaced)
                .try_for_each(|child| self.part_child::<R>(child))?;
            for (graft, place) in grafts.into_iter().zip(places) {
                let child = self.graft_row::<R>(parent, graft.what, place)?;
                if !graft.branches.is_empty() {
                    grown.push((child, graft.branches));
                }
            }
        }
        self.merge_branches(grown).await
    }

    /// Reads the children of all these parents that are stored, by one SELECT or one for each
    /// chunk of keys.
    async fn read_below<R: Relation>(&mut self, parents: &[RowId]) -> Result<()> {
        self.can_merge_below::<R>()?;
        let mut keys = vec![];
        for &parent in parents {
            if self.has_stored_key::<R>(parent)? {
                keys.push(self.joining_values(parent, R::META.parent_columns));
            }
        }
        keys.retain(|key| !key.iter().any(|value| matches!(value, Value::Null(_))));
        let far = R::META.child_columns;
        let kind = |at: &u16| R::Child::META.columns[usize::from(*at)].kind;
        let kinds: Vec<Kind> = far.iter().map(kind).collect();
        let most = rows_per_statement(&kinds, self.database.dialect()).max(1);
        for keys in keys.chunks(most) {
            let children = by_values::<R::Child>(far, kinds.clone(), keys.to_vec());
            self.all(children).await?;
        }
        Ok(())
    }

    /// Which of the children a graft is; none for a new one.
    fn place_of<R: Relation>(
        &self,
        here: &Added<R::Child>,
        graft: &Graft<R::Child>,
    ) -> Result<Option<RowId>> {
        match &graft.what {
            What::Row(row) => {
                let place = self.place_among::<R>(here, row)?;
                place.map_or(Ok(()), |id| self.check_merge(id, &**row))?;
                Ok(place)
            }
            What::Patch(key, _) => {
                let place = here.get(key).copied();
                place.map(Some).ok_or_else(|| not_a_child::<R>(key))
            }
        }
    }

    /// Takes in one child. The row that it is.
    fn graft_row<R: Relation>(
        &mut self,
        parent: RowId,
        what: What<R::Child>,
        place: Option<RowId>,
    ) -> Result<RowId> {
        let child: Handle<R::Child> = match (what, place) {
            (What::Row(row), Some(id)) => {
                self.overwrite(id, &*row)?;
                self.bare(id)
            }
            (What::Patch(_, patch), Some(id)) => {
                let handle = self.bare(id);
                patch(self.edit(handle)?);
                handle
            }
            (What::Row(row), None) => self.try_add(new_row(&*row))?,
            (What::Patch(key, _), None) => return Err(not_a_child::<R>(&key)),
        };
        self.relate::<R>(parent, child.into_ref())?;
        self.id(child)
    }
}
