use super::links::LinkRows;
use super::statement::insert::InsertText;
use super::{End, Insertable, New, batch};
use crate::dialect::Dialect;
use crate::driver::{Access, BeginMode, Connection, Executor};
use crate::error::{Error, Result};
use crate::graph::Table;
use crate::model::{ColumnSet, Model};
use crate::session::SessionError;

/// `INSERT` of many rows: [`run`](InsertAll::run) gives them back as stored, in their order.
#[must_use = "nothing is inserted before `.run(..)`"]
pub struct InsertAll<M: Model> {
    rows: Vec<New<M>>,
}

impl<M: Model> InsertAll<M> {
    /// An insert of complete rows.
    pub fn new<N: Insertable<Model = M>>(rows: impl IntoIterator<Item = N>) -> Self {
        InsertAll {
            rows: rows.into_iter().map(Insertable::into_new).collect(),
        }
    }

    /// Inserts them, together with their links, all or none. Neighbours that give values to the
    /// same columns share a statement, as many as the engine takes; the keys come back in the
    /// order of the rows.
    pub async fn run(self, mut on: impl Executor) -> Result<Vec<M>> {
        if self.rows.is_empty() {
            return Ok(vec![]);
        }
        let mut batches = Batches::of(self.rows)?;
        let mut lease = on.lease(Access::Write).await?;
        let own = !lease.in_transaction() && batches.need_transaction(lease.dialect());
        if own {
            lease.begin(BeginMode::Write).await?;
        }
        batches.run(&mut lease).await?;
        if own {
            lease.commit().await?;
        }
        Ok(batches.table.rows)
    }
}

/// Rows with what each leaves open.
struct Batches<M: Model> {
    table: Table<M>,
    /// The end of each run of rows that leave the same columns open.
    runs: Vec<(ColumnSet, u32)>,
    links: Vec<(u32, super::Link)>,
}

impl<M: Model> Batches<M> {
    fn of(rows: Vec<New<M>>) -> Result<Self> {
        let mut batches = Batches {
            table: Table::default(),
            runs: vec![],
            links: vec![],
        };
        batches.table.rows.reserve(rows.len());
        for new in rows {
            if new.needs_session() {
                return Err(foreign::<M>());
            }
            let row = batches.table.rows.len() as u32;
            match batches.runs.last_mut() {
                Some((unset, end)) if *unset == new.incoming.unset => *end = row + 1,
                _ => batches.runs.push((new.incoming.unset, row + 1)),
            }
            batches
                .links
                .extend(new.links.into_iter().map(|link| (row, link)));
            batches.table.rows.push(new.row);
        }
        Ok(batches)
    }

    fn need_transaction(&self, dialect: Dialect) -> bool {
        let several = |(unset, end): &(ColumnSet, u32)| {
            let text = InsertText::new(M::META, unset, dialect);
            let apart = text.counted.is_some() && *end > 1;
            apart
                || text.rows_per_statement() < *end as usize
                || (dialect == Dialect::Mysql && !text.filled.is_empty())
        };
        self.runs.len() > 1 || !self.links.is_empty() || self.runs.iter().any(several)
    }

    async fn run(&mut self, connection: &mut Connection) -> Result<()> {
        let mut start = 0;
        for (unset, end) in &self.runs {
            let rows: Vec<u32> = (start..*end).collect();
            let mut text = InsertText::new(M::META, unset, connection.dialect());
            batch::insert(connection, &mut self.table, &mut text, &rows).await?;
            start = *end;
        }
        for (table, rows) in self.link_rows()?.tables {
            batch::link(connection, &table, &rows).await?;
        }
        Ok(())
    }

    fn link_rows(&self) -> Result<LinkRows> {
        let mut rows = LinkRows::default();
        for (row, link) in &self.links {
            let Some(meta) = link.relation.link else {
                let relationship = link.relation.name;
                return Err(SessionError::NotManyToMany { relationship }.into());
            };
            let child = match &link.to {
                End::Values(values) => values.clone(),
                End::OtherKey(model) => return Err(SessionError::OtherKey { model }.into()),
                End::Pending { .. } => return Err(foreign::<M>()),
            };
            let row = &self.table.rows[*row as usize];
            let columns = link.relation.parent_columns.iter();
            let parent = columns.map(|at| row.value((*at).into())).collect();
            rows.add(meta, parent, child);
        }
        Ok(rows)
    }
}

/// Only a session can tell what its handles name.
fn foreign<M: Model>() -> Error {
    let model = M::META.name;
    SessionError::ForeignHandle { model }.into()
}
