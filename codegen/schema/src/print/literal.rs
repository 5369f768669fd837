//! Literals.

use super::tree::Tree;
use crate::ir::Literal;

pub(crate) fn literal(value: &Literal) -> Tree {
    match value {
        Literal::Null => Tree::Plain("null".into()),
        Literal::Bool(value) => Tree::Plain(value.to_string()),
        Literal::Integer(value) => Tree::Plain(value.to_string()),
        Literal::Number(text) => Tree::Plain(text.clone()),
        Literal::Text(text) => match text.as_str() {
            // These mean something where a default is expected.
            "now" | "uuid" | "uuid_v4" | "uuid_v7" => Tree::Quoted(text.clone()),
            _ => Tree::text(text),
        },
    }
}
