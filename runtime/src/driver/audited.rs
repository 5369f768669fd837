//! The one place that vouches to sqlx for SQL text.
//!
//! Audit: text reaches this module from `Statement`s only, which the query writer (quoted
//! identifiers, bound values, and the literals of `raw_expr` and `sql!`, which stand in the
//! program) and the generator (constants) make, from the fixed commands of
//! `connection.rs`, and from scripts that the application passes as such.

use std::sync::Arc;

use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

use crate::statement::SqlText;

pub(super) fn statement(sql: &SqlText) -> SqlStr {
    match sql {
        SqlText::Static(text) => text.into_sql_str(),
        SqlText::Shared(text) => shared(text.clone()),
    }
}

pub(super) fn shared(sql: Arc<str>) -> SqlStr {
    AssertSqlSafe(sql).into_sql_str()
}
