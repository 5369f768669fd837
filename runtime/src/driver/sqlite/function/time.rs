use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};
use rusqlite::functions::Context;
use rusqlite::{Connection, Result};

use super::{refuse, strict, text_at};
use crate::driver::moment;

/// Calculation with dates and timestamps to the microsecond.
pub(super) fn register(connection: &Connection) -> Result<()> {
    strict(connection, "ormolu_time_add", 2, |context| {
        let span = TimeDelta::microseconds(context.get(1)?);
        let moved = |at: NaiveDateTime| at.checked_add_signed(span);
        Moment::at(context, 0)?.map(moved)
    })?;
    strict(connection, "ormolu_time_since", 2, |context| {
        let span = Moment::at(context, 0)?.utc() - Moment::at(context, 1)?.utc();
        span.num_microseconds().ok_or_else(out_of_range)
    })?;
    strict(connection, "ormolu_add_months", 2, |context| {
        let months: i32 = context.get(1)?;
        let by = Months::new(months.unsigned_abs());
        Moment::at(context, 0)?.map(|at| match months {
            0.. => at.checked_add_months(by),
            _ => at.checked_sub_months(by),
        })
    })?;
    strict(connection, "ormolu_date_trunc", 2, |context| {
        let unit = text_at(context, 0)?;
        Moment::at(context, 1)?.map(|at| truncate(at, unit))
    })
}

/// What a text says, so that the result says the same kind of thing.
enum Moment {
    Date(NaiveDate),
    Local(NaiveDateTime),
    Zoned(DateTime<Utc>),
}

impl Moment {
    fn at(context: &Context<'_>, at: usize) -> Result<Self> {
        let text = text_at(context, at)?;
        moment::parse_date(text)
            .map(Moment::Date)
            .or_else(|| moment::parse_datetime(text).map(Moment::Local))
            .or_else(|| moment::parse_datetime_tz(text).map(Moment::Zoned))
            .ok_or_else(|| refuse("an argument is not a date or timestamp"))
    }

    fn utc(&self) -> NaiveDateTime {
        match self {
            Moment::Date(date) => date.and_time(chrono::NaiveTime::MIN),
            Moment::Local(moment) => *moment,
            Moment::Zoned(moment) => moment.naive_utc(),
        }
    }

    fn map(&self, change: impl FnOnce(NaiveDateTime) -> Option<NaiveDateTime>) -> Result<String> {
        let changed = change(self.utc())
            .filter(|changed| (0..=9999).contains(&changed.year()))
            .ok_or_else(out_of_range)?;
        Ok(match self {
            Moment::Date(_) => moment::date(changed.date()),
            Moment::Local(_) => moment::datetime(changed),
            Moment::Zoned(_) => moment::datetime_tz(changed.and_utc()),
        })
    }
}

fn out_of_range() -> rusqlite::Error {
    refuse("a date out of range")
}

fn truncate(at: NaiveDateTime, unit: &str) -> Option<NaiveDateTime> {
    let date = at.date();
    let day = match unit {
        "year" => date.with_ordinal(1)?,
        "quarter" => NaiveDate::from_ymd_opt(date.year(), date.month0() / 3 * 3 + 1, 1)?,
        "month" => date.with_day(1)?,
        "week" => date - TimeDelta::days(date.weekday().num_days_from_monday().into()),
        _ => date,
    };
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    match unit {
        "hour" => day.and_hms_opt(hour, 0, 0),
        "minute" => day.and_hms_opt(hour, minute, 0),
        "second" => day.and_hms_opt(hour, minute, second),
        _ => day.and_hms_opt(0, 0, 0),
    }
}
