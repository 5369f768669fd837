use ::time::{Date, OffsetDateTime, PrimitiveDateTime, Time};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

stored! {
    OffsetDateTime: DateTime<Utc> = OffsetDateTime::UNIX_EPOCH, to_moment, from_moment;
    PrimitiveDateTime: NaiveDateTime = PrimitiveDateTime::MIN, to_local, from_local;
    Date: NaiveDate = Date::MIN, to_date, from_date;
    Time: NaiveTime = Time::MIDNIGHT, to_clock, from_clock;
}

/// The same moment, whatever offset it was said in.
fn to_moment(at: OffsetDateTime) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(at.unix_timestamp(), at.nanosecond())
}

fn from_moment(at: DateTime<Utc>) -> Option<OffsetDateTime> {
    let nanoseconds = i128::from(at.timestamp()) * 1_000_000_000;
    let nanoseconds = nanoseconds + i128::from(at.timestamp_subsec_nanos());
    OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok()
}

fn to_local(at: PrimitiveDateTime) -> Option<NaiveDateTime> {
    Some(to_date(at.date())?.and_time(to_clock(at.time())?))
}

fn from_local(at: NaiveDateTime) -> Option<PrimitiveDateTime> {
    let (date, clock) = (from_date(at.date())?, from_clock(at.time())?);
    Some(PrimitiveDateTime::new(date, clock))
}

fn to_date(date: Date) -> Option<NaiveDate> {
    NaiveDate::from_yo_opt(date.year(), date.ordinal().into())
}

fn from_date(date: NaiveDate) -> Option<Date> {
    let ordinal = u16::try_from(date.ordinal()).ok()?;
    Date::from_ordinal_date(date.year(), ordinal).ok()
}

fn to_clock(clock: Time) -> Option<NaiveTime> {
    let (hour, minute, second, nano) = clock.as_hms_nano();
    NaiveTime::from_hms_nano_opt(hour.into(), minute.into(), second.into(), nano)
}

fn from_clock(clock: NaiveTime) -> Option<Time> {
    let [hour, minute, second] =
        [clock.hour(), clock.minute(), clock.second()].map(|part| u8::try_from(part).ok());
    Time::from_hms_nano(hour?, minute?, second?, clock.nanosecond()).ok()
}
