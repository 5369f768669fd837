//! The values of a cursor as bytes. Each is a byte that says whether there is one, and the value;
//! of which kind it is, the query knows.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::value::{Interval, Kind, Value};

pub(super) fn write(values: &[Value], out: &mut Vec<u8>) {
    for value in values {
        out.push(u8::from(!matches!(value, Value::Null(_))));
        write_value(value, out);
    }
}

fn write_value(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Bool(value) => out.push((*value).into()),
        Value::I16(value) => out.extend(value.to_be_bytes()),
        Value::I32(value) => out.extend(value.to_be_bytes()),
        Value::I64(value) => out.extend(value.to_be_bytes()),
        Value::U64(value) => out.extend(value.to_be_bytes()),
        Value::F32(value) => out.extend(value.to_be_bytes()),
        Value::F64(value) => out.extend(value.to_be_bytes()),
        Value::Text(text) => write_bytes(text.as_bytes(), out),
        Value::Bytes(bytes) => write_bytes(bytes, out),
        Value::Decimal(value) => out.extend(value.serialize()),
        Value::Uuid(value) => out.extend(value.as_bytes()),
        Value::Date(value) => out.extend(value.num_days_from_ce().to_be_bytes()),
        Value::Time(value) => write_time(*value, out),
        Value::DateTime(value) => write_moment(value.and_utc(), out),
        Value::DateTimeTz(value) => write_moment(*value, out),
        Value::Interval(value) => {
            out.extend(value.months.to_be_bytes());
            out.extend(value.days.to_be_bytes());
            out.extend(value.microseconds.to_be_bytes());
        }
        // Not a key: see `sorted_kind`.
        Value::Null(_)
        | Value::Json(_)
        | Value::Named(..)
        | Value::Array(..)
        | Value::Texts(_)
        | Value::Wrapped(..)
        | Value::Invalid(..)
        | Value::Parameter(..) => {}
    }
}

fn write_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend((bytes.len() as u64).to_be_bytes());
    out.extend(bytes);
}

fn write_time(time: NaiveTime, out: &mut Vec<u8>) {
    out.extend(time.num_seconds_from_midnight().to_be_bytes());
    out.extend(time.nanosecond().to_be_bytes());
}

fn write_moment(moment: DateTime<Utc>, out: &mut Vec<u8>) {
    out.extend(moment.timestamp().to_be_bytes());
    out.extend(moment.timestamp_subsec_nanos().to_be_bytes());
}

/// `None` if the bytes are not values of these kinds.
pub(super) fn read(bytes: &[u8], kinds: &[Kind]) -> Option<Vec<Value>> {
    let mut rest = Bytes(bytes);
    let values = kinds.iter().map(|kind| rest.nullable(*kind));
    let values = values.collect::<Option<Vec<Value>>>()?;
    rest.0.is_empty().then_some(values)
}

/// The bytes not read yet.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn nullable(&mut self, kind: Kind) -> Option<Value> {
        match self.take()? {
            [0] => Some(Value::Null(kind)),
            [1] => self.value(kind),
            _ => None,
        }
    }

    fn value(&mut self, kind: Kind) -> Option<Value> {
        Some(match kind {
            Kind::Bool => Value::Bool(self.take()? == [1]),
            Kind::I16 => Value::I16(i16::from_be_bytes(self.take()?)),
            Kind::I32 => Value::I32(i32::from_be_bytes(self.take()?)),
            Kind::I64 => Value::I64(i64::from_be_bytes(self.take()?)),
            Kind::U64 => Value::U64(u64::from_be_bytes(self.take()?)),
            Kind::F32 => Value::F32(f32::from_be_bytes(self.take()?)),
            Kind::F64 => Value::F64(f64::from_be_bytes(self.take()?)),
            Kind::Text => Value::Text(String::from_utf8(self.bytes()?).ok()?),
            Kind::Bytes => Value::Bytes(self.bytes()?),
            Kind::Decimal => Value::Decimal(self.decimal()?),
            Kind::Uuid => Value::Uuid(Uuid::from_bytes(self.take()?)),
            Kind::Date => Value::Date(NaiveDate::from_num_days_from_ce_opt(i32::from_be_bytes(
                self.take()?,
            ))?),
            Kind::Time => Value::Time(NaiveTime::from_num_seconds_from_midnight_opt(
                u32::from_be_bytes(self.take()?),
                u32::from_be_bytes(self.take()?),
            )?),
            Kind::DateTime => Value::DateTime(self.moment()?.naive_utc()),
            Kind::DateTimeTz => Value::DateTimeTz(self.moment()?),
            Kind::Interval => Value::Interval(Interval {
                months: i32::from_be_bytes(self.take()?),
                days: i32::from_be_bytes(self.take()?),
                microseconds: i64::from_be_bytes(self.take()?),
            }),
            Kind::Json | Kind::Named(_) | Kind::Array(_) | Kind::Wrapped(_) => return None,
        })
    }

    fn bytes(&mut self) -> Option<Vec<u8>> {
        let length = usize::try_from(u64::from_be_bytes(self.take()?)).ok()?;
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken.to_vec())
    }

    /// A scale that no decimal has would not be noticed when read.
    fn decimal(&mut self) -> Option<Decimal> {
        let bytes: [u8; 16] = self.take()?;
        let value = Decimal::deserialize(bytes);
        (value.scale() <= Decimal::MAX_SCALE && value.serialize() == bytes).then_some(value)
    }

    fn moment(&mut self) -> Option<DateTime<Utc>> {
        let seconds = i64::from_be_bytes(self.take()?);
        DateTime::from_timestamp(seconds, u32::from_be_bytes(self.take()?))
    }
}
