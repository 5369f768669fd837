use ormolu_schema::ir::Dialect;

use crate::error::RenderError;
use crate::render::quote;

/// The comment of a column. It is cut at 1,024 characters, the most the catalog holds.
pub(super) fn of_column(dialect: Dialect, comment: &str) -> Result<String, RenderError> {
    quote::text(dialect, &cut(comment, 1024))
}

/// The comment of a table. It is cut at 2,048 characters, the most the catalog holds.
pub(super) fn of_table(dialect: Dialect, comment: &str) -> Result<String, RenderError> {
    quote::text(dialect, &cut(comment, 2048))
}

/// A longer comment ends in an ellipsis.
fn cut(comment: &str, limit: usize) -> String {
    if comment.chars().count() <= limit {
        return comment.to_owned();
    }
    comment.chars().take(limit - 1).chain(['…']).collect()
}
