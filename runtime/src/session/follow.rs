use std::any::Any;
use std::collections::HashSet;

use super::Session;
use super::flush::next_version;
use super::joining::text;
use super::state::RowId;
use crate::driver::{Follow, Followed, Following};
use crate::error::Result;
use crate::expr::Alias;
use crate::expr::evaluate::{Row, Unsure};
use crate::graph::AnyTable;
use crate::model::{CascadeAction, ModelMeta, TableMeta};
use crate::query::writer::{Target, UpdateNode};
use crate::rules::set_by;
use crate::value::Value;
use crate::write::statement::changed_by_update;

/// Rows with the values that they get.
type Values = Vec<(u32, Vec<(u16, Value)>)>;

/// The rows that the session knows follow what statements by condition do: worked out in memory
/// where that is sure to agree with the engine, else by what the statement gives back, else they
/// are out of date and say so.
#[allow(private_interfaces)] // only statements of this crate talk to it
impl Follow for Session {
    fn updating(&mut self, update: &UpdateNode) -> Option<Following> {
        self.recover();
        let model = update.target.model;
        let tables = self.tables_of_model(model);
        let changes: Vec<Followed> = tables
            .into_iter()
            .map(|table| match self.new_values(table, update) {
                Ok(values) => Followed::Set(table, values),
                Err(Unsure) => Followed::Unknown(table),
            })
            .collect();
        let unknown = |change: &Followed| matches!(change, Followed::Unknown(_));
        following(changes.iter().any(unknown), changes)
    }

    fn deleting(&mut self, target: &Target) -> Option<Following> {
        self.recover();
        let model = target.model;
        let tables = self.tables_of_model(model);
        let mut changes: Vec<Followed> = tables
            .into_iter()
            .map(|table| match self.matching(table, target) {
                Ok(rows) => Followed::Gone(table, rows),
                Err(Unsure) => Followed::UnknownGone(table),
            })
            .collect();
        let unknown = |change: &Followed| matches!(change, Followed::UnknownGone(_));
        let needs_rows = changes.iter().any(unknown);
        if self.knows_below(model) {
            changes.push(Followed::Below(model));
        }
        following(needs_rows, changes)
    }

    fn keeping(&mut self, model: &'static ModelMeta) -> Option<Following> {
        self.recover();
        let mut tables: Vec<TableMeta> = model.tables().collect();
        tables.extend(model.cascades.iter().map(|cascade| cascade.table));
        let mut at = 0;
        while let Some(&table) = tables.get(at) {
            at += 1;
            for known in self.tables_of(table) {
                for cascade in self.graph.tables[known as usize].meta().cascades {
                    if !tables.contains(&cascade.table) {
                        tables.push(cascade.table);
                    }
                }
            }
        }
        let known = tables.into_iter().flat_map(|table| self.tables_of(table));
        let changes = known.map(Followed::Unknown).collect();
        following(false, changes)
    }

    fn done(&mut self, following: Following, rows: Option<&dyn Any>) -> Result<()> {
        for change in following.changes {
            match (change, rows) {
                (Followed::Set(table, values), _) => {
                    let depth = self.depth();
                    let table = &mut self.graph.tables[table as usize];
                    for (row, values) in values {
                        table.follow(row, &values, depth)?;
                    }
                }
                (Followed::Unknown(table), Some(rows)) => self.take_over(table, rows)?,
                (Followed::Unknown(table), None) => self.outdate(table),
                (Followed::Gone(table, rows), _) => self.deleted(table, rows)?,
                (Followed::UnknownGone(table), Some(rows)) => {
                    let places = self.graph.tables[table as usize].places(rows);
                    self.deleted(table, places)?;
                }
                (Followed::UnknownGone(table), None) => {
                    self.outdate(table);
                    let model = self.graph.tables[table as usize].meta();
                    self.outdate_below(model);
                }
                (Followed::Below(model), _) => self.outdate_below(model),
            }
        }
        Ok(())
    }

    fn stored(&mut self, table: TableMeta, rows: &dyn Any) -> Result<()> {
        self.tables_of(table)
            .into_iter()
            .try_for_each(|table| self.take_over(table, rows))
    }

