//! Rows whose key leads where only one row can: a `has_one`, set from the side of the key.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::joining::text;
use super::link::Side;
use super::state::{RowId, RowState};
use super::{Session, SessionError};
use crate::error::Result;
use crate::model::Model;
use crate::relation::{Relation, RelationMeta};
use crate::value::Value;

/// A row that is to lead to another by a relationship of which only one row can.
#[derive(Clone, Copy)]
pub(super) struct Claim {
    pub(super) row: RowId,
    pub(super) relation: &'static RelationMeta,
}

impl Session {
    /// Another row may lead there: an owned one is deleted and one that can point nowhere does so,
    /// as if the relationship was set from its other end. Else it is for the flush to decide,
    /// since the other may move as well until then.
    pub(super) fn claim<R: Relation>(&mut self, row: RowId, to: &Side) -> Result<()> {
        let (own, relation) = (R::META.parent_columns, R::META);
        if !R::Parent::META.is_unique(own) {
            return Ok(());
        }
        let nullable = |at: &u16| R::Parent::META.columns[usize::from(*at)].nullable;
        if !relation.owned && !own.iter().all(nullable) {
            self.frame().claims.push(Claim { row, relation });
            return Ok(());
        }
        let rows = 0..self.graph.tables[row.table as usize].len();
        let rows = rows.map(|at| RowId { row: at, ..row });
        let others = rows.filter(|other| *other != row && self.states.get(*other).is_changeable());
        let others = others.filter(|other| match to {
            Side::Row(target) => self.is_at(*other, *target, own, relation.child_columns),
            Side::Values(values) => {
                text(values).is_some() && self.joining_values(*other, own) == *values
            }
        });
        for other in others.collect::<Vec<_>>() {
            self.part::<R::Parent, R>(other, own)?;
            self.frame().leaving.push(other);
        }
        Ok(())
    }

    /// Refuses to write rows that lead where a stored row does. The engine would refuse as well,
    /// but only name the constraint, and end the transaction.
    pub(super) fn check_claims(&self) -> Result<()> {
        let claims = self.frames.last().map_or(&[][..], |frame| &frame.claims);
        let mut by_key: BTreeMap<(u32, &[u16]), Vec<&Claim>> = BTreeMap::new();
        for claim in claims
            .iter()
            .filter(|c| self.states.get(c.row).is_changeable())
        {
            let key = (claim.row.table, claim.relation.parent_columns);
            by_key.entry(key).or_default().push(claim);
        }
        by_key
            .into_iter()
            .try_for_each(|((table, _), claims)| self.check_claimed(table, &claims))
    }

    /// Holds the claims of one relationship against the rows that are stored.
    fn check_claimed(&self, table: u32, claims: &[&Claim]) -> Result<()> {
        let claimants: HashSet<RowId> = claims.iter().map(|claim| claim.row).collect();
        let stored = self.stored_rows(table).into_iter();
        let others = stored
            .map(|row| RowId { table, row })
            .filter(|id| self.states.get(*id) == RowState::Persistent && !claimants.contains(id));
        let lead = |id: RowId| {
            let values = self.leads(id, claims[0].relation)?;
            text(&values)
        };
        let mut holders: HashMap<String, RowId> =
            others.filter_map(|id| Some((lead(id)?, id))).collect();
        if holders.is_empty() && !claimants.iter().any(|id| self.is_stored(*id)) {
            return Ok(());
        }
        for claim in claims {
            let Some(values) = lead(claim.row) else {
                continue;
            };
            match holders.get(&values) {
                Some(holder) if *holder != claim.row => {
                    return Err(self.taken(claim, *holder).into());
                }
                _ if self.is_stored(claim.row) => {
                    holders.insert(values, claim.row);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The values by which a row leads to another; none if it waits for those of a new row.
    fn leads(&self, row: RowId, relation: &RelationMeta) -> Option<Vec<Value>> {
        let (own, far) = (relation.parent_columns, relation.child_columns);
        let waits = self.graph.tables[row.table as usize].waits(row.row);
        let mut waits = waits.into_iter();
        if let Some(((table, row), _)) = waits.find(|(_, columns)| *columns == own) {
            let target = RowId { table, row };
            return self
                .is_stored(target)
                .then(|| self.joining_values(target, far));
        }
        let mut waiting = self.waiting();
        let waits = waiting.any(|pointer| pointer.child == row && pointer.columns == own);
        (!waits).then(|| self.joining_values(row, own))
    }

    fn taken(&self, claim: &Claim, holder: RowId) -> SessionError {
        let model = self.graph.tables[holder.table as usize].meta();
        let row = match self.states.get(claim.row) {
            RowState::Pending => format!("a new {}", model.name),
            _ => self.named(claim.row, model),
        };
        SessionError::Taken {
            row,
            holder: self.named(holder, model),
            relationship: claim.relation.name,
        }
    }
}
