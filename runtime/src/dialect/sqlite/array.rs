use crate::expr::{ArrayFn, Node};
use crate::query::writer::Writer;
use crate::value::{Kind, Value};

/// Arrays are JSON. The other side of a comparison is an array, too, even of one element.
///
/// What begins with `ormolu_` is registered by the driver.
pub(super) fn write(writer: &mut Writer, function: ArrayFn, arguments: &[&Node], kind: Kind) {
    let form = match function {
        ArrayFn::AnyEq | ArrayFn::ContainsAll => "ormolu_json_contains(%0, %1)",
        ArrayFn::Overlaps => "ormolu_json_overlaps(%0, %1)",
        ArrayFn::Cardinality => "json_array_length(%0)",
        ArrayFn::Append { .. } => "json_insert(%0, '$[#]', %1 -> 0)",
        ArrayFn::At(index) => return element(writer, index, arguments, kind),
    };
    writer.form(form, arguments);
}

/// Bytes stand in JSON as hexadecimal digits, UUIDs with hyphens.
fn element(writer: &mut Writer, index: u32, arguments: &[&Node], kind: Kind) {
    let form = match kind {
        Kind::Bytes => "unhex(%0! ->> %1)",
        Kind::Uuid => "unhex(%0! ->> %1, '-')",
        Kind::Json | Kind::Array(_) => "(%0! -> %1)",
        _ => "(%0! ->> %1)",
    };
    if let [array] = arguments {
        writer.form(form, &[array, &Node::Bind(Value::I64(index.into()))]);
    }
}
