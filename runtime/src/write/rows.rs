use std::ops::Range;

use super::links::LinkRows;
use super::statement::insert::InsertText;
use super::tenant::own_rows;
use super::{End, Link, New, batch};
use crate::dialect::Dialect;
use crate::driver::Connection;
use crate::error::{Error, InvalidValues, Result};
use crate::graph::Table;
use crate::model::{ColumnSet, Model};
use crate::rules::Parameters;
use crate::rules::values::admit_row;
use crate::session::SessionError;

/// Rows to insert, with what each leaves open.
pub(super) struct NewRows<M: Model> {
    pub(super) table: Table<M>,
    /// The end of each run of rows that leave the same columns open.
    runs: Vec<(ColumnSet, u32)>,
    links: Vec<(u32, Link)>,
}

/// Rows that go in by statements of one form.
pub(super) struct Part {
    pub(super) text: InsertText,
    pub(super) rows: Vec<u32>,
}

/// Runs that are shorter on average share a statement where the engine knows DEFAULT.
const SHORT_RUN: usize = 64;

impl<M: Model> NewRows<M> {
    pub(super) fn of(rows: impl IntoIterator<Item = New<M>>) -> Result<Self> {
        let rows = rows.into_iter();
        let mut all = NewRows {
            table: Table::default(),
            runs: vec![],
            links: vec![],
        };
        all.table.rows.reserve(rows.size_hint().0);
        let mut faults = vec![];
        for mut new in rows {
            if new.needs_session() {
                return Err(foreign::<M>());
            }
            admit_row(&mut new.row, &new.incoming.unset, &mut faults)?;
            let row = all.table.rows.len() as u32;
            match all.runs.last_mut() {
                Some((unset, end)) if *unset == new.incoming.unset => *end = row + 1,
                _ => all.runs.push((new.incoming.unset, row + 1)),
            }
            all.links
                .extend(new.links.into_iter().map(|link| (row, link)));
            all.table.rows.push(new.row);
        }
        InvalidValues::check(faults)?;
        Ok(all)
    }

    /// Gives the rows their tenant.
    pub(super) fn own(&mut self, parameters: &Parameters) -> Result<()> {
        let mut rows = self.table.rows.iter_mut();
        let mut start = 0;
        for (unset, end) in &mut self.runs {
            let count = (*end - std::mem::replace(&mut start, *end)) as usize;
            own_rows(&mut rows.by_ref().take(count), unset, parameters)?;
        }
        Ok(())
    }

    pub(super) fn has_links(&self) -> bool {
        !self.links.is_empty()
    }

    /// The rows in as few statements as keep their order.
    pub(super) fn parts(&self, dialect: Dialect) -> Vec<Part> {
        if self.is_mixed(dialect) {
            let mut open = Vec::with_capacity(self.table.rows.len());
            for (unset, end) in &self.runs {
                open.resize(*end as usize, unset.clone());
            }
            let part = |model| Part {
                text: InsertText::mixed(model, open.clone(), dialect),
                rows: (0..self.table.rows.len() as u32).collect(),
            };
            return M::META.line().into_iter().map(part).collect();
        }
        self.apart(dialect)
    }

    /// The rows, those that leave different columns open by different statements.
    pub(super) fn apart(&self, dialect: Dialect) -> Vec<Part> {
        self.apart_of(dialect, |_| true)
    }

    /// The same of some of the rows.
    pub(super) fn apart_of(&self, dialect: Dialect, wanted: impl Fn(u32) -> bool) -> Vec<Part> {
        // Of rows in several tables those of the base come first: the key may come from there.
        let models = M::META.line();
        let mut parts = vec![];
        for (unset, rows) in self.runs() {
            let rows: Vec<u32> = rows.filter(|row| wanted(*row)).collect();
            let part = |model| Part {
                text: InsertText::new(model, unset, dialect),
                rows: rows.clone(),
            };
            if !rows.is_empty() {
                parts.extend(models.iter().copied().map(part));
            }
        }
        parts
    }

    /// Rows that leave the same columns open, and which.
    pub(super) fn runs(&self) -> impl Iterator<Item = (&ColumnSet, Range<u32>)> {
        let mut start = 0;
        self.runs
            .iter()
            .map(move |(unset, end)| (unset, std::mem::replace(&mut start, *end)..*end))
    }

    /// SQLite knows no DEFAULT, but has no round trip to save either. MySQL must be able to tell
    /// the keys that it counted.
    fn is_mixed(&self, dialect: Dialect) -> bool {
        let counted = |(unset, _): &(ColumnSet, u32)| {
            let key = M::META.key.iter();
            key.map(|at| unset.contains(*at)).collect::<Vec<_>>()
        };
        let short = self.runs.len() > 1 && self.table.rows.len() / self.runs.len() < SHORT_RUN;
        short
            && match dialect {
                Dialect::Sqlite => false,
                Dialect::Postgres | Dialect::Mariadb => true,
                Dialect::Mysql => self
                    .runs
                    .windows(2)
                    .all(|w| counted(&w[0]) == counted(&w[1])),
            }
    }

    /// Whether it takes more than one statement.
    pub(super) fn takes_several(&self, parts: &[Part], dialect: Dialect) -> bool {
        let several = |part: &Part| {
            part.text.rows_per_statement() < part.rows.len()
                || (part.text.counted.is_some() && part.rows.len() > 1)
                || (dialect == Dialect::Mysql && !part.text.filled.is_empty())
        };
        parts.len() > 1 || self.has_links() || parts.iter().any(several)
    }

    /// Inserts them and reads back what the database filled in.
    pub(super) async fn insert(
        &mut self,
        connection: &mut Connection,
        parts: Vec<Part>,
    ) -> Result<()> {
        self.insert_rows(connection, parts).await?;
        self.link(connection).await
    }

    /// The same without their link rows.
    pub(super) async fn insert_rows(
        &mut self,
        connection: &mut Connection,
        parts: Vec<Part>,
    ) -> Result<()> {
        for Part { mut text, rows } in parts {
            batch::insert(connection, &mut self.table, &mut text, &rows).await?;
        }
        Ok(())
    }

    /// Inserts the link rows of rows that are stored.
    pub(super) async fn link(&self, connection: &mut Connection) -> Result<()> {
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
