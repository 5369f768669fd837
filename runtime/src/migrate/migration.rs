use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::checksum::Checksum;
use super::script::mark;
use super::work::{DataMigration, Work};
use crate::dialect::Dialect;

type Text = Cow<'static, str>;

/// One migration: its place in the history, and what it does.
///
/// ```
/// use ormolu::Dialect;
/// use ormolu::migrate::Migration;
///
/// let notes = Migration::new("20260101T120000_notes")
///     .up(Dialect::Sqlite, "CREATE TABLE notes (id INTEGER PRIMARY KEY)")
///     .down(Dialect::Sqlite, "DROP TABLE notes");
/// assert_eq!(notes.id(), "20260101T120000_notes");
/// ```
#[derive(Clone)]
pub struct Migration {
    id: Text,
    parents: Vec<Text>,
    depends_on: Vec<Text>,
    labels: Vec<Text>,
    replaces: Vec<Text>,
    schema: Option<Text>,
    irreversible: Option<Text>,
    up: Vec<(Dialect, Text)>,
    down: Vec<(Dialect, Text)>,
    in_rust: bool,
    work: Option<Arc<dyn Work>>,
}

/// A way through the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Forwards.
    Up,
    /// Back.
    Down,
}

impl Direction {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Direction::Up => "up",
            Direction::Down => "down",
        }
    }
}

impl Migration {
    /// A migration that does nothing yet. Its id: letters, digits and `_`, the time first.
    pub fn new(id: impl Into<Text>) -> Self {
        Migration {
            id: id.into(),
            parents: Vec::new(),
            depends_on: Vec::new(),
            labels: Vec::new(),
            replaces: Vec::new(),
            schema: None,
            irreversible: None,
            up: Vec::new(),
            down: Vec::new(),
            in_rust: false,
            work: None,
        }
    }

    /// It comes after this one. Several times for a merge, never for a base.
    pub fn after(mut self, parent: impl Into<Text>) -> Self {
        self.parents.push(parent.into());
        self
    }

    /// It needs this one of another branch, without ending that branch.
    pub fn depends_on(mut self, other: impl Into<Text>) -> Self {
        self.depends_on.push(other.into());
        self
    }

    /// Gives the branch that begins here a name.
    pub fn label(mut self, label: impl Into<Text>) -> Self {
        self.labels.push(label.into());
        self
    }

    /// It does what this one did, which is gone from the history. A database that has all of
    /// those has it. The last one is said last.
    pub fn replaces(mut self, other: impl Into<Text>) -> Self {
        self.replaces.push(other.into());
        self
    }

    /// The hash of the schema after it: `schema::HASH` of the models generated from it. Behind it,
    /// each after a blank, may stand those of other schemas whose programs run on it.
    pub fn schema(mut self, hash: impl Into<Text>) -> Self {
        self.schema = Some(hash.into());
        self
    }

    /// Why there is no way back.
    pub fn irreversible(mut self, reason: impl Into<Text>) -> Self {
        self.irreversible = Some(reason.into());
        self
    }

    /// What it does on an engine. The SQL for MySQL serves MariaDB, unless it has its own.
    pub fn up(mut self, dialect: Dialect, sql: impl Into<Text>) -> Self {
        self.up.push((dialect, sql.into()));
        self
    }

    /// What takes it back on an engine.
    pub fn down(mut self, dialect: Dialect, sql: impl Into<Text>) -> Self {
        self.down.push((dialect, sql.into()));
        self
    }

    /// It is written in Rust: [`Migrations::with`](super::Migrations::with) says what it does.
    pub fn in_rust(mut self) -> Self {
        self.in_rust = true;
        self
    }

    pub(crate) fn set_work(&mut self, work: impl DataMigration) {
        self.work = Some(Arc::new(work));
    }

    /// Its name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Those it comes after.
    pub fn parents(&self) -> impl Iterator<Item = &str> {
        self.parents.iter().map(|id| &**id)
    }

    /// Those it needs of other branches.
    pub fn dependencies(&self) -> impl Iterator<Item = &str> {
        self.depends_on.iter().map(|id| &**id)
    }

    /// The names of the branch that begins here.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().map(|label| &**label)
    }

    /// Those whose place it took.
    pub fn replaced(&self) -> impl Iterator<Item = &str> {
        self.replaces.iter().map(|id| &**id)
    }

    /// Whether it runs only where it is named: a line `-- ormolu:wait` in its SQL.
    pub(crate) fn waits(&self) -> bool {
        let mut lines = self.up.iter().flat_map(|(_, sql)| sql.lines());
        lines.any(|line| mark(line).is_some_and(|(word, _)| word == "wait"))
    }

    /// The hashes of the schemas whose programs run on it.
    pub fn schema_hash(&self) -> Option<&str> {
        self.schema.as_deref()
    }

    /// Why there is no way back, if there is none.
    pub fn why_irreversible(&self) -> Option<&str> {
        self.irreversible.as_deref()
    }

    /// Whether it is written in Rust.
    pub fn is_in_rust(&self) -> bool {
        self.in_rust
    }

    pub(crate) fn work(&self) -> Option<&Arc<dyn Work>> {
        self.work.as_ref()
    }

    /// Its SQL for an engine.
    pub fn sql(&self, direction: Direction, dialect: Dialect) -> Option<&str> {
        let files = match direction {
            Direction::Up => &self.up,
            Direction::Down => &self.down,
        };
        let of = |wanted| files.iter().find(|(dialect, _)| *dialect == wanted);
        let found = match dialect {
            Dialect::Mariadb => of(Dialect::Mariadb).or_else(|| of(Dialect::Mysql)),
            other => of(other),
        };
        found.map(|(_, sql)| &**sql)
    }

    /// The hash of what it does on an engine, which the database remembers.
    pub fn checksum(&self, dialect: Dialect) -> String {
        let sql = self.sql(Direction::Up, dialect).unwrap_or_default();
        Checksum::of(sql).to_string()
    }
}

impl fmt::Debug for Migration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Migration")
            .field("id", &self.id)
            .field("parents", &self.parents)
            .field("depends_on", &self.depends_on)
            .field("labels", &self.labels)
            .finish_non_exhaustive()
    }
}
