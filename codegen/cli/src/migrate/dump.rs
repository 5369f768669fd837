//! The rows of a database as texts, to see whether a migration keeps them.

use std::collections::BTreeMap;

use ormolu::{Access, Connection, Database, Decoder, Dialect, RowSink, Statement};
use ormolu_schema::ir::{Model, Schema};

use crate::Failure;
use crate::database::undone;

/// The tables by their names.
#[derive(Default)]
pub(crate) struct Dump(BTreeMap<String, Table>);

#[derive(Clone, Default)]
struct Table {
    columns: Vec<String>,
    rows: Vec<Row>,
}

/// A value for each column.
type Row = Vec<Option<String>>;

impl RowSink for Table {
    fn row<D: Decoder>(&mut self, row: &D) -> ormolu::Result<()> {
        let values = (0..self.columns.len()).map(|at| row.text(at));
        self.rows.push(values.collect::<Result<_, _>>()?);
        Ok(())
    }
}

impl Dump {
    /// Of the tables of a schema.
    pub(crate) async fn of(db: &Database, schema: &Schema) -> Result<Self, Failure> {
        let mut dump = Dump::default();
        let mut connection = db.connection(Access::Read).await.map_err(undone)?;
        for model in schema.models.iter().filter(|model| model.view.is_none()) {
            let table = Table::read(&mut connection, model).await?;
            dump.0.insert(model.table.name.clone(), table);
        }
        Ok(dump)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.values().all(|table| table.rows.is_empty())
    }

    /// Without the tables of which a migration says that it loses something. `after` is what it left.
    pub(crate) fn besides(mut self, loses: &[String], after: &Dump) -> Dump {
        let is_told = |table: &str| loses.iter().any(|loss| names(loss, table));
        // It may be named by its new name.
        let is_new_told = after
            .0
            .keys()
            .any(|table| !self.0.contains_key(table) && is_told(table));
        self.0
            .retain(|table, _| !is_told(table) && (after.0.contains_key(table) || !is_new_told));
        self
    }

    /// Where tables that both have are of other rows, by the columns that both have.
    pub(crate) fn lost(&self, after: &Dump) -> Vec<String> {
        let both = self.0.iter();
        let both = both.filter_map(|(name, was)| Some((name, was, after.0.get(name)?)));
        both.flat_map(|(name, was, is)| was.lost(is, name))
            .collect()
    }
}

impl Table {
    async fn read(connection: &mut Connection, model: &Model) -> Result<Self, Failure> {
        let dialect = connection.dialect();
        let name = dialect.quoted(&model.table.name);
        let name = match &model.table.namespace {
            Some(namespace) => format!("{}.{name}", dialect.quoted(namespace)),
            None => name,
        };
        let kind = match dialect {
            Dialect::Mysql | Dialect::Mariadb => "char",
            Dialect::Sqlite | Dialect::Postgres => "text",
        };
        let columns: Vec<String> = model.columns.iter().map(|c| c.name.clone()).collect();
        let values = columns.iter().map(|column| dialect.quoted(column));
        let values: Vec<String> = values
            .map(|column| format!("CAST({column} AS {kind})"))
            .collect();
        let mut table = Table {
            columns,
            rows: Vec::new(),
        };
        let sql = format!("SELECT {} FROM {name}", values.join(", "));
        let statement = Statement::new(sql, Vec::new());
        let read = connection.fetch(&statement, &mut table).await;
        read.map_err(undone)?;
        Ok(table)
    }

    fn lost(&self, after: &Table, name: &str) -> Vec<String> {
        let (was, is) = (self.rows.len(), after.rows.len());
        if was != is {
            return vec![format!("table `{name}` had {was} rows and has {is}")];
        }
        let stays = |column: &&String| after.columns.contains(*column);
        let stays: Vec<&String> = self.columns.iter().filter(stays).collect();
        if self.sorted(&stays) == after.sorted(&stays) {
            return Vec::new();
        }
        let differs = |column: &&&String| self.sorted(&[**column]) != after.sorted(&[**column]);
        let differ = stays.iter().filter(differs);
        let differ = differ.map(|column| format!("column `{column}` of `{name}` has other values"));
        let differ: Vec<String> = differ.collect();
        match differ.is_empty() {
            true => vec![format!("rows of `{name}` have values of each other")],
            false => differ,
        }
    }

    /// The values of these columns, row by row.
    fn sorted(&self, columns: &[&String]) -> Vec<Vec<Option<&str>>> {
        let places = columns.iter();
        let places = places.filter_map(|name| self.columns.iter().position(|own| own == *name));
        let places: Vec<usize> = places.collect();
        let rows = self.rows.iter();
        let rows = rows.map(|row| places.iter().map(|at| row[*at].as_deref()).collect());
        let mut rows: Vec<Vec<Option<&str>>> = rows.collect();
        rows.sort_unstable();
        rows
    }
}

/// Whether a line of `loses:` is about a table. A plan names it in quotes, somebody may not.
fn names(loss: &str, table: &str) -> bool {
    let is_of = |quoted: &str| match quoted.strip_prefix(table) {
        Some(rest) => rest.is_empty() || rest.starts_with('.'),
        None => false,
    };
    let is_in_name = |c: char| c.is_alphanumeric() || c == '_';
    match loss.contains('`') {
        true => loss.split('`').skip(1).step_by(2).any(is_of),
        false => loss.split(|c| !is_in_name(c)).any(|word| word == table),
    }
}
