//! Deleting that keeps the rows: an UPDATE of the column that says since when.

use std::collections::HashSet;

use super::apart;
use crate::driver::{Connection, RowSink};
use crate::error::Result;
use crate::expr::{Alias, Column, Node, UnaryOp, now};
use crate::model::ModelMeta;
use crate::query::keys_per_statement;
use crate::query::writer::{Target, UpdateNode, write_locking, write_update};
use crate::rules::{Lift, Rules, SoftChild};
use crate::value::{Decoder, Kind, Value};

/// The rules of a model whose rows are kept when they are deleted.
pub(crate) fn soft(model: &ModelMeta) -> Option<(&'static Rules, u16)> {
    let rules = model.table.rules?;
    Some((rules, rules.soft_delete?))
}

/// The delete as an update.
pub(crate) fn deletion(target: Target, column: u16) -> UpdateNode {
    UpdateNode {
        set: vec![(target.column(column), now().node)],
        target,
    }
}

/// The way back: of rows that are deleted.
pub(crate) fn restoration(model: &'static ModelMeta) -> UpdateNode {
    let mut target = Target::of_model(model);
    let Some((_, column)) = soft(model) else {
        return UpdateNode {
            target,
            set: vec![],
        };
    };
    target.lifted.push(Lift::Deleted);
    let place = target.column(column);
    let deleted = Node::Unary(UnaryOp::IsNotNull, Box::new(place.into()));
    target.filter.push(deleted);
    let null = Node::Bind(Value::Null(place.meta().kind));
    UpdateNode {
        set: vec![(place, null)],
        target,
    }
}

/// Deletes rows softly, and with them the rows that hang on them. How many of the target's own
/// there were.
pub(crate) async fn delete(connection: &mut Connection, target: Target) -> Result<u64> {
    let Some((rules, column)) = soft(target.model) else {
        return Ok(0);
    };
    delete_children(connection, &target, rules).await?;
    apart::update(connection, &deletion(target, column)).await
}

/// Deletes softly what hangs on the rows of a target.
pub(crate) async fn delete_children(
    connection: &mut Connection,
    target: &Target,
    rules: &Rules,
) -> Result<()> {
    for child in rules.children {
        let keys = read(connection, target, child.target_columns).await?;
        follow(connection, child, keys).await?;
    }
    Ok(())
}

/// Whether more than one statement is needed.
pub(crate) fn follows(model: &ModelMeta) -> bool {
    soft(model).is_some_and(|(rules, _)| !rules.children.is_empty() || model.base().is_some())
}

/// Deletes the children of rows, level by level, each row once: rows may hang on each other.
async fn follow(
    connection: &mut Connection,
    child: &'static SoftChild,
    keys: Vec<Vec<Value>>,
) -> Result<()> {
    let mut work = vec![(child, keys)];
    while let Some((child, keys)) = work.pop() {
        let Some((rules, column)) = soft((child.model)()) else {
            continue;
        };
        let kinds = kinds((child.model)(), child.columns);
        for chunk in keys.chunks(keys_per_statement(&kinds, connection.dialect())) {
            let target = rows_of(child, chunk);
            for further in rules.children {
                let keys = read(connection, &target, further.target_columns).await?;
                if !keys.is_empty() {
                    work.push((further, keys));
                }
            }
            // Those deleted now are out of scope for what comes after, so it ends.
            let update = write_update(&deletion(target, column), &[], connection.dialect())?;
            connection.execute(&update).await?;
        }
    }
    Ok(())
}

/// The rows that point at these.
fn rows_of(child: &SoftChild, keys: &[Vec<Value>]) -> Target {
    let mut target = Target::new((child.model)());
    target.lifted.push(Lift::Own);
    let points = target.is_one_of(child.columns, keys.to_vec());
    target.filter.push(points);
    target
}

/// Values of the rows of a target, each once, without NULLs.
async fn read(connection: &mut Connection, target: &Target, at: &[u16]) -> Result<Vec<Vec<Value>>> {
    let select = target.select(columns(target.alias, target.model, at));
    let mut found = Found {
        kinds: kinds(target.model, at),
        known: HashSet::new(),
        rows: vec![],
    };
    let statement = write_locking(&select, connection.dialect())?;
    connection.fetch(&statement, &mut found).await?;
    Ok(found.rows)
}

fn columns(alias: Alias, model: &'static ModelMeta, at: &[u16]) -> Vec<Node> {
    let column = |&at| Node::Column(Column { alias, model, at });
    at.iter().map(column).collect()
}

fn kinds(model: &ModelMeta, at: &[u16]) -> Vec<Kind> {
    let kind = |at: &u16| model.columns[usize::from(*at)].kind;
    at.iter().map(kind).collect()
}

struct Found {
    kinds: Vec<Kind>,
    known: HashSet<String>,
    rows: Vec<Vec<Value>>,
}

impl RowSink for Found {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        let values = self.kinds.iter().enumerate();
        let values: Vec<Value> = values
            .map(|(at, kind)| Value::read(*kind, row, at))
            .collect::<Result<_, _>>()?;
        let null = values.iter().any(|value| matches!(value, Value::Null(_)));
        if !null && self.known.insert(format!("{values:?}")) {
            self.rows.push(values);
        }
        Ok(())
    }
}
