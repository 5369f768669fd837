//! The one writer of SQL text.

use super::SelectNode;
use crate::dialect::Dialect;
use crate::error::Result;
use crate::statement::Statement;
use crate::value::Kind;

/// Writes a SELECT.
pub fn write_select(_: &SelectNode, _: Dialect) -> Result<Statement> {
    Ok(Statement::new("", vec![]))
}

/// How many rows of values of these kinds go into one statement, below the engine's bind limit.
pub fn rows_per_statement(kinds: &[Kind], dialect: Dialect) -> usize {
    let binds = match dialect {
        Dialect::Sqlite => 32_766,
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => 65_535,
    };
    binds / kinds.len().max(1)
}