    fn patched(
        &mut self,
        model: &'static ModelMeta,
        key: &dyn Any,
        values: &[(u16, Value)],
    ) -> Result<()> {
        let depth = self.depth();
        for at in self.tables_of_model(model) {
            let table = &self.graph.tables[at as usize];
            let Some(row) = table.place(key) else {
                continue;
            };
            let set: Vec<u16> = values.iter().map(|(column, _)| *column).collect();
            let meta = table.meta();
            let changed = |part| !changed_by_update(part, &set).is_empty();
            let more = meta.upwards().any(changed);
            if !self.is_stored(RowId { table: at, row }) {
                continue;
            }
            let counted = counted(&**table, row, values);
            let more = more || counted.is_err();
            // Of a variant's columns, its base has the first.
            let known = |(column, _): &&(u16, Value)| usize::from(*column) < meta.columns.len();
            let mut values: Vec<_> = values.iter().filter(known).cloned().collect();
            values.extend(counted.ok().flatten());
            let table = &mut self.graph.tables[at as usize];
            table.follow(row, &values, depth)?;
            if more {
                self.make_stale(RowId { table: at, row });
            }
        }
        Ok(())
    }

    fn changed_elsewhere(&mut self, model: &'static ModelMeta, key: &dyn Any) {
        for table in self.tables_of_model(model) {
            let known = &self.graph.tables[table as usize];
            if !std::ptr::eq(known.meta(), model)
                && let Some(row) = known.place(key)
                && self.is_stored(RowId { table, row })
            {
                self.make_stale(RowId { table, row });
            }
        }
    }
}

fn following(needs_rows: bool, changes: Vec<Followed>) -> Option<Following> {
    (!changes.is_empty()).then_some(Following {
        needs_rows,
        changes,
    })
}

impl Session {
    /// The tables that hold rows of a table of the database: none if the session knows none.
    fn tables_of(&self, table: TableMeta) -> Vec<u32> {
        let tables = (0..).zip(&self.graph.tables);
        tables
            .filter(|(at, known)| {
                let meta = known.meta();
                meta.tables().any(|part| part == table)
                    && (0..known.len()).any(|row| self.is_stored(RowId { table: *at, row }))
            })
            .map(|(at, _)| at)
            .collect()
    }

    /// The same for a model, with those of the models whose tables have its first columns.
    fn tables_of_model(&self, model: &'static ModelMeta) -> Vec<u32> {
        let tables = model.tables().flat_map(|table| self.tables_of(table));
        let mut tables: Vec<u32> = tables.collect();
        tables.sort_unstable();
        tables.dedup();
        tables
    }

    /// Which of the rows a statement is for.
    fn matching(&self, at: u32, target: &Target) -> Result<Vec<u32>, Unsure> {
        let table = &*self.graph.tables[at as usize];
        let scoped = target
            .model
            .table
            .rules
            .is_some_and(|rules| !rules.scopes.is_empty());
        if !std::ptr::eq(table.meta(), target.model) || !target.joins.is_empty() || scoped {
            return Err(Unsure);
        }
        let mut matching = vec![];
        for row in self.stored_rows(at) {
            let stored = |column| table.stored_value(row, column);
            let values = row_of(target.alias, &stored);
            if table.is_stale(row) {
                return Err(Unsure);
            }
            if values.matches(&target.filter)? {
                matching.push(row);
            }
        }
        Ok(matching)
    }

    /// What an UPDATE makes of the rows that it is for.
    fn new_values(&self, at: u32, update: &UpdateNode) -> Result<Values, Unsure> {
        let table = &*self.graph.tables[at as usize];
        let model = table.meta();
        let set: Vec<u16> = update.set.iter().map(|(column, _)| column.at).collect();
        let in_key = |column: &u16| model.key.contains(column);
        let changed = |part| !changed_by_update(part, &set).is_empty();
        let more = model.upwards().any(changed);
        if set.iter().any(in_key) || more {
            return Err(Unsure);
        }
        let rows = self.matching(at, &update.target)?;
        rows.into_iter()
            .map(|row| {
                let mut values = assigned(table, row, update)?;
                let parameters = self.database.parameters();
                let signed = set_by::of_update(model, parameters, |at| set.contains(&at));
                values.extend(signed.map_err(|_| Unsure)?);
                Ok((row, values))
            })
            .collect()
    }

    /// Takes the values of stored rows over.
    fn take_over(&mut self, table: u32, rows: &dyn Any) -> Result<()> {
        let depth = self.depth();
        let states = &self.states;
        let alive = |row| states.get(RowId { table, row }).is_stored();
        let table = &mut self.graph.tables[table as usize];
        Ok(table.follow_rows(rows, depth, &alive)?)
    }

