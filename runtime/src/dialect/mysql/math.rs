use crate::expr::{MathFn, Node};
use crate::query::writer::{Writer, is_whole};
use crate::value::Kind;

pub(super) fn write(writer: &mut Writer, function: MathFn, arguments: &[&Node], kind: Kind) {
    let floats = matches!(kind, Kind::F32 | Kind::F64);
    let form = match function {
        MathFn::Abs => "abs(%0)",
        MathFn::Sign => "sign(%0)",
        MathFn::Round => "round(%0)",
        // Its own gives each row of a column of floats as many digits as that has.
        MathFn::RoundTo if floats => return writer.rounded_float(arguments, ""),
        MathFn::RoundTo => "round(%0, %1)",
        MathFn::Floor => "floor(%0)",
        MathFn::Ceil => "ceil(%0)",
        MathFn::Remainder => "(%0! % %1!)",
        MathFn::Power => "power(%0, %1)",
        MathFn::Sqrt => "sqrt(%0)",
        MathFn::Ln => "ln(%0)",
        MathFn::Exp => "exp(%0)",
        MathFn::Greatest { .. } => "greatest(%0, %1)",
        MathFn::Least { .. } => "least(%0, %1)",
    };
    writer.form(form, arguments);
}

pub(super) fn cast(writer: &mut Writer, node: &Node, kind: Kind) {
    let form = match kind {
        Kind::I16 | Kind::I32 | Kind::I64 => "CAST(%0 AS SIGNED)",
        Kind::F64 => "CAST(%0 AS DOUBLE)",
        Kind::Decimal if is_whole(node.kind()) => "CAST(%0 AS DECIMAL(20))",
        Kind::Text => "CAST(%0 AS CHAR)",
        Kind::DateTime => "CAST(%0 AS DATETIME(6))",
        _ => return writer.unsupported("such cast"),
    };
    writer.form(form, &[node]);
}
