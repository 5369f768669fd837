use crate::expr::AggregateFn;
use crate::query::writer::{Call, Inside, Writer, aggregate_name};
use crate::value::Kind;

/// An aggregate in PostgreSQL's words.
pub(super) fn write(writer: &mut Writer, call: &Call<'_>) {
    let function = call.aggregate.function;
    let kind = call.aggregate.kind;
    if function.is_ordered_set() && call.over.is_some() {
        return writer.unsupported("percentiles or `mode` over a window");
    }
    let inside = Inside {
        parameter: call.aggregate.parameter.as_ref(),
        within_group: function.is_ordered_set(),
        ..Inside::default()
    };
    match (function, kind) {
        (AggregateFn::ArrayAgg, _) => {
            writer.raw("coalesce(");
            writer.call_aggregate("array_agg", call, &inside);
            writer.raw(", '{}')");
        }
        (AggregateFn::JsonAgg, _) => {
            writer.raw("coalesce(");
            writer.call_aggregate("jsonb_agg", call, &inside);
            writer.raw(", '[]')");
        }
        // Before version 18 UUIDs and bytes have no least; their digits do.
        (AggregateFn::Min | AggregateFn::Max, Kind::Uuid) => {
            extreme(writer, call, ("CAST(", " AS text) COLLATE \"C\""));
            writer.raw("::uuid");
        }
        (AggregateFn::Min | AggregateFn::Max, Kind::Bytes) => {
            writer.raw("decode(");
            extreme(writer, call, ("encode(", ", 'hex') COLLATE \"C\""));
            writer.raw(", 'hex')");
        }
        _ => writer.call_aggregate(aggregate_name(function), call, &inside),
    }
    match (function, kind) {
        (AggregateFn::Sum, Kind::I64) => writer.raw("::bigint"),
        (AggregateFn::PercentileCont, _) => {}
        (_, Kind::F64) if call.argument_kind() != Some(Kind::F64) => {
            writer.raw("::double precision");
        }
        _ => {}
    }
}

fn extreme(writer: &mut Writer, call: &Call<'_>, around: (&str, &str)) {
    let inside = Inside {
        around,
        ..Inside::default()
    };
    writer.call_aggregate(aggregate_name(call.aggregate.function), call, &inside);
}
