use super::state::RowId;
use super::{Session, SessionError};
use crate::error::{Error, Result};
use crate::graph::Handle;
use crate::load::Include;
use crate::model::Model;
use crate::relation::{Relation, RelationMeta};
use crate::value::Value;
use crate::write::{End, IntoRef};

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

/// The other side of a link.
pub(super) enum Side {
    Row(RowId),
    Values(Vec<Value>),
}

impl Session {
    /// Links a row with others of a many-to-many relationship:
    /// `s.link(post, post::tags(), [rust, orm])`. A link that is there already stays one.
    pub fn link<M, L, R, S, C, T>(
        &mut self,
        from: Handle<M, L>,
        relationship: Include<R, S, C>,
        to: impl IntoIterator<Item = T>,
    ) -> Result<()>
    where
        M: Model,
        R: Relation<Parent = M>,
        T: IntoRef<R::Child>,
    {
        let _ = relationship;
        self.change_links::<R, T>(from.bare(), to, Change::Make)
    }

    /// Breaks links of a many-to-many relationship; the rows on both sides stay.
    pub fn unlink<M, L, R, S, C, T>(
        &mut self,
        from: Handle<M, L>,
        relationship: Include<R, S, C>,
        to: impl IntoIterator<Item = T>,
    ) -> Result<()>
    where
        M: Model,
        R: Relation<Parent = M>,
        T: IntoRef<R::Child>,
    {
        let _ = relationship;
        self.change_links::<R, T>(from.bare(), to, Change::Break)
    }

    fn change_links<R: Relation, T: IntoRef<R::Child>>(
        &mut self,
        from: Handle<R::Parent>,
        to: impl IntoIterator<Item = T>,
        change: Change,
    ) -> Result<()> {
        self.recover();
        let id = self.id(from)?;
        for to in to {
            let end = End::new(to.into_ref(), R::META.child_columns);
            self.push_link(R::META, id, end, change)?;
        }
        Ok(())
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

fn foreign(relation: &RelationMeta) -> Error {
    let model = relation.name;
    SessionError::ForeignHandle { model }.into()
}
