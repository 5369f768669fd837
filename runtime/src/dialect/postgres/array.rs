use crate::expr::{ArrayFn, Node};
use crate::query::writer::Writer;
use crate::value::{Kind, Value};

pub(super) fn write(writer: &mut Writer, function: ArrayFn, arguments: &[&Node], _: Kind) {
    let text = arguments.first().and_then(|array| array.kind()) == Some(Kind::Array(&Kind::Text));
    let form = match (function, arguments) {
        (ArrayFn::AnyEq, [array, Node::Bind(Value::Array(_, values))]) => {
            if let [value] = &values[..] {
                writer.bind(value.clone());
                writer.form(" = ANY(%0)", &[array]);
            }
            return;
        }
        (ArrayFn::At(index), [array, ..]) => {
            // It counts from 1.
            let index = i32::try_from(index).unwrap_or(i32::MAX).saturating_add(1);
            return writer.form("(%0)[%1]", &[array, &Node::Bind(Value::I32(index))]);
        }
        // An array of `varchar` does not go together with one of `text`.
        (ArrayFn::ContainsAll, _) if text => "%0!::text[] @> %1",
        (ArrayFn::Overlaps, _) if text => "%0!::text[] && %1",
        // Appended to NULL, an element makes an array.
        (ArrayFn::Append { nullable: true }, _) if text => {
            "CASE WHEN %0! IS NOT NULL THEN %0!::text[] || %1 END"
        }
        (ArrayFn::Append { nullable: true }, _) => "CASE WHEN %0! IS NOT NULL THEN %0! || %1 END",
        (ArrayFn::Append { .. }, _) if text => "(%0!::text[] || %1)",
        (ArrayFn::ContainsAll, _) => "%0! @> %1",
        (ArrayFn::Overlaps, _) => "%0! && %1",
        (ArrayFn::Append { .. }, _) => "(%0! || %1)",
        (ArrayFn::Cardinality, _) => "cardinality(%0)::bigint",
        (ArrayFn::AnyEq | ArrayFn::At(_), _) => return,
    };
    writer.form(form, arguments);
}
