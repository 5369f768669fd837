use super::run::{counting, fetch_on};
use super::{Project, Scope, Select, SelectNode, Tuple};
use crate::driver::{Executor, Lease};
use crate::error::{Error, Result};
use crate::expr::OrderNode;

/// One of the numbered pages of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<I> {
    /// Its rows; none behind the last page.
    pub items: I,
    /// How many rows the query has.
    pub total: u64,
    /// How many pages that makes.
    pub pages: u64,
    /// The page's number; the first is 1.
    pub page: u64,
}

/// A query about to be cut into pages by OFFSET.
pub(crate) struct Pages {
    page: u64,
    size: u64,
    total: SelectNode,
    /// The rows of the page.
    pub(crate) rows: SelectNode,
}

impl Pages {
    /// The primary keys of the tables end the order, so that no row stands on two pages.
    pub(crate) fn new<S: Scope>(query: SelectNode, scope: S, page: u64, size: u64) -> Result<Self> {
        if page == 0 || size == 0 {
            return Err(Error::Invalid(
                "the first page is 1, and a page has at least one row".into(),
            ));
        }
        if query.limit.is_some() || query.offset.is_some() {
            return Err(Error::Invalid(
                "`paginate` sets LIMIT and OFFSET, so the query must not".into(),
            ));
        }
        let mut rows = query.clone();
        let single = query.group.is_empty()
            && !query.distinct
            && query.distinct_on.is_empty()
            && !query.columns.iter().any(|column| column.has_aggregate());
        let mut key = vec![];
        if single {
            scope.push_key(&mut key);
        }
        for node in key {
            if rows.order.iter().all(|term| term.node != node) {
                rows.order.push(OrderNode {
                    node,
                    descending: false,
                    nulls_first: None,
                });
            }
        }
        rows.limit = Some(size);
        rows.offset = (page > 1).then(|| (page - 1).saturating_mul(size));
        Ok(Pages {
            page,
            size,
            total: counting(query),
            rows,
        })
    }

    /// Counts the rows; a read transaction begins, unless one is open.
    pub(crate) async fn count(&self, lease: &mut Lease<'_>) -> Result<u64> {
        self.rows.check_lock(lease)?;
        lease.snapshot().await?;
        let counted = fetch_on::<crate::expr::Expr<i64>>(&self.total, lease).await?;
        let total = counted.first().copied().unwrap_or(0);
        Ok(u64::try_from(total).unwrap_or(0))
    }

    pub(crate) fn page<I>(&self, items: I, total: u64) -> Page<I> {
        Page {
            items,
            total,
            pages: total.div_ceil(self.size),
            page: self.page,
        }
    }
}

impl<S: Scope, P: Project> Select<S, Tuple<P>> {
    /// A numbered page with how many there are, in two statements that see one state of the
    /// database. The first page is 1.
    ///
    /// A late page makes the database walk over all rows before it;
    /// [`keyset`](Select::keyset) does not.
    pub async fn paginate(
        self,
        page: u64,
        size: u64,
        mut on: impl Executor,
    ) -> Result<Page<Vec<P::Row>>> {
        let pages = Pages::new(*self.ast, self.scope, page, size)?;
        let mut lease = on.lease(pages.rows.access()).await?;
        let total = pages.count(&mut lease).await?;
        let items = fetch_on::<P>(&pages.rows, &mut lease).await?;
        lease.finish().await?;
        Ok(pages.page(items, total))
    }
}
