//! Sequences.

use super::renamed;
use super::tree::{Entries, Tree};
use crate::ir::{Count, Schema, Sequence};

/// How it counts, with what it was called.
pub(crate) fn sequence(of: &Sequence, schema: &Schema) -> Tree {
    let Sequence { name, count } = of;
    let mut map = Entries::default();
    let renamed = renamed::sequence(schema, name);
    map.maybe("renamed_from", renamed.map(Tree::text));
    let Count {
        start,
        increment,
        min,
        max,
        cycle,
        cache,
    } = count;
    let number = |n: &i64| Tree::Plain(n.to_string());
    map.maybe("start", start.as_ref().map(number));
    map.maybe("increment", increment.as_ref().map(number));
    map.maybe("min", min.as_ref().map(number));
    map.maybe("max", max.as_ref().map(number));
    map.flag("cycle", *cycle);
    map.maybe("cache", cache.as_ref().map(number));
    Tree::Map(map)
}

/// All of them by their names.
pub(crate) fn all(schema: &Schema) -> impl Iterator<Item = (String, Tree)> {
    let sequences = schema.sequences.iter();
    sequences.map(|of| (of.name.dotted(), sequence(of, schema)))
}
