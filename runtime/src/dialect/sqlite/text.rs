use crate::expr::{Node, TextFn};
use crate::query::writer::Writer;

/// What begins with `ormolu_` is registered by the driver.
pub(super) fn write(writer: &mut Writer, function: TextFn, arguments: &[&Node]) {
    let form = match function {
        TextFn::Trim => "trim(%0)",
        TextFn::TrimStart => "ltrim(%0)",
        TextFn::TrimEnd => "rtrim(%0)",
        TextFn::Concat => return writer.joined("(", arguments, " || ", ")"),
        TextFn::Substring if arguments.len() == 2 => "substr(%0, %1)",
        TextFn::Substring => "substr(%0, %1, %2)",
        TextFn::Replace => "replace(%0, %1, %2)",
        TextFn::Position => "instr(%0, %1)",
        TextFn::Left => "substr(%0, 1, %1)",
        // From so many characters before the end; of a shorter text all.
        TextFn::Right => "substr(%0, -%1!, %1)",
        TextFn::PadLeft => "ormolu_lpad(%0, %1, %2)",
        TextFn::PadRight => "ormolu_rpad(%0, %1, %2)",
        TextFn::Repeat => "replace(hex(zeroblob(%1)), '00', %0)",
        TextFn::Reverse => "ormolu_reverse(%0)",
        // It knows no other letters.
        TextFn::AsciiLower => "lower(%0)",
        TextFn::AsciiUpper => "upper(%0)",
        TextFn::Same => "(%0 COLLATE BINARY = %1)",
    };
    writer.form(form, arguments);
}
