//! What the drivers promise, on every engine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "drivers/errors.rs"]
mod errors;
#[path = "drivers/pool.rs"]
mod pool;
#[path = "drivers/sqlite.rs"]
mod sqlite;
#[path = "drivers/statement_hooks.rs"]
mod statement_hooks;
#[path = "drivers/statements.rs"]
mod statements;
#[path = "drivers/tls.rs"]
mod tls;
#[path = "drivers/transactions.rs"]
mod transactions;
#[path = "drivers/values.rs"]
mod values;

use ormolu::{
    Access, Connection, Database, DecodeError, Decoder, Dialect, Error, Executor, FromRow, Result,
    Rows, Statement, Value,
};

/// A row of one number.
#[derive(Debug, PartialEq)]
struct Number(i64);

impl FromRow for Number {
    fn from_row<D: Decoder + ?Sized>(row: &D) -> Result<Self, DecodeError> {
        row.i64(0).map(|number| Number(number.unwrap_or(-1)))
    }
}

/// `?`, as the dialect writes it.
fn sql(dialect: Dialect, text: &str) -> String {
    if dialect != Dialect::Postgres {
        return text.to_owned();
    }
    let mut number = 0;
    text.chars()
        .map(|letter| match letter {
            '?' => {
                number += 1;
                format!("${number}")
            }
            other => other.to_string(),
        })
        .collect()
}

fn statement(dialect: Dialect, text: &str, params: Vec<Value>) -> Statement {
    Statement::new(sql(dialect, text), params)
}

async fn number(mut executor: impl Executor, text: &str) -> Result<i64> {
    let mut lease = executor.lease(Access::Read).await?;
    let mut rows = Rows::<Number>::new();
    lease
        .fetch(&Statement::new(text.to_owned(), Vec::new()), &mut rows)
        .await?;
    match rows.into_vec().as_slice() {
        [Number(number)] => Ok(*number),
        other => panic!("expected one row, found {other:?}"),
    }
}

async fn insert(connection: &mut Connection, id: i64) -> Result<()> {
    let text = "INSERT INTO items (id) VALUES (?)";
    let statement = statement(connection.dialect(), text, vec![Value::I64(id)]);
    let executed = connection.execute(&statement).await?;
    assert_eq!(executed.rows, 1);
    Ok(())
}

/// A database with the table `items`.
async fn with_items(database: &testkit::TestDatabase) -> Database {
    let db = Database::connect(database.url()).await.unwrap();
    db.execute_script(&["CREATE TABLE items (id BIGINT PRIMARY KEY)"])
        .await
        .unwrap();
    db
}

async fn count(db: &Database) -> i64 {
    number(db, "SELECT COUNT(*) FROM items").await.unwrap()
}

fn poisoned(result: Result<impl std::fmt::Debug>) -> String {
    match result {
        Err(Error::Poisoned { first, .. }) => first,
        other => panic!("expected a poisoned transaction, found {other:?}"),
    }
}
