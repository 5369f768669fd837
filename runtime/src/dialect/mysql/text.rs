use crate::expr::{Node, TextFn};
use crate::query::writer::Writer;

/// Letter by letter: `lower` knows the letters of all the world, and `replace` minds the case.
fn ascii(writer: &mut Writer, text: &[&Node], letter: impl Fn(char) -> (char, char)) {
    for _ in 'a'..='z' {
        writer.raw("replace(");
    }
    writer.form("%0", text);
    for (from, to) in ('a'..='z').map(letter) {
        writer.raw(&format!(", '{from}', '{to}')"));
    }
}

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
        TextFn::AsciiLower => return ascii(writer, arguments, |c| (c.to_ascii_uppercase(), c)),
        TextFn::AsciiUpper => return ascii(writer, arguments, |c| (c, c.to_ascii_uppercase())),
        TextFn::Same => "(CAST(%0 AS BINARY) = CAST(%1 AS BINARY))",
    };
    writer.form(form, arguments);
}
