use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use sqlx::mysql::{MySql, MySqlTypeInfo};
use sqlx::{Type, TypeInfo, ValueRef};
use uuid::Uuid;

use crate::driver::json_array;
use crate::driver::server::cells::{Cell, Cells, decode, out_of_range, unreadable, whole, wrong};
use crate::error::DecodeError;
use crate::value::{Decoder, Interval, Kind, Value};

impl<'r> Cells<'r, MySql> {
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
            T::try_from(decode::<MySql, i64>(value, at, expected)?).ok()
        } else if fits::<u64>(&info) {
            T::try_from(decode::<MySql, u64>(value, at, expected)?).ok()
        } else if fits::<Decimal>(&info) {
            whole(decode::<MySql, _>(value, at, expected)?)
        } else {
            return Err(wrong::<MySql>(at, expected, &value));
        };
        number.map(Some).ok_or_else(|| out_of_range(at, expected))
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

fn is_moment(info: &MySqlTypeInfo) -> bool {
    matches!(info.name(), "DATETIME" | "TIMESTAMP")
}

impl Decoder for Cells<'_, MySql> {
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
            return Ok(decode::<MySql, Decimal>(value, at, EXPECTED)?.to_f64());
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
            return decode::<MySql, _>(value, at, EXPECTED).map(Some);
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
