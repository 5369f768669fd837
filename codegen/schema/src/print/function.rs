//! Functions of the database.

use super::sql::by_dialect;
use super::tree::{Entries, Tree};
use super::type_name::of_value;
use crate::ir::{Argument, Function, FunctionName, Returns, Schema};

pub(crate) fn function(of: &Function, schema: &Schema) -> Tree {
    let Function {
        name: _,
        sql,
        arguments,
        returns,
        aggregate,
        strict,
        comment,
    } = of;
    let mut map = Entries::lines();
    map.text("comment", comment);
    map.add("sql", by_dialect(sql, sql_name));
    map.filled("arguments", types(arguments, schema));
    match returns {
        Returns::Value(value) => map.add("returns", of_value(value, schema)),
        Returns::Rows(rows) => map.add("rows", types(rows, schema)),
    }
    map.flag("aggregate", *aggregate);
    map.flag("strict", *strict);
    Tree::Map(map)
}

fn sql_name(FunctionName { namespace, name }: &FunctionName) -> Tree {
    Tree::text(match namespace {
        Some(namespace) => format!("{namespace}.{name}"),
        None => name.clone(),
    })
}

pub(super) fn types(arguments: &[Argument], schema: &Schema) -> Tree {
    let mut map = Entries::default();
    for Argument { name, ty } in arguments {
        map.add(name, of_value(ty, schema));
    }
    Tree::Map(map)
}
