//! `ormolu pull`: the schema of a database that is there, or of SQL files.

mod connect;
mod files;
mod write;

use ormolu::Database;
use ormolu_live::{Difference, Options, drift, read};
use ormolu_schema::ir::Schema;

use crate::Failure;
use crate::arguments::pull::Pull;
use crate::schema::{input, report};
use connect::{block_on, open};

/// What the runner of migrations keeps in a database.
pub(crate) const BOOKKEEPING: [&str; 2] = [ormolu::migrate::TABLE, "_ormolu_lock"];

pub(crate) fn run(arguments: &Pull) -> Result<(), Failure> {
    if !arguments.from.is_empty() {
        return write::run(&files::source(arguments)?, arguments);
    }
    block_on(async {
        let db = open(arguments.url.as_deref()).await?;
        if arguments.check {
            check(&db, arguments).await
        } else {
            write::run(&source(&db, arguments).await?, arguments)
        }
    })
}

/// The schema of the database.
async fn source(db: &Database, arguments: &Pull) -> Result<Schema, Failure> {
    let outcome = read(db, &options(arguments)).await.map_err(undone)?;
    report(&outcome, &arguments.schema)?;
    match outcome.result {
        Ok((schema, _)) => Ok(schema),
        Err(_) => Err(Failure::Found("error: the schema cannot be read".into())),
    }
}

/// Compares the schema files with the database.
async fn check(db: &Database, arguments: &Pull) -> Result<(), Failure> {
    let outcome = ormolu_schema::compile(&input(&arguments.schema));
    report(&outcome, &arguments.schema)?;
    let Ok((schema, _)) = &outcome.result else {
        return Ok(());
    };
    let differences = drift(db, schema, &options(arguments)).await;
    let differences = differences.map_err(undone)?;
    if arguments.json {
        println!("{}", json(&differences));
    } else {
        for difference in &differences {
            println!("{difference}");
        }
    }
    match differences.len() {
        0 => Ok(()),
        1 => Err(Failure::Found(told("1 difference"))),
        n => Err(Failure::Found(told(&format!("{n} differences")))),
    }
}

fn told(number: &str) -> String {
    format!("error: {number} between the schema and the database")
}

/// One object for each difference, in a list.
fn json(differences: &[Difference]) -> String {
    let of = |d: &Difference| {
        ormolu::serde_json::json!({
            "kind": d.kind.to_string(),
            "table": d.table,
            "name": d.name,
            "schema": d.expected,
            "database": d.found,
        })
    };
    let list: Vec<_> = differences.iter().map(of).collect();
    format!("{:#}", ormolu::serde_json::Value::from(list))
}

fn options(arguments: &Pull) -> Options {
    Options {
        namespaces: arguments.namespaces.clone(),
        except: BOOKKEEPING.map(str::to_owned).to_vec(),
    }
}

/// Errors of databases name no password.
fn undone(error: ormolu_live::Error) -> Failure {
    Failure::Undone(format!("error: {error}"))
}
