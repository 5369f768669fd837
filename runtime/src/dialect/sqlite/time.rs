use crate::expr::{Field, Node, TimeFn, Unit};
use crate::query::writer::Writer;
use crate::value::Kind;

/// Dates and times are text of fixed length there. SQLite's own functions round them to
/// milliseconds, which may well lead into the next year: they only ever get what is whole.
///
/// What begins with `ormolu_` is registered by the driver.
pub(super) fn write(writer: &mut Writer, function: TimeFn, arguments: &[&Node], kind: Kind) {
    let form = match function {
        TimeFn::Now => "strftime('%Y-%m-%dT%H:%M:%f000Z')",
        TimeFn::Today => "date()",
        TimeFn::Extract(field) => {
            let of = arguments.first().and_then(|of| of.kind());
            extract(field, of == Some(Kind::Time))
        }
        TimeFn::Epoch => "unixepoch(substr(%0, 1, 19))",
        TimeFn::Truncate(unit) => return truncate(writer, unit, arguments),
        TimeFn::Date => "substr(%0, 1, 10)",
        TimeFn::TimeOfDay => "substr(%0, 12, 15)",
        TimeFn::AddSpan => "ormolu_time_add(%0, %1)",
        TimeFn::SubtractSpan => "ormolu_time_add(%0, -%1!)",
        TimeFn::Since => "ormolu_time_since(%0, %1)",
        TimeFn::AddMonths => "ormolu_add_months(%0, %1)",
        TimeFn::AddDays if kind == Kind::Date => "date(%0, %1! || ' days')",
        TimeFn::AddDays => "ormolu_time_add(%0, %1! * 86400000000)",
        TimeFn::DaysSince => "CAST(julianday(%0) - julianday(%1) AS INTEGER)",
        TimeFn::Microseconds => "%0!",
    };
    writer.form(form, arguments);
}

fn extract(field: Field, time: bool) -> &'static str {
    match field {
        Field::Year => "CAST(substr(%0, 1, 4) AS INTEGER)",
        Field::Quarter => "((CAST(substr(%0, 6, 2) AS INTEGER) + 2) / 3)",
        Field::Month => "CAST(substr(%0, 6, 2) AS INTEGER)",
        Field::Week => "CAST(strftime('%V', substr(%0, 1, 10)) AS INTEGER)",
        Field::Day => "CAST(substr(%0, 9, 2) AS INTEGER)",
        Field::Weekday => "CAST(strftime('%u', substr(%0, 1, 10)) AS INTEGER)",
        Field::YearDay => "CAST(strftime('%j', substr(%0, 1, 10)) AS INTEGER)",
        Field::Hour if time => "CAST(substr(%0, 1, 2) AS INTEGER)",
        Field::Hour => "CAST(substr(%0, 12, 2) AS INTEGER)",
        Field::Minute if time => "CAST(substr(%0, 4, 2) AS INTEGER)",
        Field::Minute => "CAST(substr(%0, 15, 2) AS INTEGER)",
        Field::Second if time => "CAST(substr(%0, 7, 2) AS INTEGER)",
        Field::Second => "CAST(substr(%0, 18, 2) AS INTEGER)",
    }
}

fn truncate(writer: &mut Writer, unit: Unit, arguments: &[&Node]) {
    writer.raw("ormolu_date_trunc('");
    writer.raw(unit.name());
    writer.form("', %0)", arguments);
}
