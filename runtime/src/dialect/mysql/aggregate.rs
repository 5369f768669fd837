use crate::dialect::Dialect;
use crate::expr::AggregateFn;
use crate::query::writer::{Call, Inside, Writer, aggregate_name};
use crate::value::{Kind, Value};

/// An aggregate in the words of MySQL and MariaDB.
pub(super) fn write(writer: &mut Writer, call: &Call<'_>) {
    let function = call.aggregate.function;
    let kind = call.aggregate.kind;
    let whole = call.argument_kind() != Some(Kind::F64);
    let plain = Inside::default();
    match (function, kind) {
        (AggregateFn::Sum, Kind::I64 | Kind::U64) => {
            writer.raw("CAST(");
            writer.call_aggregate("sum", call, &plain);
            writer.raw(if kind == Kind::I64 {
                " AS SIGNED)"
            } else {
                " AS UNSIGNED)"
            });
        }
        // Of whole numbers they would have four decimal places.
        (
            AggregateFn::Avg
            | AggregateFn::VarSamp
            | AggregateFn::VarPop
            | AggregateFn::StddevSamp
            | AggregateFn::StddevPop,
            Kind::F64,
        ) if whole => {
            let inside = Inside {
                around: ("CAST(", " AS DOUBLE)"),
                ..plain
            };
            writer.call_aggregate(aggregate_name(function), call, &inside);
        }
        (AggregateFn::BoolAnd, _) => writer.call_aggregate("min", call, &plain),
        (AggregateFn::BoolOr, _) => writer.call_aggregate("max", call, &plain),
        (AggregateFn::StringAgg | AggregateFn::ArrayAgg | AggregateFn::JsonAgg, _)
            if call.over.is_some() =>
        {
            writer.unsupported("`string_agg`, `array_agg` or `json_agg` over a window");
        }
        (AggregateFn::StringAgg, _) => strings(writer, call),
        (AggregateFn::ArrayAgg | AggregateFn::JsonAgg, _) => array(writer, call),
        (AggregateFn::PercentileCont | AggregateFn::PercentileDisc, _) => percentile(writer, call),
        (AggregateFn::Mode, _) => writer.unsupported("aggregate `mode`"),
        _ => writer.call_aggregate(aggregate_name(function), call, &plain),
    }
}

/// `group_concat(text ORDER BY .. SEPARATOR ', ')`
fn strings(writer: &mut Writer, call: &Call<'_>) {
    let separator = match &call.aggregate.parameter {
        Some(Value::Text(text)) => literal(text),
        _ => "','".into(),
    };
    let after = format!(" SEPARATOR {separator}");
    let inside = Inside {
        after: &after,
        ..Inside::default()
    };
    writer.call_aggregate("group_concat", call, &inside);
}

/// The elements as JSON, put together by hand: `JSON_ARRAYAGG` knows no DISTINCT and no order on
/// MySQL, and keeps NULLs.
fn array(writer: &mut Writer, call: &Call<'_>) {
    let inside = Inside {
        around: element(call.argument_kind()),
        after: " SEPARATOR ','",
        ..Inside::default()
    };
    writer.raw("concat('[', coalesce(");
    writer.call_aggregate("group_concat", call, &inside);
    writer.raw(", ''), ']')");
}

/// What makes JSON of a value.
fn element(kind: Option<Kind>) -> (&'static str, &'static str) {
    match kind {
        Some(Kind::Bool) => ("if(", ", 'true', 'false')"),
        Some(Kind::Text | Kind::Named(_)) => ("json_quote(", ")"),
        Some(Kind::Uuid | Kind::Bytes) => ("json_quote(lower(hex(", ")))"),
        Some(Kind::Decimal | Kind::Date | Kind::Time) => ("concat('\"', ", ", '\"')"),
        Some(Kind::DateTime) => ("date_format(", ", '\"%Y-%m-%dT%H:%i:%s.%f\"')"),
        Some(Kind::DateTimeTz) => ("date_format(", ", '\"%Y-%m-%dT%H:%i:%s.%fZ\"')"),
        _ => ("", ""),
    }
}

/// MariaDB has it over a partition only, and takes neither a parameter nor a named window.
fn percentile(writer: &mut Writer, call: &Call<'_>) {
    let fraction = match &call.aggregate.parameter {
        Some(Value::F64(fraction)) if (0.0..=1.0).contains(fraction) => *fraction,
        _ => return writer.unsupported("percentile outside of 0 to 1"),
    };
    if writer.dialect() != Dialect::Mariadb {
        return writer.unsupported("percentiles");
    }
    if !call.over.is_some_and(|window| window.is_partition()) {
        return writer.unsupported("percentiles but over `window().partition_by(..)`");
    }
    let fraction = format!("{fraction:?}");
    let inside = Inside {
        within_group: true,
        after: &fraction,
        ..Inside::default()
    };
    writer.over_unnamed(|writer| {
        writer.call_aggregate(aggregate_name(call.aggregate.function), call, &inside);
    });
}

/// A text of the statement itself, where no parameter may stand.
fn literal(text: &str) -> String {
    let harmless = |c: char| c.is_ascii_alphanumeric() || " ,;:|/._-+&#".contains(c);
    if text.chars().all(harmless) {
        return format!("'{text}'");
    }
    let digits: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("x'{digits}'")
}
