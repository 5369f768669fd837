use super::Postgres;
use crate::dialect::Dialect;
use crate::expr::{Alias, Node};
use crate::query::writer::{Sources, ValueList, Writer, static_kind};
use crate::query::{LockNode, LockStrength, Sample, SampleMethod};
use crate::value::{Kind, Value};

impl Sources for Postgres {
    fn lateral(&self, _: Dialect) -> bool {
        true
    }

    fn materialized(&self, writer: &mut Writer, hint: Option<bool>) {
        match hint {
            Some(true) => writer.raw("MATERIALIZED "),
            Some(false) => writer.raw("NOT MATERIALIZED "),
            None => {}
        }
    }

    fn with_changes(&self) -> bool {
        true
    }

    /// A length or a precision of the one query is no part of the other's type.
    fn recursive_cast(&self, kind: Kind) -> Option<(&'static str, &'static str)> {
        match kind {
            Kind::Text => Some(("", "::text")),
            Kind::Decimal => Some(("", "::numeric")),
            _ => None,
        }
    }

    fn distinct_on(&self) -> bool {
        true
    }

    fn with_ties(&self, _: Dialect) -> bool {
        true
    }

    fn values(&self, writer: &mut Writer, alias: Alias, list: &ValueList<'_>) {
        writer.value_rows("", list);
        writer.raw(" AS ");
        writer.alias(alias);
        writer.raw(" (");
        writer.list(list.names, |writer, name| writer.identifier(name));
        writer.raw(")");
    }

    fn unnest(&self, writer: &mut Writer, alias: Alias, kind: Kind, values: &[Value]) {
        let Some(element) = static_kind(kind) else {
            return writer.separate_values(alias, kind, values);
        };
        let list = values.iter().map(|value| match value {
            Value::Named(text, _) => Value::Text(text.clone()),
            value => value.clone(),
        });
        writer.raw("unnest(");
        writer.placeholder(Value::Array(element, list.collect()));
        if let Kind::Named(of) = kind {
            super::cast_to(writer, of, "[]");
        }
        writer.raw(") AS ");
        writer.alias(alias);
        writer.raw(" (\"value\")");
    }

    fn series(&self, writer: &mut Writer, alias: Alias, start: i64, stop: i64, step: i64) {
        writer.raw("generate_series(");
        writer.bind(Value::I64(start));
        writer.raw(", ");
        writer.bind(Value::I64(stop));
        if step != 1 {
            writer.raw(", ");
            writer.bind(Value::I64(step));
        }
        writer.raw(") AS ");
        writer.alias(alias);
        writer.raw(" (\"value\")");
    }

    fn elements(&self, writer: &mut Writer, alias: Alias, list: &Node, _: Kind) {
        writer.call("unnest", list);
        writer.raw(" AS ");
        writer.alias(alias);
        writer.raw(" (\"value\")");
    }

    fn names_function_columns(&self) -> bool {
        true
    }

    fn sample(&self, writer: &mut Writer, sample: Sample) {
        writer.raw(match sample.method {
            SampleMethod::Bernoulli => " TABLESAMPLE BERNOULLI (",
            SampleMethod::System => " TABLESAMPLE SYSTEM (",
        });
        writer.bind(Value::F32(sample.percent));
        writer.raw(")");
        if let Some(seed) = sample.seed {
            writer.raw(" REPEATABLE (");
            writer.bind(Value::F64(seed));
            writer.raw(")");
        }
    }

    fn lock(&self, writer: &mut Writer, lock: &LockNode, strength: LockStrength) {
        writer.standard_lock(lock, strength);
    }
}
