//! Versions of rows. The database writes them; a query reads them in the place of the rows.

use super::Trail;
use crate::dialect::Dialect;
use crate::expr::{BinaryOp, Column, Node};
use crate::model::{Model, ModelMeta, TableMeta};
use crate::value::Key;

/// The rows of a moment, as a SELECT from tables of versions: the text before, between and behind
/// the places where the moment stands, by dialect.
#[derive(Debug)]
pub struct Past {
    /// SQLite.
    pub sqlite: &'static [&'static str],
    /// PostgreSQL.
    pub postgres: &'static [&'static str],
    /// MySQL and MariaDB.
    pub mysql: &'static [&'static str],
}

impl Past {
    /// The text for a dialect.
    pub(crate) fn get(&self, dialect: Dialect) -> &'static [&'static str] {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
            Dialect::Mysql | Dialect::Mariadb => self.mysql,
        }
    }
}

impl TableMeta {
    /// The model of the versions of its rows.
    pub(crate) fn history(&self) -> Option<&'static ModelMeta> {
        Some((self.rules?.history?)())
    }

    /// What its rows were, where they are not those of one table.
    pub(crate) fn past(&self) -> Option<&'static Past> {
        self.rules?.past.filter(|_| self.rows.is_some())
    }
}

/// The versions of the row of a key, for generated code: rows of `H`, which has the columns of the
/// key of `M` by the same names.
pub fn history_of<M: Model, H: Model>(key: M::Key) -> Trail<H> {
    let mut select = Trail::<H>::model();
    if let Some(from) = &select.ast.from {
        let alias = from.alias;
        let place = |at: &u16| {
            let name = M::META.columns[usize::from(*at)].name;
            H::META.columns.iter().position(|c| c.name == name)
        };
        let equal = |(at, value): (&u16, _)| {
            let column = Node::Column(Column {
                alias,
                model: H::META,
                at: place(at).map_or(*at, |place| place as u16),
            });
            Node::binary(BinaryOp::Eq, column, Node::Bind(value))
        };
        select.ast.filter = M::META.key.iter().zip(key.values()).map(equal).collect();
    }
    select
}
