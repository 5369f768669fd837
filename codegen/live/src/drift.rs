//! Where a database is not what a schema says.
//!
//! Both sides are read by the same reader: the database's catalog, and the DDL that would make the
//! schema. Where these two differ, the schema's own word counts as well: one type or one default of
//! a schema may have several spellings in a database. What then differs in its SQL alone is given to the engine, which spells both sides
//! as it likes to ([`settle`]).

mod align;
mod compare;
mod difference;
mod facts;
mod settle;
mod types;

use ormolu::Database;
use ormolu_migrate::create_all;
use ormolu_migrate::pass::Ignored;
use ormolu_schema::ir::{Dialect, Schema, TableName};
use ormolu_schema::{Input, Outcome, compile};

pub use difference::{Difference, DifferenceKind};

use crate::error::Error;
use crate::options::Options;
use crate::{FILE, dialect, read_with};
use compare::compare;
use facts::facts;

/// What a database has and the schema does not, and the other way; empty where they agree.
///
/// Where no schemas of PostgreSQL are named, those that the schema's tables are in are looked at.
/// Nothing is changed: what the engine is asked for happens in tables and views that are temporary.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), ormolu_live::Error> {
/// use ormolu::Database;
/// use ormolu_live::{Options, drift};
/// use ormolu_schema::{Input, compile};
///
/// let sql = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL)";
/// let input = Input::text("schema.sql", sql).sql_dialect(ormolu_schema::ir::Dialect::Sqlite);
/// # let Ok((schema, _)) = compile(&input).result else { panic!() };
///
/// let db = Database::connect("sqlite::memory:").await?;
/// db.execute_script(&["CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)"]).await?;
///
/// let drift = drift(&db, &schema, &Options::default()).await?;
/// assert_eq!(drift[0].to_string(), "differs: null users.name: the schema has not null, the database null");
/// # Ok(()) }
/// ```
///
/// # Errors
/// What the database refused, or what its engine cannot hold of the schema.
pub async fn drift(
    db: &Database,
    schema: &Schema,
    options: &Options,
) -> Result<Vec<Difference>, Error> {
    let dialect = dialect(db);
    let mut options = options.clone();
    if dialect == Dialect::Postgres && options.namespaces.is_empty() {
        options.namespaces = namespaces(schema);
    }
    if dialect.family() == Dialect::Mysql {
        in_one_database(schema, &options.ignored())?;
    }
    let found = understood(read_with(db, &options, true).await?)?;
    let expected = understood(expected(schema, dialect)?)?;
    let mut all = [schema, &expected, &found].map(|schema| facts(schema, dialect));
    let ignored = options.ignored();
    all.iter_mut().for_each(|facts| facts.leave_out(&ignored));
    let [said, expected, found] = &all;
    let candidates = compare(said, expected, found);
    settle::settle(db, candidates).await
}

/// The schema of a database in the words of another, where both mean the same: a plan from it to the
/// other has what [`drift`] tells, and nothing for another spelling.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use ormolu::Database;
/// use ormolu_live::{Options, read_as};
/// use ormolu_migrate::{create_all, diff};
/// use ormolu_schema::ir::Dialect;
/// use ormolu_schema::{Input, compile};
///
/// let yaml = "ormolu: 1\ndialects: [sqlite]\nmodels:
///   Tag: { columns: { name: { type: string(9), primary_key: true } } }";
/// let outcome = compile(&Input::text("schema.yaml", yaml));
/// # let Ok((schema, _)) = outcome.result else { panic!("{}", outcome.render(false)) };
///
/// let db = Database::connect("sqlite::memory:").await?;
/// db.execute_script(&[&create_all(&schema, Dialect::Sqlite)?[0]]).await?;
/// let found = read_as(&db, &schema, &Options::default()).await?;
/// assert!(diff(&found, &schema, Dialect::Sqlite)?.is_empty());
/// # Ok(()) }
/// ```
///
/// # Errors
/// As [`drift`].
pub async fn read_as(db: &Database, schema: &Schema, options: &Options) -> Result<Schema, Error> {
    let found = understood(read_with(db, options, false).await?)?;
    let differences = drift(db, schema, options).await?;
    Ok(align::align(&found, schema, &differences, dialect(db)))
}

/// The schemas of PostgreSQL that tables are in.
fn namespaces(schema: &Schema) -> Vec<String> {
    let tables = schema.models.iter().map(|m| m.table.namespace.as_deref());
    let mut names: Vec<String> = vec!["public".to_owned()];
    let sequences = schema.sequences.iter().map(|s| s.name.namespace.as_deref());
    let domains = schema.domains.iter().map(|of| of.name.namespace.as_deref());
    for name in tables.chain(sequences).chain(domains).flatten() {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Refuses tables of databases that MySQL and MariaDB are not asked about.
fn in_one_database(schema: &Schema, ignored: &Ignored) -> Result<(), Error> {
    for model in &schema.models {
        let TableName { namespace, name } = &model.table;
        if let Some(namespace) = namespace
            && !ignored.covers(Some(namespace), name)
        {
            return Err(Error::OtherDatabase {
                namespace: namespace.clone(),
                table: name.clone(),
            });
        }
    }
    Ok(())
}

/// The schema as it comes back from an engine that prints what it was told.
fn expected(schema: &Schema, dialect: Dialect) -> Result<Outcome, Error> {
    let mut text = String::new();
    // The columns of a view are what its query makes of them, and the queries are compared.
    for view in schema.models.iter().filter(|m| m.view.is_some()) {
        let columns = view
            .columns
            .iter()
            .map(|c| dialect.quoted(&c.name) + " text");
        let columns: Vec<String> = columns.collect();
        let namespace = view.table.namespace.iter();
        let path = namespace.chain([&view.table.name]);
        let path: Vec<String> = path.map(|name| dialect.quoted(name)).collect();
        text += &format!(
            "CREATE TABLE {} ({});\n",
            path.join("."),
            columns.join(", ")
        );
    }
    for statement in create_all(schema, dialect)? {
        text += &statement;
        text += ";\n";
    }
    Ok(compile(&Input::text(FILE, text).sql_dialect(dialect)))
}

fn understood(outcome: Outcome) -> Result<Schema, Error> {
    match outcome.result {
        Ok((schema, _)) => Ok(schema),
        Err(_) => Err(Error::NotUnderstood(outcome.render(false))),
    }
}
