use super::behind::behind;
use super::columns::{columns, rising, then_by};
use super::loaded::Loaded;
use super::plan::Plan;
use super::run::run_in;
use crate::driver::{Access, Executor, Lease, RowStream};
use crate::error::Result;
use crate::expr::Alias;
use crate::graph::{All, Graph};
use crate::model::Model;
use crate::query::{Select, SelectNode, TableRef};

impl<S, M: Model, L: 'static> Select<S, Loaded<M, L>> {
    /// The rows in batches of at most `batch`, each with what is loaded with its rows: memory
    /// does not grow with the number of rows.
    ///
    /// All batches see one state of the database: the stream holds a read transaction while it
    /// lives. Each batch is a statement of its own, and one for each include that is not joined.
    /// Without an `order_by` rows come in the order of their key, and a batch begins behind the
    /// last one; with an order of its own, or with joined tables, it begins by OFFSET, which
    /// grows slow after many thousands of rows.
    pub fn stream<'e, E>(self, mut db: E, batch: usize) -> RowStream<'e, All<M, L>>
    where
        E: Executor + 'e,
    {
        let mut pages = Pages::new::<M>(*self.ast, self.output.includes, batch);
        RowStream::new(move |batches| async move {
            let mut lease = db.lease(Access::Read).await?;
            lease.snapshot().await?;
            while !pages.is_done() {
                let page = pages.next::<M, L>(&mut lease).await?;
                if page.is_empty() || batches.send(vec![page]).await.is_err() {
                    break;
                }
            }
            lease.finish().await
        })
    }
}

/// A query cut into pages.
struct Pages {
    select: SelectNode,
    alias: Option<Alias>,
    includes: Vec<Plan>,
    batch: u64,
    /// How many rows are still wanted.
    left: u64,
    /// Whether a page begins behind the key of the last row.
    by_key: bool,
    /// How many conditions the query has itself.
    own_filters: usize,
    done: bool,
}

impl Pages {
    fn new<M: Model>(mut select: SelectNode, includes: Vec<Plan>, batch: usize) -> Self {
        let plain = select.order.is_empty()
            && select.joins.is_empty()
            && select.group.is_empty()
            && !select.distinct
            && select.distinct_on.is_empty()
            && select.from.as_ref().is_some_and(TableRef::is_table);
        let alias = select.from.as_ref().map(|from| from.alias);
        // A key at the end of the order would leave no ties.
        if let Some(alias) = alias.filter(|_| !select.with_ties) {
            let key = columns(alias, M::META, M::META.key);
            then_by(&mut select.order, key.into_iter().map(rising));
        }
        Pages {
            left: select.limit.unwrap_or(u64::MAX),
            alias,
            includes,
            batch: (batch as u64).max(1),
            by_key: plain && !M::META.key.is_empty(),
            own_filters: select.filter.len(),
            done: false,
            select,
        }
    }

    fn is_done(&self) -> bool {
        self.done
    }

    async fn next<M: Model, L: 'static>(&mut self, lease: &mut Lease<'_>) -> Result<All<M, L>> {
        let whole = self.select.with_ties;
        let wanted = if whole {
            self.left
        } else {
            self.batch.min(self.left)
        };
        self.select.limit = Some(wanted);
        let mut graph = Graph::default();
        let node = run_in::<M>(self.select.clone(), &self.includes, lease, &mut graph).await?;
        let page = All::<M, L>::new(graph, node);
        let rows = page.len() as u64;
        self.left -= rows.min(self.left);
        self.done = whole || rows < wanted || self.left == 0;
        match (page.rows().last(), self.alias) {
            (Some(last), Some(alias)) if self.by_key => self.begin_behind(alias, last),
            _ => self.select.offset = Some(self.select.offset.unwrap_or(0) + rows),
        }
        Ok(page)
    }

    fn begin_behind<M: Model>(&mut self, alias: Alias, last: &M) {
        let Some(behind) = behind::<M>(alias, &last.key()) else {
            return;
        };
        self.select.offset = None;
        self.select.filter.truncate(self.own_filters);
        self.select.filter.push(behind);
    }
}
