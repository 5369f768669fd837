use crate::expr::{BitFn, Node};
use crate::query::writer::Writer;

pub(super) fn write(writer: &mut Writer, function: BitFn, arguments: &[&Node]) {
    let form = match function {
        BitFn::And => "(%0! & %1!)",
        BitFn::Or => "(%0! | %1!)",
        BitFn::Xor => "((%0! | %1!) - (%0! & %1!))",
        BitFn::Not => "(~%0!)",
        BitFn::ShiftLeft => "(%0! << %1!)",
        BitFn::ShiftRight => "(%0! >> %1!)",
    };
    writer.form(form, arguments);
}
