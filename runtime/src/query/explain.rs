use super::{Scope, Select, SelectNode, write_select};
use crate::dialect::Dialect;
use crate::driver::{Executor, RowSink};
use crate::error::{Error, Result};
use crate::statement::{SqlText, Statement};
use crate::value::Decoder;

/// An engine's plan for a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explain {
    /// Whose plan it is, and so which form the text has.
    pub dialect: Dialect,
    /// The statement that it is for.
    pub sql: SqlText,
    /// Whether the query was run, so that the text has times and numbers of rows.
    pub analyzed: bool,
    /// The plan in the engine's words: a tree by indentation, JSON on MariaDB.
    pub text: String,
}

impl std::fmt::Display for Explain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl<S: Scope, O> Select<S, O> {
    /// How the engine would run the query, without running it. Engines put values of the query
    /// into their plans, those of sensitive columns too.
    ///
    /// | engine | statement |
    /// |---|---|
    /// | PostgreSQL | `EXPLAIN` |
    /// | SQLite | `EXPLAIN QUERY PLAN` |
    /// | MySQL | `EXPLAIN FORMAT=TREE` |
    /// | MariaDB | `EXPLAIN FORMAT=JSON` |
    pub async fn explain(self, on: impl Executor) -> Result<Explain> {
        explain(&self.ast, false, on).await
    }

    /// How the engine runs the query, with times: it is run, and its rows thrown away.
    ///
    /// `EXPLAIN (ANALYZE, BUFFERS)` on PostgreSQL, `EXPLAIN ANALYZE` on MySQL,
    /// `ANALYZE FORMAT=JSON` on MariaDB. SQLite has none.
    pub async fn explain_analyze(self, on: impl Executor) -> Result<Explain> {
        explain(&self.ast, true, on).await
    }
}

async fn explain(query: &SelectNode, analyzed: bool, mut on: impl Executor) -> Result<Explain> {
    let mut lease = on.lease(query.access()).await?;
    let dialect = lease.dialect();
    let unlimited = SelectNode {
        options: query
            .options
            .as_ref()
            .map(|options| Box::new(options.without_timeout())),
        ..query.clone()
    };
    let statement = write_select(&unlimited, dialect)?;
    let words = words(dialect, analyzed)?;
    let question = format!("{words} {}", statement.sql.as_str());
    let mut plan = Plan {
        sqlite: dialect == Dialect::Sqlite,
        depths: vec![],
        text: String::new(),
    };
    lease
        .fetch(&Statement::new(question, statement.params), &mut plan)
        .await?;
    Ok(Explain {
        dialect,
        sql: statement.sql,
        analyzed,
        text: plan.text,
    })
}

fn words(dialect: Dialect, analyzed: bool) -> Result<&'static str> {
    Ok(match (dialect, analyzed) {
        (Dialect::Sqlite, true) => {
            return Err(Error::Unsupported {
                feature: "EXPLAIN ANALYZE",
                dialect,
            });
        }
        (Dialect::Sqlite, false) => "EXPLAIN QUERY PLAN",
        (Dialect::Postgres, true) => "EXPLAIN (ANALYZE, BUFFERS)",
        (Dialect::Postgres, false) => "EXPLAIN",
        (Dialect::Mysql, true) => "EXPLAIN ANALYZE",
        (Dialect::Mysql, false) => "EXPLAIN FORMAT=TREE",
        (Dialect::Mariadb, true) => "ANALYZE FORMAT=JSON",
        (Dialect::Mariadb, false) => "EXPLAIN FORMAT=JSON",
    })
}

/// Collects the lines of a plan.
struct Plan {
    /// Rows are nodes of a tree: id, id of the parent, a number without meaning, text.
    sqlite: bool,
    /// The nodes so far, with their depths.
    depths: Vec<(i64, usize)>,
    text: String,
}

impl RowSink for Plan {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let mut at = 0;
        if self.sqlite {
            let id = row.i64(0)?.unwrap_or(0);
            let parent = row.i64(1)?.unwrap_or(0);
            let known = self.depths.iter().find(|(id, _)| *id == parent);
            let depth = known.map_or(0, |(_, depth)| depth + 1);
            self.depths.push((id, depth));
            self.text.push_str(&"  ".repeat(depth));
            at = 3;
        }
        self.text.push_str(&row.text(at)?.unwrap_or_default());
        Ok(())
    }
}
