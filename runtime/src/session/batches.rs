use super::{Found, Session};
use crate::driver::Database;
use crate::error::{Error, Result};
use crate::expr::{Column, Node, OrderNode};
use crate::load::{Loaded, behind};
use crate::model::{Model, TableHandle};
use crate::query::Select;
use crate::value::IntoKey;

/// The rows of a query, a batch at a time, each with a session and a transaction of its own: for
/// jobs that change many rows.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let mut batches = User::select().filter(|u| u.visits.eq(0)).batches(5_000, &db);
/// while let Some(mut batch) = batches.next().await? {
///     for user in &batch.rows {
///         batch.session[user].visits = 1;
///     }
///     batch.commit().await?;
/// }
/// # assert_eq!(User::select().filter(|u| u.visits.eq(1)).count(&db).await?, 2);
/// # Ok(()) }
/// ```
///
/// The rows come in the order of their keys, and a batch begins behind the last key of the one
/// before: rows that the job changes so that the query finds them no more, or that others insert
/// and delete meanwhile, move no other row. A job that was stopped goes on
/// [`after`](Batches::after) the last [`position`](Batches::position) that it committed.
#[must_use = "nothing is read before `.next()`"]
pub struct Batches<S, M: Model, L> {
    database: Database,
    select: Select<S, Loaded<M, L>>,
    size: u64,
    position: Option<M::Key>,
    done: bool,
}

/// Rows of a job with their session. Dropped without [`commit`](Batch::commit), what was done
/// with them is rolled back.
pub struct Batch<M: Model, L> {
    /// The session that knows the rows. Its transaction is open.
    pub session: Session,
    /// The rows.
    pub rows: Found<M, L>,
}

impl<S, M, L> Select<S, Loaded<M, L>>
where
    S: TableHandle<Model = M> + Clone,
    M: Model,
    L: 'static,
{
    /// The rows in batches of at most `size`, each with a session and a transaction of its own.
    pub fn batches(self, size: u64, database: &Database) -> Batches<S, M, L> {
        Batches {
            database: database.clone(),
            select: self,
            size: size.max(1),
            position: None,
            done: false,
        }
    }
}

impl<S: TableHandle<Model = M>, M: Model, L: 'static> Batches<S, M, L> {
    /// Begins behind a key.
    pub fn after(mut self, key: impl IntoKey<M::Key>) -> Self {
        self.position = Some(key.into_key());
        self
    }

    /// The last key of the last batch that was read.
    pub fn position(&self) -> Option<&M::Key> {
        self.position.as_ref()
    }

    /// Reads the next batch in a transaction that stays open for what is done with it. `None` at
    /// the end.
    pub async fn next(&mut self) -> Result<Option<Batch<M, L>>> {
        if self.done {
            return Ok(None);
        }
        let select = self.page()?;
        let mut session = self.database.session();
        session.begin().await?;
        let rows = session.all(select).await?;
        self.done = (rows.len() as u64) < self.size;
        let Some(last) = rows.last() else {
            return Ok(None);
        };
        self.position = Some(session[*last].key());
        Ok(Some(Batch { session, rows }))
    }

    fn page(&self) -> Result<Select<S, Loaded<M, L>>> {
        let ast = &self.select.ast;
        let own_way = !ast.order.is_empty() || ast.limit.is_some() || ast.offset.is_some();
        if own_way || ast.distinct || M::META.key.is_empty() {
            return Err(Error::Invalid(format!(
                "batches of {}: they go by the key, so the model needs one, and the query has no \
                 order, limit or distinct of its own",
                M::META.name
            )));
        }
        let alias = self.select.scope.alias();
        let mut page = Select {
            ast: ast.clone(),
            scope: self.select.scope,
            output: self.select.output.clone(),
        };
        let key = M::META.key.iter().map(|at| OrderNode {
            node: Node::Column(Column {
                alias,
                model: M::META,
                at: *at,
            }),
            descending: false,
            nulls_first: None,
        });
        page.ast.order.extend(key);
        page.ast.limit = Some(self.size);
        let position = self.position.as_ref();
        let behind = position.and_then(|key| behind::<M>(alias, key));
        page.ast.filter.extend(behind);
        Ok(page)
    }
}

impl<M: Model, L> Batch<M, L> {
    /// Writes what was changed and stores it.
    pub async fn commit(mut self) -> Result<()> {
        self.session.commit().await
    }
}
