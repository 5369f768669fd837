//! The rows of a database as texts, to see whether a migration keeps them.

use std::collections::{BTreeMap, BTreeSet};

use ormolu::{Access, Database, Dialect, Rows, Statement};
use ormolu_schema::ir::Schema;

use crate::Failure;
use crate::database::undone;

/// The values of each column of each table, in the order of their texts.
#[derive(Default)]
pub(crate) struct Dump(BTreeMap<String, BTreeMap<String, Vec<Option<String>>>>);

impl Dump {
    /// Of the tables of a schema.
    pub(crate) async fn of(db: &Database, schema: &Schema) -> Result<Self, Failure> {
        let mut dump = Dump::default();
        let mut connection = db.connection(Access::Read).await.map_err(undone)?;
        for model in schema.models.iter().filter(|model| model.view.is_none()) {
            let table = db.dialect().quoted(&model.table.name);
            let table = match &model.table.namespace {
                Some(namespace) => format!("{}.{table}", db.dialect().quoted(namespace)),
                None => table,
            };
            let mut columns = BTreeMap::new();
            for column in &model.columns {
                let name = db.dialect().quoted(&column.name);
                let kind = match db.dialect() {
                    Dialect::Mysql | Dialect::Mariadb => "char",
                    Dialect::Sqlite | Dialect::Postgres => "text",
                };
                let sql = format!("SELECT CAST({name} AS {kind}) FROM {table}");
                let mut rows = Rows::<(Option<String>,)>::new();
                let statement = Statement::new(sql, Vec::new());
                connection
                    .fetch(&statement, &mut rows)
                    .await
                    .map_err(undone)?;
                let mut values: Vec<Option<String>> =
                    rows.into_vec().into_iter().map(|(value,)| value).collect();
                values.sort();
                columns.insert(column.name.clone(), values);
            }
            dump.0.insert(model.table.name.clone(), columns);
        }
        Ok(dump)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0
            .values()
            .all(|columns| columns.values().all(Vec::is_empty))
    }

    /// The columns of both whose values differ, and tables with another number of rows.
    pub(crate) fn lost(&self, after: &Dump) -> Vec<String> {
        let mut lost = BTreeSet::new();
        for (table, columns) in &self.0 {
            let Some(others) = after.0.get(table) else {
                continue;
            };
            for (column, values) in columns {
                let Some(found) = others.get(column) else {
                    continue;
                };
                if values.len() != found.len() {
                    let (was, is) = (values.len(), found.len());
                    lost.insert(format!("table `{table}` had {was} rows and has {is}"));
                } else if values != found {
                    lost.insert(format!("column `{column}` of `{table}` has other values"));
                }
            }
        }
        lost.into_iter().collect()
    }
}
