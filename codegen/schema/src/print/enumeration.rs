//! Enumerations.

use super::tree::{Entries, Tree};
use crate::ir::{Enum, EnumVariant};

pub(super) fn enumeration(of: &Enum) -> Tree {
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
    map.flag("open", *open);
    let mut values = Entries::lines();
    for EnumVariant {
        name,
        value,
        comment,
    } in variants
    {
        let value = Tree::text(value);
        values.add(
            name,
            match comment {
                None => value,
                Some(_) => {
                    let mut long = Entries::default();
                    long.add("value", value);
                    long.text("comment", comment);
                    Tree::Map(long)
                }
            },
        );
    }
    map.add("values", Tree::Map(values));
    Tree::Map(map)
}
