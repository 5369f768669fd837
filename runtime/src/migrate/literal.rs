//! Texts and names within SQL that is written to files as well as run.

use crate::dialect::Dialect;

/// A text as a literal.
pub(crate) fn literal(text: &str, dialect: Dialect) -> String {
    let text = text.replace('\0', "").replace('\'', "''");
    match dialect {
        Dialect::Mysql | Dialect::Mariadb => format!("'{}'", text.replace('\\', "\\\\")),
        Dialect::Sqlite | Dialect::Postgres => format!("'{text}'"),
    }
}

/// A name in quotes.
pub(crate) fn quoted(name: &str, dialect: Dialect) -> String {
    dialect.quoted(&name.replace('\0', ""))
}
