//! Reads the catalog of a live database as a schema, the same that its DDL would give.
//!
//! What the engine says about itself is written as the DDL that would make it ([`ddl`]), and the
//! SQL front end of `ormolu-schema` reads that: so a database, a dump of it and the files it was
//! made from cannot be understood in different ways.
#![warn(missing_docs)]

mod drift;
mod error;
mod listed;
mod mysql;
mod object;
mod options;
mod postgres;
mod query;
mod sqlite;

use ormolu::driver::Access;
use ormolu::{BeginMode, Database};
use ormolu_schema::ir::Dialect;
use ormolu_schema::{Input, Outcome, compile};

pub use drift::{Difference, DifferenceKind, drift, read_as};
pub use error::Error;
pub use object::{Found, Other, object_drift, objects};
pub use options::Options;

/// What the DDL is called in messages.
const FILE: &str = "database.sql";

/// Reads the catalog of a database.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), ormolu_live::Error> {
/// use ormolu::Database;
/// use ormolu_live::{Options, read};
///
/// let db = Database::connect("sqlite::memory:").await?;
/// db.execute_script(&["CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"]).await?;
///
/// let outcome = read(&db, &Options::default()).await?;
/// # let Ok((schema, _)) = outcome.result else { panic!("{}", outcome.render(false)) };
/// assert_eq!(schema.models[0].name, "User");
/// # Ok(()) }
/// ```
///
/// For MySQL and MariaDB each table is a statement of its own. Where there are more of them than a
/// connection keeps ([`statement_cache`](ormolu::DatabaseOptions::statement_cache)), each has to wait
/// until another is given up, which takes longer than the statement.
///
/// # Errors
/// What the database refused. What cannot be read of its schema stands in the outcome.
pub async fn read(db: &Database, options: &Options) -> Result<Outcome, Error> {
    read_with(db, options, false).await
}

/// As [`read`]; `every_view` is for comparing, where a column of SQLite whose type nobody knows is
/// enough to know the view by.
async fn read_with(db: &Database, options: &Options, every_view: bool) -> Result<Outcome, Error> {
    let text = ddl_with(db, options, every_view).await?;
    let dialect = dialect(db);
    Ok(compile(&Input::text(FILE, text).sql_dialect(dialect)))
}

/// The statements that would make what the database has: tables, keys, indexes, types, views,
/// comments. They are for the SQL front end; a dump says more.
///
/// # Errors
/// What the database refused.
pub async fn ddl(db: &Database, options: &Options) -> Result<String, Error> {
    ddl_with(db, options, false).await
}

async fn ddl_with(db: &Database, options: &Options, every_view: bool) -> Result<String, Error> {
    let statements = match dialect(db) {
        Dialect::Postgres => {
            let mut transaction = db.begin_with(BeginMode::Read).await?;
            let read = postgres::statements(transaction.connection(), options).await;
            transaction.rollback().await?;
            read?
        }
        Dialect::Sqlite => {
            let mut connection = db.connection(Access::Read).await?;
            sqlite::statements(&mut connection, options, every_view).await?
        }
        Dialect::Mysql | Dialect::Mariadb => {
            let mut connection = db.connection(Access::Read).await?;
            mysql::statements(&mut connection, options).await?
        }
    };
    let mut text = String::new();
    for statement in statements {
        text += statement.trim_end().trim_end_matches(';');
        text += ";\n";
    }
    Ok(text)
}

/// The engine of a database, as schemas call it.
#[must_use]
pub fn dialect(db: &Database) -> Dialect {
    match db.dialect() {
        ormolu::Dialect::Sqlite => Dialect::Sqlite,
        ormolu::Dialect::Postgres => Dialect::Postgres,
        ormolu::Dialect::Mysql => Dialect::Mysql,
        ormolu::Dialect::Mariadb => Dialect::Mariadb,
    }
}
