//! The SQL dialects of the engines.
//!
//! Each has one file here with the same fragments in the same order: what the engines write
//! differently is found by its name.

pub(crate) mod mysql;
pub(crate) mod postgres;
pub(crate) mod sqlite;

/// An engine's SQL dialect. MySQL and MariaDB are told apart by the server's own word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MySQL.
    Mysql,
    /// MariaDB.
    Mariadb,
}

impl Dialect {
    /// A name in quotes.
    pub fn quoted(self, name: &str) -> String {
        match self {
            Dialect::Mysql | Dialect::Mariadb => format!("`{}`", name.replace('`', "``")),
            Dialect::Sqlite | Dialect::Postgres => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }
}

/// The engine's name, for people.
impl std::fmt::Display for Dialect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Dialect::Sqlite => "SQLite",
            Dialect::Postgres => "PostgreSQL",
            Dialect::Mysql => "MySQL",
            Dialect::Mariadb => "MariaDB",
        })
    }
}
