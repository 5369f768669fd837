//! `ormolu migrate sql`: a range as a script.

use ormolu_schema::ir;

use super::folder::{found, named};
use super::project::Project;
use super::sqlx;
use crate::Failure;
use crate::arguments::migrate::Sql;

pub(crate) fn run(project: &Project, sql: &Sql) -> Result<(), Failure> {
    let folder = project.folder()?;
    let walk = folder.graph().range(&sql.range).map_err(found)?;
    let dialect = ir::Dialect::from(sql.dialect);
    if let (Some(_), Some(out), Some(dialect)) = (sql.layout, &sql.out, named(dialect.name())) {
        return sqlx::write(&walk, dialect, out);
    }
    if let Some(dialect) = named(dialect.name()) {
        print!("{}", walk.sql(dialect).map_err(found)?);
    }
    Ok(())
}
