//! The entries of `sql_fields`.

use super::column;
use super::fields::{self, Diagnostics, Fields};
use super::tree::Node;
use super::vocabulary::Vocabulary;
use crate::diagnostic::Diagnostic;
use crate::written::SqlField;

/// `initial: { is: "substr({name}, 1, 1)", returns: text }`
pub(super) fn sql_fields<'n>(
    node: &'n Node,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Vec<SqlField> {
    let entries = fields::entries(node, "`sql_fields`", diagnostics).unwrap_or_default();
    entries
        .iter()
        .filter_map(|(key, node)| one(key, node, words, diagnostics))
        .collect()
}

fn one<'n>(
    key: &Node,
    node: &'n Node,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Option<SqlField> {
    let name = fields::named(key);
    let mut fields = Fields::of(node, &format!("SQL field `{}`", name.value), diagnostics)?;
    let (sql, returns) = (fields.take("is"), fields.take("returns"));
    let comment = fields.comment(diagnostics);
    fields.finish(diagnostics);
    for (missing, what) in [(sql.is_none(), "is"), (returns.is_none(), "returns")] {
        if missing {
            let message = format!("SQL field `{}` lacks `{what}`", name.value);
            let help = format!(
                "write `{}: {{ is: \"substr({{name}}, 1, 1)\", returns: text }}`",
                name.value
            );
            diagnostics.push(Diagnostic::error("missing-key", name.span, message).help(help));
        }
    }
    let sql = sql.and_then(|n| fields::sql(n, "SQL with columns in braces", diagnostics));
    let returns = returns.and_then(|n| column::value_type(n, words, diagnostics));
    Some(SqlField {
        name,
        sql: sql?,
        returns: returns?,
        comment,
    })
}
