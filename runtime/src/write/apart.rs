//! Statements for rows that are stored in several tables: the rows are found and locked, and then
//! written table by table. Whoever runs them has a transaction.

mod insert;

use std::collections::HashSet;

pub(super) use insert::insert;

use super::statement::update::UpdateText;
use crate::driver::{Connection, RowSink};
use crate::error::{Error, Result};
use crate::expr::Node;
use crate::model::{ModelMeta, updates};
use crate::query::keys_per_statement;
use crate::query::writer::{
    Target, UpdateNode, write_delete, write_holding, write_select, write_update,
};
use crate::rules::{Lift, set_by};
use crate::value::{Decoder, Kind, Value};

/// The key of a row, and values for some of its columns.
pub(super) type Keyed = (Vec<Value>, Vec<Value>);

/// Runs an UPDATE, which is one of each table that has some of its columns. How many rows it
/// changed.
pub(super) async fn update(connection: &mut Connection, update: &UpdateNode) -> Result<u64> {
    if update.target.model.base().is_none() {
        let statement = write_update(update, &[], connection.dialect())?;
        return Ok(connection.execute(&statement).await?.rows);
    }
    update.check()?;
    Ok(update_found(connection, update).await?.len() as u64)
}

/// The same of values that were looked at before, for a model whose rows may share a table with
/// those of others: the keys of the rows that it changed.
pub(super) async fn update_found(
    connection: &mut Connection,
    update: &UpdateNode,
) -> Result<Vec<Vec<Value>>> {
    let model = update.target.model;
    let mut update = update.clone();
    let signed = {
        let is_set = |at: u16| update.set.iter().any(|(column, _)| column.at == at);
        set_by::of_update(model, connection.parameters(), is_set)?
    };
    for (at, value) in signed {
        let column = update.target.column(at);
        update.set.push((column, Node::Bind(value)));
    }
    let set: Vec<u16> = update.set.iter().map(|(column, _)| column.at).collect();
    if set.iter().any(|at| model.key.contains(at)) {
        return Err(Error::Invalid(format!(
            "an update of the key of {}, whose rows are stored in several tables; change it in a \
             session",
            model.name
        )));
    }
    let rows = changed(connection, &update).await?;
    write(connection, model, &set, &rows).await?;
    Ok(rows.into_iter().map(|(key, _)| key).collect())
}

/// Writes columns of rows that are there, in each table that has some of them: by row its key and
/// the values.
pub(super) async fn write(
    connection: &mut Connection,
    model: &'static ModelMeta,
    set: &[u16],
    rows: &[Keyed],
) -> Result<()> {
    for (part, columns) in updates(model, set) {
        let place = |column: &u16| set.iter().position(|at| at == column);
        let places: Vec<usize> = columns.iter().filter_map(place).collect();
        let mut text = UpdateText::new(part, &columns, connection.dialect())
            .silent()
            .unguarded();
        for chunk in rows.chunks(text.rows_per_statement()) {
            let mut values = vec![];
            for (key, new) in chunk {
                values.extend(places.iter().map(|at| new[*at].clone()));
                values.extend_from_slice(key);
            }
            let statement = text.statement(chunk.len(), values);
            connection.execute(&statement).await?;
        }
    }
    Ok(())
}

/// Which of the rows of these keys are there, as rows of the model and in its scopes. They stay
/// locked.
pub(super) async fn present(
    connection: &mut Connection,
    model: &'static ModelMeta,
    keys: &[Vec<Value>],
) -> Result<Vec<bool>> {
    let kinds = kinds(model, model.key.iter().copied());
    let mut known = HashSet::new();
    for chunk in keys.chunks(keys_per_statement(&kinds, connection.dialect())) {
        let mut target = Target::of_model(model);
        let is_row = target.is_one_of(model.key, chunk.to_vec());
        target.filter.push(is_row);
        let found = find(connection, &target, &kinds, vec![]).await?;
        known.extend(found.iter().map(|key| format!("{key:?}")));
    }
    let is_known = |key: &Vec<Value>| known.contains(&format!("{key:?}"));
    let mut present: Vec<bool> = keys.iter().map(is_known).collect();
    if present.iter().filter(|known| **known).count() < known.len() {
        // The engine takes texts for equal that differ: "ann" and "Ann".
        for (key, present) in keys.iter().zip(&mut present).filter(|(_, known)| !**known) {
            let mut target = Target::of_model(model);
            let is_row = target.is_one_of(model.key, vec![key.clone()]);
            target.filter.push(is_row);
            *present = !find(connection, &target, &kinds, vec![]).await?.is_empty();
        }
    }
    Ok(present)
}

