//! `ormolu pull`: the schema of a database that is there, or of SQL files.

mod connect;
mod files;
mod write;

use ormolu::Database;
use ormolu_live::{Difference, Options, dialect, drift, object_drift, read};
use ormolu_schema::ir::Schema;

use crate::Failure;
use crate::arguments::pull::Pull;
use crate::config::Config;
use crate::database::{block_on, undone};
use crate::migrate::Objects;
use crate::schema::{input, report};
use connect::open;

pub(crate) fn run(arguments: &Pull) -> Result<(), Failure> {
    if !arguments.from.is_empty() {
        return write::run(&files::source(arguments)?, arguments);
    }
    let mut config = Config::read(&arguments.config)?;
    let ignored = arguments.ignore.iter().cloned();
    config.ignore_tables.extend(ignored);
    block_on(async {
        let db = open(&config.url(arguments.url.as_deref())?).await?;
        if arguments.check {
            check(&db, arguments, &config).await
        } else {
            let schema = source(&db, arguments, &config).await?;
            write::run(&schema, arguments)
        }
    })
}

/// The schema of the database.
async fn source(db: &Database, arguments: &Pull, config: &Config) -> Result<Schema, Failure> {
    let mut options = options(db, arguments, config);
    if let Some(to) = &arguments.to {
        options.except.extend(write::known(to));
    }
    let outcome = read(db, &options).await.map_err(undone)?;
    report(&outcome, &arguments.schema)?;
    match outcome.result {
        Ok((schema, _)) => Ok(schema),
        Err(_) => Err(Failure::Found("error: the schema cannot be read".into())),
    }
}

/// Compares the schema files with the database.
async fn check(db: &Database, arguments: &Pull, config: &Config) -> Result<(), Failure> {
    let outcome = ormolu_schema::compile(&input(&arguments.schema));
    report(&outcome, &arguments.schema)?;
    let Ok((schema, _)) = &outcome.result else {
        return Ok(());
    };
    let differences = drift(db, schema, &options(db, arguments, config)).await;
    let mut differences = differences.map_err(undone)?;
    let objects = Objects::read(&config.folder())?.of(dialect(db))?;
    differences.extend(object_drift(db, &objects).await.map_err(undone)?);
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

fn options(db: &Database, arguments: &Pull, config: &Config) -> Options {
    let mut options = config.reading(db.dialect());
    if !arguments.namespaces.is_empty() {
        options.namespaces.clone_from(&arguments.namespaces);
    }
    options
}
