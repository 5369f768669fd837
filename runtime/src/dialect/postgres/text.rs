use crate::expr::{Node, TextFn};
use crate::query::writer::Writer;

pub(super) fn write(writer: &mut Writer, function: TextFn, arguments: &[&Node]) {
    let form = match function {
        TextFn::Trim => "trim(%0)",
        TextFn::TrimStart => "ltrim(%0)",
        TextFn::TrimEnd => "rtrim(%0)",
        TextFn::Concat => return writer.joined("(", arguments, " || ", ")"),
        TextFn::Substring if arguments.len() == 2 => "substr(%0, %1!::integer)",
        TextFn::Substring => "substr(%0, %1!::integer, %2!::integer)",
        TextFn::Replace => "replace(%0, %1, %2)",
        TextFn::Position => "strpos(%0, %1)::bigint",
        TextFn::Left => "left(%0, %1!::integer)",
        TextFn::Right => "right(%0, %1!::integer)",
        TextFn::PadLeft => "lpad(%0, %1!::integer, %2)",
        TextFn::PadRight => "rpad(%0, %1!::integer, %2)",
        TextFn::Repeat => "repeat(%0, %1!::integer)",
        TextFn::Reverse => "reverse(%0)",
        TextFn::AsciiLower => {
            "translate(%0, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
        }
        TextFn::AsciiUpper => {
            "translate(%0, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"
        }
        TextFn::Same => "(%0 COLLATE \"C\" = %1)",
    };
    writer.form(form, arguments);
}
