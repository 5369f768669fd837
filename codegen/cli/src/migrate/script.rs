//! `ormolu migrate sql`: a range as a script.

use ormolu::serde_json::json;
use ormolu_schema::ir;

use super::done::Done;
use super::folder::{found, named};
use super::project::Project;
use super::sqlx;
use crate::Failure;
use crate::arguments::migrate::Sql;

pub(crate) fn run(project: &Project, sql: &Sql) -> Result<Done, Failure> {
    let folder = project.folder()?;
    let walk = folder.graph().range(&sql.range).map_err(found)?;
    let dialect = ir::Dialect::from(sql.dialect);
    let Some(dialect) = named(dialect.name()) else {
        return Err(found(format!("no migrations run on {}", dialect.name())));
    };
    if let (Some(_), Some(out)) = (sql.layout, &sql.out) {
        return sqlx::write(&walk, dialect, out);
    }
    let text = walk.sql(dialect).map_err(found)?;
    let json = json!({ "dialect": dialect.to_string(), "sql": text });
    Ok(Done { text, json })
}
