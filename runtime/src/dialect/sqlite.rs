mod aggregate;
mod array;
mod bits;
mod json;
mod math;
mod search;
mod text;
mod time;

use crate::expr::{
    ArrayFn, BinaryOp, BitFn, Collation, JsonFn, MathFn, Node, OrderNode, SearchFn, TextFn, TimeFn,
};
use crate::query::writer::{Call, Grammar, Level, List, Target, Writer, bind_rows, count};
use crate::value::{Kind, Value};

mod sources;

/// Decimals are text there; the driver registers what compares and adds them exactly.
const DECIMAL: &str = "ormolu_decimal";

pub(crate) struct Sqlite;

impl Grammar for Sqlite {
    fn placeholder(&self, sql: &mut String, _: usize) {
        sql.push('?');
    }

    fn collation(&self, node: &Node) -> Option<&'static str> {
        (node.kind() == Some(Kind::Decimal)).then_some(DECIMAL)
    }

    /// A column declared as NUMERIC holds floats, and any float is less than any text.
    fn uniform(&self, kind: Kind) -> Option<&'static str> {
        (kind == Kind::Decimal).then_some(DECIMAL)
    }

    fn distinct_from(&self, writer: &mut Writer, left: &Node, right: &Node, negated: bool) {
        writer.compare(left, if negated { " IS " } else { " IS NOT " }, right);
    }

    /// LIKE ignores the case of ASCII here and GLOB does not, so GLOB is what LIKE means.
    fn like(&self, writer: &mut Writer, text: &Node, pattern: &Node, insensitive: bool) {
        writer.node(text, Level::Add);
        match pattern {
            _ if insensitive => {
                writer.raw(" LIKE ");
                writer.node(pattern, Level::Add);
                writer.raw(" ESCAPE '!'");
            }
            Node::Bind(Value::Text(pattern)) => {
                writer.raw(" GLOB ");
                writer.bind(Value::Text(glob(pattern)));
            }
            _ => writer.unsupported("case-sensitive LIKE with a computed pattern (use `ilike`)"),
        }
    }

    /// The rows as one JSON parameter where JSON keeps the values as they are.
    fn in_values(&self, writer: &mut Writer, list: &List<'_>) {
        match list.left {
            [left] => writer.compared(left, Level::Add),
            left => writer.row(left),
        }
        writer.raw(if list.negated { " NOT IN (" } else { " IN (" });
        if let Some(values) = self.list_values(list) {
            json_rows(writer, list, values);
        } else if list.left.len() > 1 {
            writer.raw("VALUES ");
            bind_rows(writer, list.kinds, list.rows, "(");
        } else {
            let row = if list.is_folded() { "lower(" } else { "" };
            bind_rows(writer, list.kinds, list.rows, row);
        }
        writer.raw(")");
    }

    fn list_values(&self, list: &List<'_>) -> Option<Vec<Value>> {
        let whole = list.kinds.iter().all(|&kind| in_json(kind));
        if !whole || list.rows.iter().flatten().any(has_nul) {
            return None;
        }
        let rows = list.rows.iter().map(|row| match &row[..] {
            [only] => only.clone(),
            several => Value::Array(&Kind::Text, several.to_vec()),
        });
        Some(vec![Value::Array(&Kind::Text, rows.collect())])
    }

    fn divide(&self, writer: &mut Writer, left: &Node, right: &Node) {
        writer.node(left, Level::Multiply);
        writer.raw(" / ");
        writer.node(right, Level::Negate);
    }

    fn length(&self, writer: &mut Writer, text: &Node) {
        writer.call("length", text);
    }

    fn aggregate(&self, writer: &mut Writer, call: &Call<'_>) {
        aggregate::write(writer, call);
    }

    fn exact(&self, op: BinaryOp, kind: Kind) -> Option<&'static str> {
        (kind == Kind::Decimal).then(|| math::exact(op)).flatten()
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

    fn json_value(&self, writer: &mut Writer, value: &Node) {
        json::value(writer, value);
    }

    fn array(&self, writer: &mut Writer, function: ArrayFn, arguments: &[&Node], kind: Kind) {
        array::write(writer, function, arguments, kind);
    }

    fn search(&self, writer: &mut Writer, function: SearchFn, _: &[&Node]) {
        search::write(writer, function);
    }

    fn cast(&self, writer: &mut Writer, node: &Node, kind: Kind) {
        math::cast(writer, node, kind);
    }

    fn collation_name(&self, collation: Collation) -> &'static str {
        collation.sqlite
    }

    fn order_term(&self, writer: &mut Writer, term: &OrderNode) {
        writer.standard_order_term(term);
    }

    fn limit(&self, writer: &mut Writer, limit: Option<u64>, offset: Option<u64>) {
        match (limit, offset) {
            (Some(limit), _) => {
                writer.raw(" LIMIT ");
                writer.bind(count(limit));
            }
            (None, Some(_)) => writer.raw(" LIMIT -1"),
            (None, None) => {}
        }
        if let Some(offset) = offset {
            writer.raw(" OFFSET ");
            writer.bind(count(offset));
        }
    }

    /// `DELETE FROM t WHERE EXISTS (SELECT 1 FROM a, b WHERE ..)`
    fn joined_delete(&self, writer: &mut Writer, target: &Target) {
        writer.raw("DELETE FROM ");
        writer.table(target.model.table);
        writer.raw(" WHERE EXISTS (SELECT 1 FROM ");
        writer.joined_tables(target);
        writer.joined_filter(target);
        writer.raw(")");
    }
}

/// Whether values of a kind come out of JSON as they went in. Floats may lose their last digit.
pub(crate) fn in_json(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::U64 | Kind::F32 | Kind::F64 | Kind::Json | Kind::Array(_) | Kind::Wrapped(_)
    )
}

/// JSON text ends at a NUL.
fn has_nul(value: &Value) -> bool {
    matches!(value, Value::Text(text) | Value::Named(text, _) if text.contains('\0'))
}

/// `SELECT value FROM json_each(?)`
fn json_rows(writer: &mut Writer, list: &List<'_>, values: Vec<Value>) {
    writer.raw("SELECT ");
    if let [kind] = list.kinds {
        let value = if list.is_folded() {
            "lower(value)"
        } else {
            "value"
        };
        json_value(writer, *kind, value);
    } else {
        for (at, &kind) in list.kinds.iter().enumerate() {
            if at > 0 {
                writer.raw(", ");
            }
            json_value(writer, kind, &format!("value ->> {at}"));
        }
    }
    writer.raw(" FROM json_each(");
    values
        .into_iter()
        .for_each(|value| writer.placeholder(value));
    writer.raw(")");
}

/// Bytes stand in JSON as hexadecimal digits, UUIDs with hyphens.
fn json_value(writer: &mut Writer, kind: Kind, from: &str) {
    let (before, after) = match kind {
        Kind::Bytes => ("unhex(", ")"),
        Kind::Uuid => ("unhex(", ", '-')"),
        _ => ("", ""),
    };
    writer.raw(before);
    writer.raw(from);
    writer.raw(after);
}

/// A LIKE pattern with the escape `!` as a GLOB pattern.
fn glob(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 4);
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '%' => out.push('*'),
            '_' => out.push('?'),
            '!' => push_literal(&mut out, chars.next().unwrap_or('!')),
            other => push_literal(&mut out, other),
        }
    }
    out
}

fn push_literal(out: &mut String, c: char) {
    if matches!(c, '*' | '?' | '[') {
        out.push('[');
        out.push(c);
        out.push(']');
    } else {
        out.push(c);
    }
}

#[cfg(test)]
mod tests;
