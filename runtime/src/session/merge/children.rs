//! The children of a row, replaced by rows from elsewhere.

use std::collections::HashSet;

use super::Added;
use super::keys::{key_of, new_row};
use crate::error::{Error, Result, key_text};
use crate::graph::Handle;
use crate::load::Named;
use crate::model::{Fill, Model};
use crate::relation::{Relation, ToMany};
use crate::session::state::{RowId, RowState};
use crate::session::{Session, SessionError};
use crate::value::Key;
use crate::write::{IntoRef, rows_of};

/// The rows that a named relationship leads to.
type Child<N> = <<N as Named>::Relation as Relation>::Child;

impl Session {
    /// Makes these rows the children of another, and no others: `s.merge_children(order,
    /// order::lines(), lines)`. Those of a known key get the values of these, those without are
    /// added, and the rest is taken away as by [`unlink`](Session::unlink): `owned` rows are
    /// deleted, others point nowhere.
    ///
    /// One SELECT reads the children that are there. Where they point is decided by the parent,
    /// not by their foreign keys. A key that none of them has is that of a new row, unless the
    /// database makes the keys: then the row was deleted meanwhile, or is another parent's, which
    /// is an error. All errors come before anything is changed.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let hers = Post::select().filter(|p| p.author_id.eq(1));
    /// let mut posts: Vec<Post> = hers.all(&db).await?.into_rows();
    /// posts[0].title = "The first".into();
    ///
    /// let mut s = db.session();
    /// let ann = s.get::<User>(1).await?;
    /// let posts = s.merge_children(ann, user::posts(), posts).await?;
    /// assert!(s.is_modified(posts[0])? && !s.is_modified(posts[1])?);
    /// # Ok(()) }
    /// ```
    pub async fn merge_children<M, L, N>(
        &mut self,
        parent: Handle<M, L>,
        relationship: N,
        rows: impl IntoIterator<Item = Child<N>>,
    ) -> Result<Vec<Handle<Child<N>>>>
    where
        M: Model,
        N: Named<Relation: Relation<Parent = M, Cardinality = ToMany>>,
    {
        let _ = relationship;
        self.ready()?;
        let parent = self.id(parent)?;
        let rows: Vec<Child<N>> = rows.into_iter().collect();
        let there = self.children_there::<N::Relation>(parent).await?;
        let here = self.by_key::<N::Relation>(&there);
        let places = rows.iter();
        let places = places.map(|row| self.place_among::<N::Relation>(&here, row));
        let places: Vec<Option<RowId>> = places.collect::<Result<_>>()?;
        for (row, place) in rows.iter().zip(&places) {
            place.map_or(Ok(()), |id| self.check_merge(id, row))?;
        }
        let kept: HashSet<RowId> = places.iter().copied().flatten().collect();
        for child in there.into_iter().filter(|id| !kept.contains(id)) {
            self.part_child::<N::Relation>(child)?;
        }
        let mut merged = Vec::with_capacity(rows.len());
        for (row, place) in rows.iter().zip(places) {
            let child = match place {
                Some(id) => {
                    self.overwrite(id, row)?;
                    self.bare(id)
                }
                None => self.try_add(new_row(row))?,
            };
            self.relate::<N::Relation>(parent, child.into_ref())?;
            merged.push(child);
        }
        Ok(merged)
    }

    /// The children that a row has in the database and here.
    pub(in crate::session) async fn children_there<R: Relation>(
        &mut self,
        parent: RowId,
    ) -> Result<Vec<RowId>> {
        self.can_merge_below::<R>()?;
        if self.has_stored_key::<R>(parent)? {
            let rows = self.graph.rows::<R::Parent>(parent.table);
            let children = rows_of::<R>(&rows[parent.row as usize]).select();
            self.all(children).await?;
        }
        Ok(self.children_here::<R>(parent))
    }

    /// Refuses a relationship whose rows are nobody's children.
    pub(super) fn can_merge_below<R: Relation>(&self) -> Result<()> {
        let relationship = R::META.name;
        if R::META.read_only {
            return Err(SessionError::ReadOnly { relationship }.into());
        }
        if R::META.link.is_some() {
            return Err(Error::Invalid(format!(
                "`{relationship}` is many-to-many, and its rows are nobody's children: \
                 `merge_all` them, then `link` and `unlink`"
            )));
        }
        if R::META.belongs_to {
            return Err(Error::Invalid(format!(
                "`{relationship}` is said by columns of the row itself: set them there, and `merge` \
                 the row that they name by itself"
            )));
        }
        Ok(SessionError::unless_written(R::Child::META)?)
    }

    /// Whether a row is stored, with the values by which its children find it.
    pub(super) fn has_stored_key<R: Relation>(&self, parent: RowId) -> Result<bool> {
        let state = self.target_state::<R::Parent>(parent)?;
        self.check_row(parent)?;
        if state != RowState::Persistent {
            return Ok(false);
        }
        let rekeyed = |at: &u16| R::META.parent_columns.contains(at);
        if self.changed(parent).iter().any(rekeyed) {
            return Err(Error::Invalid(format!(
                "the key of this {} changed: `flush` before its `{}` are merged",
                R::Parent::META.name,
                R::META.name
            )));
        }
        Ok(true)
    }

    /// The children that a row has here.
    pub(super) fn children_here<R: Relation>(&self, parent: RowId) -> Vec<RowId> {
        let mut there = self.hanging::<R>(parent);
        there.retain(|id| self.standing(*id) != RowState::Stale);
        there
    }

    /// Children by the keys that are known of them.
    pub(super) fn by_key<R: Relation>(&self, children: &[RowId]) -> Added<R::Child> {
        let keyed = |id: &RowId| Some((self.given_key::<R::Child>(*id)?, *id));
        children.iter().filter_map(keyed).collect()
    }

    /// Which of the children a row is; none for a new one.
    pub(super) fn place_among<R: Relation>(
        &self,
        here: &Added<R::Child>,
        row: &R::Child,
    ) -> Result<Option<RowId>> {
        let model = R::Child::META;
        let made = |at: &u16| model.columns[usize::from(*at)].fill != Fill::Program;
        let made = model.key.iter().any(made);
        let nobody = Added::<R::Child>::new();
        let Some(key) = key_of(row) else {
            return Ok(None);
        };
        let place = here.get(&key).copied();
        if place.is_none() && (made || self.place::<R::Child>(&key, &nobody).is_some()) {
            return Err(not_a_child::<R>(&key));
        }
        Ok(place)
    }
}

/// A row was taken for a child of another.
pub(super) fn not_a_child<R: Relation>(key: &<R::Child as Model>::Key) -> Error {
    let model = R::Child::META;
    let child = format!("{} ({})", model.name, key_text(model, &key.values()));
    let relationship = R::META.name;
    SessionError::NotAChild {
        child,
        relationship,
    }
    .into()
}
