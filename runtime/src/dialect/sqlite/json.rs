use crate::expr::{JsonFn, Node, Wanted};
use crate::query::writer::{FORMLESS, Writer, json_path};
use crate::value::Kind;

/// What begins with `ormolu_` is registered by the driver.
pub(super) fn write(writer: &mut Writer, function: &JsonFn, arguments: &[&Node]) {
    let Some((&document, rest)) = arguments.split_first() else {
        return;
    };
    let form = match function.wanted {
        Wanted::Json if function.path.is_empty() => "%0!",
        Wanted::Json => "(%0! -> %1)",
        // A number with a fraction or out of range differs from its whole part.
        Wanted::I64 => {
            "CASE WHEN json_type(%0, %1) IN ('integer', 'real') \
             AND %0! ->> %1 = CAST(%0! ->> %1 AS INTEGER) THEN CAST(%0! ->> %1 AS INTEGER) END"
        }
        Wanted::F64 => {
            "CASE WHEN json_type(%0, %1) IN ('integer', 'real') \
             THEN CAST(%0! ->> %1 AS REAL) END"
        }
        Wanted::Bool => "CASE json_type(%0, %1) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END",
        Wanted::Text => "CASE json_type(%0, %1) WHEN 'text' THEN %0! ->> %1 END",
        Wanted::ArrayLength => {
            "CASE json_type(%0, %1) WHEN 'array' THEN json_array_length(%0, %1) END"
        }
        Wanted::IsArray => "json_type(%0, %1) = 'array'",
        Wanted::HasKey => "json_type(%0, %1) IS NOT NULL",
        Wanted::Contains if function.path.is_empty() => "ormolu_json_contains(%0, %2)",
        Wanted::Contains => "ormolu_json_contains(%0! -> %1, %2)",
    };
    let path = json_path(&function.path);
    let mut nodes = vec![document, &path];
    nodes.extend(rest);
    writer.form(form, &nodes);
}

/// A value as a part of JSON. Reals would lose their last digits there.
pub(super) fn value(writer: &mut Writer, value: &Node) {
    let form = match value.kind() {
        Some(Kind::Bool) => "json(CASE %0 WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END)",
        Some(Kind::F32 | Kind::F64) => {
            "json(CASE WHEN %0! IS NOT NULL THEN printf('%!.17g', %0) END)"
        }
        Some(Kind::Uuid) => {
            "CASE WHEN %0! IS NOT NULL THEN lower(substr(hex(%0), 1, 8) || '-' \
             || substr(hex(%0), 9, 4) || '-' || substr(hex(%0), 13, 4) || '-' \
             || substr(hex(%0), 17, 4) || '-' || substr(hex(%0), 21)) END"
        }
        Some(Kind::Json | Kind::Array(_)) => "json(%0)",
        Some(Kind::Bytes | Kind::Interval) => return writer.unsupported(FORMLESS),
        _ => "%0",
    };
    writer.form(form, &[value]);
}
