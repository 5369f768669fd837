//! Domains.

use super::sql::sql;
use super::tree::{Entries, Tree};
use super::{column, key, renamed, type_name};
use crate::ir::{Domain, Schema};

/// What it is, with what it was called.
pub(crate) fn domain(of: &Domain, schema: &Schema) -> Tree {
    let Domain {
        name,
        ty,
        not_null,
        default,
        collation,
        checks,
        comment,
    } = of;
    let mut map = Entries::default();
    let (base, _) = type_name::of_column(ty, false, schema);
    map.add("type", base);
    let renamed = renamed::domain(schema, name);
    map.maybe("renamed_from", renamed.map(Tree::text));
    map.flag("not_null", *not_null);
    map.maybe("default", default.as_ref().map(column::default));
    map.maybe("collate", collation.as_ref().map(sql));
    map.filled("checks", key::check_list(checks));
    map.text("comment", comment);
    Tree::Map(map)
}

/// All of them by their names.
pub(crate) fn all(schema: &Schema) -> impl Iterator<Item = (String, Tree)> {
    let domains = schema.domains.iter();
    domains.map(|of| (of.name.dotted(), domain(of, schema)))
}
