use crate::expr::AggregateFn;
use crate::query::writer::{Call, Inside, Writer, aggregate_name};
use crate::value::{Kind, Value};

/// An aggregate in SQLite's words; the functions with `ormolu_` are the driver's.
pub(super) fn write(writer: &mut Writer, call: &Call<'_>) {
    let aggregate = call.aggregate;
    let decimal = call.argument_kind() == Some(Kind::Decimal);
    let inside = Inside {
        parameter: aggregate.parameter.as_ref(),
        collated: decimal && matches!(aggregate.function, AggregateFn::Min | AggregateFn::Max),
        ..Inside::default()
    };
    let name = match aggregate.function {
        AggregateFn::Sum if decimal => "ormolu_decimal_sum",
        AggregateFn::Avg if decimal => "ormolu_decimal_avg",
        AggregateFn::BoolAnd => "min",
        AggregateFn::BoolOr => "max",
        AggregateFn::VarSamp => "ormolu_var_samp",
        AggregateFn::VarPop => "ormolu_var_pop",
        AggregateFn::StddevSamp => "ormolu_stddev_samp",
        AggregateFn::StddevPop => "ormolu_stddev_pop",
        AggregateFn::StringAgg => return strings(writer, call, inside),
        AggregateFn::ArrayAgg | AggregateFn::JsonAgg => {
            let inside = Inside {
                around: element(call.argument_kind()),
                ..inside
            };
            return writer.call_aggregate("json_group_array", call, &inside);
        }
        AggregateFn::PercentileCont => "ormolu_percentile_cont",
        AggregateFn::PercentileDisc if decimal => "ormolu_decimal_percentile_disc",
        AggregateFn::PercentileDisc => "ormolu_percentile_disc",
        AggregateFn::Mode if decimal => "ormolu_decimal_mode",
        AggregateFn::Mode => "ormolu_mode",
        other => aggregate_name(other),
    };
    writer.call_aggregate(name, call, &inside);
}

/// An aggregate of DISTINCT values has one argument here, and the comma is what it joins with.
fn strings(writer: &mut Writer, call: &Call<'_>, inside: Inside<'_>) {
    let comma = matches!(inside.parameter, Some(Value::Text(text)) if text == ",");
    let inside = Inside {
        parameter: inside.parameter.filter(|_| !call.aggregate.distinct),
        ..inside
    };
    if call.aggregate.distinct && !comma {
        writer.unsupported("`string_agg` of distinct values with a separator other than `,`");
    }
    writer.call_aggregate("group_concat", call, &inside);
}

/// What makes JSON of a value where SQLite would refuse it or lose something.
fn element(kind: Option<Kind>) -> (&'static str, &'static str) {
    match kind {
        Some(Kind::Bool) => ("json(iif(", ", 'true', 'false'))"),
        Some(Kind::F32 | Kind::F64) => ("json(printf('%!.17g', ", "))"),
        Some(Kind::Uuid | Kind::Bytes) => ("lower(hex(", "))"),
        Some(Kind::Json | Kind::Array(_)) => ("json(", ")"),
        _ => ("", ""),
    }
}
