use ormolu_schema::ir::{Literal, Type};

use super::moment::{Date, Time};
use crate::error::RenderError;

/// A literal understood by the type of its column. Each engine writes it in its own way.
pub(super) enum Constant {
    Null,
    Bool(bool),
    /// An integer or a float, as written.
    Number(String),
    /// An exact number without exponent and without zeros at the end of its fraction: so the
    /// runtime writes it where it is kept as text.
    Decimal(String),
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
        let wrong = |ty, help: &str| RenderError::Literal {
            place: place.to_owned(),
            literal: spelled(literal),
            ty,
            help: help.to_owned(),
        };
        if *literal == Literal::Null {
            return Ok(Constant::Null);
        }
        let text = spelled(literal);
        Ok(match ty {
            Type::Bool => match literal {
                Literal::Bool(value) => Constant::Bool(*value),
                _ => return Err(wrong("bool", "write true or false")),
            },
            Type::TinyInt
            | Type::SmallInt
            | Type::Int
            | Type::BigInt
            | Type::U8
            | Type::U16
            | Type::U32
            | Type::U64 => match literal {
                Literal::Integer(value) => Constant::Number(value.to_string()),
                _ => return Err(wrong("an integer", "write a whole number")),
            },
            Type::F32 | Type::F64 => match literal {
                Literal::Integer(_) | Literal::Number(_) if is_number(&text) => {
                    Constant::Number(text)
                }
                _ => return Err(wrong("a float", "write a number")),
            },
            Type::Numeric(_) => match literal {
                Literal::Bool(_) | Literal::Null => return Err(wrong("numeric", "write a number")),
                _ => Constant::Decimal(
                    plain_decimal(&text)
                        .ok_or_else(|| wrong("numeric", "write a number without exponent"))?,
                ),
            },
            Type::String(_) | Type::Char(_) | Type::Text | Type::Enum(_) => Constant::Text(text),
            Type::Bytes(_) | Type::Binary(_) => Constant::Bytes(bytes(&text)),
            Type::Date => Constant::Date(
                Date::parse(&text).ok_or_else(|| wrong("date", "write it as 2024-12-31"))?,
            ),
            Type::Time => Constant::Time(
                Time::parse(&text).ok_or_else(|| wrong("time", "write it as 23:59:59"))?,
            ),
            Type::Timestamp => moment(&text, &[""])
                .map(|(date, time)| Constant::Timestamp(date, time))
                .ok_or_else(|| wrong("timestamp", "write it as 2024-12-31T23:59:59"))?,
            Type::TimestampTz => moment(&text, &["Z", "z", "+00:00", "+00", " UTC"])
                .map(|(date, time)| Constant::TimestampTz(date, time))
                .ok_or_else(|| wrong("timestamptz", "write it in UTC, as 2024-12-31T23:59:59Z"))?,
            Type::Interval => match literal {
                Literal::Integer(value) if i64::try_from(*value).is_ok() => {
                    Constant::Interval(*value as i64)
                }
                _ => return Err(wrong("interval", "write it as a number of microseconds")),
            },
            Type::Uuid => Constant::Uuid(
                uuid(&text).ok_or_else(|| wrong("uuid", "write its 32 hexadecimal digits"))?,
            ),
            Type::Json => Constant::Json(text),
            Type::Array(_) => match text.trim() {
                "[]" | "{}" => Constant::EmptyArray,
                _ => return Err(wrong("an array", "only `[]` is the same on every engine")),
            },
            Type::Native { .. } => match literal {
                Literal::Bool(value) => Constant::Bool(*value),
                Literal::Integer(_) | Literal::Number(_) if is_number(&text) => {
                    Constant::Number(text)
                }
                Literal::Integer(_) | Literal::Number(_) => {
                    return Err(wrong("a number", "write it with decimal digits"));
                }
                Literal::Null | Literal::Text(_) => Constant::Text(text),
            },
        })
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
