use ormolu_schema::ir::{Literal, Type};

use super::moment::{Date, Time};
use crate::error::RenderError;

/// A literal understood by the type of its column. Each engine writes it in its own way.
pub(super) enum Constant {
    Null,
    Bool(bool),
    /// An integer or a float, as written.
    Number(String),
    /// An exact number without exponent.
    Decimal {
        written: String,
        /// Without zeros at the end of its fraction: so the runtime writes it where it is kept as
        /// text.
        plain: String,
    },
    Text(String),
    Bytes(Vec<u8>),
    Uuid([u8; 16]),
    /// A JSON document.
    Json(String),
    /// An array without elements.
    EmptyArray,
    Date(Date),
    Time(Time),
    /// Without a zone.
    Timestamp(Date, Time),
    /// In UTC.
    TimestampTz(Date, Time),
    /// Microseconds.
    Interval(i64),
}

impl Constant {
    pub(super) fn of(place: &str, ty: &Type, literal: &Literal) -> Result<Self, RenderError> {
        let wrong = || {
            let (ty, help) = wanted(ty);
            let (place, literal) = (place.to_owned(), spelled(literal));
            RenderError::Literal {
                place,
                literal,
                ty,
                help: help.to_owned(),
            }
        };
        read(ty, literal).ok_or_else(wrong)
    }
}

/// Reads a literal as a value of the type.
fn read(ty: &Type, literal: &Literal) -> Option<Constant> {
    let text = spelled(literal);
    match (ty, literal) {
        (_, Literal::Null) => Some(Constant::Null),
        (Type::Bool | Type::Native { .. }, Literal::Bool(value)) => Some(Constant::Bool(*value)),
        (Type::Bool, _) => None,
        (Type::Interval, Literal::Integer(value)) => {
            i64::try_from(*value).ok().map(Constant::Interval)
        }
        (Type::Interval, _) => None,
        (Type::F32 | Type::F64 | Type::Native { .. }, Literal::Integer(_) | Literal::Number(_)) => {
            is_number(&text).then_some(Constant::Number(text))
        }
        (Type::F32 | Type::F64, _) => None,
        (Type::Numeric(_), Literal::Bool(_)) => None,
        (Type::Numeric(_), _) => plain_decimal(&text).map(|plain| Constant::Decimal {
            written: text,
            plain,
        }),
        (Type::String(_) | Type::Char(_) | Type::Text | Type::Enum(_) | Type::Native { .. }, _) => {
            Some(Constant::Text(text))
        }
        (Type::Bytes(_) | Type::Binary(_), _) => Some(Constant::Bytes(bytes(&text))),
        (Type::Date, _) => Date::parse(&text).map(Constant::Date),
        (Type::Time, _) => Time::parse(&text).map(Constant::Time),
        (Type::Timestamp, _) => moment(&text, &[""]).map(|(d, t)| Constant::Timestamp(d, t)),
        (Type::TimestampTz, _) => moment(&text, &["Z", "z", "+00:00", "+00", " UTC"])
            .map(|(date, time)| Constant::TimestampTz(date, time)),
        (Type::Uuid, _) => uuid(&text).map(Constant::Uuid),
        (Type::Json, _) => Some(Constant::Json(text)),
        (Type::Array(_), _) => matches!(text.trim(), "[]" | "{}").then_some(Constant::EmptyArray),
        // What is left are the integers.
        (_, Literal::Integer(_)) => Some(Constant::Number(text)),
        _ => None,
    }
}

/// A type in words, and how its literals are written.
fn wanted(ty: &Type) -> (&'static str, &'static str) {
    match ty {
        Type::Bool => ("bool", "write true or false"),
        Type::F32 | Type::F64 => ("a float", "write a number with decimal digits"),
        Type::Numeric(_) => ("numeric", "write a number without exponent"),
        Type::Date => ("date", "write it as 2024-12-31"),
        Type::Time => ("time", "write it as 23:59:59"),
        Type::Timestamp => ("timestamp", "write it as 2024-12-31T23:59:59"),
        Type::TimestampTz => ("timestamptz", "write it in UTC, as 2024-12-31T23:59:59Z"),
        Type::Interval => ("interval", "write it as a number of microseconds"),
        Type::Uuid => ("uuid", "write its 32 hexadecimal digits"),
        Type::Array(_) => ("an array", "only `[]` is the same on every engine"),
        Type::Native { .. } => ("this type", "write numbers with decimal digits"),
        _ => ("an integer", "write a whole number"),
    }
}

/// A literal as it was written.
fn spelled(literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".to_owned(),
        Literal::Bool(value) => value.to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Number(text) | Literal::Text(text) => text.clone(),
    }
}

/// Whether every engine reads it as a number.
fn is_number(text: &str) -> bool {
    let known = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
    text.chars().all(known) && text.parse::<f64>().is_ok()
}

/// `9.90` as `9.9`; none for what has an exponent or is no number.
fn plain_decimal(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !are_digits(whole) || !are_digits(fraction) {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    Some(match fraction.trim_end_matches('0') {
        "" if whole == "0" => "0".to_owned(),
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    })
}

/// `\x` and hexadecimal digits are the bytes they name, other text is its own bytes.
fn bytes(text: &str) -> Vec<u8> {
    text.strip_prefix("\\x")
        .and_then(hex)
        .unwrap_or_else(|| text.as_bytes().to_vec())
}

fn uuid(text: &str) -> Option<[u8; 16]> {
    hex(&text.replace('-', ""))?.try_into().ok()
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect();
    let digits = digits?;
    (digits.len() % 2 == 0).then(|| {
        digits
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect()
    })
}

/// A date and a time with one of the zones after it.
fn moment(text: &str, zones: &[&str]) -> Option<(Date, Time)> {
    let (date, rest) = text.split_once(['T', ' '])?;
    let time = zones
        .iter()
        .find_map(|zone| Time::parse(rest.strip_suffix(zone)?))?;
    Some((Date::parse(date)?, time))
}

#[cfg(test)]
mod tests {
    use super::plain_decimal;

    #[test]
    fn decimals_have_one_spelling() {
        for (written, plain) in [
            ("9.90", "9.9"),
            ("0", "0"),
            ("-0.00", "0"),
            ("+007", "7"),
            (".5", "0.5"),
            ("-100", "-100"),
            ("100.", "100"),
        ] {
            assert_eq!(plain_decimal(written).as_deref(), Some(plain), "{written}");
        }
        for written in ["", ".", "1e3", "x", "1.2.3", "- 1", "1; DROP"] {
            assert_eq!(plain_decimal(written), None, "{written}");
        }
    }
}
