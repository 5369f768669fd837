//! What can be known to be wrong before anything runs.

use std::collections::BTreeSet;

use crate::dialect::Dialect;
use crate::driver::Connection;
use crate::migrate::error::MigrateError;
use crate::migrate::graph::{Graph, Walk};
use crate::migrate::migration::{Direction, Migration};
use crate::migrate::script::Script;
use crate::migrate::table::{self, Row, State};

/// What the table says, which has each migration once, for it has a key.
pub(super) async fn read(connection: &mut Connection) -> Result<Vec<Row>, MigrateError> {
    let rows = table::read(connection).await?;
    let mut seen = BTreeSet::new();
    match rows.iter().find(|row| !seen.insert(&row.id)) {
        None => Ok(rows),
        Some(Row { id, .. }) => Err(MigrateError::RecordedTwice {
            id: id.clone(),
            rows: rows.iter().filter(|row| row.id == *id).count(),
        }),
    }
}

/// What the database has, against the history.
pub(super) fn rows(
    graph: &Graph,
    rows: &[Row],
    walk: &Walk<'_>,
    dialect: Dialect,
    out_of_order: bool,
) -> Result<(), MigrateError> {
    let unknown = rows.iter().filter(|row| graph.get(&row.id).is_none());
    let unknown: Vec<String> = unknown.map(|row| row.id.clone()).collect();
    if !unknown.is_empty() {
        return Err(MigrateError::Unknown {
            ids: unknown,
            known: place(graph, rows),
        });
    }
    let runs = |id: &str| walk.migrations.iter().any(|migration| migration.id() == id);
    for row in rows {
        let Some(migration) = graph.get(&row.id) else {
            continue;
        };
        match row.state {
            State::Applied if row.checksum != migration.checksum(dialect) => {
                return Err(MigrateError::Edited { id: row.id.clone() });
            }
            State::HalfUp if walk.direction == Direction::Down || !runs(&row.id) => {
                return Err(half_done(row, Direction::Up));
            }
            State::HalfDown if walk.direction == Direction::Up || !runs(&row.id) => {
                return Err(half_done(row, Direction::Down));
            }
            _ => {}
        }
    }
    if walk.direction == Direction::Up && !out_of_order {
        refuse_gaps(graph, rows, walk)?;
    }
    Ok(())
}

/// Where a database is, as a target.
fn place(graph: &Graph, rows: &[Row]) -> Vec<String> {
    let heads = graph.heads_of(rows.iter().map(|row| row.id.as_str()));
    match heads[..] {
        [] => vec!["base".to_owned()],
        _ => heads.iter().map(|head| head.id().to_owned()).collect(),
    }
}

fn half_done(row: &Row, direction: Direction) -> MigrateError {
    MigrateError::HalfDone {
        id: row.id.clone(),
        direction,
    }
}

/// Nothing runs below what is applied.
fn refuse_gaps(graph: &Graph, rows: &[Row], walk: &Walk<'_>) -> Result<(), MigrateError> {
    for row in rows.iter().filter(|row| row.state == State::Applied) {
        for needed in graph.needed_by(&row.id) {
            let runs = walk
                .migrations
                .iter()
                .any(|migration| migration.id() == needed.id());
            if runs && needed.id() != row.id {
                return Err(MigrateError::OutOfOrder {
                    id: needed.id().to_owned(),
                    after: row.id.clone(),
                });
            }
        }
    }
    Ok(())
}

/// That everything which is to run can.
pub(super) fn walk(walk: &Walk<'_>, dialect: Dialect) -> Result<(), MigrateError> {
    for migration in &walk.migrations {
        script(migration, walk.direction, dialect)?;
    }
    Ok(())
}

/// What a migration does on an engine; nothing for one in Rust.
pub(in crate::migrate) fn script(
    migration: &Migration,
    direction: Direction,
    dialect: Dialect,
) -> Result<Script, MigrateError> {
    let id = || migration.id().to_owned();
    if let (Direction::Down, Some(reason)) = (direction, migration.why_irreversible()) {
        return Err(MigrateError::Irreversible {
            id: id(),
            reason: reason.to_owned(),
        });
    }
    match migration.sql(direction, dialect) {
        Some(sql) => Script::parse(sql, dialect).map_err(|error| MigrateError::Script {
            id: id(),
            direction,
            error,
        }),
        None if migration.work().is_some() => Ok(Script {
            statements: Vec::new(),
        }),
        None if migration.is_in_rust() => Err(MigrateError::InRust { id: id() }),
        None => Err(MigrateError::NoSql {
            id: id(),
            direction,
            dialect,
        }),
    }
}
