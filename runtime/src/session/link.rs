use super::state::RowId;
use super::{Session, SessionError};
use crate::error::{Error, Result};
use crate::graph::Handle;
use crate::load::Named;
use crate::model::Model;
use crate::relation::{Relation, RelationMeta};
use crate::value::Value;
use crate::write::{End, IntoRef, Ref};

/// A link made or broken.
pub(super) struct Link {
    pub(super) relation: &'static RelationMeta,
    pub(super) from: RowId,
    pub(super) to: Side,
    pub(super) change: Change,
}

/// What happens to a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Make,
    Break,
}

/// The rows that a named relationship leads to.
type Child<N> = <<N as Named>::Relation as Relation>::Child;

/// The other side of a link.
pub(super) enum Side {
    Row(RowId),
    Values(Vec<Value>),
}

impl Session {
    /// Links a row with others: `s.link(post, post::tags(), [rust, orm])`. A link that is there
    /// already stays one. Rows of a collection that stands on a foreign key of theirs point here
    /// afterwards, and no longer where they did: they need not be stored yet, on either side.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let mut s = db.session();
    /// let first = s.get::<Post>(1).await?;
    /// let cid = s.add(user::new("Cid"));
    /// s.link(cid, user::posts(), [first])?;
    /// s.commit().await?;
    /// assert_eq!(s[first].author_id, s[cid].id);
    /// # Ok(()) }
    /// ```
    pub fn link<M, L, N, T>(
        &mut self,
        from: Handle<M, L>,
        relationship: N,
        to: impl IntoIterator<Item = T>,
    ) -> Result<()>
    where
        M: Model,
        N: Named<Relation: Relation<Parent = M>>,
        T: IntoRef<Child<N>>,
    {
        let _ = relationship;
        self.recover();
        let from = self.id(from)?;
        for to in to {
            self.link_one::<N::Relation>(from, to.into_ref())?;
        }
        Ok(())
    }

    /// Breaks links. Of a many-to-many relationship, the rows on both sides stay. Of another,
    /// the other rows point nowhere afterwards; those that the schema says are `owned` are
    /// deleted, and never inserted if they were only added.
    pub fn unlink<M, L, N, T>(
        &mut self,
        from: Handle<M, L>,
        relationship: N,
        to: impl IntoIterator<Item = T>,
    ) -> Result<()>
    where
        M: Model,
        N: Named<Relation: Relation<Parent = M>>,
        T: IntoRef<Child<N>>,
    {
        let _ = relationship;
        self.recover();
        let from = self.id(from)?;
        for to in to {
            self.unlink_one::<N::Relation>(from, to.into_ref())?;
        }
        Ok(())
    }

    fn link_one<R: Relation>(&mut self, from: RowId, to: Ref<R::Child>) -> Result<()> {
        writable::<R>()?;
        if R::META.link.is_some() {
            let end = End::new(to, R::META.child_columns);
            return self.push_link(R::META, from, end, Change::Make);
        }
        self.relate::<R>(from, to)
    }

    fn unlink_one<R: Relation>(&mut self, from: RowId, to: Ref<R::Child>) -> Result<()> {
        writable::<R>()?;
        if R::META.link.is_some() {
            let end = End::new(to, R::META.child_columns);
            return self.push_link(R::META, from, end, Change::Break);
        }
        self.unrelate::<R>(from, to)
    }

    pub(super) fn push_link(
        &mut self,
        relation: &'static RelationMeta,
        from: RowId,
        to: End,
        change: Change,
    ) -> Result<()> {
        if relation.link.is_none() {
            let relationship = relation.name;
            return Err(SessionError::NotManyToMany { relationship }.into());
        }
        if relation.read_only {
            let relationship = relation.name;
            return Err(SessionError::ReadOnly { relationship }.into());
        }
        let to = match to {
            End::Values(values) => Side::Values(values),
            End::OtherKey(model) => return Err(SessionError::OtherKey { model }.into()),
            End::Pending { tag, .. } if tag != self.graph.tag => return Err(foreign(relation)),
            End::Pending { table, row, .. } => Side::Row(RowId { table, row }),
        };
        self.frame().links.push(Link {
            relation,
            from,
            to,
            change,
        });
        Ok(())
    }
}

/// Refuses a relationship that is only read.
pub(super) fn writable<R: Relation>() -> Result<()> {
    let relationship = R::META.name;
    match R::META.read_only {
        true => Err(SessionError::ReadOnly { relationship }.into()),
        false => Ok(()),
    }
}

fn foreign(relation: &RelationMeta) -> Error {
    let model = relation.name;
    SessionError::ForeignHandle { model }.into()
}
