use ::jiff::Timestamp;
use ::jiff::civil::{Date, DateTime as Local, Time};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

stored! {
    Timestamp: DateTime<Utc> = Timestamp::UNIX_EPOCH, to_moment, from_moment;
    Local: NaiveDateTime = Local::ZERO, to_local, from_local;
    Date: NaiveDate = Date::ZERO, to_date, from_date;
    Time: NaiveTime = Time::midnight(), to_clock, from_clock;
}

/// Of a moment before 1970 jiff's fraction is below zero, and chrono's is not.
fn to_moment(at: Timestamp) -> Option<DateTime<Utc>> {
    let nanoseconds = at.as_nanosecond();
    let seconds = i64::try_from(nanoseconds.div_euclid(1_000_000_000)).ok()?;
    let fraction = u32::try_from(nanoseconds.rem_euclid(1_000_000_000)).ok()?;
    DateTime::from_timestamp(seconds, fraction)
}

fn from_moment(at: DateTime<Utc>) -> Option<Timestamp> {
    let fraction = i32::try_from(at.timestamp_subsec_nanos()).ok()?;
    Timestamp::new(at.timestamp(), fraction).ok()
}

fn to_local(at: Local) -> Option<NaiveDateTime> {
    Some(to_date(at.date())?.and_time(to_clock(at.time())?))
}

fn from_local(at: NaiveDateTime) -> Option<Local> {
    Some(Local::from_parts(
        from_date(at.date())?,
        from_clock(at.time())?,
    ))
}

fn to_date(date: Date) -> Option<NaiveDate> {
    let (year, month, day) = (date.year(), date.month(), date.day());
    NaiveDate::from_ymd_opt(year.into(), month.try_into().ok()?, day.try_into().ok()?)
}

fn from_date(date: NaiveDate) -> Option<Date> {
    let (year, month, day) = (date.year(), date.month(), date.day());
    Date::new(
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    )
    .ok()
}

fn to_clock(clock: Time) -> Option<NaiveTime> {
    let parts = [clock.hour(), clock.minute(), clock.second()];
    let [hour, minute, second] = parts.map(|part| u32::try_from(part).ok());
    let fraction = u32::try_from(clock.subsec_nanosecond()).ok()?;
    NaiveTime::from_hms_nano_opt(hour?, minute?, second?, fraction)
}

fn from_clock(clock: NaiveTime) -> Option<Time> {
    let parts = [clock.hour(), clock.minute(), clock.second()];
    let [hour, minute, second] = parts.map(|part| i8::try_from(part).ok());
    let fraction = i32::try_from(clock.nanosecond()).ok()?;
    Time::new(hour?, minute?, second?, fraction).ok()
}
