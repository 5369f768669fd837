//! New names.

use ormolu_schema::ir::{Dialect, TableName};

use super::{place, quote, sequence};
use crate::error::RenderError;
use crate::operation::Rename;

pub(super) fn render(rename: &Rename, dialect: Dialect) -> Result<String, RenderError> {
    let name = |name: &str| quote::name(dialect, name);
    Ok(match rename {
        Rename::Table { from, to } => {
            let old = quote::table(dialect, from)?;
            if dialect != Dialect::Postgres {
                // MySQL moves a table between its databases this way, too.
                return Ok(format!(
                    "ALTER TABLE {old} RENAME TO {}",
                    quote::table(dialect, to)?
                ));
            }
            match (from.name == to.name, &to.namespace) {
                (true, Some(namespace)) => {
                    format!("ALTER TABLE {old} SET SCHEMA {}", name(namespace)?)
                }
                (true, None) => return Err(no_way_home("table", from)),
                _ => format!("ALTER TABLE {old} RENAME TO {}", name(&to.name)?),
            }
        }
        Rename::Column { table, from, to } => format!(
            "ALTER TABLE {} RENAME COLUMN {} TO {}",
            quote::table(dialect, table)?,
            name(from)?,
            name(to)?
        ),
        Rename::Index { table, from, to } if dialect.family() == Dialect::Mysql => format!(
            "ALTER TABLE {} RENAME INDEX {} TO {}",
            quote::table(dialect, table)?,
            name(from)?,
            name(to)?
        ),
        Rename::Index { table, from, to } => format!(
            "ALTER INDEX {} RENAME TO {}",
            quote::qualified(dialect, table.namespace.as_deref(), from)?,
            name(to)?
        ),
        // MariaDB renames a sequence as a table.
        Rename::Sequence { from, to } if dialect != Dialect::Postgres => format!(
            "RENAME TABLE {} TO {}",
            quote::table(dialect, from)?,
            quote::table(dialect, to)?
        ),
        Rename::Enum { from, to } | Rename::Domain { from, to } | Rename::Sequence { from, to } => {
            let kind = match rename {
                Rename::Enum { .. } => "TYPE",
                Rename::Domain { .. } => "DOMAIN",
                _ => "SEQUENCE",
            };
            let old = quote::table(dialect, from)?;
            match (from.name == to.name, &to.namespace) {
                (true, Some(namespace)) => {
                    format!("ALTER {kind} {old} SET SCHEMA {}", name(namespace)?)
                }
                (true, None) => return Err(no_way_home(&kind.to_lowercase(), from)),
                _ => format!("ALTER {kind} {old} RENAME TO {}", name(&to.name)?),
            }
        }
        Rename::Counter { table, columns, to } => counter(table, columns, to, dialect)?,
        Rename::Value { of, from, to } => format!(
            "ALTER TYPE {} RENAME VALUE {} TO {}",
            quote::table(dialect, of)?,
            quote::text(dialect, from)?,
            quote::text(dialect, to)?
        ),
    })
}

/// All in one statement: a table with a default that names nothing takes no other.
fn counter(
    table: &TableName,
    columns: &[String],
    to: &TableName,
    dialect: Dialect,
) -> Result<String, RenderError> {
    let next = sequence::next(to, format!("table `{}`", table.name), dialect)?;
    let set = |column: &String| {
        let column = quote::name(dialect, column)?;
        Ok(format!("ALTER COLUMN {column} SET DEFAULT {next}"))
    };
    let set: Vec<String> = columns
        .iter()
        .map(set)
        .collect::<Result<_, RenderError>>()?;
    let table = quote::table(dialect, table)?;
    Ok(format!("ALTER TABLE {table} {}", set.join(", ")))
}

/// The database schema of a connection has no name that the statement could say.
fn no_way_home(kind: &str, from: &TableName) -> RenderError {
    let help = "say its `namespace`, such as `public`";
    place::unsupported(
        format!("{kind} `{}`", from.dotted()),
        Dialect::Postgres,
        "way to the connection's own database schema",
        help,
    )
}
