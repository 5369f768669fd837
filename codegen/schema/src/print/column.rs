//! Columns.

use super::literal::literal;
use super::renamed;
use super::rules;
use super::sql::{sql, value};
use super::tree::{Entries, Tree};
use super::type_name;
use super::values;
use crate::ir::{Column, ColumnId, Default, Generated, Identity, Model, Schema, SqlDefault};

/// A column: its type alone where that says all.
pub(crate) fn column(id: ColumnId, model: &Model, schema: &Schema) -> Tree {
    let own = model.column(id);
    let (ty, apart) = type_name::of_column(&own.ty, own.nullable, schema);
    let mut map = Entries::default();
    map.add("type", ty);
    map.flag("nullable", apart);
    map.append(properties(id, model, schema));
    map.only("type").unwrap_or(Tree::Map(map))
}

/// What a column says beside its type.
pub(crate) fn properties(id: ColumnId, model: &Model, schema: &Schema) -> Entries {
    let own = model.column(id);
    let rule = model.rules.values.iter().find(|rule| rule.column == id);
    let set_by = model.rules.set_by.iter().find(|set| set.column == id);
    let Column {
        name,
        field,
        ty,
        nullable: _,
        default,
        on_update,
        generated,
        identity,
        collation,
        comment,
        rust_type,
        // It follows from `typed_ids`.
        id_of: _,
        ignores_case,
        sensitive,
        deferred,
    } = own;
    let mut map = Entries::default();
    map.maybe("column", (name != field).then(|| Tree::text(name)));
    map.maybe("renamed_from", renamed::column(schema, own).map(Tree::text));
    map.maybe("default", default.as_ref().map(self::default));
    map.maybe("on_update", on_update.as_ref().map(value));
    map.maybe("generated", generated.as_ref().map(self::generated));
    map.maybe("identity", identity.as_ref().map(self::identity));
    map.maybe("collate", collation.as_ref().map(sql));
    map.text("rust", rust_type);
    map.maybe("compare", ignores_case.then(|| Tree::text("lower")));
    if let Some(rule) = rule {
        values::add(&mut map, rule);
    }
    map.maybe("set_by", set_by.map(rules::set_by));
    map.flag("sensitive", *sensitive);
    map.flag("deferred", *deferred);
    map.maybe("fallback", type_name::fallback(ty, schema));
    map.text("comment", comment);
    map
}

pub(super) fn default(default: &Default) -> Tree {
    let (key, tree) = match default {
        Default::Value(value) => return literal(value),
        Default::Rust(expression) => ("rust", Tree::Quoted(expression.clone())),
        Default::Database(sequence @ SqlDefault::Sequence(_)) => return value(sequence),
        Default::Statement(sql) => ("sql", value(sql)),
        Default::Database(sql) => ("db", value(sql)),
    };
    let mut map = Entries::default();
    map.add(key, tree);
    Tree::Map(map)
}

fn generated(generated: &Generated) -> Tree {
    let Generated { expression, stored } = generated;
    if *stored {
        return sql(expression);
    }
    let mut map = Entries::default();
    map.add("sql", sql(expression));
    map.add("stored", Tree::Plain("false".into()));
    Tree::Map(map)
}

fn identity(identity: &Identity) -> Tree {
    let Identity {
        always,
        start,
        increment,
    } = identity;
    if let (None, None) = (start, increment) {
        return match always {
            true => Tree::text("always"),
            false => Tree::Plain("true".into()),
        };
    }
    let mut map = Entries::default();
    let number = |n: &i64| Tree::Plain(n.to_string());
    map.flag("always", *always);
    map.maybe("start", start.as_ref().map(number));
    map.maybe("increment", increment.as_ref().map(number));
    Tree::Map(map)
}