/// Deletes rows of a target for good: from the table at the top, and what else there is of them
/// goes with that. How many there were.
pub(super) async fn delete(connection: &mut Connection, target: &Target) -> Result<u64> {
    let (model, dialect) = (target.model, connection.dialect());
    let kinds = kinds(model, model.key.iter().copied());
    let keys = find(connection, target, &kinds, vec![]).await?;
    let top = model.top();
    let mut found = 0;
    for chunk in keys.chunks(keys_per_statement(&kinds, dialect)) {
        let mut part = Target::new(top);
        part.lifted.push(Lift::Everything);
        let is_row = part.is_one_of(model.key, chunk.to_vec());
        part.filter.push(is_row);
        let statement = write_delete(&part, &[], dialect)?;
        found += connection.execute(&statement).await?.rows;
    }
    Ok(found)
}

/// The keys of the rows that an UPDATE is for, each with the values of what it sets: all of them
/// are known before a table is written.
async fn changed(connection: &mut Connection, update: &UpdateNode) -> Result<Vec<Keyed>> {
    let model = update.target.model;
    let is_made = |value: &Node| !matches!(value, Node::Bind(_));
    let made = update.set.iter().filter(|(_, value)| is_made(value));
    let columns = model.key.iter().copied();
    let kinds = kinds(
        model,
        columns.chain(made.clone().map(|(column, _)| column.at)),
    );
    let expressions = made.map(|(_, value)| value.clone()).collect();
    let rows = find(connection, &update.target, &kinds, expressions).await?;
    let rows = rows.into_iter().map(|mut key| {
        let mut made = key.split_off(model.key.len()).into_iter();
        let values = update.set.iter().filter_map(|(_, value)| match value {
            Node::Bind(value) => Some(value.clone()),
            _ => made.next(),
        });
        let values = values.collect();
        (key, values)
    });
    Ok(rows.collect())
}

/// Finds and locks rows: their keys, each once, and what expressions say of them.
async fn find(
    connection: &mut Connection,
    target: &Target,
    kinds: &[Kind],
    expressions: Vec<Node>,
) -> Result<Vec<Vec<Value>>> {
    let mut select = target.select(target.key());
    select.columns.extend(expressions);
    let statement = write_holding(&select, connection.dialect())?;
    let mut found = Found::new(kinds, target.model.key.len());
    connection.fetch(&statement, &mut found).await?;
    Ok(found.rows)
}

/// What rows have in some columns, each once; nothing is locked.
pub(super) async fn seen(
    connection: &mut Connection,
    target: &Target,
    columns: &[u16],
) -> Result<Vec<Vec<Value>>> {
    let asked = columns.iter().map(|at| Node::Column(target.column(*at)));
    let statement = write_select(&target.select(asked.collect()), connection.dialect())?;
    let kinds = kinds(target.model, columns.iter().copied());
    let mut found = Found::new(&kinds, kinds.len());
    connection.fetch(&statement, &mut found).await?;
    Ok(found.rows)
}

pub(super) fn kinds(model: &ModelMeta, columns: impl Iterator<Item = u16>) -> Vec<Kind> {
    columns
        .map(|at| model.columns[usize::from(at)].kind)
        .collect()
}

struct Found<'k> {
    kinds: &'k [Kind],
    width: usize,
    known: HashSet<String>,
    rows: Vec<Vec<Value>>,
}

impl<'k> Found<'k> {
    fn new(kinds: &'k [Kind], width: usize) -> Self {
        Self {
            kinds,
            width,
            known: HashSet::new(),
            rows: vec![],
        }
    }
}

impl RowSink for Found<'_> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        let values = self.kinds.iter().enumerate();
        let values: Vec<Value> = values
            .map(|(at, kind)| Value::read(*kind, row, at))
            .collect::<Result<_, _>>()?;
        // A row that is joined with several rows comes by several times.
        if self.known.insert(format!("{:?}", &values[..self.width])) {
            self.rows.push(values);
        }
        Ok(())
    }
}
