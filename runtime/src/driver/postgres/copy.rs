//! `COPY .. FROM STDIN`, in the text format: it takes every type by its name, enumerations,
//! domains and all, where the binary one would need to know how the server stores each.

use std::io::Write;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use super::bind::{nested, signed, text};
use super::{Link, PostgresServer};
use crate::driver::failure::{Damage, Failure, Outcome};
use crate::driver::server::{Server, Settings};
use crate::driver::source::RowSource;
use crate::error::Error;
use crate::value::{Interval, Kind, Value};

/// How much is sent at once.
const BUFFER: usize = 64 * 1024;

/// Sends the rows of a source. The text comes from the writer, which quotes all names.
pub(in crate::driver) async fn copy<S: RowSource>(
    link: &mut Link,
    sql: &str,
    source: &mut S,
    settings: Settings,
) -> Outcome<u64> {
    let refused = |error: &sqlx::Error| PostgresServer::failure(error, sql, settings);
    let mut copy = link.raw.copy_in_raw(sql).await.map_err(|e| refused(&e))?;
    let mut row = vec![];
    let mut buffer = Vec::with_capacity(BUFFER + 4096);
    loop {
        row.clear();
        let read = match source.next(&mut row).await {
            Ok(true) => push_row(&row, &mut buffer).map(|()| true),
            other => other,
        };
        match read {
            Ok(true) if buffer.len() < BUFFER => {}
            Ok(true) => {
                copy.send(buffer.as_slice())
                    .await
                    .map_err(|e| refused(&e))?;
                buffer.clear();
            }
            Ok(false) => break,
            Err(error) => {
                copy.abort("the rows to copy ended by an error")
                    .await
                    .map_err(|e| refused(&e))?;
                // For the server a statement failed, and with it the transaction.
                return Err(Failure {
                    error,
                    damage: Damage::Savepoint,
                });
            }
        }
    }
    copy.send(buffer.as_slice())
        .await
        .map_err(|e| refused(&e))?;
    copy.finish().await.map_err(|e| refused(&e))
}

/// A line: values with tabs between them.
fn push_row(row: &[Value], out: &mut Vec<u8>) -> Result<(), Error> {
    let mut field = vec![];
    for (nth, value) in row.iter().enumerate() {
        if nth > 0 {
            out.push(b'\t');
        }
        if let Value::Null(_) = value {
            out.extend_from_slice(b"\\N");
            continue;
        }
        field.clear();
        push_value(value, &mut field)?;
        escape(&field, out);
    }
    out.push(b'\n');
    Ok(())
}

/// What would end a value, a line or the whole stands behind a backslash.
fn escape(field: &[u8], out: &mut Vec<u8>) {
    for &byte in field {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => out.push(byte),
        }
    }
}

/// A value as the server's type reads it.
fn push_value(value: &Value, out: &mut Vec<u8>) -> Result<(), Error> {
    // Writing to a Vec cannot fail.
    let _ = match value {
        Value::Null(_) => Ok(()),
        Value::Bool(value) => write!(out, "{value}"),
        Value::I16(value) => write!(out, "{value}"),
        Value::I32(value) => write!(out, "{value}"),
        Value::I64(value) => write!(out, "{value}"),
        Value::U64(value) => write!(out, "{}", signed(*value)?),
        Value::F32(value) => float(f64::from(*value), format_args!("{value:?}"), out),
        Value::F64(value) => float(*value, format_args!("{value:?}"), out),
        Value::Text(value) | Value::Named(value, _) => out.write_all(text(value)?.as_bytes()),
        Value::Bytes(value) => {
            out.extend_from_slice(b"\\x");
            value.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
        }
        Value::Decimal(value) => write!(out, "{value}"),
        Value::Uuid(value) => write!(out, "{value}"),
        Value::Date(value) => moment(*value, None, "", out),
        Value::Time(value) => write!(out, "{}", value.format(CLOCK)),
        Value::DateTime(value) => date_time(*value, "", out),
        Value::DateTimeTz(value) => date_time(value.naive_utc(), "+00", out),
        Value::Interval(value) => interval(*value, out),
        Value::Json(value) => write!(out, "{value}"),
        Value::Array(_, values) => return array(values, out),
        Value::Texts(texts) => {
            let text = |text: Option<&str>| match text {
                Some(text) => Value::Text(text.to_owned()),
                None => Value::Null(Kind::Text),
            };
            return array(&texts.iter().map(text).collect::<Vec<_>>(), out);
        }
        Value::Wrapped(value, _) => return push_value(value, out),
        Value::Invalid(_, reason) => return Err(Error::unstorable(reason)),
        Value::Parameter(name, ..) => return Err(Error::NoParameter { name }),
    };
    Ok(())
}

