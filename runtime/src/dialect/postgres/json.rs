use crate::expr::{JsonFn, Node, Step, Wanted};
use crate::query::writer::{FORMLESS, Writer};
use crate::value::{Kind, Value};

/// The filters run in strict mode: the usual one looks into arrays by itself.
pub(super) fn write(writer: &mut Writer, function: &JsonFn, arguments: &[&Node]) {
    let Some((&document, rest)) = arguments.split_first() else {
        return;
    };
    let (path, key) = match (function.wanted, function.path.split_last()) {
        (Wanted::HasKey, Some((key, path))) => (path, Some(key)),
        _ => (&function.path[..], None),
    };
    let (before, after) = match function.wanted {
        Wanted::Json => ("", ""),
        Wanted::I64 => (
            "jsonb_path_query_first(",
            ", 'strict $ ? (@.type() == \"number\" && @.floor() == @ \
             && @ >= -9223372036854775808 && @ <= 9223372036854775807)')::bigint",
        ),
        Wanted::F64 => (
            "jsonb_path_query_first(",
            ", 'strict $ ? (@.type() == \"number\")')::double precision",
        ),
        Wanted::Bool => (
            "jsonb_path_query_first(",
            ", 'strict $ ? (@.type() == \"boolean\")')::boolean",
        ),
        Wanted::Text => (
            "(jsonb_path_query_first(",
            ", 'strict $ ? (@.type() == \"string\")') #>> '{}')",
        ),
        Wanted::ArrayLength => (
            "jsonb_array_length(jsonb_path_query_first(",
            ", 'strict $ ? (@.type() == \"array\")'))::bigint",
        ),
        Wanted::IsArray => ("jsonb_typeof(", ") = 'array'"),
        Wanted::HasKey => ("(", " -> "),
        Wanted::Contains => ("", " @> "),
    };
    writer.raw(before);
    if path.is_empty() {
        writer.form("%0!", &[document]);
    } else {
        writer.form("(%0! #> %1)", &[document, &elements(path)]);
    }
    writer.raw(after);
    if let Some(key) = key {
        writer.bind(text(key));
        writer.raw(") IS NOT NULL");
    }
    if let [other] = rest {
        writer.form("%0!", &[other]);
    }
}

fn elements(path: &[Step]) -> Node {
    Node::Bind(Value::Array(&Kind::Text, path.iter().map(text).collect()))
}

fn text(step: &Step) -> Value {
    Value::Text(match step {
        Step::Key(key) => key.clone(),
        Step::Index(index) => index.to_string(),
    })
}

/// A value as a part of JSON. The session's zone is UTC.
pub(super) fn value(writer: &mut Writer, value: &Node) {
    let form = match value.kind() {
        Some(Kind::Decimal | Kind::Uuid | Kind::Date | Kind::Named(_)) => "%0!::text",
        Some(Kind::Time) => "to_char(%0, 'HH24:MI:SS.US')",
        Some(Kind::DateTime) => "to_char(%0, 'YYYY-MM-DD\"T\"HH24:MI:SS.US')",
        Some(Kind::DateTimeTz) => "to_char(%0, 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
        Some(Kind::Bytes | Kind::Interval) => return writer.unsupported(FORMLESS),
        _ => "%0",
    };
    writer.form(form, &[value]);
}
