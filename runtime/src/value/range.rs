use std::fmt;
use std::ops::Bound;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Decoder, Kind, NamedType, Scalar, Value};
use crate::error::DecodeError;

/// A range of PostgreSQL, from one bound to another; each may be part of it, or missing.
///
/// A column has it by `{ type: pg.int4range, rust: ormolu::Int4Range }` in the schema. There is one
/// for each of PostgreSQL's own: [`Int4Range`], [`Int8Range`], [`NumRange`], [`DateRange`],
/// [`TsRange`], [`TstzRange`]. PostgreSQL writes those of whole numbers and days anew, with the
/// lower bound as a part and the upper one not.
///
/// ```
/// use ormolu::Range;
///
/// let range: Range<i32> = (3..10).into();
/// assert_eq!(range.to_string(), "[3,10)");
/// assert_eq!(Range::from(3..=9_i32).to_string(), "[3,9]");
/// assert_eq!(Range::from(3_i32..).to_string(), "[3,)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Range<T> {
    /// It has nothing in it.
    Empty,
    /// What lies between the two.
    Between(Bound<T>, Bound<T>),
}

/// `int4range`
pub type Int4Range = Range<i32>;
/// `int8range`
pub type Int8Range = Range<i64>;
/// `numrange`
pub type NumRange = Range<Decimal>;
/// `daterange`
pub type DateRange = Range<NaiveDate>;
/// `tsrange`
pub type TsRange = Range<NaiveDateTime>;
/// `tstzrange`
pub type TstzRange = Range<DateTime<Utc>>;

/// What a [`Range`] can be of.
#[diagnostic::on_unimplemented(
    message = "there is no range of `{Self}`",
    label = "expected whole numbers, decimals, dates or timestamps"
)]
pub trait RangeItem: Scalar {
    /// PostgreSQL's type of such ranges.
    #[doc(hidden)]
    const RANGE: &'static NamedType;
    /// An item as PostgreSQL reads it.
    #[doc(hidden)]
    fn write(&self) -> String;
    /// An item as PostgreSQL writes it.
    #[doc(hidden)]
    fn read(text: &str) -> Option<Self>;
}

impl<T> Range<T> {
    /// The lower bound, if there is one.
    pub fn lower(&self) -> Option<&T> {
        match self {
            Range::Between(lower, _) => item(lower),
            Range::Empty => None,
        }
    }

    /// The upper bound, if there is one.
    pub fn upper(&self) -> Option<&T> {
        match self {
            Range::Between(_, upper) => item(upper),
            Range::Empty => None,
        }
    }
}

fn item<T>(bound: &Bound<T>) -> Option<&T> {
    match bound {
        Bound::Included(item) | Bound::Excluded(item) => Some(item),
        Bound::Unbounded => None,
    }
}

macro_rules! from {
    ($($rust:ty, $range:ident => $lower:expr, $upper:expr;)*) => {$(
        impl<T> From<$rust> for Range<T> {
            fn from($range: $rust) -> Self {
                Range::Between($lower, $upper)
            }
        }
    )*};
}

from! {
    std::ops::Range<T>, range => Bound::Included(range.start), Bound::Excluded(range.end);
    std::ops::RangeFrom<T>, range => Bound::Included(range.start), Bound::Unbounded;
    std::ops::RangeTo<T>, range => Bound::Unbounded, Bound::Excluded(range.end);
    std::ops::RangeToInclusive<T>, range => Bound::Unbounded, Bound::Included(range.end);
    std::ops::RangeFull, _range => Bound::Unbounded, Bound::Unbounded;
}

impl<T> From<std::ops::RangeInclusive<T>> for Range<T> {
    fn from(range: std::ops::RangeInclusive<T>) -> Self {
        let (start, end) = range.into_inner();
        Range::Between(Bound::Included(start), Bound::Included(end))
    }
}

/// As PostgreSQL writes it.
impl<T: RangeItem> fmt::Display for Range<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Range::Between(lower, upper) = self else {
            return f.write_str("empty");
        };
        match lower {
            Bound::Included(item) => write!(f, "[{}", item.write())?,
            Bound::Excluded(item) => write!(f, "({}", item.write())?,
            Bound::Unbounded => f.write_str("(")?,
        }
        match upper {
            Bound::Included(item) => write!(f, ",{}]", item.write()),
            Bound::Excluded(item) => write!(f, ",{})", item.write()),
            Bound::Unbounded => f.write_str(",)"),
        }
    }
}

