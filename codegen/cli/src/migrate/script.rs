//! `ormolu migrate sql` and `stamp --sql`: what would be done, as a script.

use ormolu::Dialect;
use ormolu::serde_json::json;
use ormolu_schema::ir;

use super::done::Done;
use super::folder::{found, named};
use super::project::Project;
use super::sqlx;
use crate::Failure;
use crate::arguments::Engine;
use crate::arguments::migrate::Sql;

pub(crate) fn run(project: &Project, sql: &Sql) -> Result<Done, Failure> {
    let folder = project.folder()?;
    let walk = folder.graph().range(&sql.range).map_err(found)?;
    let dialect = of(sql.dialect)?;
    if let (Some(_), Some(out)) = (sql.layout, &sql.out) {
        return sqlx::write(&walk, dialect, out);
    }
    Ok(script(walk.sql(dialect).map_err(found)?, dialect))
}

/// The script that says where a database is.
pub(crate) fn stamp(
    project: &Project,
    targets: &[String],
    engine: Engine,
) -> Result<Done, Failure> {
    let folder = project.folder()?;
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    let dialect = of(engine)?;
    let text = folder.graph().stamp_sql(&targets, dialect);
    Ok(script(text.map_err(found)?, dialect))
}

fn of(engine: Engine) -> Result<Dialect, Failure> {
    let dialect = ir::Dialect::from(engine);
    named(dialect.name()).ok_or_else(|| found(format!("no migrations run on {}", dialect.name())))
}

fn script(text: String, dialect: Dialect) -> Done {
    let json = json!({ "dialect": dialect.to_string(), "sql": text });
    Done { text, json }
}