/// Infinity has another name there than in Rust.
fn float(value: f64, shown: std::fmt::Arguments<'_>, out: &mut Vec<u8>) -> std::io::Result<()> {
    match value {
        f64::INFINITY => out.write_all(b"Infinity"),
        f64::NEG_INFINITY => out.write_all(b"-Infinity"),
        _ => out.write_fmt(shown),
    }
}

const CLOCK: &str = "%H:%M:%S%.6f";

fn date_time(value: NaiveDateTime, zone: &str, out: &mut Vec<u8>) -> std::io::Result<()> {
    moment(value.date(), Some(value.time()), zone, out)
}

/// The year before the year 1 is the year 1 BC.
fn moment(
    date: NaiveDate,
    time: Option<NaiveTime>,
    zone: &str,
    out: &mut Vec<u8>,
) -> std::io::Result<()> {
    let before_christ = date.year() < 1;
    let year = if before_christ {
        1 - date.year()
    } else {
        date.year()
    };
    write!(out, "{year:04}-{:02}-{:02}", date.month(), date.day())?;
    if let Some(time) = time {
        write!(out, " {}{zone}", time.format(CLOCK))?;
    }
    out.write_all(if before_christ { b" BC" } else { b"" })
}

fn interval(value: Interval, out: &mut Vec<u8>) -> std::io::Result<()> {
    let Interval {
        months,
        days,
        microseconds,
    } = value;
    write!(out, "{months} mons {days} days {microseconds} microseconds")
}

/// `{"a","b",NULL}`
fn array(values: &[Value], out: &mut Vec<u8>) -> Result<(), Error> {
    let mut element = vec![];
    out.push(b'{');
    for (nth, value) in values.iter().enumerate() {
        if nth > 0 {
            out.push(b',');
        }
        match value {
            Value::Null(_) => out.extend_from_slice(b"NULL"),
            Value::Array(..) | Value::Texts(_) => return Err(nested()),
            value => {
                element.clear();
                push_value(value, &mut element)?;
                out.push(b'"');
                for &byte in &element {
                    if matches!(byte, b'"' | b'\\') {
                        out.push(b'\\');
                    }
                    out.push(byte);
                }
                out.push(b'"');
            }
        }
    }
    out.push(b'}');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(row: &[Value]) -> String {
        let mut out = vec![];
        push_row(row, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_separates_is_escaped() {
        let text = Value::Text("a\tb\nc\rd\\N".into());
        let row = [text, Value::Null(Kind::Text), Value::Text("\\.".into())];
        assert_eq!(line(&row), "a\\tb\\nc\\rd\\\\N\t\\N\t\\\\.\n");
    }

    #[test]
    fn elements_are_quoted_within_and_escaped_without() {
        let elements = ["a\"b", "c\\d", "e\nf", "NULL"].map(|text| Value::Text(text.into()));
        let mut elements = elements.to_vec();
        elements.push(Value::Null(Kind::Text));
        let row = [Value::Array(&Kind::Text, elements)];
        assert_eq!(
            line(&row),
            "{\"a\\\\\"b\",\"c\\\\\\\\d\",\"e\\nf\",\"NULL\",NULL}\n"
        );
    }

    #[test]
    fn years_before_christ_count_backwards() {
        let ides = NaiveDate::from_ymd_opt(-43, 3, 15).unwrap();
        let noon = ides.and_hms_opt(12, 0, 0).unwrap().and_utc();
        let row = [Value::Date(ides), Value::DateTimeTz(noon)];
        assert_eq!(
            line(&row),
            "0044-03-15 BC\t0044-03-15 12:00:00.000000+00 BC\n"
        );
    }
}
