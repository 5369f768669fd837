//! Enumerations.

use super::renamed;
use super::tree::{Entries, Tree};
use crate::ir::{Enum, EnumVariant, Schema};

pub(crate) fn enumeration(of: &Enum, schema: &Schema) -> Tree {
    let Enum {
        name: _,
        sql_name,
        namespace,
        variants,
        open,
        comment,
    } = of;
    let mut map = Entries::lines();
    map.text("comment", comment);
    map.add("sql_name", Tree::text(sql_name));
    map.text("namespace", namespace);
    map.maybe(
        "renamed_from",
        renamed::enumeration(schema, of).map(Tree::text),
    );
    map.flag("open", *open);
    let mut values = Entries::lines();
    for EnumVariant {
        name,
        value,
        comment,
    } in variants
    {
        let renamed = renamed::value(schema, of, value);
        let value = Tree::text(value);
        if comment.is_none() && renamed.is_none() {
            values.add(name, value);
            continue;
        }
        let mut long = Entries::default();
        long.add("value", value);
        long.maybe("renamed_from", renamed.map(Tree::text));
        long.text("comment", comment);
        values.add(name, Tree::Map(long));
    }
    map.add("values", Tree::Map(values));
    Tree::Map(map)
}
