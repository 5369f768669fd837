use crate::expr::{BinaryOp, MathFn, Node};
use crate::query::writer::{Level, Writer};
use crate::value::Kind;

/// What begins with `ormolu_` is registered by the driver: SQLite is built without most of its
/// functions on numbers, and knows no decimals.
pub(super) fn write(writer: &mut Writer, function: MathFn, arguments: &[&Node], kind: Kind) {
    let decimal = arguments.first().and_then(|of| of.kind()) == Some(Kind::Decimal);
    let form = match function {
        MathFn::Abs if decimal => "ormolu_decimal_abs(%0)",
        MathFn::Abs => "abs(%0)",
        MathFn::Sign => "sign(%0)",
        MathFn::Round if decimal => "ormolu_decimal_round(%0, 0)",
        // Its own rounds the middle away from zero.
        MathFn::Round => "ormolu_round(%0)",
        MathFn::RoundTo if decimal => "ormolu_decimal_round(%0, %1)",
        MathFn::RoundTo => "ormolu_round_to(%0, %1)",
        MathFn::Floor if decimal => "ormolu_decimal_floor(%0)",
        MathFn::Floor => "ormolu_floor(%0)",
        MathFn::Ceil if decimal => "ormolu_decimal_ceil(%0)",
        MathFn::Ceil => "ormolu_ceil(%0)",
        MathFn::Remainder if kind == Kind::Decimal => "ormolu_decimal_rem(%0, %1)",
        MathFn::Remainder => "(%0! % %1!)",
        MathFn::Power => "ormolu_power(%0, %1)",
        MathFn::Sqrt => "ormolu_sqrt(%0)",
        MathFn::Ln => "ormolu_ln(%0)",
        MathFn::Exp => "ormolu_exp(%0)",
        MathFn::Greatest { .. } => return extreme(writer, "max(", arguments),
        MathFn::Least { .. } => return extreme(writer, "min(", arguments),
    };
    writer.form(form, arguments);
}

/// The collation of the first argument is the one that counts.
fn extreme(writer: &mut Writer, function: &str, arguments: &[&Node]) {
    if let [one, other] = arguments {
        writer.raw(function);
        writer.compared_form(one, Level::Or);
        writer.raw(", ");
        writer.one_form(other, Level::Or);
        writer.raw(")");
    }
}

pub(super) fn exact(op: BinaryOp) -> Option<&'static str> {
    Some(match op {
        BinaryOp::Add => "ormolu_decimal_add",
        BinaryOp::Sub => "ormolu_decimal_sub",
        BinaryOp::Mul => "ormolu_decimal_mul",
        BinaryOp::Div => "ormolu_decimal_div",
        _ => return None,
    })
}

pub(super) fn cast(writer: &mut Writer, node: &Node, kind: Kind) {
    let form = match (node.kind(), kind) {
        (Some(Kind::Decimal), Kind::I16 | Kind::I32 | Kind::I64) => {
            "CAST(ormolu_decimal_round(%0, 0) AS INTEGER)"
        }
        (Some(Kind::F32 | Kind::F64), Kind::I16 | Kind::I32 | Kind::I64) => {
            "CAST(ormolu_round(%0) AS INTEGER)"
        }
        (_, Kind::I16 | Kind::I32 | Kind::I64) => "CAST(%0 AS INTEGER)",
        (_, Kind::F64) => "CAST(%0 AS REAL)",
        (_, Kind::Decimal | Kind::Text) => "CAST(%0 AS TEXT)",
        (_, Kind::DateTime) => "(%0! || 'T00:00:00.000000')",
        (_, _) => return writer.unsupported("such cast"),
    };
    writer.form(form, &[node]);
}
