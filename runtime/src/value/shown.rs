use std::fmt;

use super::Value;

/// A value as a person reads it: text in quotes, bytes and documents in short.
pub(crate) struct Shown<'v>(pub(crate) &'v Value);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Null(_) => f.write_str("NULL"),
            Value::Bool(value) => value.fmt(f),
            Value::I16(value) => value.fmt(f),
            Value::I32(value) => value.fmt(f),
            Value::I64(value) => value.fmt(f),
            Value::U64(value) => value.fmt(f),
            Value::F32(value) => value.fmt(f),
            Value::F64(value) => value.fmt(f),
            Value::Text(text) | Value::Named(text, _) => write!(f, "{text:?}"),
            Value::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Value::Decimal(value) => value.fmt(f),
            Value::Uuid(value) => value.fmt(f),
            Value::Date(value) => value.fmt(f),
            Value::Time(value) => value.fmt(f),
            Value::DateTime(value) => value.fmt(f),
            Value::DateTimeTz(value) => write!(f, "{}", value.format("%Y-%m-%d %H:%M:%S%.fZ")),
            Value::Interval(value) => write!(f, "{value:?}"),
            Value::Json(value) => value.fmt(f),
            Value::Array(_, values) => {
                f.write_str("[")?;
                for (at, value) in values.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { ", " })?;
                    Shown(value).fmt(f)?;
                }
                f.write_str("]")
            }
            Value::Texts(_) => f.write_str("[..]"),
            Value::Wrapped(value, _) => Shown(value).fmt(f),
            Value::Invalid(_, reason) => write!(f, "nothing that can be stored: {reason}"),
            Value::Parameter(name, ..) => write!(f, ":{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shown;
    use crate::value::{Kind, Value};

    #[test]
    fn values_are_short() {
        let shown = |value: Value| Shown(&value).to_string();
        assert_eq!(shown(Value::Text("a\"b".into())), r#""a\"b""#);
        assert_eq!(shown(Value::Bytes(vec![0; 20])), "20 bytes");
        assert_eq!(shown(Value::Null(Kind::Text)), "NULL");
        let list = Value::Array(&Kind::I32, vec![Value::I32(1), Value::I32(2)]);
        assert_eq!(shown(list), "[1, 2]");
    }
}
