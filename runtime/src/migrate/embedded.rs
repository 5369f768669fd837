use super::error::MigrateError;
use super::graph::{Graph, GraphError};
use super::migration::Migration;
use super::runner::{Report, Runner};
use super::work::DataMigration;
use crate::dialect::Dialect;
use crate::driver::Database;

/// The migrations of a program.
#[derive(Clone, Debug, Default)]
pub struct Migrations {
    migrations: Vec<Migration>,
}

/// A migration as the file `embedded.rs` of its folder has it.
#[derive(Clone, Copy, Debug)]
pub struct Embedded {
    /// Its name.
    pub id: &'static str,
    /// Those it comes after.
    pub parents: &'static [&'static str],
    /// Those it needs of other branches.
    pub depends_on: &'static [&'static str],
    /// Names of the branch that begins here.
    pub labels: &'static [&'static str],
    /// Those whose place it took.
    pub replaces: &'static [&'static str],
    /// The hash of the schema after it.
    pub schema: &'static str,
    /// Why there is no way back.
    pub irreversible: Option<&'static str>,
    /// Whether it is written in Rust.
    pub in_rust: bool,
    /// Its SQL.
    pub up: &'static [(Dialect, &'static str)],
    /// The SQL that takes it back.
    pub down: &'static [(Dialect, &'static str)],
}

impl From<&Embedded> for Migration {
    fn from(embedded: &Embedded) -> Self {
        let mut migration = Migration::new(embedded.id);
        for parent in embedded.parents {
            migration = migration.after(*parent);
        }
        for other in embedded.depends_on {
            migration = migration.depends_on(*other);
        }
        for label in embedded.labels {
            migration = migration.label(*label);
        }
        for other in embedded.replaces {
            migration = migration.replaces(*other);
        }
        if !embedded.schema.is_empty() {
            migration = migration.schema(embedded.schema);
        }
        if let Some(reason) = embedded.irreversible {
            migration = migration.irreversible(reason);
        }
        if embedded.in_rust {
            migration = migration.in_rust();
        }
        for (dialect, sql) in embedded.up {
            migration = migration.up(*dialect, *sql);
        }
        for (dialect, sql) in embedded.down {
            migration = migration.down(*dialect, *sql);
        }
        migration
    }
}

impl Migrations {
    /// Migrations in any order.
    pub fn new(migrations: impl IntoIterator<Item = Migration>) -> Self {
        Migrations {
            migrations: migrations.into_iter().collect(),
        }
    }

    /// What the macro [`migrate!`](crate::migrate!) makes.
    #[doc(hidden)]
    pub fn embedded(all: &[Embedded]) -> Self {
        Migrations::new(all.iter().map(Migration::from))
    }

    /// What a migration that is written in Rust does.
    ///
    /// # Errors
    /// There is no such migration, or it is not written in Rust.
    pub fn with(mut self, id: &str, work: impl DataMigration) -> Result<Self, GraphError> {
        let is_it = |migration: &&mut Migration| migration.id() == id && migration.is_in_rust();
        match self.migrations.iter_mut().find(is_it) {
            Some(migration) => migration.set_work(work),
            None => return Err(GraphError::Unknown(id.to_owned())),
        }
        Ok(self)
    }

    /// The history they make.
    ///
    /// # Errors
    /// Migrations that make none.
    pub fn graph(&self) -> Result<Graph, GraphError> {
        Graph::new(self.migrations.clone())
    }

    /// A runner for a database.
    ///
    /// # Errors
    /// Migrations that make no history.
    pub fn runner<'d>(&self, db: &'d Database) -> Result<Runner<'d>, GraphError> {
        Ok(Runner::new(db, self.graph()?))
    }

    /// Applies what is missing.
    ///
    /// # Errors
    /// As [`Runner::up`].
    pub async fn run(&self, db: &Database) -> Result<Report, MigrateError> {
        self.runner(db)?.up("head").await
    }
}

/// The migrations of a folder, within the program: its file `embedded.rs`, which
/// `ormolu migrate` keeps.
///
/// The path is relative to the package's folder.
///
/// ```ignore
/// ormolu::migrate!("migrations").run(&db).await?;
/// ```
#[macro_export]
macro_rules! migrate {
    ($folder:literal) => {
        include!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/",
            $folder,
            "/embedded.rs"
        ))
    };
}
