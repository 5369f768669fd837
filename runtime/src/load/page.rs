use super::loaded::Loaded;
use super::prepare::prepare;
use super::run::{attach, origin, run_in, sink};
use crate::driver::Executor;
use crate::error::Result;
use crate::graph::{All, Graph};
use crate::model::Model;
use crate::query::{Keyset, KeysetPage, Page, Pages, Scope, Seeking, Select, write_select};
use crate::rules::moment;

impl<S, M: Model, L: 'static> Keyset<S, Loaded<M, L>> {
    /// The page, of at most so many rows, each with what is loaded with it.
    pub async fn page(self, size: usize, mut db: impl Executor) -> Result<KeysetPage<All<M, L>>> {
        let mut lease = db.lease(self.query.ast.access()).await?;
        let seeking = Seeking::new(&self, size, lease.dialect())?;
        let mut select = seeking.select(&self.query.ast);
        let includes = prepare::<M>(&mut select, &self.query.output.includes)?;
        let here = origin(&select);
        if includes.iter().any(|plan| plan.has_statement(here)) {
            self.query.ast.check_lock(&lease)?;
            lease.snapshot().await?;
        }
        let rows = sink::<M>(&mut select, &includes);
        let mut rows = seeking.keyed(&mut select, rows);
        let statement = write_select(&select, lease.dialect())?;
        lease.fetch(&statement, &mut rows).await?;
        let (mut rows, ends) = rows.finish(&seeking);
        if seeking.backwards {
            rows.reverse();
        }
        let mut graph = Graph {
            moment: moment(&select.lifted),
            ..Graph::default()
        };
        let node = rows.place(&mut graph)?;
        attach(&includes, here, &mut lease, &mut graph, node).await?;
        lease.finish().await?;
        Ok(ends.around(All::new(graph, node)))
    }
}

impl<S: Scope, M: Model, L: 'static> Select<S, Loaded<M, L>> {
    /// A numbered page with how many there are, each row with what is loaded with it. All
    /// statements see one state of the database. The first page is 1.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// # let record = db.record();
    /// let page = User::select().with(user::posts()).order_by(|u| u.name).paginate(2, 1, &db).await?;
    /// // SELECT count(*) FROM "users"
    /// // SELECT .. FROM "users" ORDER BY "users"."name", "users"."id" LIMIT ? OFFSET ?
    /// # assert_eq!(record.statements()[0].sql, r#"SELECT count(*) FROM "users""#);
    /// # assert_eq!(record.statements()[1].sql, r#"SELECT "users"."id", "users"."name", "users"."active", "users"."visits" FROM "users" ORDER BY "users"."name", "users"."id" LIMIT ? OFFSET ?"#);
    /// assert_eq!((page.total, page.pages, page.page), (2, 2, 2));
    /// assert_eq!(page.items[0].name, "Bob");
    /// # Ok(()) }
    /// ```
    ///
    /// A late page makes the database walk over all rows before it;
    /// [`keyset`](Select::keyset) does not.
    pub async fn paginate(
        self,
        page: u64,
        size: u64,
        mut db: impl Executor,
    ) -> Result<Page<All<M, L>>> {
        let pages = Pages::new(*self.ast, self.scope, page, size)?;
        let mut lease = db.lease(pages.rows.access()).await?;
        let total = pages.count(&mut lease).await?;
        let mut graph = Graph::default();
        let rows = pages.rows.clone();
        let node = run_in::<M>(rows, &self.output.includes, &mut lease, &mut graph).await?;
        lease.finish().await?;
        Ok(pages.page(All::new(graph, node), total))
    }
}
