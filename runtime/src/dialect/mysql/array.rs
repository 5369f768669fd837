use crate::expr::{ArrayFn, Node, Step};
use crate::query::writer::{Writer, json_path};
use crate::value::Kind;

/// Arrays are JSON. The other side of a comparison is an array, too, even of one element.
pub(super) fn write(writer: &mut Writer, function: ArrayFn, arguments: &[&Node], kind: Kind) {
    let form = match function {
        ArrayFn::AnyEq | ArrayFn::ContainsAll => "json_contains(%0, %1)",
        ArrayFn::Overlaps => "json_overlaps(%0, %1)",
        ArrayFn::Cardinality => "json_length(%0)",
        ArrayFn::Append { .. } => "json_merge_preserve(%0, %1)",
        ArrayFn::At(index) => return element(writer, index, arguments, kind),
    };
    writer.form(form, arguments);
}

fn element(writer: &mut Writer, index: u32, arguments: &[&Node], kind: Kind) {
    let form = match kind {
        Kind::Text | Kind::Named(_) => "json_unquote(json_extract(%0, %1))",
        Kind::Bool => "json_unquote(json_extract(%0, %1)) = 'true'",
        Kind::I16 | Kind::I32 | Kind::I64 | Kind::Interval => {
            "CAST(json_extract(%0, %1) AS SIGNED)"
        }
        Kind::U64 => "CAST(json_extract(%0, %1) AS UNSIGNED)",
        Kind::F64 => "CAST(json_extract(%0, %1) AS DOUBLE)",
        Kind::Date => "CAST(json_unquote(json_extract(%0, %1)) AS DATE)",
        Kind::Time => "CAST(json_unquote(json_extract(%0, %1)) AS TIME(6))",
        Kind::DateTime | Kind::DateTimeTz => {
            "CAST(left(json_unquote(json_extract(%0, %1)), 26) AS DATETIME(6))"
        }
        Kind::Uuid => "unhex(replace(json_unquote(json_extract(%0, %1)), '-', ''))",
        Kind::Bytes => "unhex(json_unquote(json_extract(%0, %1)))",
        _ => return writer.unsupported("elements of such arrays (select the array)"),
    };
    let path = json_path(&[Step::Index(index)]);
    if let [array] = arguments {
        let nodes = [*array, &path];
        writer.form(
            "CASE WHEN json_type(json_extract(%0, %1)) <> 'NULL' THEN ",
            &nodes,
        );
        writer.form(form, &nodes);
        writer.raw(" END");
    }
}
