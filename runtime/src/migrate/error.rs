use std::time::Duration;

use super::graph::GraphError;
use super::migration::{Direction, Migration};
use super::script::ScriptError;
use super::table::TABLE;
use crate::dialect::Dialect;
use crate::error::Error;

/// Why migrations did not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MigrateError {
    /// The history, or what was said of it.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// The database, where no migration was at work.
    #[error(transparent)]
    Database(Box<Error>),
    /// A file that cannot be read as steps and statements.
    #[error("migration {id}, {}: {error}", direction.word())]
    Script {
        /// Whose.
        id: String,
        /// Which file.
        direction: Direction,
        /// Why.
        error: ScriptError,
    },
    /// A migration without SQL for the engine.
    #[error("migration {id} has no `{}` for {dialect}", direction.word())]
    NoSql {
        /// Which.
        id: String,
        /// Which way.
        direction: Direction,
        /// The engine.
        dialect: Dialect,
    },
    /// There is no way back.
    #[error("migration {id} cannot be taken back: {reason}")]
    Irreversible {
        /// Which.
        id: String,
        /// What its author says.
        reason: String,
    },
    /// What a migration does is written in Rust, and not in this program.
    #[error(
        "migration {id} is written in Rust, and this program does not have it; the program that \
         embeds the migrations runs it: `migrate!(..).with(\"{id}\", ..)`"
    )]
    InRust {
        /// Which.
        id: String,
    },
    /// A script of SQLite with a step that runs again and again.
    #[error(
        "migration {id}, {}, line {line}: a script of SQLite cannot repeat a statement until it \
         changes no row; run the migration with `ormolu migrate {}`, or write it so that it \
         changes all rows at once, without `repeat`", direction.word(), direction.word()
    )]
    Repeats {
        /// Which.
        id: String,
        /// Which file.
        direction: Direction,
        /// Where the statement is.
        line: usize,
    },
    /// A file for another program that PostgreSQL would run in one transaction.
    #[error(
        "migration {id}, {}, line {line}: the statement runs in no transaction, and PostgreSQL runs \
         a file that is sent as one text in one; plan it without `--online`, put each such \
         statement into a migration of its own, or run it with `ormolu migrate {}`",
        direction.word(), direction.word()
    )]
    NotAsOneText {
        /// Which.
        id: String,
        /// Which file.
        direction: Direction,
        /// Where the statement is.
        line: usize,
    },
    /// Somebody else is at work.
    #[error(
        "{holder} runs migrations on this database; waited {waited:?} for it{}",
        if *.stealable {
            "; if that is surely over, `--steal-lock` takes the lock away"
        } else {
            "; if that is surely over, end its connection on the server (`pg_terminate_backend` on \
             PostgreSQL, else `KILL`)"
        }
    )]
    Locked {
        /// Who.
        holder: String,
        /// How long was waited.
        waited: Duration,
        /// Whether the lock is a row that can be taken over.
        stealable: bool,
    },
    /// Somebody took the lock away.
    #[error("the lock was taken away by {holder}; nothing more was run")]
    LockLost {
        /// Who has it now.
        holder: String,
    },
    /// A migration is not what was applied.
    #[error(
        "migration {id} was changed after it was applied; take the change back and write a new \
         migration, or say that the database is as it says: `ormolu migrate stamp --accept {id}`"
    )]
    Edited {
        /// Which.
        id: String,
    },
    /// A migration is recorded several times: the table has lost its primary key.
    #[error(
        "the table `{TABLE}` has {rows} rows for migration {id}, so it has lost its primary key; \
         drop the table and say where the database is: `ormolu migrate stamp` makes it anew"
    )]
    RecordedTwice {
        /// Which.
        id: String,
        /// How often.
        rows: usize,
    },
    /// The database has migrations that are not here.
    #[error(
        "the database has migrations that are not here: {}; get the files from the newer version or \
         the other branch that they are of, or forget them: `ormolu migrate stamp --purge {}`",
        .ids.join(", "), .known.join(" ")
    )]
    Unknown {
        /// Which.
        ids: Vec<String>,
        /// Where the database is without them.
        known: Vec<String>,
    },
    /// Migrations that one took the place of are applied in part.
    #[error(
        "migration {id} took the place of others, of which the database has some and not {missing}; \
         a version of the program that still has them must apply them first"
    )]
    Squashed {
        /// The one that took their place.
        id: String,
        /// The first of them that is missing.
        missing: String,
    },
    /// A migration is missing below one that is applied.
    #[error(
        "migration {id} is not applied, but {after}, which comes after it, is; if it may run late, \
         say `--out-of-order`"
    )]
    OutOfOrder {
        /// The missing one.
        id: String,
        /// The one above it.
        after: String,
    },
    /// A statement failed.
    #[error("migration {id}, {}, line {line}, statement {nth} of {of}: {error}\n{stands}", direction.word())]
    Failed {
        /// Which migration.
        id: String,
        /// Which way.
        direction: Direction,
        /// The line in its file.
        line: usize,
        /// Which statement, from 1.
        nth: usize,
        /// How many there are.
        of: usize,
        /// What the database said.
        error: Box<Error>,
        /// What is left of the migration.
        stands: String,
    },
    /// What statements did was not stored.
    #[error(
        "migration {id}, {}, COMMIT after statement {nth} of {of}: {error}\n{stands}",
        direction.word()
    )]
    Commit {
        /// Which migration.
        id: String,
        /// Which way.
        direction: Direction,
        /// The last of the statements, from 1.
        nth: usize,
        /// How many there are.
        of: usize,
        /// What the database said.
        error: Box<Error>,
        /// What is left of the migration.
        stands: String,
    },
    /// The database, while a migration was at work and none of its statements.
    #[error(
        "migration {id}, {}, between its statements: {error}\n`ormolu migrate status` says what is \
         done of it, and `ormolu migrate {0}` goes on", direction.word()
    )]
    Between {
        /// Which migration.
        id: String,
        /// Which way.
        direction: Direction,
        /// What the database said.
        error: Box<Error>,
    },
    /// A batch of a migration in Rust failed.
    #[error("migration {id}, {}: {error}\n{stands}", direction.word())]
    BatchFailed {
        /// Which migration.
        id: String,
        /// Which way.
        direction: Direction,
        /// What it said.
        error: Box<Error>,
        /// What is left of the migration.
        stands: String,
    },
    /// A migration was interrupted the other way.
    #[error("migration {id} is half {}; `ormolu migrate {}` has to end it first", half(*.direction), direction.word())]
    HalfDone {
        /// Which.
        id: String,
        /// Which way it went.
        direction: Direction,
    },
    /// Whether a statement was done when its runner was interrupted cannot be seen.
    #[error(
        "migration {id} was interrupted in statement {nth} ({}, line {line}), and the database does \
         not show whether that is done:\n    {statement}\nlook, and then say `--interrupted=done` \
         or `--interrupted=again`", direction.word()
    )]
    Interrupted {
        /// Which.
        id: String,
        /// Which way it went.
        direction: Direction,
        /// The line in its file.
        line: usize,
        /// Which statement, from 1.
        nth: usize,
        /// Its text, shortened.
        statement: String,
    },
    /// The part of a half-done migration that is done was changed.
    #[error(
        "migration {id} is half done, and the {done} statements that are done were changed; undo \
         that change: what comes after them may be mended"
    )]
    DoneChanged {
        /// Which.
        id: String,
        /// How many statements are done.
        done: usize,
    },
    /// Rows that point at nothing, after tables were built anew.
    #[error(
        "migration {id} leaves rows that point at nothing in: {}; nothing of it was kept",
        .tables.join(", ")
    )]
    ForeignKeys {
        /// Which.
        id: String,
        /// Their tables.
        tables: Vec<String>,
    },
    /// The database has another schema than the program was made for.
    #[error(
        "the program was made for the schema {wanted}, and the database has {found}; \
         run the migrations, or the program that fits"
    )]
    OtherSchema {
        /// The program's.
        wanted: String,
        /// The database's.
        found: String,
    },
    /// Something that the engine does not have.
    #[error("{dialect} has no {feature}")]
    Unsupported {
        /// What.
        feature: &'static str,
        /// Who.
        dialect: Dialect,
    },
}

impl MigrateError {
    /// With the migration that was at work.
    pub(super) fn of(self, migration: &Migration, direction: Direction) -> Self {
        match self {
            MigrateError::Database(error) => MigrateError::Between {
                id: migration.id().to_owned(),
                direction,
                error,
            },
            other => other,
        }
    }
}

impl From<Error> for MigrateError {
    fn from(error: Error) -> Self {
        MigrateError::Database(Box::new(error))
    }
}

fn half(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "applied",
        Direction::Down => "taken back",
    }
}
