mod codec;
mod cursor;
mod order;
mod page;

pub use cursor::{Cursor, CursorError};
pub use page::KeysetPage;
pub(crate) use page::Seeking;

use super::run::Collected;
use super::{Project, Scope, Select, SelectNode, TableRef, Tuple, write_select};
use crate::dialect::Dialect;
use crate::driver::Executor;
use crate::error::{Error, Result};
use crate::expr::{Node, OrderNode, OrderTerms};
use crate::statement::Statement;

/// A query read page by page, each page beginning behind the last row of another.
///
/// However far the pages go, each costs the same, and rows that come or go meanwhile shift
/// nothing.
#[derive(Clone)]
#[must_use = "a query does nothing before it is run"]
pub struct Keyset<S, O> {
    pub(crate) query: Select<S, O>,
    pub(super) order: Vec<OrderNode>,
    pub(super) keyed: bool,
    pub(super) after: Option<Cursor>,
    pub(super) before: Option<Cursor>,
    pub(super) from_end: bool,
}

impl<S: Scope, O> Select<S, O> {
    /// Reads the query in pages, in an order of several columns and directions.
    ///
    /// The primary keys of the query's tables are appended to the order, so that no two rows are
    /// equal in it. NULLs come last in rising order and first in falling order on every engine,
    /// unless `nulls_first` or `nulls_last` says otherwise; give indexes the same order.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let users = || User::select().keyset(|u| u.name.desc());
    /// let first = users().page(1, &db).await?;
    /// // SELECT .. FROM "users" ORDER BY "users"."name" DESC, "users"."id" LIMIT ?
    /// assert_eq!(first.items[0].name, "Bob");
    /// let second = users().after(first.next).page(1, &db).await?;
    /// // .. WHERE "users"."name" <= ? AND ("users"."name" < ? OR "users"."id" > ?) ORDER BY ..
    /// assert_eq!(second.items[0].name, "Ann");
    /// assert!(second.next.is_none());
    /// let back = users().before(second.previous).page(1, &db).await?;
    /// assert_eq!(back.items[0].name, "Bob");
    /// # Ok(()) }
    /// ```
    ///
    /// The condition is the row comparison `(a, b) > (x, y)` where all terms go one way and none
    /// can be NULL, on PostgreSQL and SQLite. MySQL finds no index for that: it gets
    /// `a >= x AND (a > x OR b > y)`, as other orders do everywhere.
    pub fn keyset<T: OrderTerms>(self, order: impl FnOnce(S) -> T) -> Keyset<S, O> {
        let mut terms = vec![];
        order(self.scope).push_terms(&mut terms);
        let keyed = order::complete(&mut terms, self.scope, &self.ast);
        Keyset {
            query: self,
            order: terms,
            keyed,
            after: None,
            before: None,
            from_end: false,
        }
    }
}

impl<S, O> Keyset<S, O> {
    /// The rows behind a place: a page's [`next`](KeysetPage::next). `None` is the beginning.
    pub fn after(mut self, cursor: impl Into<Option<Cursor>>) -> Self {
        self.after = cursor.into();
        self
    }

    /// The rows that lead up to a place: a page's [`previous`](KeysetPage::previous).
    /// `None` changes nothing.
    pub fn before(mut self, cursor: impl Into<Option<Cursor>>) -> Self {
        self.before = cursor.into();
        self
    }

    /// The last page instead of the first.
    pub fn from_end(mut self) -> Self {
        self.from_end = true;
        self
    }

    /// The statement of a page as the dialect writes it, without running it. It asks for one row
    /// more than the page has, to know whether there is another page.
    pub fn to_sql(&self, size: usize, dialect: Dialect) -> Result<Statement> {
        let seeking = Seeking::new(self, size, dialect)?;
        let mut select = seeking.select(&self.query.ast);
        seeking.push_keys(&mut select);
        write_select(&select, dialect)
    }

    fn check(&self) -> Result<()> {
        let query: &SelectNode = &self.query.ast;
        let refuse = |reason: &str| Err(Error::Invalid(format!("keyset pages: {reason}")));
        if query.is_cut() || !query.order.is_empty() {
            return refuse("they order and limit the rows themselves, so the query must not");
        }
        let grouped = !query.group.is_empty() || query.columns.iter().any(|c| c.has_aggregate());
        if query.distinct || grouped {
            return refuse("a row of a DISTINCT or grouped query has no key; use `paginate`");
        }
        let over = |column: &Node| column.any(&|node| matches!(node, Node::Window(_)));
        if query.columns.iter().any(over) {
            return refuse("a window function would see the rows of one page only; use `paginate`");
        }
        if !query.tables().all(TableRef::is_table) {
            return refuse("a subquery may have a row twice, whatever its key; use `paginate`");
        }
        if !self.keyed {
            return refuse("every table of the query needs a primary key; use `paginate`");
        }
        match (&self.after, &self.before, self.from_end) {
            (Some(_), Some(_), _) => refuse("either `after` or `before`, not both"),
            (Some(_), _, true) | (_, Some(_), true) => refuse("`from_end` takes no cursor"),
            _ => Ok(()),
        }
    }
}

impl<S, P: Project> Keyset<S, Tuple<P>> {
    /// The page, of at most so many rows.
    pub async fn page(self, size: usize, mut on: impl Executor) -> Result<KeysetPage<Vec<P::Row>>> {
        let mut lease = on.lease(self.query.ast.access()).await?;
        let seeking = Seeking::new(&self, size, lease.dialect())?;
        let mut select = seeking.select(&self.query.ast);
        let mut rows = seeking.keyed(&mut select, Collected::<P>(vec![]));
        let statement = write_select(&select, lease.dialect())?;
        lease.fetch(&statement, &mut rows).await?;
        let (mut items, ends) = rows.finish(&seeking);
        if seeking.backwards {
            items.0.reverse();
        }
        Ok(ends.around(items.0))
    }
}
