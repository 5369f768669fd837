use super::Mysql;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::expr::{Alias, Node, OrderNode};
use crate::query::writer::{Level, Sources, ValueList, Writer, series_length};
use crate::query::{IndexHint, IndexWay, LockNode, LockStrength};
use crate::value::{Kind, Value};

/// How many numbers a series may have: they are made of a JSON text of twice that length.
const LONGEST_SERIES: i64 = 1_000_000;

impl Sources for Mysql {
    fn full_join(&self) -> bool {
        false
    }

    fn lateral(&self, dialect: Dialect) -> bool {
        dialect == Dialect::Mysql
    }

    /// A position is no expression, and `IS NULL` would be one.
    fn orders_position(&self, term: &OrderNode) -> bool {
        term.nulls_first.is_none()
    }

    /// The first query alone decides on the types, and a text may grow.
    fn recursive_cast(&self, kind: Kind) -> Option<(&'static str, &'static str)> {
        (kind == Kind::Text).then_some(("CAST(", " AS CHAR(65535))"))
    }

    fn with_before_insert(&self) -> bool {
        false
    }

    fn with_ties(&self, dialect: Dialect) -> bool {
        dialect == Dialect::Mariadb
    }

    /// It would be a text, and make its whole column one.
    fn typed_nulls(&self) -> bool {
        false
    }

    /// MariaDB has no names for the columns of VALUES, and cuts texts to the length of the first.
    fn values(&self, writer: &mut Writer, alias: Alias, list: &ValueList<'_>) {
        if writer.dialect() == Dialect::Mysql {
            writer.value_rows("ROW", list);
            writer.raw(" AS ");
            writer.alias(alias);
            writer.raw(" (");
            writer.list(list.names, |writer, name| writer.identifier(name));
            writer.raw(")");
            return;
        }
        writer.raw("(");
        for (at, row) in list.rows.iter().enumerate() {
            if at == 0 {
                writer.select_row(list, row);
            } else {
                writer.raw(" UNION ALL SELECT ");
                writer.value_row(list.kinds, row);
            }
        }
        writer.raw(") AS ");
        writer.alias(alias);
    }

    fn unnest(&self, writer: &mut Writer, alias: Alias, kind: Kind, values: &[Value]) {
        let column = match kind {
            Kind::I16 | Kind::I32 | Kind::I64 => "BIGINT",
            Kind::U64 => "BIGINT UNSIGNED",
            _ => return writer.separate_values(alias, kind, values),
        };
        writer.raw("JSON_TABLE(");
        writer.placeholder(Value::Array(&Kind::I64, values.to_vec()));
        element_column(writer, column, alias);
    }

    fn elements(&self, writer: &mut Writer, alias: Alias, list: &Node, kind: Kind) {
        let column = match kind {
            Kind::Bool => "TINYINT",
            Kind::I16 | Kind::I32 | Kind::I64 => "BIGINT",
            Kind::U64 => "BIGINT UNSIGNED",
            Kind::F64 => "DOUBLE",
            Kind::Text | Kind::Named(_) => "LONGTEXT",
            Kind::Date => "DATE",
            _ => {
                return writer.unsupported(
                    "`unnest` of arrays but those of whole numbers, floats, texts and dates",
                );
            }
        };
        writer.raw("JSON_TABLE(");
        writer.node(list, Level::Or);
        element_column(writer, column, alias);
    }

    /// A recursive CTE would stop without a word at the server's limit of steps.
    fn series(&self, writer: &mut Writer, alias: Alias, start: i64, stop: i64, step: i64) {
        let length = series_length(start, stop, step);
        if length > LONGEST_SERIES {
            writer.fail(Error::Invalid(format!(
                "a series of {length} numbers: MySQL and MariaDB make {LONGEST_SERIES} at most"
            )));
        }
        writer.raw("(SELECT CAST(");
        writer.bind(Value::I64(start));
        writer.raw(" AS SIGNED) + (CAST(`n` AS SIGNED) - 1) * CAST(");
        writer.bind(Value::I64(step));
        writer.raw(" AS SIGNED) AS `value` FROM JSON_TABLE(concat('[0', repeat(',0', ");
        writer.bind(Value::I64(length - 1));
        writer.raw("), ']'), '$[*]' COLUMNS (`n` FOR ORDINALITY)) AS `numbers`) AS ");
        writer.alias(alias);
    }

    fn index_hint(&self, writer: &mut Writer, hint: &IndexHint) {
        writer.raw(match hint.way {
            IndexWay::Use => " USE INDEX (",
            IndexWay::Force => " FORCE INDEX (",
            IndexWay::Ignore => " IGNORE INDEX (",
        });
        writer.list(&hint.names, |writer, name| writer.identifier(name));
        writer.raw(")");
    }

    /// MariaDB has other words for sharing, and no OF.
    fn lock(&self, writer: &mut Writer, lock: &LockNode, strength: LockStrength) {
        if writer.dialect() == Dialect::Mysql {
            return writer.standard_lock(lock, strength);
        }
        if !lock.of.is_empty() {
            writer.unsupported("row locks on some of a query's tables (`of`)");
        }
        writer.raw(match strength {
            LockStrength::Update => " FOR UPDATE",
            LockStrength::Share => " LOCK IN SHARE MODE",
        });
        writer.lock_wait(lock);
    }
}

/// The rest of a JSON_TABLE of the elements of an array.
fn element_column(writer: &mut Writer, column: &str, alias: Alias) {
    writer.raw(", '$[*]' COLUMNS (`value` ");
    writer.raw(column);
    writer.raw(" PATH '$')) AS ");
    writer.alias(alias);
}
