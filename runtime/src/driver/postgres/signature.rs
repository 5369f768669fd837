use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::statement::{SqlText, Statement};
use crate::value::{Kind, Value};

/// Which types of parameters a text was prepared for.
///
/// sqlx keeps prepared statements by their text alone. The same text with parameters of other
/// types would be run with the types of the first time, and the bytes be read wrongly.
#[derive(Default)]
pub(super) struct Signatures {
    /// By the hash of a text: the hashes of its lists of types.
    known: HashMap<u64, Vec<u64>>,
}

/// More texts than that are not worth remembering.
const FULL: usize = 4096;

impl Signatures {
    pub(super) fn is_full(&self) -> bool {
        self.known.len() >= FULL
    }

    pub(super) fn clear(&mut self) {
        self.known.clear();
    }

    /// The text, different for each list of types.
    pub(super) fn text<'s>(&mut self, statement: &'s Statement) -> Cow<'s, SqlText> {
        let text = hash(|hasher| statement.sql.as_str().hash(hasher));
        let types = hash(|hasher| {
            statement
                .params
                .iter()
                .for_each(|value| kind(value).hash(hasher))
        });
        let known = self.known.entry(text).or_default();
        let at = known
            .iter()
            .position(|other| *other == types)
            .unwrap_or_else(|| {
                known.push(types);
                known.len() - 1
            });
        match at {
            0 => Cow::Borrowed(&statement.sql),
            other => Cow::Owned(format!("{} /* {other} */", statement.sql.as_str()).into()),
        }
    }
}

fn hash(visit: impl FnOnce(&mut DefaultHasher)) -> u64 {
    let mut hasher = DefaultHasher::new();
    visit(&mut hasher);
    hasher.finish()
}

fn kind(value: &Value) -> Kind {
    match value {
        Value::Wrapped(value, _) => self::kind(value),
        Value::Null(kind) | Value::Invalid(kind, _) | Value::Parameter(_, kind, _) => kind.bare(),
        Value::Bool(_) => Kind::Bool,
        Value::I16(_) => Kind::I16,
        Value::I32(_) => Kind::I32,
        Value::I64(_) => Kind::I64,
        Value::U64(_) => Kind::U64,
        Value::F32(_) => Kind::F32,
        Value::F64(_) => Kind::F64,
        Value::Text(_) => Kind::Text,
        Value::Bytes(_) => Kind::Bytes,
        Value::Decimal(_) => Kind::Decimal,
        Value::Uuid(_) => Kind::Uuid,
        Value::Date(_) => Kind::Date,
        Value::Time(_) => Kind::Time,
        Value::DateTime(_) => Kind::DateTime,
        Value::DateTimeTz(_) => Kind::DateTimeTz,
        Value::Interval(_) => Kind::Interval,
        Value::Json(_) => Kind::Json,
        Value::Named(_, named) => Kind::Named(named),
        Value::Array(kind, _) => Kind::Array(kind),
        Value::Texts(_) => Kind::Array(&Kind::Text),
    }
}
