mod aggregate;
mod array;
mod bits;
mod json;
mod math;
mod range;
mod search;
mod text;
mod time;

use crate::expr::{
    ArrayFn, BitFn, Collation, JsonFn, MathFn, Node, OrderNode, RangeFn, SearchFn, TextFn, TimeFn,
};
use crate::query::writer::{
    Call, Grammar, Level, List, Target, Writer, bind_rows, count, decimal, static_kind,
};
use crate::value::{Kind, NamedType, Value};

mod sources;

pub(crate) struct Postgres;

impl Grammar for Postgres {
    fn numbered(&self) -> bool {
        true
    }

    fn grouping_sets(&self) -> bool {
        true
    }

    fn placeholder(&self, sql: &mut String, number: usize) {
        sql.push('$');
        decimal(sql, number);
    }

    fn bind_cast(&self, writer: &mut Writer, kind: Kind) {
        match kind {
            Kind::Named(of) => cast_to(writer, of, ""),
            Kind::Array(Kind::Named(of)) => cast_to(writer, of, "[]"),
            _ => {}
        }
    }

    fn column_cast(&self, writer: &mut Writer, kind: Option<Kind>) {
        match kind {
            Some(Kind::Named(_)) => writer.raw("::text"),
            Some(Kind::Array(Kind::Named(_))) => writer.raw("::text[]"),
            _ => {}
        }
    }

    fn column_level(&self, kind: Option<Kind>) -> Level {
        match kind {
            Some(Kind::Named(_) | Kind::Array(Kind::Named(_))) => Level::Atom,
            _ => Level::Or,
        }
    }

    fn distinct_from(&self, writer: &mut Writer, left: &Node, right: &Node, negated: bool) {
        let word = if negated {
            " IS NOT DISTINCT FROM "
        } else {
            " IS DISTINCT FROM "
        };
        writer.compare(left, word, right);
    }

    fn like(&self, writer: &mut Writer, text: &Node, pattern: &Node, insensitive: bool) {
        let word = if insensitive { " ILIKE " } else { " LIKE " };
        writer.node(text, Level::Add);
        writer.raw(word);
        writer.node(pattern, Level::Add);
        writer.raw(" ESCAPE '!'");
    }

    /// One array for each column, however many rows there are.
    fn in_values(&self, writer: &mut Writer, list: &List<'_>) {
        match (self.list_values(list), list.left) {
            (Some(arrays), [left]) => {
                writer.node(left, Level::Add);
                writer.raw(if list.negated { " <> ALL(" } else { " = ANY(" });
                if list.is_folded() {
                    writer.raw("SELECT lower(value) FROM unnest(");
                    bind_arrays(writer, list.kinds, arrays);
                    writer.raw(") AS value");
                } else {
                    bind_arrays(writer, list.kinds, arrays);
                }
                writer.raw(")");
            }
            (Some(arrays), left) => {
                writer.row(left);
                writer.raw(if list.negated { " NOT IN " } else { " IN " });
                writer.raw("(SELECT * FROM unnest(");
                bind_arrays(writer, list.kinds, arrays);
                writer.raw("))");
            }
            (None, left) => {
                writer.row(left);
                writer.raw(if list.negated { " NOT IN (" } else { " IN (" });
                let row = if left.len() > 1 { "(" } else { "" };
                bind_rows(writer, list.kinds, list.rows, row);
                writer.raw(")");
            }
        }
    }

    fn list_values(&self, list: &List<'_>) -> Option<Vec<Value>> {
        let columns = list.kinds.iter().enumerate();
        columns
            .map(|(at, &kind)| Some(column_of(list, at, static_kind(kind)?)))
            .collect()
    }

    fn divide(&self, writer: &mut Writer, left: &Node, right: &Node) {
        writer.node(left, Level::Multiply);
        writer.raw(" / ");
        if right.is_nonzero() {
            writer.node(right, Level::Negate);
        } else {
            writer.raw("nullif(");
            writer.node(right, Level::Or);
            writer.raw(", 0)");
        }
    }

    fn length(&self, writer: &mut Writer, text: &Node) {
        writer.call("length", text);
        writer.raw("::bigint");
    }

    fn aggregate(&self, writer: &mut Writer, call: &Call<'_>) {
        aggregate::write(writer, call);
    }

    fn text(&self, writer: &mut Writer, function: TextFn, arguments: &[&Node]) {
        text::write(writer, function, arguments);
    }

    fn math(&self, writer: &mut Writer, function: MathFn, arguments: &[&Node], kind: Kind) {
        math::write(writer, function, arguments, kind);
    }

    fn bits(&self, writer: &mut Writer, function: BitFn, arguments: &[&Node]) {
        bits::write(writer, function, arguments);
    }

    fn time(&self, writer: &mut Writer, function: TimeFn, arguments: &[&Node], kind: Kind) {
        time::write(writer, function, arguments, kind);
    }

    fn json(&self, writer: &mut Writer, function: &JsonFn, arguments: &[&Node]) {
        json::write(writer, function, arguments);
    }

    fn json_object(&self) -> &'static str {
        "jsonb_build_object"
    }

    fn json_value(&self, writer: &mut Writer, value: &Node) {
        json::value(writer, value);
    }

    fn array(&self, writer: &mut Writer, function: ArrayFn, arguments: &[&Node], kind: Kind) {
        array::write(writer, function, arguments, kind);
    }

    fn range(&self, writer: &mut Writer, function: RangeFn, arguments: &[&Node]) {
        range::write(writer, function, arguments);
    }

    fn search(&self, writer: &mut Writer, function: SearchFn, arguments: &[&Node]) {
        search::write(writer, function, arguments);
    }

    fn cast(&self, writer: &mut Writer, node: &Node, kind: Kind) {
        math::cast(writer, node, kind);
    }

    fn collation_name(&self, collation: Collation) -> &'static str {
        collation.postgres
    }

    fn order_term(&self, writer: &mut Writer, term: &OrderNode) {
        writer.standard_order_term(term);
    }

    fn limit(&self, writer: &mut Writer, limit: Option<u64>, offset: Option<u64>) {
        if let Some(limit) = limit {
            writer.raw(" LIMIT ");
            writer.bind(count(limit));
        }
        if let Some(offset) = offset {
            writer.raw(" OFFSET ");
            writer.bind(count(offset));
        }
    }

    /// `DELETE FROM t USING a, b WHERE ..`
    fn joined_delete(&self, writer: &mut Writer, target: &Target) {
        writer.raw("DELETE FROM ");
        writer.table(target.model.table);
        writer.raw(" USING ");
        writer.joined_tables(target);
        writer.joined_filter(target);
    }
}

/// `::"schema"."type"`
fn cast_to(writer: &mut Writer, of: &NamedType, brackets: &str) {
    writer.raw("::");
    writer.qualified(of.namespace, of.name);
    writer.raw(brackets);
}

/// One column of a list as an array.
fn column_of(list: &List<'_>, at: usize, element: &'static Kind) -> Value {
    let values = list.rows.iter().map(|row| match row.get(at) {
        Some(Value::Named(text, _)) => Value::Text(text.clone()),
        Some(value) => value.clone(),
        None => Value::Null(*element),
    });
    Value::Array(element, values.collect())
}

/// The columns of a list as array parameters.
fn bind_arrays(writer: &mut Writer, kinds: &[Kind], arrays: Vec<Value>) {
    for (at, (array, kind)) in arrays.into_iter().zip(kinds).enumerate() {
        if at > 0 {
            writer.raw(", ");
        }
        writer.placeholder(array);
        if let Kind::Named(of) = kind {
            cast_to(writer, of, "[]");
        }
    }
}
