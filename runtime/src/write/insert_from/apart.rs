//! Rows of a query for a model whose rows are stored in several tables: a statement for each of
//! the tables would run the query again, which may see what the one before did.

use crate::driver::{Connection, RowSink};
use crate::error::Result;
use crate::expr::Node;
use crate::model::ColumnSet;
use crate::query::writer::{InsertQueryNode, Target, write_locking};
use crate::query::{Collected, Project, keys_per_statement, write_select};
use crate::rules::Lift;
use crate::value::{Decoder, Kind, Value};
use crate::write::apart;

/// Inserts the rows: their keys.
pub(super) async fn insert(
    connection: &mut Connection,
    node: &InsertQueryNode,
) -> Result<Vec<Vec<Value>>> {
    let model = node.target.model;
    let width = model.columns.len() as u16;
    let open: ColumnSet = (0..width).filter(|at| !node.columns.contains(at)).collect();
    let mut read = Read {
        columns: &node.columns,
        kinds: model.columns.iter().map(|column| column.kind).collect(),
        rows: vec![],
    };
    let statement = write_select(&node.query, connection.dialect())?;
    connection.fetch(&statement, &mut read).await?;
    let mut rows = read.rows;
    apart::insert(connection, model, &open, &mut rows).await?;
    let key = |row: Vec<Value>| {
        let key = model.key.iter();
        key.map(|at| row[usize::from(*at)].clone()).collect()
    };
    Ok(rows.into_iter().map(key).collect())
}

/// What is to come back of the rows of these keys.
pub(super) async fn read<P: Project>(
    connection: &mut Connection,
    target: &Target,
    keys: &[Vec<Value>],
    columns: Vec<Node>,
) -> Result<Vec<P::Row>> {
    let (model, dialect) = (target.model, connection.dialect());
    let kinds = apart::kinds(model, model.key.iter().copied());
    let mut rows = Collected::<P>(Vec::with_capacity(keys.len()));
    for chunk in keys.chunks(keys_per_statement(&kinds, dialect)) {
        let mut target = target.clone();
        target.lifted.push(Lift::Everything);
        let is_row = target.is_one_of(model.key, chunk.to_vec());
        target.filter.push(is_row);
        let statement = write_locking(&target.select(columns.clone()), dialect)?;
        connection.fetch(&statement, &mut rows).await?;
    }
    Ok(rows.0)
}

/// The query's rows, each as a value for each column of the model.
struct Read<'n> {
    columns: &'n [u16],
    /// Of all columns of the model.
    kinds: Vec<Kind>,
    rows: Vec<Vec<Value>>,
}

impl RowSink for Read<'_> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        let mut values: Vec<Value> = self.kinds.iter().map(|kind| Value::Null(*kind)).collect();
        for (nth, at) in self.columns.iter().enumerate() {
            let at = usize::from(*at);
            values[at] = Value::read(self.kinds[at], row, nth)?;
        }
        self.rows.push(values);
        Ok(())
    }
}
