use super::Writer;
use crate::dialect::Dialect;
use crate::value::{Kind, Value};

/// Parameters left for the rest of a statement whose lists fill up the bind limit.
const RESERVE: usize = 500;

/// How many rows of values of these kinds go into one statement, below the engine's bind limit.
pub fn rows_per_statement(kinds: &[Kind], dialect: Dialect) -> usize {
    (bind_limit(dialect) - RESERVE) / kinds.len().max(1)
}

/// How many values a statement can bind.
pub(crate) fn bind_limit(dialect: Dialect) -> usize {
    match dialect {
        Dialect::Sqlite => 32_766,
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => 65_535,
    }
}

/// How many keys of these kinds one `IN` takes: more where they travel as one parameter.
pub fn keys_per_statement(kinds: &[Kind], dialect: Dialect) -> usize {
    const ONE_PARAMETER: usize = 100_000;
    let together = match dialect {
        Dialect::Postgres => kinds.iter().all(|&kind| static_kind(kind).is_some()),
        Dialect::Sqlite => kinds
            .iter()
            .all(|&kind| crate::dialect::sqlite::in_json(kind)),
        Dialect::Mysql | Dialect::Mariadb => false,
    };
    if together {
        ONE_PARAMETER
    } else {
        rows_per_statement(kinds, dialect)
    }
}

/// The rows of a list, each value a parameter: `(?, ?, ?)` or `((?, ?), (?, ?))`.
///
/// A long list is filled up to a power of two with its last row, which changes nothing but makes
/// for fewer different statements to prepare.
pub(crate) fn bind_rows(writer: &mut Writer, kinds: &[Kind], rows: &[Vec<Value>], row: &str) {
    const EXACT: usize = 8;
    let limit = rows_per_statement(kinds, writer.dialect);
    let wanted = match rows.len() {
        n if n <= EXACT => n,
        n => n.next_power_of_two().min(limit).max(n),
    };
    let Some(last) = rows.last() else { return };
    let padding = std::iter::repeat_n(last, wanted - rows.len());
    for (i, values) in rows.iter().chain(padding).enumerate() {
        if i > 0 {
            writer.raw(", ");
        }
        writer.raw(row);
        for (j, (value, &kind)) in values.iter().zip(kinds).enumerate() {
            if j > 0 {
                writer.raw(", ");
            }
            writer.bind(Writer::align(value, Some(kind)));
        }
        if !row.is_empty() {
            writer.raw(")");
        }
    }
}

/// The kind as the element of an array parameter; `None` where there is no such array.
pub(crate) fn static_kind(kind: Kind) -> Option<&'static Kind> {
    Some(match kind {
        Kind::Bool => &Kind::Bool,
        Kind::I16 => &Kind::I16,
        Kind::I32 => &Kind::I32,
        Kind::I64 => &Kind::I64,
        Kind::U64 => &Kind::U64,
        Kind::F32 => &Kind::F32,
        Kind::F64 => &Kind::F64,
        // Named types travel as text and are cast.
        Kind::Text | Kind::Named(_) => &Kind::Text,
        Kind::Bytes => &Kind::Bytes,
        Kind::Decimal => &Kind::Decimal,
        Kind::Uuid => &Kind::Uuid,
        Kind::Date => &Kind::Date,
        Kind::Time => &Kind::Time,
        Kind::DateTime => &Kind::DateTime,
        Kind::DateTimeTz => &Kind::DateTimeTz,
        Kind::Interval => &Kind::Interval,
        Kind::Json | Kind::Array(_) | Kind::Wrapped(_) => return None,
    })
}
