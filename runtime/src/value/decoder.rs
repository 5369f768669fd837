use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Interval, Kind, Value};
use crate::error::DecodeError;

type Cell<T> = Result<Option<T>, DecodeError>;

/// A row of an engine, read by position. `None` is NULL.
///
/// One implementation for each driver; generated code reads rows through it with the driver
/// chosen once for a whole result.
#[allow(missing_docs)] // each method is named after the `Value` it reads
pub trait Decoder {
    fn is_null(&self, at: usize) -> Result<bool, DecodeError>;
    fn bool(&self, at: usize) -> Cell<bool>;
    fn i16(&self, at: usize) -> Cell<i16>;
    fn i32(&self, at: usize) -> Cell<i32>;
    fn i64(&self, at: usize) -> Cell<i64>;
    fn u64(&self, at: usize) -> Cell<u64>;
    fn f32(&self, at: usize) -> Cell<f32>;
    fn f64(&self, at: usize) -> Cell<f64>;
    fn text(&self, at: usize) -> Cell<String>;
    fn bytes(&self, at: usize) -> Cell<Vec<u8>>;
    fn decimal(&self, at: usize) -> Cell<Decimal>;
    fn uuid(&self, at: usize) -> Cell<Uuid>;
    fn date(&self, at: usize) -> Cell<NaiveDate>;
    fn time(&self, at: usize) -> Cell<NaiveTime>;
    fn datetime(&self, at: usize) -> Cell<NaiveDateTime>;
    fn datetime_tz(&self, at: usize) -> Cell<DateTime<Utc>>;
    fn interval(&self, at: usize) -> Cell<Interval>;
    fn json(&self, at: usize) -> Cell<serde_json::Value>;
    fn array(&self, at: usize, element: &'static Kind) -> Cell<Vec<Value>>;
}
