use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rusqlite::types::ValueRef;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::driver::{json_array, moment};
use crate::error::DecodeError;
use crate::value::{Decoder, Interval, Kind, Value};

/// A row, while the statement stands on it.
pub(super) struct SqliteRow<'r, 's>(pub(super) &'r rusqlite::Row<'s>);

type Cell<T> = Result<Option<T>, DecodeError>;

impl SqliteRow<'_, '_> {
    #[inline]
    fn cell(&self, at: usize) -> Result<ValueRef<'_>, DecodeError> {
        self.0.get_ref(at).map_err(|_| DecodeError {
            at,
            expected: "a column",
            found: "the end of the row".into(),
        })
    }

    #[inline]
    fn integer<T: TryFrom<i64>>(&self, at: usize, expected: &'static str) -> Cell<T> {
        match self.cell(at)? {
            ValueRef::Integer(value) => match T::try_from(value) {
                Ok(value) => Ok(Some(value)),
                Err(_) => Err(DecodeError {
                    at,
                    expected,
                    found: "a number out of its range".into(),
                }),
            },
            ValueRef::Null => Ok(None),
            other => Err(wrong(at, expected, other)),
        }
    }

    #[inline]
    fn str(&self, at: usize, expected: &'static str) -> Cell<&str> {
        match self.cell(at)? {
            ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Some(text)),
                Err(_) => Err(DecodeError {
                    at,
                    expected,
                    found: "text that is not UTF-8".into(),
                }),
            },
            ValueRef::Null => Ok(None),
            other => Err(wrong(at, expected, other)),
        }
    }

    #[inline]
    fn parsed<T>(
        &self,
        at: usize,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Cell<T> {
        match self.str(at, expected)? {
            None => Ok(None),
            Some(text) => parse(text).map(Some).ok_or_else(|| DecodeError {
                at,
                expected,
                found: "other text".into(),
            }),
        }
    }
}

#[cold]
fn wrong(at: usize, expected: &'static str, found: ValueRef<'_>) -> DecodeError {
    DecodeError {
        at,
        expected,
        found: match found {
            ValueRef::Null => "NULL",
            ValueRef::Integer(_) => "an integer",
            ValueRef::Real(_) => "a floating-point number",
            ValueRef::Text(_) => "text",
            ValueRef::Blob(_) => "bytes",
        }
        .into(),
    }
}

impl Decoder for SqliteRow<'_, '_> {
    #[inline]
    fn is_null(&self, at: usize) -> Result<bool, DecodeError> {
        Ok(matches!(self.cell(at)?, ValueRef::Null))
    }

    #[inline]
    fn bool(&self, at: usize) -> Cell<bool> {
        match self.cell(at)? {
            ValueRef::Integer(0) => Ok(Some(false)),
            ValueRef::Integer(1) => Ok(Some(true)),
            ValueRef::Null => Ok(None),
            ValueRef::Integer(_) => Err(DecodeError {
                at,
                expected: "a boolean, 0 or 1",
                found: "another integer".into(),
            }),
            other => Err(wrong(at, "a boolean, 0 or 1", other)),
        }
    }

    #[inline]
    fn i16(&self, at: usize) -> Cell<i16> {
        self.integer(at, "a 16-bit integer")
    }

    #[inline]
    fn i32(&self, at: usize) -> Cell<i32> {
        self.integer(at, "a 32-bit integer")
    }

    #[inline]
    fn i64(&self, at: usize) -> Cell<i64> {
        self.integer(at, "an integer")
    }

    #[inline]
    fn u64(&self, at: usize) -> Cell<u64> {
        self.integer(at, "an unsigned integer")
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation)] // single precision is what was asked for
    fn f32(&self, at: usize) -> Cell<f32> {
        Ok(self.f64(at)?.map(|wide| wide as f32))
    }

    #[inline]
    #[allow(clippy::cast_precision_loss)] // as SQLite's own conversion of INTEGER to REAL
    fn f64(&self, at: usize) -> Cell<f64> {
        match self.cell(at)? {
            ValueRef::Real(value) => Ok(Some(value)),
            ValueRef::Integer(value) => Ok(Some(value as f64)),
            ValueRef::Null => Ok(None),
            other => Err(wrong(at, "a number", other)),
        }
    }

    #[inline]
    fn text(&self, at: usize) -> Cell<String> {
        Ok(self.str(at, "text")?.map(str::to_owned))
    }

    #[inline]
    fn bytes(&self, at: usize) -> Cell<Vec<u8>> {
        match self.cell(at)? {
            ValueRef::Blob(bytes) => Ok(Some(bytes.to_vec())),
            ValueRef::Null => Ok(None),
            other => Err(wrong(at, "bytes", other)),
        }
    }

    fn decimal(&self, at: usize) -> Cell<Decimal> {
        const EXPECTED: &str = "a decimal";
        match self.cell(at)? {
            ValueRef::Integer(value) => Ok(Some(value.into())),
            // The shortest text that means the same float is what was written into the column.
            ValueRef::Real(value) => match moment::decimal(&format!("{value:e}")) {
                Some(value) => Ok(Some(value)),
                None => Err(wrong(at, EXPECTED, ValueRef::Real(value))),
            },
            _ => self.parsed(at, EXPECTED, moment::decimal),
        }
    }

    fn uuid(&self, at: usize) -> Cell<Uuid> {
        const EXPECTED: &str = "a UUID, as 16 bytes or as text";
        match self.cell(at)? {
            ValueRef::Blob(bytes) => match Uuid::from_slice(bytes) {
                Ok(uuid) => Ok(Some(uuid)),
                Err(_) => Err(DecodeError {
                    at,
                    expected: EXPECTED,
                    found: format!("{} bytes", bytes.len()),
                }),
            },
            _ => self.parsed(at, EXPECTED, |text| Uuid::try_parse(text).ok()),
        }
    }

    fn date(&self, at: usize) -> Cell<NaiveDate> {
        self.parsed(at, "a date as `YYYY-MM-DD`", moment::parse_date)
    }

    fn time(&self, at: usize) -> Cell<NaiveTime> {
        self.parsed(at, "a time as `HH:MM:SS.ffffff`", moment::parse_time)
    }

    fn datetime(&self, at: usize) -> Cell<NaiveDateTime> {
        const EXPECTED: &str = "a timestamp without zone, as `YYYY-MM-DDTHH:MM:SS.ffffff`";
        self.parsed(at, EXPECTED, moment::parse_datetime)
    }

    fn datetime_tz(&self, at: usize) -> Cell<DateTime<Utc>> {
        const EXPECTED: &str = "a timestamp with zone, as `YYYY-MM-DDTHH:MM:SS.ffffffZ`";
        self.parsed(at, EXPECTED, moment::parse_datetime_tz)
    }

    fn interval(&self, at: usize) -> Cell<Interval> {
        let microseconds = self.integer(at, "an interval, as microseconds")?;
        Ok(microseconds.map(|microseconds| Interval {
            microseconds,
            ..Interval::default()
        }))
    }

    fn json(&self, at: usize) -> Cell<serde_json::Value> {
        // A generated column of `->>` or the like may hold a number.
        match self.cell(at)? {
            ValueRef::Integer(value) => Ok(Some(value.into())),
            ValueRef::Real(value) => Ok(Some(value.into())),
            _ => self.parsed(at, "JSON", |text| serde_json::from_str(text).ok()),
        }
    }

    fn array(&self, at: usize, element: &'static Kind) -> Cell<Vec<Value>> {
        self.parsed(at, "an array, as JSON", |text| {
            json_array::read(text, element)
        })
    }
}
