//! Relationships that stand on a foreign key, changed from either end.

use super::link::{Side, writable};
use super::pointer::Ends;
use super::state::{RowId, RowState};
use super::{Session, SessionError};
use crate::error::Result;
use crate::graph::{Handle, NONE};
use crate::load::Named;
use crate::model::Model;
use crate::relation::{Cardinality, Relation, ToOne};
use crate::value::Value;
use crate::write::{End, IntoRef, Ref};

impl Session {
    /// Sets a relationship to one row: `s.set(post, post::author(), ann)`, where Ann may be only
    /// added so far, and is inserted first. Of the two ends of the relationship it does not
    /// matter which has the foreign key.
    ///
    /// Where only one row can lead there (`has_one`), the one that did so before points nowhere; if
    /// the schema says `owned`, it is deleted. One that can do neither is an error that names both
    /// rows: set from the end of the key, of the flush, so that the other can move as well until then.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let mut s = db.session();
    /// let first = s.get::<Post>(1).await?;
    /// let cid = s.add(user::new("Cid"));
    /// s.set(first, post::author(), cid)?;
    /// s.commit().await?;
    /// assert_eq!(s[first].author_id, s[cid].id);
    /// # Ok(()) }
    /// ```
    pub fn set<M, L, N, T>(&mut self, row: Handle<M, L>, relationship: N, to: T) -> Result<()>
    where
        M: Model,
        N: Named<Relation: Relation<Parent = M, Cardinality = ToOne>>,
        T: IntoRef<<N::Relation as Relation>::Child>,
    {
        let _ = relationship;
        writable::<N::Relation>()?;
        self.recover();
        let id = self.id(row)?;
        if !N::Relation::META.belongs_to {
            self.knows_target::<N::Relation, L>(row)?;
        }
        self.relate::<N::Relation>(id, to.into_ref())
    }

    /// Takes a relationship to one row away. An error where the key may not be NULL, unless the
    /// schema says `owned`: then the row on the key's side is deleted.
    pub fn unset<M, L, N>(&mut self, row: Handle<M, L>, relationship: N) -> Result<()>
    where
        M: Model,
        N: Named<Relation: Relation<Parent = M, Cardinality = ToOne>>,
    {
        let _ = relationship;
        writable::<N::Relation>()?;
        self.recover();
        let id = self.id(row)?;
        if N::Relation::META.belongs_to {
            return self.part::<M, N::Relation>(id, N::Relation::META.parent_columns);
        }
        self.knows_target::<N::Relation, L>(row)?;
        for child in self.hanging::<N::Relation>(id) {
            self.part_child::<N::Relation>(child)?;
        }
        Ok(())
    }

    /// Makes two rows parent and child of a relationship without a link table.
    pub(super) fn relate<R: Relation>(&mut self, from: RowId, to: Ref<R::Child>) -> Result<()> {
        let (own, far) = (R::META.parent_columns, R::META.child_columns);
        if R::META.belongs_to {
            let side = self.side::<R::Child>(to, far)?;
            self.stays(from);
            self.claim::<R>(from, &side)?;
            let ends = Ends {
                columns: own,
                target: far,
            };
            return self.point::<R::Parent, R::Child>(from, side, ends);
        }
        let child = self.row_here::<R::Child>(to)?;
        self.target_state::<R::Parent>(from)?;
        self.stays(child);
        if !R::Cardinality::MANY {
            let others = self.hanging::<R>(from);
            for other in others.into_iter().filter(|other| *other != child) {
                self.part_child::<R>(other)?;
                self.frame().leaving.push(other);
            }
        }
        let ends = Ends {
            columns: far,
            target: own,
        };
        self.point::<R::Child, R::Parent>(child, Side::Row(from), ends)
    }

    /// A row that made way for another leads somewhere again.
    fn stays(&mut self, row: RowId) {
        self.frame().leaving.retain(|leaving| *leaving != row);
    }

    /// Takes a child away from its parent; one that is another's by now stays there.
    pub(super) fn unrelate<R: Relation>(&mut self, from: RowId, to: Ref<R::Child>) -> Result<()> {
        if R::META.belongs_to {
            let far = R::META.child_columns;
            let at = match self.side::<R::Child>(to, far)? {
                Side::Row(id) => self.is_at(from, id, R::META.parent_columns, far),
                Side::Values(values) => self.joining_values(from, R::META.parent_columns) == values,
            };
            return match at {
                true => self.part::<R::Parent, R>(from, R::META.parent_columns),
                false => Ok(()),
            };
        }
        let child = self.row_here::<R::Child>(to)?;
        if self.is_at(child, from, R::META.child_columns, R::META.parent_columns) {
            self.part_child::<R>(child)?;
        }
        Ok(())
    }

