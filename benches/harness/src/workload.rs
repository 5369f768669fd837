//! The engines and workloads, under the names of the table.

/// An engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file of the library's own, in memory-backed storage.
    Sqlite,
    /// The server of the run.
    Postgres,
}

impl Engine {
    /// Both.
    pub const ALL: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

    /// As it stands in the table.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
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
            Engine::Postgres => 100,
        }
    }

    /// The statement that empties the table that the inserts go to, and starts its keys at 1.
    pub(crate) fn empty_inserted(self) -> &'static str {
        match self {
            Engine::Sqlite => "DELETE FROM inserted",
            Engine::Postgres => "TRUNCATE inserted RESTART IDENTITY",
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
    /// Load [`crate::UPDATES`] rows, change a column of each, commit.
    Update,
}

impl Workload {
    /// All of them.
    pub const ALL: [Workload; 5] = [
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
