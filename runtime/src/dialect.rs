//! The SQL dialects of the engines.

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