    /// Rows were deleted by a statement: as [`gone`](Session::gone), without asking the database.
    fn deleted(&mut self, table: u32, rows: Vec<u32>) -> Result<()> {
        let stored = |row: &u32| self.is_stored(RowId { table, row: *row });
        let rows = rows.into_iter().filter(stored).collect();
        for (table, rows, _) in self.gone_in_memory(table, rows)? {
            rows.into_iter()
                .for_each(|row| self.make_stale(RowId { table, row }));
        }
        Ok(())
    }

    fn outdate(&mut self, table: u32) {
        for row in self.stored_rows(table) {
            self.make_stale(RowId { table, row });
        }
    }

    /// Whether the session knows rows that hang on rows of a model.
    fn knows_below(&self, model: &ModelMeta) -> bool {
        let known = |cascade: &crate::model::Cascade| {
            follows(cascade.action) && !self.tables_of(cascade.table).is_empty()
        };
        model.cascades.iter().any(known)
    }

    /// Rows whose parents the session does not know may be gone with those, and so may rows below.
    fn outdate_below(&mut self, model: &'static ModelMeta) {
        let mut seen: Vec<TableMeta> = vec![];
        let mut work = vec![model];
        while let Some(model) = work.pop() {
            seen.push(model.table);
            for cascade in model.cascades.iter().filter(|c| follows(c.action)) {
                for at in self.tables_of(cascade.table) {
                    let parents = self.known_parents(model, cascade.target_columns);
                    let below = self.graph.tables[at as usize].meta();
                    let columns = below.positions(cascade.columns);
                    let mut lost = self.stored_rows(at);
                    lost.retain(|row| {
                        let key = self.stored_text(at, *row, &columns);
                        key.is_some_and(|key| !parents.contains(&key))
                    });
                    let fresh = |row: &u32| !self.graph.tables[at as usize].is_stale(*row);
                    let news = lost.iter().any(fresh);
                    if news || !lost.is_empty() && !seen.contains(&below.table) {
                        work.push(below);
                    }
                    let lost = lost.into_iter();
                    lost.for_each(|row| self.make_stale(RowId { table: at, row }));
                }
            }
        }
    }

    /// What rows that are here, up to date and not deleted are pointed at by.
    fn known_parents(&self, model: &ModelMeta, target: &[&str]) -> HashSet<String> {
        let mut known = HashSet::new();
        for at in self.tables_of(model.table) {
            let table = &self.graph.tables[at as usize];
            let columns = table.meta().positions(target);
            let fresh = |row: &u32| !table.is_stale(*row);
            let rows = self.stored_rows(at).into_iter().filter(fresh);
            known.extend(rows.filter_map(|row| self.stored_text(at, row, &columns)));
        }
        known
    }

    fn stored_text(&self, table: u32, row: u32, columns: &[u16]) -> Option<String> {
        let mut values = vec![];
        self.graph.tables[table as usize].stored(row, columns, &mut values);
        text(&values)
    }
}

/// Whether rows change by such a key without a statement of their own.
fn follows(action: CascadeAction) -> bool {
    action != CascadeAction::Refuse && action != CascadeAction::Unlink
}

fn row_of(alias: Alias, value: &dyn Fn(u16) -> Value) -> Row<'_> {
    Row { alias, value }
}

/// The columns that an UPDATE gives a row, with their values.
fn assigned(
    table: &dyn AnyTable,
    row: u32,
    update: &UpdateNode,
) -> Result<Vec<(u16, Value)>, Unsure> {
    let stored = |column| table.stored_value(row, column);
    let old = row_of(update.target.alias, &stored);
    let set = update.set.iter();
    let mut values: Vec<(u16, Value)> = set
        .map(|(column, value)| Ok((column.at, old.value(value, column.meta().kind)?)))
        .collect::<Result<_, Unsure>>()?;
    values.extend(counted(table, row, &values)?);
    Ok(values)
}

/// The version that an UPDATE of these columns counts up by itself.
fn counted(
    table: &dyn AnyTable,
    row: u32,
    set: &[(u16, Value)],
) -> Result<Option<(u16, Value)>, Unsure> {
    let meta = table.meta();
    let columns = set.iter().map(|(column, _)| *column);
    let Some(version) = meta.version.filter(|version| version.counts(columns)) else {
        return Ok(None);
    };
    let at = version.column;
    let next = next_version(table, row, at).map_err(|_| Unsure)?;
    Ok(Some((at, next)))
}
