use crate::expr::{Call, Function, JsonFn, Node, Step, Wanted};
use crate::query::writer::{FORMLESS, Writer, json_path};
use crate::value::Kind;

pub(super) fn write(writer: &mut Writer, function: &JsonFn, arguments: &[&Node]) {
    let Some((&document, rest)) = arguments.split_first() else {
        return;
    };
    let form = match function.wanted {
        Wanted::Json if function.path.is_empty() => "%0!",
        Wanted::Json => "json_extract(%0, %1)",
        // A number with a fraction or out of range differs from its whole part.
        Wanted::I64 => {
            "CASE WHEN json_type(json_extract(%0, %1)) \
             IN ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL') \
             AND CAST(json_extract(%0, %1) AS DECIMAL(65, 20)) \
             = CAST(CAST(json_extract(%0, %1) AS DECIMAL(65, 20)) AS SIGNED) \
             THEN CAST(CAST(json_extract(%0, %1) AS DECIMAL(65, 20)) AS SIGNED) END"
        }
        Wanted::F64 => {
            "CASE WHEN json_type(json_extract(%0, %1)) \
             IN ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL') \
             THEN CAST(json_extract(%0, %1) AS DOUBLE) END"
        }
        Wanted::Bool => {
            "CASE json_type(json_extract(%0, %1)) WHEN 'BOOLEAN' \
             THEN json_unquote(json_extract(%0, %1)) = 'true' END"
        }
        Wanted::Text => {
            "CASE json_type(json_extract(%0, %1)) WHEN 'STRING' \
             THEN json_unquote(json_extract(%0, %1)) END"
        }
        Wanted::ArrayLength => {
            "CASE json_type(json_extract(%0, %1)) WHEN 'ARRAY' \
             THEN json_length(json_extract(%0, %1)) END"
        }
        Wanted::IsArray => "json_type(json_extract(%0, %1)) = 'ARRAY'",
        Wanted::HasKey => "coalesce(json_contains_path(%0, 'one', %1), FALSE)",
        Wanted::Contains if function.path.is_empty() => "json_contains(%0, %2)",
        Wanted::Contains => "json_contains(json_extract(%0, %1), %2)",
    };
    let path = path(document, &function.path);
    let mut nodes = vec![document, &path];
    nodes.extend(rest);
    writer.form(form, &nodes);
}

/// The path; NULL where it goes into the first element of what is no array. The engine would take
/// that for an array of itself.
fn path(document: &Node, steps: &[Step]) -> Node {
    let path = json_path(steps);
    let arrays: Vec<Node> = (0..steps.len())
        .filter(|&at| steps[at] == Step::Index(0))
        .map(|at| {
            let function = JsonFn {
                path: steps[..at].to_vec(),
                wanted: Wanted::IsArray,
            };
            Call::node(function, vec![document.clone()], Kind::Bool)
        })
        .collect();
    if arrays.is_empty() {
        return path;
    }
    let case = Function::Case {
        operand: false,
        otherwise: false,
    };
    Call::node(case, vec![Node::All(arrays), path], Kind::Text)
}

/// A value as a part of JSON.
pub(super) fn value(writer: &mut Writer, value: &Node) {
    let form = match value.kind() {
        Some(Kind::Bool) => {
            "json_extract(CASE %0 WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END, '$')"
        }
        Some(Kind::Decimal) => "CAST(%0 AS CHAR)",
        Some(Kind::Uuid) => {
            "insert(insert(insert(insert(lower(hex(%0)), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), \
             24, 0, '-')"
        }
        Some(Kind::Date) => "date_format(%0, '%Y-%m-%d')",
        Some(Kind::Time) => "time_format(%0, '%H:%i:%s.%f')",
        Some(Kind::DateTime) => "date_format(%0, '%Y-%m-%dT%H:%i:%s.%f')",
        Some(Kind::DateTimeTz) => "date_format(%0, '%Y-%m-%dT%H:%i:%s.%fZ')",
        // Whether it is JSON or text is lost on the way out of a subquery.
        Some(Kind::Json | Kind::Array(_)) => "json_extract(%0, '$')",
        Some(Kind::Bytes | Kind::Interval) => return writer.unsupported(FORMLESS),
        _ => "%0",
    };
    writer.form(form, &[value]);
}
