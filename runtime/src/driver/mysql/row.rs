use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use sqlx::mysql::{MySqlRow, MySqlTypeInfo, MySqlValueRef};
use sqlx::{Decode, MySql, Row, Type, TypeInfo, ValueRef};
use uuid::Uuid;

use crate::driver::json_array;
use crate::error::DecodeError;
use crate::value::{Decoder, Interval, Kind, Value};

/// A row of MySQL or MariaDB.
pub(super) struct MysqlRow<'r>(pub(super) &'r MySqlRow);

type Cell<T> = Result<Option<T>, DecodeError>;

impl<'r> MysqlRow<'r> {
    /// `None` is NULL.
    #[inline]
    fn cell(&self, at: usize) -> Result<Option<MySqlValueRef<'r>>, DecodeError> {
        match self.0.try_get_raw(at) {
            Ok(value) if value.is_null() => Ok(None),
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(DecodeError {
                at,
                expected: "a column",
                found: "the end of the row".into(),
            }),
        }
    }

    #[inline]
    fn get<T>(&self, at: usize, expected: &'static str) -> Cell<T>
    where
        T: Decode<'r, MySql> + Type<MySql>,
    {
        self.get_if(at, expected, fits::<T>)
    }

    /// As `get`, with an own idea of which types will do.
    #[inline]
    fn get_if<T: Decode<'r, MySql>>(
        &self,
        at: usize,
        expected: &'static str,
        fits: impl FnOnce(&MySqlTypeInfo) -> bool,
    ) -> Cell<T> {
        let Some(value) = self.cell(at)? else {
            return Ok(None);
        };
        if !fits(&value.type_info()) {
            return Err(wrong(at, expected, &value));
        }
        decode(value, at, expected).map(Some)
    }

    #[inline]
    fn integer<T>(&self, at: usize, expected: &'static str) -> Cell<T>
    where
        T: TryFrom<i64> + TryFrom<u64>,
    {
        let Some(value) = self.cell(at)? else {
            return Ok(None);
        };
        let info = value.type_info();
        let number = if fits::<i64>(&info) {
            T::try_from(decode::<i64>(value, at, expected)?).ok()
        } else if fits::<u64>(&info) {
            T::try_from(decode::<u64>(value, at, expected)?).ok()
        } else if fits::<Decimal>(&info) {
            // A sum of integers is a decimal.
            let number = decode::<Decimal>(value, at, expected)?;
            let whole = number.is_integer().then_some(number);
            whole.and_then(|number| match number.to_i64() {
                Some(number) => T::try_from(number).ok(),
                None => number.to_u64().and_then(|number| T::try_from(number).ok()),
            })
        } else {
            return Err(wrong(at, expected, &value));
        };
        number.map(Some).ok_or_else(|| DecodeError {
            at,
            expected,
            found: "a number out of its range".into(),
        })
    }

    #[inline]
    fn bytes_of(&self, at: usize, expected: &'static str) -> Cell<&'r [u8]> {
        self.get_if(at, expected, |info| {
            fits::<[u8]>(info) || fits::<str>(info) || info.name() == "JSON"
        })
    }
}

#[inline]
fn fits<T: Type<MySql> + ?Sized>(info: &MySqlTypeInfo) -> bool {
    T::compatible(info)
}

#[inline]
fn decode<'r, T: Decode<'r, MySql>>(
    value: MySqlValueRef<'r>,
    at: usize,
    expected: &'static str,
) -> Result<T, DecodeError> {
    T::decode(value).map_err(|_| DecodeError {
        at,
        expected,
        found: "a value that cannot be read as that".into(),
    })
}

#[cold]
fn wrong(at: usize, expected: &'static str, value: &MySqlValueRef<'_>) -> DecodeError {
    DecodeError {
        at,
        expected,
        found: format!("a value of type {}", value.type_info().name()),
    }
}

fn unreadable(at: usize, expected: &'static str) -> DecodeError {
    DecodeError {
        at,
        expected,
        found: "a value that cannot be read as that".into(),
    }
}

impl Decoder for MysqlRow<'_> {
    fn is_null(&self, at: usize) -> Result<bool, DecodeError> {
        Ok(self.cell(at)?.is_none())
    }

    fn bool(&self, at: usize) -> Cell<bool> {
        const EXPECTED: &str = "a boolean, 0 or 1";
        match self.integer::<u64>(at, EXPECTED)? {
            None => Ok(None),
            Some(0) => Ok(Some(false)),
            Some(1) => Ok(Some(true)),
            Some(_) => Err(unreadable(at, EXPECTED)),
        }
    }

    fn i16(&self, at: usize) -> Cell<i16> {
        self.integer(at, "a 16-bit integer")
    }

    fn i32(&self, at: usize) -> Cell<i32> {
        self.integer(at, "a 32-bit integer")
    }

    fn i64(&self, at: usize) -> Cell<i64> {
        self.integer(at, "an integer")
    }

    fn u64(&self, at: usize) -> Cell<u64> {
        self.integer(at, "an unsigned integer")
    }

    fn f32(&self, at: usize) -> Cell<f32> {
        self.get(at, "a single-precision number")
    }

    fn f64(&self, at: usize) -> Cell<f64> {
        const EXPECTED: &str = "a floating-point number";
        let Some(value) = self.cell(at)? else {
            return Ok(None);
        };
        let info = value.type_info();
        if fits::<Decimal>(&info) {
            // An average of integers is a decimal.
            return Ok(decode::<Decimal>(value, at, EXPECTED)?.to_f64());
        }
        self.get(at, EXPECTED)
    }

    fn text(&self, at: usize) -> Cell<String> {
        self.get_if(at, "text", |info| {
            fits::<str>(info) || info.name() == "JSON"
        })
    }

    fn bytes(&self, at: usize) -> Cell<Vec<u8>> {
        self.get(at, "bytes")
    }

    fn decimal(&self, at: usize) -> Cell<Decimal> {
        const EXPECTED: &str = "a decimal of at most 28 digits";
        let Some(value) = self.cell(at)? else {
            return Ok(None);
        };
        let info = value.type_info();
        if fits::<Decimal>(&info) {
            return decode(value, at, EXPECTED).map(Some);
        }
        if fits::<u64>(&info) {
            return Ok(self.integer::<u64>(at, EXPECTED)?.map(Decimal::from));
        }
        Ok(self.integer::<i64>(at, EXPECTED)?.map(Decimal::from))
    }

    fn uuid(&self, at: usize) -> Cell<Uuid> {
        const EXPECTED: &str = "a UUID, as 16 bytes or as text";
        let Some(bytes) = self.bytes_of(at, EXPECTED)? else {
            return Ok(None);
        };
        let uuid = match bytes.len() {
            16 => Uuid::from_slice(bytes).ok(),
            _ => Uuid::try_parse_ascii(bytes).ok(),
        };
        uuid.map(Some).ok_or_else(|| unreadable(at, EXPECTED))
    }

    fn date(&self, at: usize) -> Cell<NaiveDate> {
        self.get(at, "a date")
    }

    fn time(&self, at: usize) -> Cell<NaiveTime> {
        self.get(at, "a time of day")
    }

    fn datetime(&self, at: usize) -> Cell<NaiveDateTime> {
        self.get_if(at, "a DATETIME or TIMESTAMP", is_moment)
    }

    /// The session's zone is UTC.
    fn datetime_tz(&self, at: usize) -> Cell<DateTime<Utc>> {
        let moment: Option<NaiveDateTime> =
            self.get_if(at, "a DATETIME or TIMESTAMP", is_moment)?;
        Ok(moment.map(|moment| moment.and_utc()))
    }

    fn interval(&self, at: usize) -> Cell<Interval> {
        let microseconds: Option<i64> = self.integer(at, "an interval, as microseconds")?;
        Ok(microseconds.map(|microseconds| Interval {
            microseconds,
            ..Interval::default()
        }))
    }

    fn json(&self, at: usize) -> Cell<serde_json::Value> {
        const EXPECTED: &str = "JSON";
        match self.bytes_of(at, EXPECTED)? {
            None => Ok(None),
            Some(bytes) => match serde_json::from_slice(bytes) {
                Ok(json) => Ok(Some(json)),
                Err(_) => Err(unreadable(at, EXPECTED)),
            },
        }
    }

    fn array(&self, at: usize, element: &'static Kind) -> Cell<Vec<Value>> {
        const EXPECTED: &str = "an array, as JSON";
        let Some(bytes) = self.bytes_of(at, EXPECTED)? else {
            return Ok(None);
        };
        let text = std::str::from_utf8(bytes).map_err(|_| unreadable(at, EXPECTED))?;
        let values = json_array::read(text, element);
        values.map(Some).ok_or_else(|| unreadable(at, EXPECTED))
    }
}

fn is_moment(info: &MySqlTypeInfo) -> bool {
    matches!(info.name(), "DATETIME" | "TIMESTAMP")
}
