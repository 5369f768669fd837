use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use sqlx::ValueRef;
use sqlx::postgres::types::PgInterval;
use sqlx::postgres::{PgValueRef, Postgres};
use sqlx::types::Json;
use uuid::Uuid;

use super::array;
use crate::driver::server::cells::{Cell, Cells, decode, out_of_range, whole, wrong};
use crate::error::DecodeError;
use crate::value::{Decoder, Interval, Kind, Value};

/// The types' numbers, which never change.
mod oid {
    pub(super) const NAME: u32 = 19;
    pub(super) const INT8: u32 = 20;
    pub(super) const INT2: u32 = 21;
    pub(super) const INT4: u32 = 23;
    pub(super) const TEXT: u32 = 25;
    pub(super) const FLOAT4: u32 = 700;
    pub(super) const FLOAT8: u32 = 701;
    pub(super) const UNKNOWN: u32 = 705;
    pub(super) const BPCHAR: u32 = 1042;
    pub(super) const VARCHAR: u32 = 1043;
    pub(super) const NUMERIC: u32 = 1700;
}

impl Cells<'_, Postgres> {
    #[inline]
    fn integer<T>(&self, at: usize, expected: &'static str) -> Cell<T>
    where
        T: TryFrom<i64> + TryFrom<u64>,
    {
        let Some(value) = self.cell(at)? else {
            return Ok(None);
        };
        let number = match number_of(&value) {
            oid::INT8 | oid::INT4 | oid::INT2 => {
                T::try_from(decode::<Postgres, i64>(value, at, expected)?).ok()
            }
            oid::NUMERIC => whole(decode::<Postgres, _>(value, at, expected)?),
            _ => return Err(wrong::<Postgres>(at, expected, &value)),
        };
        number.map(Some).ok_or_else(|| out_of_range(at, expected))
    }
}

#[inline]
fn number_of(value: &PgValueRef<'_>) -> u32 {
    value.type_info().oid().map_or(0, |oid| oid.0)
}

impl Decoder for Cells<'_, Postgres> {
    fn is_null(&self, at: usize) -> Result<bool, DecodeError> {
        Ok(self.cell(at)?.is_none())
    }

    fn bool(&self, at: usize) -> Cell<bool> {
        self.get(at, "a boolean")
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
        match number_of(&value) {
            oid::FLOAT8 => decode::<Postgres, _>(value, at, EXPECTED).map(Some),
            oid::FLOAT4 => {
                decode::<Postgres, f32>(value, at, EXPECTED).map(|number| Some(number.into()))
            }
            // An average of integers is a numeric.
            oid::NUMERIC => Ok(decode::<Postgres, Decimal>(value, at, EXPECTED)?.to_f64()),
            _ => Err(wrong::<Postgres>(at, EXPECTED, &value)),
        }
    }

    fn text(&self, at: usize) -> Cell<String> {
        let Some(value) = self.cell(at)? else {
            return Ok(None);
        };
        match number_of(&value) {
            oid::TEXT | oid::VARCHAR | oid::BPCHAR | oid::NAME | oid::UNKNOWN => {
                decode::<Postgres, _>(value, at, "text").map(Some)
            }
            _ => self.get(at, "text"),
        }
    }

    fn bytes(&self, at: usize) -> Cell<Vec<u8>> {
        self.get(at, "bytes")
    }

    fn decimal(&self, at: usize) -> Cell<Decimal> {
        const EXPECTED: &str = "a decimal of at most 28 digits";
        let Some(value) = self.cell(at)? else {
            return Ok(None);
        };
        match number_of(&value) {
            oid::NUMERIC => decode::<Postgres, _>(value, at, EXPECTED).map(Some),
            _ => Ok(self.integer::<i64>(at, EXPECTED)?.map(Decimal::from)),
        }
    }

    fn uuid(&self, at: usize) -> Cell<Uuid> {
        self.get(at, "a UUID")
    }

    fn date(&self, at: usize) -> Cell<NaiveDate> {
        self.get(at, "a date")
    }

    fn time(&self, at: usize) -> Cell<NaiveTime> {
        self.get(at, "a time without zone")
    }

    fn datetime(&self, at: usize) -> Cell<NaiveDateTime> {
        self.get(at, "a timestamp without zone")
    }

    fn datetime_tz(&self, at: usize) -> Cell<DateTime<Utc>> {
        self.get(at, "a timestamp with zone")
    }

    fn interval(&self, at: usize) -> Cell<Interval> {
        let span: Option<PgInterval> = self.get(at, "an interval")?;
        Ok(span.map(|span| Interval {
            months: span.months,
            days: span.days,
            microseconds: span.microseconds,
        }))
    }

    fn json(&self, at: usize) -> Cell<serde_json::Value> {
        let json: Option<Json<serde_json::Value>> = self.get(at, "JSON")?;
        Ok(json.map(|json| json.0))
    }

    fn array(&self, at: usize, element: &'static Kind) -> Cell<Vec<Value>> {
        const EXPECTED: &str = "an array of its element type";
        let Some(value) = self.cell(at)? else {
            return Ok(None);
        };
        let error = wrong::<Postgres>(at, EXPECTED, &value);
        array::read(value, element).map(Some).ok_or(error)
    }
}
