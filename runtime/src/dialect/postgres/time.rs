use crate::expr::{Field, Node, TimeFn, Unit};
use crate::query::writer::Writer;
use crate::value::Kind;

/// The session's zone is UTC.
pub(super) fn write(writer: &mut Writer, function: TimeFn, arguments: &[&Node], kind: Kind) {
    let date = kind == Kind::Date;
    let form = match function {
        TimeFn::Now => "now()",
        TimeFn::Today => "current_date",
        TimeFn::Extract(field) => extract(field),
        TimeFn::Epoch => "floor(extract(epoch FROM %0))::bigint",
        TimeFn::Truncate(unit) => return truncate(writer, unit, arguments, date),
        TimeFn::Date => "%0!::date",
        TimeFn::TimeOfDay => "%0!::time",
        TimeFn::AddSpan => "(%0! + %1!)",
        TimeFn::SubtractSpan => "(%0! - %1!)",
        // Without this it would have days beside its hours.
        TimeFn::Since => "make_interval(secs => extract(epoch FROM %0! - %1!)::double precision)",
        TimeFn::AddMonths if date => "(%0! + make_interval(months => %1))::date",
        TimeFn::AddMonths => "(%0! + make_interval(months => %1))",
        TimeFn::AddDays if date => "(%0! + %1!)",
        TimeFn::AddDays => "(%0! + make_interval(days => %1))",
        TimeFn::DaysSince => "(%0! - %1!)",
        TimeFn::Microseconds => "(extract(epoch FROM %0) * 1000000)::bigint",
    };
    writer.form(form, arguments);
}

fn extract(field: Field) -> &'static str {
    match field {
        Field::Year => "extract(year FROM %0)::integer",
        Field::Quarter => "extract(quarter FROM %0)::integer",
        Field::Month => "extract(month FROM %0)::integer",
        Field::Week => "extract(week FROM %0)::integer",
        Field::Day => "extract(day FROM %0)::integer",
        Field::Weekday => "extract(isodow FROM %0)::integer",
        Field::YearDay => "extract(doy FROM %0)::integer",
        Field::Hour => "extract(hour FROM %0)::integer",
        Field::Minute => "extract(minute FROM %0)::integer",
        Field::Second => "floor(extract(second FROM %0))::integer",
    }
}

fn truncate(writer: &mut Writer, unit: Unit, arguments: &[&Node], date: bool) {
    writer.raw("date_trunc('");
    writer.raw(unit.name());
    // A date would become a timestamp with a zone on its way.
    writer.form(
        if date {
            "', %0!::timestamp)::date"
        } else {
            "', %0)"
        },
        arguments,
    );
}
