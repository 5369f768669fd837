use super::{Text, rows_per_statement};
use crate::dialect::Dialect;
use crate::model::{Cascade, TableMeta};
use crate::relation::LinkMeta;
use crate::statement::Statement;
use crate::value::{Kind, Value};

/// Deep chains of OR are refused by SQLite and slow elsewhere.
const ROWS_PER_DELETE: usize = 100;

/// The link table of a many-to-many, the same whichever of its sides asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LinkTable {
    table: TableMeta,
    columns: Vec<&'static str>,
    /// Whether the asking side's columns stand last.
    flipped: bool,
}

impl LinkTable {
    pub(crate) fn new(link: &LinkMeta) -> Self {
        let flipped = link.parent_columns > link.child_columns;
        let (first, last) = match flipped {
            true => (link.child_columns, link.parent_columns),
            false => (link.parent_columns, link.child_columns),
        };
        LinkTable {
            table: link.table,
            columns: first.iter().chain(last).copied().collect(),
            flipped,
        }
    }

    /// The values of a link row in the order of the columns.
    pub(crate) fn row(&self, mut parent: Vec<Value>, mut child: Vec<Value>) -> Vec<Value> {
        if self.flipped {
            child.append(&mut parent);
            child
        } else {
            parent.append(&mut child);
            parent
        }
    }

    /// Whether two sides' rows belong to one table.
    pub(crate) fn same(&self, other: &LinkTable) -> bool {
        self.table == other.table && self.columns == other.columns
    }

    pub(crate) fn name(&self) -> &'static str {
        self.table.name
    }

    /// How many rows go into one INSERT.
    pub(crate) fn rows_per_insert(&self, dialect: Dialect) -> usize {
        rows_per_statement(self.columns.len(), dialect)
    }

    /// How many rows go into one DELETE.
    pub(crate) fn rows_per_delete(&self) -> usize {
        ROWS_PER_DELETE
    }

    /// An INSERT of link rows; those that are there already stay as they are.
    pub(crate) fn insert(&self, rows: &[Vec<Value>], dialect: Dialect) -> Statement {
        let mut text = Text::new(dialect);
        text.push("INSERT INTO ").table(&self.table).push(" (");
        text.list(&self.columns, |text, name| {
            text.name(name);
        });
        text.push(") VALUES ").list(rows, |text, row| {
            text.push("(").list(row, |text, value| {
                text.bind(kind(value));
            });
            text.push(")");
        });
        match dialect {
            Dialect::Sqlite | Dialect::Postgres => text.push(" ON CONFLICT DO NOTHING"),
            // Unlike IGNORE this does not hide other errors.
            Dialect::Mysql | Dialect::Mariadb => {
                let name = self.columns[0];
                text.push(" ON DUPLICATE KEY UPDATE ")
                    .name(name)
                    .push(" = ")
                    .name(name)
            }
        };
        Statement::new(text.sql, rows.concat())
    }

    /// A DELETE of link rows.
    pub(crate) fn delete(&self, rows: &[Vec<Value>], dialect: Dialect) -> Statement {
        let mut text = Text::new(dialect);
        text.push("DELETE FROM ").table(&self.table).push(" WHERE ");
        for (at, row) in rows.iter().enumerate() {
            text.push(if at == 0 { "(" } else { " OR (" });
            for (nth, (name, value)) in self.columns.iter().zip(row).enumerate() {
                text.push(if nth == 0 { "" } else { " AND " });
                text.name(name).push(" = ").bind(kind(value));
            }
            text.push(")");
        }
        Statement::new(text.sql, rows.concat())
    }
}

/// A DELETE of the rows of a link table that lead to rows, whose joining values stand one after
/// the other.
pub(crate) fn clear(link: &Cascade, values: Vec<Value>, dialect: Dialect) -> Statement {
    let mut text = Text::new(dialect);
    text.push("DELETE FROM ").table(&link.table).push(" WHERE ");
    if let [column] = link.columns {
        text.name(column).push(" IN (");
        text.list(&values, |text, value| {
            text.bind(kind(value));
        });
        text.push(")");
        return Statement::new(text.sql, values);
    }
    for (at, row) in values.chunks(link.columns.len()).enumerate() {
        text.push(if at == 0 { "(" } else { " OR (" });
        for (nth, (name, value)) in link.columns.iter().zip(row).enumerate() {
            text.push(if nth == 0 { "" } else { " AND " });
            text.name(name).push(" = ").bind(kind(value));
        }
        text.push(")");
    }
    Statement::new(text.sql, values)
}

/// The kind of a value as far as its placeholder depends on it.
fn kind(value: &Value) -> Kind {
    match value {
        Value::Named(_, named) => Kind::Named(named),
        Value::Wrapped(_, of) => Kind::Wrapped(of),
        _ => Kind::Text,
    }
}
