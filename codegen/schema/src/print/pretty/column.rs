//! Columns in their shortest form.

use crate::ir::{Column, ColumnId, Default, Identity, Literal, Model, Schema, SqlDefault, Type};
use crate::print::tree::{Entries, Tree};
use crate::print::{column, type_name};

/// What the model says of a column at the column.
#[derive(Default)]
pub(super) struct Said {
    pub(super) primary_key: bool,
    pub(super) unique: bool,
    /// What a reference points at, and what goes with it.
    pub(super) reference: Option<(String, Entries)>,
    /// Whether the reference makes the column.
    pub(super) made: bool,
}

pub(super) fn column(id: ColumnId, said: Said, model: &Model, schema: &Schema) -> Tree {
    let own = model.column(id);
    let mut rest = column::properties(id, model, schema);
    inherited(&mut rest, own, schema);
    shorten(&mut rest, own, id, model);
    let (ty, apart) = type_name::of_column(&own.ty, own.nullable, schema);
    let mut map = Entries::default();
    if !said.made {
        map.add("type", short_json(own, &mut rest).unwrap_or(ty));
    }
    let reference = said.reference.map(|(target, reference)| {
        map.add("references", Tree::text(target));
        reference
    });
    map.flag("nullable", apart || said.made && own.nullable);
    map.flag("primary_key", said.primary_key);
    map.flag("unique", said.unique);
    map.append(reference.unwrap_or_default());
    if said.made {
        rest.remove("column");
    }
    map.append(rest);
    map.only("type").unwrap_or(Tree::Map(map))
}

/// What a domain says of its columns.
fn inherited(map: &mut Entries, own: &Column, schema: &Schema) {
    if schema.inherits_default(own) {
        map.remove("default");
    }
    if schema.inherits_collation(own) {
        map.remove("collate");
    }
}

/// What the key of a model gets without being asked.
fn shorten(map: &mut Entries, own: &Column, id: ColumnId, model: &Model) {
    match &own.default {
        Some(Default::Database(SqlDefault::Now)) => map.replace("default", Tree::text("now")),
        Some(Default::Rust(expression)) if expression == "ormolu::uuid_v7()" => {
            map.replace("default", Tree::text("uuid"));
        }
        Some(Default::Rust(expression)) if expression == "ormolu::uuid_v4()" => {
            map.replace("default", Tree::text("uuid_v4"));
        }
        _ => {}
    }
    // A version begins with 1 by itself.
    let version = model.version.as_ref().is_some_and(|v| v.column == id);
    if version && own.default == Some(Default::Value(Literal::Integer(1))) {
        map.remove("default");
    }
    let is_key = model.primary_key.columns == [id];
    let points = model.foreign_keys.iter().any(|k| k.columns.contains(&id));
    if !is_key || points || own.generated.is_some() {
        return;
    }
    let counted = Some(Identity {
        always: false,
        start: None,
        increment: None,
    });
    let made = Default::Rust("::ormolu::uuid_v7()".into());
    use Type::{BigInt, Int, SmallInt, U32, U64, Uuid};
    match own.ty.base {
        SmallInt | Int | BigInt | U32 | U64 if own.default.is_none() => {
            if own.identity == counted {
                map.remove("identity");
            } else if own.identity.is_none() {
                map.add("identity", Tree::Plain("false".into()));
            }
        }
        Uuid if own.default == Some(made) => map.remove("default"),
        Uuid if own.default.is_none() => map.add("identity", Tree::Plain("false".into())),
        _ => {}
    }
}

/// `json<crate::Prefs>`
fn short_json(own: &Column, rest: &mut Entries) -> Option<Tree> {
    let held = own.rust_type.as_deref()?;
    let held = held.strip_prefix("::ormolu::JsonOf<")?.strip_suffix('>')?;
    if own.ty != Type::Json.into() {
        return None;
    }
    rest.remove("rust");
    let mark = if own.nullable { "?" } else { "" };
    Some(Tree::text(format!("json<{held}>{mark}")))
}