    pub(super) fn part_child<R: Relation>(&mut self, child: RowId) -> Result<()> {
        self.part::<R::Child, R>(child, R::META.child_columns)
    }

    /// Leaves a row without its parent.
    pub(super) fn part<M: Model, R: Relation>(
        &mut self,
        child: RowId,
        columns: &'static [u16],
    ) -> Result<()> {
        if R::META.owned {
            return self.delete_row(child);
        }
        let nullable = |at: &u16| M::META.columns[usize::from(*at)].nullable;
        if !columns.iter().all(nullable) {
            let relationship = R::META.name;
            return Err(SessionError::Required { relationship }.into());
        }
        self.point_nowhere::<M>(child, columns)
    }

    /// The rows of the session that hang on a row by a foreign key of theirs.
    pub(super) fn hanging<R: Relation>(&self, parent: RowId) -> Vec<RowId> {
        let Some(table) = self.graph.find_table::<R::Child>() else {
            return vec![];
        };
        let rows = 0..self.graph.tables[table as usize].len();
        let rows = rows.map(|row| RowId { table, row });
        let (far, own) = (R::META.child_columns, R::META.parent_columns);
        let alive = |id: &RowId| {
            let state = self.states.get(*id);
            state.is_changeable()
        };
        rows.filter(alive)
            .filter(|id| self.is_at(*id, parent, far, own))
            .collect()
    }

    /// Whether a row's foreign key leads, or will lead, to another row.
    pub(super) fn is_at(
        &self,
        child: RowId,
        parent: RowId,
        columns: &[u16],
        target: &[u16],
    ) -> bool {
        let waits = self.graph.tables[child.table as usize].waits(child.row);
        let waits = waits.into_iter().find(|(_, own)| *own == columns);
        if let Some((to, _)) = waits {
            return to == (parent.table, parent.row);
        }
        let pointer = self
            .waiting()
            .find(|pointer| pointer.child == child && pointer.columns == columns);
        if let Some(pointer) = pointer {
            return pointer.parent == parent;
        }
        let values = self.joining_values(child, columns);
        self.states.get(parent) != RowState::Pending
            && !values.iter().any(|value| matches!(value, Value::Null(_)))
            && values == self.joining_values(parent, target)
    }

    /// Refuses to replace what may be there without anybody here knowing.
    fn knows_target<R: Relation, L>(&self, row: Handle<R::Parent, L>) -> Result<()> {
        let id = self.id(row)?;
        let loaded = row.node != NONE
            && self.graph.nodes[row.node as usize]
                .edge(R::META.slot)
                .is_some();
        let added = self.states.get(id) == RowState::Pending;
        if loaded || added || !self.hanging::<R>(id).is_empty() {
            return Ok(());
        }
        let relationship = R::META.name;
        Err(SessionError::NotLoaded { relationship }.into())
    }

    /// A reference as the row or the values that a foreign key is to lead to.
    fn side<P: Model>(&self, to: Ref<P>, columns: &[u16]) -> Result<Side> {
        match End::new(to, columns) {
            End::Values(values) => Ok(Side::Values(values)),
            End::OtherKey(model) => Err(SessionError::OtherKey { model }.into()),
            End::Pending { tag, table, row } if tag == self.graph.tag => {
                Ok(Side::Row(RowId { table, row }))
            }
            End::Pending { .. } => {
                let model = P::META.name;
                Err(SessionError::ForeignHandle { model }.into())
            }
        }
    }

    /// The row of the session that a reference means: only such a row can be changed.
    pub(super) fn row_here<M: Model>(&mut self, to: Ref<M>) -> Result<RowId> {
        let model = M::META.name;
        match to {
            Ref::Handle { tag, table, row } if tag == self.graph.tag => Ok(RowId { table, row }),
            Ref::Handle { .. } => Err(SessionError::ForeignHandle { model }.into()),
            Ref::Row(row) => Ok(self.adopt(*row)),
            Ref::Key(key) => {
                let table = self.graph.find_table::<M>();
                let known = table.and_then(|table| {
                    let row = *self.graph.table::<M>(table)?.index.get(&key)?;
                    Some(RowId { table, row })
                });
                known.ok_or_else(|| SessionError::NotHere { model }.into())
            }
        }
    }
}
