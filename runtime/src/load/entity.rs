use super::include::Include;
use super::loaded::Loaded;
use super::prepare::prepare;
use super::run::{attach, fetch, origin};
use crate::driver::Executor;
use crate::error::{Error, Result};
use crate::graph::{All, Graph, One};
use crate::model::Model;
use crate::query::{Select, SelectNode};
use crate::relation::Set;
use crate::rules::moment;

/// Queries of whole rows. Every form runs in as many statements as it has includes that are not
/// joined; several run in one read transaction, so that they see one state of the database.
impl<S, M: Model, L: 'static> Select<S, Loaded<M, L>> {
    /// Loads a relationship with each row. A LIMIT of the query counts its own rows, whatever is
    /// loaded with them.
    pub fn with<R, T, C, Out>(mut self, include: Include<R, T, C>) -> Select<S, Loaded<M, Out>>
    where
        L: Set<R, T, Out = Out>,
    {
        let mut plan = include.plan;
        plan.lift(&self.ast.lifted);
        plan.add(&mut self.output.includes);
        Select {
            ast: self.ast,
            scope: self.scope,
            output: Loaded::of(self.output.includes),
        }
    }

    /// All rows.
    pub async fn all(self, db: impl Executor) -> Result<All<M, L>> {
        run(*self.ast, self.output, db, |_| Ok(())).await
    }

    /// The first row, if there is one.
    pub async fn first(self, db: impl Executor) -> Result<Option<One<M, L>>> {
        let select = at_most(*self.ast, 1);
        run(select, self.output, db, |_| Ok(())).await.map(One::new)
    }

    /// The only row; [`Error::NotFound`] if there is none, [`Error::TooManyRows`] if there are
    /// several.
    pub async fn one(self, db: impl Executor) -> Result<One<M, L>> {
        let found = self.optional(db).await?;
        found.ok_or(Error::NotFound {
            entity: M::META.name,
        })
    }

    /// The only row, if there is one; [`Error::TooManyRows`] if there are several.
    pub async fn optional(self, db: impl Executor) -> Result<Option<One<M, L>>> {
        let select = at_most(*self.ast, 2);
        run(select, self.output, db, |rows| match rows {
            0 | 1 => Ok(()),
            _ => Err(Error::TooManyRows {
                entity: M::META.name,
            }),
        })
        .await
        .map(One::new)
    }
}

fn at_most(mut select: SelectNode, rows: u64) -> SelectNode {
    select.at_most(rows);
    select
}

/// `check` sees the number of rows before anything is loaded with them.
async fn run<M: Model, L: 'static>(
    mut select: SelectNode,
    output: Loaded<M, L>,
    mut db: impl Executor,
    check: impl FnOnce(usize) -> Result<()> + Send,
) -> Result<All<M, L>> {
    let includes = prepare::<M>(&mut select, &output.includes)?;
    let here = origin(&select);
    let mut lease = db.lease(select.access()).await?;
    if includes.iter().any(|plan| plan.has_statement(here)) {
        lease.snapshot().await?;
    }
    let mut graph = Graph {
        moment: moment(&select.lifted),
        ..Graph::default()
    };
    let rows = fetch::<M>(select, &includes, &mut lease).await?;
    check(rows.rows.len())?;
    let node = rows.place(&mut graph)?;
    attach(&includes, here, &mut lease, &mut graph, node).await?;
    lease.finish().await?;
    Ok(All::new(graph, node))
}
