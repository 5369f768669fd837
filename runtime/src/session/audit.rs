//! The trail of what a flush does to rows of models that have one.

use super::Session;
use super::changes::change;
use super::plan::Plan;
use super::state::RowId;
use super::work::Written;
use crate::error::Result;
use crate::model::ModelMeta;
use crate::rules::audit::Happened;
use crate::value::Value;

impl Session {
    /// The rows of a plan whose models have a trail.
    pub(super) fn audited(&self, plan: &Plan) -> Option<Written> {
        let audited = |model: &ModelMeta| model.table.audit().is_some();
        let any = plan.steps().iter().any(|step| audited(step.model));
        any.then(|| self.to_be_written(plan, audited))
    }

    /// Writes what happened to them, in the same transaction.
    pub(super) async fn leave_trail(&mut self, written: Option<Written>) -> Result<()> {
        let Some(written) = written else {
            return Ok(());
        };
        for table in 0..self.graph.tables.len() as u32 {
            let Some(audit) = self.graph.tables[table as usize].meta().table.audit() else {
                continue;
            };
            let rows = self.happened(table, &written)?;
            let (connection, _) = self.parts(table)?;
            for statement in audit.inserts(&rows, connection.dialect()) {
                connection.execute(&statement).await?;
            }
        }
        Ok(())
    }

    fn happened(&self, table: u32, written: &Written) -> Result<Vec<Happened>> {
        let meta = self.graph.tables[table as usize].meta();
        let nulls: Vec<Value> = meta.columns.iter().map(|c| Value::Null(c.kind)).collect();
        let here = |id: &&RowId| id.table == table;
        let key = |values: &[Value]| {
            let at = meta.key.iter().map(|at| usize::from(*at));
            at.map(|at| values[at].clone()).collect()
        };
        let mut all = vec![];
        for id in written.inserted.iter().filter(here) {
            let row = self.stored_row(*id);
            all.push(Happened {
                key: key(&row),
                operation: "insert",
                changes: self.differences(*id, &nulls),
            });
        }
        for (id, old) in written.updated.iter().filter(|(id, _)| id.table == table) {
            let changes = self.differences(*id, old);
            if !changes.is_empty() {
                all.push(Happened {
                    key: key(old),
                    operation: "update",
                    changes,
                });
            }
        }
        for id in written.deleted.iter().filter(here) {
            let row = self.stored_row(*id);
            let columns = meta.columns.iter().zip(&row);
            let told = columns.filter(|(_, old)| !matches!(old, Value::Null(_)));
            let gone = told.map(|(c, old)| change(c, old.clone(), Value::Null(c.kind)));
            all.push(Happened {
                key: key(&row),
                operation: "delete",
                changes: gone.collect(),
            });
        }
        Ok(all)
    }
}
