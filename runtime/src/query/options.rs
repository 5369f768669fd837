use std::time::Duration;

use super::{Scope, Select, SelectNode};
use crate::dialect::Dialect;

/// What is said about a statement beside what it asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// The engine stops it after so long.
    pub(crate) timeout: Option<Duration>,
    /// What stands behind it, for whoever reads the server's logs.
    pub(crate) comment: Option<String>,
    /// Which indexes of the first table it should use.
    pub(crate) index: Option<IndexHint>,
    /// What stands behind its first `SELECT`, on one engine.
    pub(crate) prefix: Vec<(Dialect, &'static str)>,
    /// What stands behind it, on one engine.
    pub(crate) suffix: Vec<(Dialect, &'static str)>,
}

impl Options {
    /// The same without a limit.
    pub(crate) fn without_timeout(&self) -> Self {
        Options {
            timeout: None,
            ..self.clone()
        }
    }

    /// What goes for the whole statement and not for a table of it, which stays.
    pub(crate) fn take_outer(query: &mut SelectNode) -> Option<Box<Self>> {
        let own = query.options.as_deref_mut()?;
        Some(Box::new(Options {
            timeout: own.timeout.take(),
            comment: own.comment.take(),
            index: None,
            prefix: std::mem::take(&mut own.prefix),
            suffix: std::mem::take(&mut own.suffix),
        }))
    }
}

/// Which indexes of a table the engine should use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IndexHint {
    pub(crate) way: IndexWay,
    pub(crate) names: Vec<&'static str>,
}

/// How much a hint at indexes says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IndexWay {
    Use,
    Force,
    Ignore,
}

/// What a single execution is told. None of it changes which rows come out. It goes for the
/// statement as a whole, so it is said of the outermost query: a subquery's is passed over, but
/// for its indexes. Words are literals of the program.
impl<S: Scope, O> Select<S, O> {
    /// Stops the statement after so long, with
    /// [`Error::StatementTimeout`](crate::Error::StatementTimeout), whatever the limit of the
    /// connection is. Statements that load relationships with it have as long, each of them.
    ///
    /// | engine | how |
    /// |---|---|
    /// | PostgreSQL | `SET statement_timeout` before and after: two more round trips |
    /// | SQLite | by its progress handler |
    /// | MySQL | `SELECT /*+ MAX_EXECUTION_TIME(2000) */ ..` |
    /// | MariaDB | `SET STATEMENT max_statement_time = 2 FOR SELECT ..` |
    pub fn timeout(self, longest: Duration) -> Self {
        self.option(|options| options.timeout = Some(longest))
    }

    /// A comment behind the statement, to be found in the server's logs. It cannot end before its
    /// end: `*/` and `/*` in it are pulled apart.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # fn main() -> ormolu::Result<()> {
    /// let query = User::select().select(|u| u.id).comment("route: /users");
    /// // SELECT "users"."id" FROM "users" /* route: /users */
    /// # let statement = query.to_sql(Dialect::Postgres)?;
    /// # let sql = r#"SELECT "users"."id" FROM "users" /* route: /users */"#;
    /// # assert_eq!(statement.sql.as_str(), sql);
    /// # Ok(()) }
    /// ```
    ///
    /// A different comment makes a different statement, which is prepared anew: say where the
    /// statement comes from, and not for whom it is.
    pub fn comment(self, text: impl Into<String>) -> Self {
        self.option(|options| options.comment = Some(text.into()))
    }

    /// `USE INDEX`: these indexes of the first table rather than others, as schema and migrations
    /// call them. A hint to MySQL and MariaDB; the others decide for themselves.
    pub fn use_index(self, names: impl IntoIterator<Item = &'static str>) -> Self {
        self.index(IndexWay::Use, names)
    }

    /// `FORCE INDEX`: one of these indexes of the first table, wherever that is possible. On
    /// SQLite, `INDEXED BY` takes a single one, and it is an error of the engine if that does not
    /// fit the query; PostgreSQL decides for itself.
    pub fn force_index(self, names: impl IntoIterator<Item = &'static str>) -> Self {
        self.index(IndexWay::Force, names)
    }

    /// `IGNORE INDEX`: not these indexes of the first table. A hint to MySQL and MariaDB; the
    /// others decide for themselves.
    pub fn ignore_index(self, names: impl IntoIterator<Item = &'static str>) -> Self {
        self.index(IndexWay::Ignore, names)
    }

    /// Words behind the `SELECT`, on one engine. On the others they are left out, so they are for
    /// what does not change the rows.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # fn main() -> ormolu::Result<()> {
    /// let query = User::select().select(|u| u.id).prefix(Dialect::Mysql, "SQL_BIG_RESULT");
    /// // SELECT SQL_BIG_RESULT `users`.`id` FROM `users`
    /// # let sql = query.to_sql(Dialect::Mysql)?.sql.as_str().to_owned();
    /// # assert_eq!(sql, "SELECT SQL_BIG_RESULT `users`.`id` FROM `users`");
    /// # assert_eq!(postgres(&query), r#"SELECT "users"."id" FROM "users""#);
    /// # Ok(()) }
    /// ```
    pub fn prefix(self, engine: Dialect, words: &'static str) -> Self {
        self.option(|options| options.prefix.push((engine, words)))
    }

    /// Words behind the statement, on one engine. On the others they are left out.
    pub fn suffix(self, engine: Dialect, words: &'static str) -> Self {
        self.option(|options| options.suffix.push((engine, words)))
    }

    fn index(self, way: IndexWay, names: impl IntoIterator<Item = &'static str>) -> Self {
        let names = names.into_iter().collect();
        self.option(|options| options.index = Some(IndexHint { way, names }))
    }

    fn option(mut self, set: impl FnOnce(&mut Options)) -> Self {
        set(self.ast.options.get_or_insert_default());
        self
    }
}
