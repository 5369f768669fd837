//! The engines and workloads, under the names of the table.

/// An engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file of the library's own, in memory-backed storage.
    Sqlite,
    /// The PostgreSQL server of the run.
    Postgres,
    /// The MariaDB server of the run.
    Mariadb,
}

impl Engine {
    /// All of them.
    pub const ALL: [Engine; 3] = [Engine::Sqlite, Engine::Postgres, Engine::Mariadb];

    /// As it stands in the table.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
            Engine::Mariadb => "mariadb",
        }
    }

    /// The engine of a name.
    pub fn named(name: &str) -> Option<Engine> {
        Engine::ALL.into_iter().find(|engine| engine.name() == name)
    }

    /// Lookups timed together: enough that starting the clock costs nothing beside them, and few
    /// enough that a busy machine leaves some of them undisturbed.
    pub fn lookups(self) -> u32 {
        match self {
            Engine::Sqlite => 1_000,
            Engine::Postgres | Engine::Mariadb => 100,
        }
    }

    /// The statements that empty the tables that the inserts go to, and start their keys at 1.
    pub(crate) fn empty_inserted(self) -> &'static [&'static str] {
        match self {
            Engine::Sqlite => &["DELETE FROM belongings", "DELETE FROM inserted"],
            Engine::Postgres => &["TRUNCATE inserted, belongings RESTART IDENTITY"],
            Engine::Mariadb => &[
                "DELETE FROM belongings",
                "ALTER TABLE belongings AUTO_INCREMENT = 1",
                "DELETE FROM inserted",
                "ALTER TABLE inserted AUTO_INCREMENT = 1",
            ],
        }
    }
}

/// A workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workload {
    /// Fetch [`crate::USERS`] rows.
    Fetch,
    /// One row by its key; the figure is for one.
    Lookup,
    /// [`crate::AUTHORS`] users, their posts, the posts' comments.
    Graph,
    /// Insert [`crate::USERS`] rows in one transaction, keys back.
    Insert,
    /// Insert [`crate::USERS`] rows with a child each, in one transaction, keys back.
    Family,
    /// Load [`crate::UPDATES`] rows, change a column of each, commit.
    Update,
}

impl Workload {
    /// All of them.
    pub const ALL: [Workload; 6] = [
        Workload::Fetch,
        Workload::Lookup,
        Workload::Graph,
        Workload::Insert,
        Workload::Family,
        Workload::Update,
    ];

    /// Those in which the peers take part.
    pub const SHARED: [Workload; 5] = [
        Workload::Fetch,
        Workload::Lookup,
        Workload::Graph,
        Workload::Insert,
        Workload::Update,
    ];

    /// As it stands in the table.
    pub fn name(self) -> &'static str {
        match self {
            Workload::Fetch => "fetch 10,000",
            Workload::Lookup => "lookup",
            Workload::Graph => "graph 100x10x10",
            Workload::Insert => "insert 10,000",
            Workload::Family => "insert 2x10,000",
            Workload::Update => "update 1,000",
        }
    }

    /// The workload of a name.
    pub fn named(name: &str) -> Option<Workload> {
        Workload::ALL
            .into_iter()
            .find(|workload| workload.name() == name)
    }

    /// How many of what the figure is for one round does.
    pub fn per_round(self, engine: Engine) -> u32 {
        match self {
            Workload::Lookup => engine.lookups(),
            _ => 1,
        }
    }
}
