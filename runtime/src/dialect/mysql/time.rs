use crate::expr::{Field, Node, TimeFn, Unit};
use crate::query::writer::Writer;
use crate::value::Kind;

/// The session's zone is UTC. Intervals are microseconds.
pub(super) fn write(writer: &mut Writer, function: TimeFn, arguments: &[&Node], kind: Kind) {
    let form = match function {
        TimeFn::Now => "utc_timestamp(6)",
        TimeFn::Today => "utc_date()",
        TimeFn::Extract(field) => extract(field),
        // Fractions would be rounded up before 1970.
        TimeFn::Epoch => {
            "timestampdiff(SECOND, '1970-01-01', date_format(%0, '%Y-%m-%d %H:%i:%s'))"
        }
        TimeFn::Truncate(unit) => return truncate(writer, unit, arguments, kind),
        TimeFn::Date => "date(%0)",
        TimeFn::TimeOfDay => "time(%0)",
        TimeFn::AddSpan => "date_add(%0, INTERVAL %1 MICROSECOND)",
        TimeFn::SubtractSpan => "date_sub(%0, INTERVAL %1 MICROSECOND)",
        TimeFn::Since => "timestampdiff(MICROSECOND, %1, %0)",
        // What is bound has no type before it is.
        TimeFn::AddMonths if kind == Kind::Date && bound(arguments) => {
            "date_add(CAST(%0 AS DATE), INTERVAL %1 MONTH)"
        }
        TimeFn::AddDays if kind == Kind::Date && bound(arguments) => {
            "date_add(CAST(%0 AS DATE), INTERVAL %1 DAY)"
        }
        TimeFn::AddMonths => "date_add(%0, INTERVAL %1 MONTH)",
        TimeFn::AddDays => "date_add(%0, INTERVAL %1 DAY)",
        TimeFn::DaysSince => "datediff(%0, %1)",
        TimeFn::Microseconds => "%0!",
    };
    writer.form(form, arguments);
}

fn bound(arguments: &[&Node]) -> bool {
    matches!(arguments.first(), Some(Node::Bind(_)))
}

fn extract(field: Field) -> &'static str {
    match field {
        Field::Year => "year(%0)",
        Field::Quarter => "quarter(%0)",
        Field::Month => "month(%0)",
        Field::Week => "week(%0, 3)",
        Field::Day => "day(%0)",
        Field::Weekday => "(weekday(%0) + 1)",
        Field::YearDay => "dayofyear(%0)",
        Field::Hour => "hour(%0)",
        Field::Minute => "minute(%0)",
        Field::Second => "second(%0)",
    }
}

fn truncate(writer: &mut Writer, unit: Unit, arguments: &[&Node], kind: Kind) {
    writer.raw("CAST(");
    writer.form(
        match unit {
            Unit::Year => "date_format(%0, '%Y-01-01')",
            Unit::Quarter => "date_add(makedate(year(%0), 1), INTERVAL quarter(%0) - 1 QUARTER)",
            Unit::Month => "date_format(%0, '%Y-%m-01')",
            Unit::Week => "date_sub(date(%0), INTERVAL weekday(%0) DAY)",
            Unit::Day => "date(%0)",
            Unit::Hour => "date_format(%0, '%Y-%m-%d %H:00:00')",
            Unit::Minute => "date_format(%0, '%Y-%m-%d %H:%i:00')",
            Unit::Second => "date_format(%0, '%Y-%m-%d %H:%i:%s')",
        },
        arguments,
    );
    writer.raw(if kind == Kind::Date {
        " AS DATE)"
    } else {
        " AS DATETIME(6))"
    });
}
