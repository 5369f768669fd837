use crate::expr::{BitFn, Node};
use crate::query::writer::Writer;

/// The results are unsigned there.
pub(super) fn write(writer: &mut Writer, function: BitFn, arguments: &[&Node]) {
    let form = match function {
        BitFn::And => "CAST(%0! & %1! AS SIGNED)",
        BitFn::Or => "CAST(%0! | %1! AS SIGNED)",
        BitFn::Xor => "CAST(%0! ^ %1! AS SIGNED)",
        BitFn::Not => "CAST(~%0! AS SIGNED)",
        BitFn::ShiftLeft => "CAST(%0! << %1! AS SIGNED)",
        // The sign would be shifted, too.
        BitFn::ShiftRight => {
            "CAST(CASE WHEN %0! < 0 THEN ~(~%0! >> %1!) ELSE %0! >> %1! END AS SIGNED)"
        }
    };
    writer.form(form, arguments);
}
