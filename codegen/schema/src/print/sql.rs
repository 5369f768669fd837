//! SQL text and values.

use super::literal::literal;
use super::tree::{Entries, Tree};
use crate::ir::{PerDialect, SqlDefault};

/// One text for all engines, or one for each.
pub(crate) fn sql(sql: &PerDialect<String>) -> Tree {
    by_dialect(sql, |text| Tree::Quoted(text.clone()))
}

/// Something that is the same everywhere or differs.
pub(crate) fn by_dialect<T>(value: &PerDialect<T>, print: impl Fn(&T) -> Tree) -> Tree {
    match value {
        PerDialect::Same(all) => print(all),
        PerDialect::Each(each) => {
            let mut map = Entries::default();
            for (dialect, value) in each {
                map.add(dialect.name(), print(value));
            }
            Tree::Map(map)
        }
    }
}

/// An SQL value.
pub(crate) fn value(value: &SqlDefault) -> Tree {
    match value {
        SqlDefault::Now => Tree::text("now"),
        SqlDefault::Uuid => Tree::text("uuid"),
        SqlDefault::Expression(text) => sql(text),
        SqlDefault::Sequence(name) => {
            let mut map = Entries::default();
            map.add("seq", Tree::text(name.dotted()));
            Tree::Map(map)
        }
        SqlDefault::Literal(value) => {
            let mut map = Entries::default();
            map.add("value", literal(value));
            Tree::Map(map)
        }
    }
}
