use chrono::{NaiveDate, NaiveTime};
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::*;
use crate::value::Interval;

fn every_kind() -> Vec<Value> {
    let day = NaiveDate::from_ymd_opt(-4, 2, 29).unwrap();
    let time = NaiveTime::from_hms_nano_opt(23, 59, 59, 999_999_000).unwrap();
    let interval = Interval {
        months: -1,
        days: 2,
        microseconds: i64::MIN,
    };
    vec![
        Value::Null(Kind::Text),
        Value::Bool(true),
        Value::I16(-1),
        Value::I32(i32::MIN),
        Value::I64(i64::MAX),
        Value::U64(u64::MAX),
        Value::F32(-0.0),
        Value::F64(0.1 + 0.2),
        Value::Text("käse \u{0} \u{1F600}".into()),
        Value::Bytes(vec![0, 255]),
        Value::Decimal(Decimal::new(-1050, 3)),
        Value::Uuid(Uuid::from_u128(7)),
        Value::Date(day),
        Value::Time(time),
        Value::DateTime(day.and_time(time)),
        Value::DateTimeTz(day.and_time(time).and_utc()),
        Value::Interval(interval),
    ]
}

#[test]
fn values_come_out_as_they_went_in() {
    let values = every_kind();
    let kinds: Vec<Kind> = values.iter().map(Value::kind).collect();
    let cursor = Cursor::seal(7, &values);
    assert_eq!(cursor.open(7, &kinds), Ok(values));
    assert_eq!(cursor.open(8, &kinds), Err(CursorError::OtherQuery));
}

proptest! {
    #[test]
    fn a_changed_cursor_is_refused(at in 0_usize..1000, to in "[ -~é]?") {
        let values = every_kind();
        let kinds: Vec<Kind> = values.iter().map(Value::kind).collect();
        let mut text: Vec<char> = Cursor::seal(7, &values).as_str().chars().collect();
        let at = at % text.len();
        let before: String = text.iter().collect();
        text.splice(at..=at, to.chars());
        let after: String = text.iter().collect();
        prop_assume!(!before.eq_ignore_ascii_case(&after));
        prop_assert_eq!(Cursor::from(after).open(7, &kinds), Err(CursorError::Damaged));
    }

    #[test]
    fn no_text_is_too_strange(text in ".*") {
        prop_assert_eq!(Cursor::from(text).open(7, &[Kind::Text]), Err(CursorError::Damaged));
    }

    /// Even with a right sum, as somebody may make it.
    #[test]
    fn no_bytes_are_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        let kinds: Vec<Kind> = every_kind().iter().map(Value::kind).collect();
        for kind in kinds {
            let _ = codec::read(&bytes, &[kind]);
        }
    }
}
