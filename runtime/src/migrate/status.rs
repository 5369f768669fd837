use super::graph::Graph;
use super::migration::Direction;
use super::table::{Row, State};
use crate::dialect::Dialect;

/// What a database has of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The history in order, then what is unknown.
    pub migrations: Vec<MigrationStatus>,
    /// Where the database is: what is applied and nothing applied needs.
    pub current: Vec<String>,
    /// Where the history ends.
    pub heads: Vec<String>,
}

/// What a database has of one migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationStatus {
    /// Which.
    pub id: String,
    /// How far it is.
    pub standing: Standing,
    /// What the database says of it.
    pub row: Option<Row>,
}

/// How far a migration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not applied.
    Pending,
    /// Not applied, but something that comes after it is.
    OutOfOrder,
    /// Applied.
    Applied,
    /// Applied, and changed since.
    Edited,
    /// Half done, with so many statements done.
    Half {
        /// Which way it went.
        direction: Direction,
        /// How many statements are done.
        done: usize,
        /// Whether the next one was under way, and may be done as well.
        begun: bool,
    },
    /// In the database, but not here.
    Unknown,
}

impl Status {
    pub(crate) fn of(graph: &Graph, rows: Vec<Row>, dialect: Dialect) -> Self {
        let is_applied = |id: &str| {
            rows.iter()
                .any(|row| row.id == id && row.state != State::HalfUp)
        };
        let applied: Vec<&str> = rows
            .iter()
            .map(|row| row.id.as_str())
            .filter(|id| is_applied(id))
            .collect();
        let needed: Vec<&str> = applied
            .iter()
            .flat_map(|id| graph.needed_by(id))
            .map(super::migration::Migration::id)
            .collect();
        let mut migrations = Vec::new();
        for migration in graph.migrations() {
            let row = rows.iter().find(|row| row.id == migration.id());
            let standing = match row {
                None if needed.contains(&migration.id()) => Standing::OutOfOrder,
                None => Standing::Pending,
                Some(row) => match row.state {
                    State::Applied if row.checksum != migration.checksum(dialect) => {
                        Standing::Edited
                    }
                    State::Applied => Standing::Applied,
                    State::HalfUp => half(row, Direction::Up),
                    State::HalfDown => half(row, Direction::Down),
                },
            };
            migrations.push(MigrationStatus {
                id: migration.id().to_owned(),
                standing,
                row: row.cloned(),
            });
        }
        let ids = |migrations: Vec<&super::migration::Migration>| {
            migrations
                .into_iter()
                .map(|migration| migration.id().to_owned())
                .collect()
        };
        let (current, heads) = (
            ids(graph.heads_of(applied.iter().copied())),
            ids(graph.heads()),
        );
        let unknown = rows.into_iter().filter(|row| graph.get(&row.id).is_none());
        migrations.extend(unknown.map(|row| MigrationStatus {
            id: row.id.clone(),
            standing: Standing::Unknown,
            row: Some(row),
        }));
        Status {
            migrations,
            current,
            heads,
        }
    }

    /// Whether everything is applied, and as it is here.
    pub fn is_up_to_date(&self) -> bool {
        let mut standings = self.migrations.iter().map(|migration| migration.standing);
        standings.all(|standing| standing == Standing::Applied)
    }
}

fn half(row: &Row, direction: Direction) -> Standing {
    Standing::Half {
        direction,
        done: row.done,
        begun: row.begun.is_some(),
    }
}
