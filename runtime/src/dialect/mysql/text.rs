use crate::expr::{Node, TextFn};
use crate::query::writer::Writer;

pub(super) fn write(writer: &mut Writer, function: TextFn, arguments: &[&Node]) {
    let form = match function {
        TextFn::Trim => "trim(%0)",
        TextFn::TrimStart => "ltrim(%0)",
        TextFn::TrimEnd => "rtrim(%0)",
        TextFn::Concat => return writer.joined("concat(", arguments, ", ", ")"),
        TextFn::Substring if arguments.len() == 2 => "substr(%0, %1)",
        TextFn::Substring => "substr(%0, %1, %2)",
        TextFn::Replace => "replace(%0, %1, %2)",
        // The usual collations ignore case and accents; a binary one does not.
        TextFn::Position => "instr(%0, %1! COLLATE utf8mb4_bin)",
        TextFn::Left => "left(%0, %1)",
        TextFn::Right => "right(%0, %1)",
        TextFn::PadLeft => "lpad(%0, %1, %2)",
        TextFn::PadRight => "rpad(%0, %1, %2)",
        TextFn::Repeat => "repeat(%0, %1)",
        TextFn::Reverse => "reverse(%0)",
    };
    writer.form(form, arguments);
}
