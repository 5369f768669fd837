/// Why a database could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused a statement, or there is no connection to it.
    #[error(transparent)]
    Database(#[from] ormolu::Error),
    /// MySQL and MariaDB: no database was named.
    #[error("the URL names no database: end it with one, as in `mariadb://host/shop`")]
    NoDatabase,
    /// A namespace was asked for that is not there.
    #[error("there is no schema `{name}` in the database; it has {}", known.join(", "))]
    NoNamespace {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A namespace was asked for where an engine has none.
    #[error("{engine} has no schemas inside of a database: leave `{name}` out")]
    Namespaces {
        /// The engine.
        engine: ormolu::Dialect,
        /// What was asked for.
        name: String,
    },
    /// MySQL and MariaDB: a table of the schema is in a database that is not read.
    #[error(
        "table `{namespace}.{table}`: only the database that the URL names is read, and \
         `{namespace}` is another one; leave its tables out, as `--ignore '{namespace}.*'` does, \
         and compare them with a schema of their own by the URL of theirs"
    )]
    OtherDatabase {
        /// The database.
        namespace: String,
        /// The table.
        table: String,
    },
    /// The engine cannot hold something of the schema that it is compared with.
    #[error(transparent)]
    Schema(#[from] ormolu_migrate::RenderError),
    /// The catalog or the schema cannot be compared, for the reader of its DDL refuses it.
    #[error("the database's own DDL cannot be read:\n{0}")]
    NotUnderstood(String),
}
