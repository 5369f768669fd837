//! Dates, times, decimals and intervals as text: the storage formats of SQLite, and those of
//! array elements in JSON.

use std::fmt::Write;
use std::str::FromStr;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};
use rust_decimal::Decimal;

use crate::error::Error;
use crate::value::Interval;

pub(super) fn date(value: NaiveDate) -> String {
    let mut out = String::with_capacity(10);
    push_date(&mut out, value);
    out
}

pub(super) fn time(value: NaiveTime) -> String {
    let mut out = String::with_capacity(15);
    push_time(&mut out, value);
    out
}

pub(super) fn datetime(value: NaiveDateTime) -> String {
    let mut out = String::with_capacity(27);
    push_date(&mut out, value.date());
    out.push('T');
    push_time(&mut out, value.time());
    out
}

pub(super) fn datetime_tz(value: DateTime<Utc>) -> String {
    let mut out = datetime(value.naive_utc());
    out.push('Z');
    out
}

fn push_date(out: &mut String, value: NaiveDate) {
    // Writing into a string does not fail.
    let _ = write!(
        out,
        "{:04}-{:02}-{:02}",
        value.year(),
        value.month(),
        value.day()
    );
}

fn push_time(out: &mut String, value: NaiveTime) {
    let micros = (value.nanosecond() / 1_000).min(999_999);
    let (hour, minute, second) = (value.hour(), value.minute(), value.second());
    let _ = write!(out, "{hour:02}:{minute:02}:{second:02}.{micros:06}");
}

/// `YYYY-MM-DD`.
pub(super) fn parse_date(text: &str) -> Option<NaiveDate> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    date_of(bytes)
}

fn date_of(bytes: &[u8; 10]) -> Option<NaiveDate> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = *bytes else {
        return None;
    };
    let year = number(&[a, b, c, d])?;
    NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        number(&[e, f])?,
        number(&[g, h])?,
    )
}

/// `HH:MM`, `HH:MM:SS` or that with a fraction of up to nine digits.
pub(super) fn parse_time(text: &str) -> Option<NaiveTime> {
    let (clock, fraction) = text
        .split_once('.')
        .map_or((text, None), |(a, b)| (a, Some(b)));
    let (hour, minute, second) = match *clock.as_bytes() {
        [a, b, b':', c, d, b':', e, f] => (number(&[a, b])?, number(&[c, d])?, number(&[e, f])?),
        [a, b, b':', c, d] if fraction.is_none() => (number(&[a, b])?, number(&[c, d])?, 0),
        _ => return None,
    };
    let nanos = match fraction {
        None => 0,
        Some(digits) if (1..=9).contains(&digits.len()) => {
            let missing = u32::try_from(9 - digits.len()).ok()?;
            number(digits.as_bytes())? * 10_u32.pow(missing)
        }
        Some(_) => return None,
    };
    NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)
}

/// Date and time with `T` or a space between; a zone is refused.
pub(super) fn parse_datetime(text: &str) -> Option<NaiveDateTime> {
    let (day, rest) = text.as_bytes().split_first_chunk::<10>()?;
    if !matches!(rest.first(), Some(b'T' | b' ')) {
        return None;
    }
    Some(NaiveDateTime::new(
        date_of(day)?,
        parse_time(text.get(11..)?)?,
    ))
}

/// As [`parse_datetime`] with `Z` or an offset (`+02`, `+0200`, `+02:00`), which must be there.
pub(super) fn parse_datetime_tz(text: &str) -> Option<DateTime<Utc>> {
    if let Some(text) = text.strip_suffix(['Z', 'z']) {
        return parse_datetime(text).map(|moment| moment.and_utc());
    }
    let sign_at = 11 + text.get(11..)?.find(['+', '-'])?;
    let (moment, offset) = text.split_at_checked(sign_at)?;
    let seconds = match *offset.as_bytes() {
        [_, a, b] => number(&[a, b])? * 3600,
        [_, a, b, c, d] | [_, a, b, b':', c, d] => {
            number(&[a, b])? * 3600 + number(&[c, d]).filter(|minutes| *minutes < 60)? * 60
        }
        _ => return None,
    };
    let seconds = i32::try_from(seconds).ok()?;
    let seconds = if offset.starts_with('-') {
        -seconds
    } else {
        seconds
    };
    let zone = FixedOffset::east_opt(seconds)?;
    let moment = parse_datetime(moment.trim_end_matches(' '))?;
    Some(moment.and_local_timezone(zone).single()?.to_utc())
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

/// A decimal, also with an exponent; refused if it has more digits than can be kept.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    if text.contains(['e', 'E']) {
        return Decimal::from_scientific(text).ok();
    }
    match Decimal::from_str_exact(text) {
        Ok(number) => Some(number),
        // A leading `+`, which the exact form does not take.
        Err(_) => text.strip_prefix('+').and_then(|rest| {
            rest.starts_with(|c: char| c.is_ascii_digit())
                .then(|| Decimal::from_str(rest).ok())
                .flatten()
        }),
    }
}

/// The microseconds of an interval, for an engine that stores nothing else.
pub(super) fn only_microseconds(value: Interval) -> Result<i64, Error> {
    if value.months != 0 || value.days != 0 {
        return Err(Error::Invalid(
            "this engine stores intervals as microseconds; months and days have no fixed length, \
             so an interval with them only fits into PostgreSQL"
                .into(),
        ));
    }
    Ok(value.microseconds)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;
