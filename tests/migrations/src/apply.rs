//! Steps on a database.

use std::fmt;

use ormolu::Database;
use ormolu::driver::{Access, Connection};
use ormolu_live::{Options, read};
use ormolu_migrate::{Step, create_all};
use ormolu_schema::ir::{Dialect, Schema};

/// What went wrong, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(pub String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Runs steps as a runner does: foreign keys off outside of the transaction, each run of steps
/// that may be in a transaction in one.
///
/// # Errors
/// The statement that the engine refused.
pub async fn apply(db: &Database, steps: &[Step], dialect: Dialect) -> Result<(), Failure> {
    let mut connection = db.connection(Access::Write).await.map_err(said)?;
    let off = steps.iter().any(|step| step.foreign_keys_off);
    if off {
        run(&mut connection, "PRAGMA foreign_keys = OFF").await?;
    }
    let transactional = dialect.family() != Dialect::Mysql;
    let mut open = false;
    for step in steps {
        let within = transactional && step.in_transaction;
        if within != open {
            run(&mut connection, if within { "BEGIN" } else { "COMMIT" }).await?;
            open = within;
        }
        for sql in &step.statements {
            run(&mut connection, sql).await?;
        }
    }
    if open {
        run(&mut connection, "COMMIT").await?;
    }
    if off {
        run(&mut connection, "PRAGMA foreign_keys = ON").await?;
    }
    Ok(())
}

/// Makes a schema in an empty database.
///
/// # Errors
/// The statement that the engine refused.
pub async fn create(db: &Database, schema: &Schema, dialect: Dialect) -> Result<(), Failure> {
    let mut connection = db.connection(Access::Write).await.map_err(said)?;
    for sql in create_all(schema, dialect).map_err(said)? {
        run(&mut connection, &sql).await?;
    }
    Ok(())
}

/// What the database says it has, to a connection that has not asked before: MariaDB answers a
/// prepared statement over its catalog with views as they were.
///
/// # Errors
/// What cannot be read.
pub async fn pulled(url: &str) -> Result<Schema, Failure> {
    let db = Database::connect(url).await.map_err(said)?;
    let outcome = read(&db, &Options::default()).await.map_err(said)?;
    match &outcome.result {
        Ok((schema, _)) => Ok(named_by_text(schema.clone())),
        Err(_) => Err(Failure(outcome.render(false))),
    }
}

/// A check that has no name in the catalog is numbered by its place, which depends on the order of
/// the columns: here it is named by what it says.
fn named_by_text(mut schema: Schema) -> Schema {
    for model in &mut schema.models {
        for check in &mut model.checks {
            let number = check.name.rsplit('_').next().unwrap_or_default();
            if number.chars().all(|c| c.is_ascii_digit()) {
                check.name = format!("{:?}", check.expression).chars().take(60).collect();
            }
        }
    }
    schema
}

pub(crate) async fn run(connection: &mut Connection, sql: &str) -> Result<(), Failure> {
    let refused = |error: ormolu::Error| Failure(format!("{error}\n  in {sql}"));
    connection.execute_script(&[sql]).await.map_err(refused)
}

fn said(error: impl fmt::Display) -> Failure {
    Failure(error.to_string())
}