impl<T: RangeItem> Serialize for Range<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T: RangeItem> Deserialize<'de> for Range<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        read(&text).ok_or_else(|| {
            D::Error::custom(format_args!("`{text}` is not a range such as `[1,10)`"))
        })
    }
}

impl<T: RangeItem> Scalar for Range<T> {
    const KIND: Kind = Kind::Named(T::RANGE);

    fn into_value(self) -> Value {
        Value::Named(self.to_string(), T::RANGE)
    }

    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Option<Self>, DecodeError> {
        let Some(text) = row.text(at)? else {
            return Ok(None);
        };
        let wrong = || DecodeError {
            at,
            expected: "a range with finite bounds",
            found: "text that is none".into(),
        };
        read(&text).map(Some).ok_or_else(wrong)
    }

    fn placeholder() -> Self {
        Range::Empty
    }
}

/// A range as PostgreSQL writes it: `[1,10)`, `(,"2024-01-01 00:00:00"]`, `empty`.
fn read<T: RangeItem>(text: &str) -> Option<Range<T>> {
    if text == "empty" {
        return Some(Range::Empty);
    }
    let begin = text.chars().next()?;
    let end = text.chars().next_back()?;
    let inside = text.get(1..text.len().checked_sub(1)?)?;
    // No item of ours has a comma in it.
    let (lower, upper) = inside.split_once(',')?;
    let bound = |text: &str, included: bool| match (text.trim_matches('"'), included) {
        ("", _) => Some(Bound::Unbounded),
        (text, true) => T::read(text).map(Bound::Included),
        (text, false) => T::read(text).map(Bound::Excluded),
    };
    Some(Range::Between(
        bound(lower, begin == '[')?,
        bound(upper, end == ']')?,
    ))
}

macro_rules! items {
    ($($rust:ty, $range:literal: $item:ident => $write:expr, $text:ident => $read:expr;)*) => {$(
        impl RangeItem for $rust {
            const RANGE: &'static NamedType = &NamedType {
                namespace: None,
                name: $range,
            };

            fn write(&self) -> String {
                let $item = self;
                $write
            }

            fn read($text: &str) -> Option<Self> {
                $read
            }
        }
    )*};
}

items! {
    i32, "int4range": item => item.to_string(), text => text.parse().ok();
    i64, "int8range": item => item.to_string(), text => text.parse().ok();
    Decimal, "numrange": item => item.to_string(), text => text.parse().ok();
    NaiveDate, "daterange": item => item.to_string(), text => text.parse().ok();
    NaiveDateTime, "tsrange":
        item => item.format("\"%Y-%m-%d %H:%M:%S%.6f\"").to_string(),
        text => NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").ok();
    DateTime<Utc>, "tstzrange":
        item => item.format("\"%Y-%m-%d %H:%M:%S%.6f+00\"").to_string(),
        text => DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z")
            .ok()
            .map(|moment| moment.with_timezone(&Utc));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip<T: RangeItem>(text: &str) {
        let range = read::<T>(text);
        assert_eq!(range.map(|range| range.to_string()).as_deref(), Some(text));
    }

    #[test]
    fn ranges_are_read_as_they_are_written() {
        for text in ["empty", "[1,10)", "(1,10]", "(,10)", "[1,)", "(,)"] {
            round_trip::<i32>(text);
            round_trip::<i64>(text);
        }
        round_trip::<Decimal>("[1.50,2.25]");
        round_trip::<NaiveDate>("[2024-02-29,2024-03-01)");
        let short = r#"["2024-02-29 10:00:00","2024-02-29 11:30:00.5")"#;
        let long = r#"["2024-02-29 10:00:00.000000","2024-02-29 11:30:00.500000")"#;
        assert_eq!(read::<NaiveDateTime>(short).unwrap().to_string(), long);
        let zone = r#"["2024-02-29 10:00:00+05:30",)"#;
        let utc = r#"["2024-02-29 04:30:00.000000+00",)"#;
        assert_eq!(read::<DateTime<Utc>>(zone).unwrap().to_string(), utc);
        round_trip::<DateTime<Utc>>(utc);
        for text in ["", "[", "[1]", "[a,2)", "[1,infinity)"] {
            assert_eq!(read::<i32>(text), None, "{text}");
        }
    }
}
