use crate::expr::{MathFn, Node};
use crate::query::writer::Writer;
use crate::value::Kind;

pub(super) fn write(writer: &mut Writer, function: MathFn, arguments: &[&Node], kind: Kind) {
    let floats = matches!(kind, Kind::F32 | Kind::F64);
    let form = match function {
        MathFn::Abs => "abs(%0)",
        MathFn::Sign => "sign(%0)::integer",
        MathFn::Round => "round(%0)",
        MathFn::RoundTo if floats => return writer.rounded_float(arguments, "::float8"),
        MathFn::RoundTo => "round(%0, %1)",
        MathFn::Floor => "floor(%0)",
        MathFn::Ceil => "ceil(%0)",
        MathFn::Remainder if arguments.get(1).is_some_and(|by| by.is_nonzero()) => "(%0! % %1!)",
        MathFn::Remainder => "(%0! % nullif(%1, 0))",
        MathFn::Power => "power(%0!::double precision, %1)",
        MathFn::Sqrt => "CASE WHEN %0! >= 0 THEN sqrt(%0!::double precision) END",
        MathFn::Ln => "CASE WHEN %0! > 0 THEN ln(%0!::double precision) END",
        MathFn::Exp => "exp(%0!::double precision)",
        MathFn::Greatest { nullable: false } => "greatest(%0, %1)",
        MathFn::Least { nullable: false } => "least(%0, %1)",
        // Its own pass over NULL.
        MathFn::Greatest { .. } => "CASE WHEN %0! >= %1! THEN %0 WHEN %0! < %1! THEN %1 END",
        MathFn::Least { .. } => "CASE WHEN %0! <= %1! THEN %0 WHEN %0! > %1! THEN %1 END",
    };
    writer.form(form, arguments);
}

pub(super) fn cast(writer: &mut Writer, node: &Node, kind: Kind) {
    let form = match (node.kind(), kind) {
        (Some(Kind::Bool), Kind::I64) => "%0!::integer::bigint",
        (_, Kind::I16) => "%0!::smallint",
        (_, Kind::I32) => "%0!::integer",
        (_, Kind::I64) => "%0!::bigint",
        (_, Kind::F64) => "%0!::double precision",
        (_, Kind::Decimal) => "%0!::numeric",
        (_, Kind::Text) => "%0!::text",
        (_, Kind::DateTime) => "%0!::timestamp",
        (_, _) => return writer.unsupported("such cast"),
    };
    writer.form(form, &[node]);
}
