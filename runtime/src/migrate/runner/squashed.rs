//! Migrations that took the place of others: a database that has those has them.

use super::journal::stamped;
use super::{verify, write};
use crate::dialect::Dialect;
use crate::driver::Connection;
use crate::migrate::error::MigrateError;
use crate::migrate::graph::Graph;
use crate::migrate::table::{self, Row, State};

/// The rows as they would be if each such migration stood where the last of those before it does,
/// and the statements that make it so.
pub(super) fn seen(
    graph: &Graph,
    mut rows: Vec<Row>,
    dialect: Dialect,
) -> Result<(Vec<Row>, Vec<String>), MigrateError> {
    let mut statements = Vec::new();
    for migration in graph.migrations() {
        let replaced: Vec<&str> = migration.replaced().collect();
        let place = |rows: &[Row], id: &str| {
            rows.iter()
                .position(|row| row.id == id && row.state == State::Applied)
        };
        let has_any = replaced.iter().any(|id| place(&rows, id).is_some());
        let Some(last) = replaced.last().filter(|_| has_any) else {
            continue;
        };
        if let Some(missing) = replaced.iter().find(|id| place(&rows, id).is_none()) {
            return Err(MigrateError::Squashed {
                id: migration.id().to_owned(),
                missing: (*missing).to_owned(),
            });
        }
        if let Some(at) = place(&rows, last) {
            let row = Row {
                applied_at: rows[at].applied_at.clone(),
                applied_by: rows[at].applied_by.clone(),
                ..stamped(migration, dialect)
            };
            statements.push(row.rename(last, dialect));
            statements.push(row.update(dialect));
            rows[at] = row;
        }
        for id in &replaced {
            if rows.iter().any(|row| row.id == *id) {
                statements.push(table::delete(id, dialect));
            }
        }
        rows.retain(|row| !replaced.contains(&row.id.as_str()));
    }
    Ok((rows, statements))
}

/// Makes it so in the database.
pub(super) async fn adopt(connection: &mut Connection, graph: &Graph) -> Result<(), MigrateError> {
    if graph
        .migrations()
        .iter()
        .all(|migration| migration.replaced().next().is_none())
    {
        return Ok(());
    }
    let rows = verify::read(connection).await?;
    let (_, statements) = seen(graph, rows, connection.dialect())?;
    match statements.is_empty() {
        true => Ok(()),
        false => write(connection, &statements).await,
    }
}
