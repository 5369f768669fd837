use super::{Sqlite, has_nul, in_json, json_value};
use crate::dialect::Dialect;
use crate::expr::{Alias, Node};
use crate::query::writer::{Sources, ValueList, Writer, series_length};
use crate::query::{IndexHint, IndexWay, LockNode, LockStrength};
use crate::value::{Kind, Value};

impl Sources for Sqlite {
    fn lateral(&self, _: Dialect) -> bool {
        false
    }

    fn set_all(&self) -> bool {
        false
    }

    fn member_parentheses(&self) -> bool {
        false
    }

    fn materialized(&self, writer: &mut Writer, hint: Option<bool>) {
        match hint {
            Some(true) => writer.raw("MATERIALIZED "),
            Some(false) => writer.raw("NOT MATERIALIZED "),
            None => {}
        }
    }

    fn with_ties(&self, _: Dialect) -> bool {
        false
    }

    /// It calls the columns `column1`, `column2`, ..., and has no other names for them.
    fn values(&self, writer: &mut Writer, alias: Alias, list: &ValueList<'_>) {
        writer.raw("(SELECT ");
        for (at, name) in (1..).zip(list.names) {
            writer.raw(if at > 1 { ", " } else { "" });
            writer.identifier(&format!("column{at}"));
            writer.raw(" AS ");
            writer.identifier(name);
        }
        writer.raw(" FROM ");
        writer.value_rows("", list);
        writer.raw(") AS ");
        writer.alias(alias);
    }

    fn unnest(&self, writer: &mut Writer, alias: Alias, kind: Kind, values: &[Value]) {
        if !in_json(kind) || values.iter().any(has_nul) {
            return writer.separate_values(alias, kind, values);
        }
        writer.raw("(SELECT ");
        json_value(writer, kind, "value");
        writer.raw(" AS \"value\" FROM json_each(");
        writer.placeholder(Value::Array(&Kind::Text, values.to_vec()));
        writer.raw(")) AS ");
        writer.alias(alias);
    }

    /// Its own `generate_series` is an extension that not every build has.
    fn series(&self, writer: &mut Writer, alias: Alias, start: i64, stop: i64, step: i64) {
        writer.raw("(WITH RECURSIVE \"series\" (\"value\") AS (SELECT ");
        writer.bind(Value::I64(start));
        writer.raw(" UNION ALL SELECT \"value\" + ");
        writer.bind(Value::I64(step));
        writer.raw(" FROM \"series\" LIMIT ");
        writer.bind(Value::I64(series_length(start, stop, step)));
        writer.raw(") SELECT \"value\" FROM \"series\") AS ");
        writer.alias(alias);
    }

    /// A function that gives rows sees the tables before it.
    fn elements(&self, writer: &mut Writer, alias: Alias, list: &Node, kind: Kind) {
        if !in_json(kind) || matches!(kind, Kind::Uuid | Kind::Bytes) {
            return writer.unsupported("`unnest` of arrays of floats, UUIDs, bytes or JSON");
        }
        writer.call("json_each", list);
        writer.raw(" AS ");
        writer.alias(alias);
    }

    fn index_hint(&self, writer: &mut Writer, hint: &IndexHint) {
        if let (IndexWay::Force, [name]) = (hint.way, &hint.names[..]) {
            writer.raw(" INDEXED BY ");
            writer.identifier(name);
        }
    }

    fn lock(&self, writer: &mut Writer, lock: &LockNode, _: LockStrength) {
        if !lock.optional {
            writer.unsupported("row locks; `lock_or_noop` runs the query without");
        }
    }
}
