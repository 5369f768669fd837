use futures_util::{Stream, StreamExt, TryStreamExt};

use super::select::Tuple;
use super::{Options, Project, Scope, Select, SelectNode, Source, TableRef, write_select};
use crate::driver::{Connection, Executor, FromRow, RowSink, RowStream};
use crate::error::{DecodeError, Error, Result};
use crate::expr::{self, Alias, Node};
use crate::value::Decoder;

/// Running a projection.
impl<S, P: Project> Select<S, Tuple<P>> {
    /// All rows.
    pub async fn all(self, on: impl Executor) -> Result<Vec<P::Row>> {
        fetch::<P>(&self.ast, on).await
    }

    /// The first row, if there is one. Which one that is, is up to `order_by`.
    pub async fn first(mut self, on: impl Executor) -> Result<Option<P::Row>> {
        self.ast.at_most(1);
        Ok(fetch::<P>(&self.ast, on).await?.pop())
    }

    /// The only row; an error if there is none or another one.
    pub async fn one(self, on: impl Executor) -> Result<P::Row> {
        self.optional(on)
            .await?
            .ok_or(Error::NotFound { entity: "row" })
    }

    /// The only row if there is one; an error if there is another one.
    pub async fn optional(mut self, on: impl Executor) -> Result<Option<P::Row>> {
        self.ast.at_most(2);
        let mut rows = fetch::<P>(&self.ast, on).await?;
        match rows.len() {
            0 | 1 => Ok(rows.pop()),
            _ => Err(Error::TooManyRows { entity: "row" }),
        }
    }

    /// The rows one after the other, with memory for a few of them at a time.
    pub fn stream<'e>(
        self,
        mut on: impl Executor + 'e,
    ) -> impl Stream<Item = Result<P::Row>> + Send + Unpin
    where
        P: 'static,
    {
        let rows = RowStream::new(move |rows| async move {
            let mut lease = on.lease(self.ast.access()).await?;
            let statement = write_select(&self.ast, lease.dialect())?;
            lease.stream_into::<Projected<P>>(&statement, &rows).await
        });
        rows.map(|row| row.map(|projected| projected.0))
    }

    /// The rows in chunks of at most so many, with memory for a few chunks at a time.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// use futures_util::TryStreamExt;
    ///
    /// let mut chunks = User::select().select(|u| (u.id, u.name)).chunks(500, &db);
    /// while let Some(rows) = chunks.try_next().await? {
    ///     assert!(rows.len() <= 500);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn chunks<'e>(
        self,
        rows: usize,
        on: impl Executor + 'e,
    ) -> impl Stream<Item = Result<Vec<P::Row>>> + Send + Unpin
    where
        P: 'static,
    {
        let chunks = self.stream(on).try_chunks(rows.max(1));
        // Rows before an error are not handed out: a chunk is there as a whole or not at all.
        chunks.map(|chunk| chunk.map_err(|error| error.1))
    }
}

/// Questions that any query answers.
impl<S: Scope, O> Select<S, O> {
    /// How many rows the query has, its LIMIT and DISTINCT taken into account.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// # let record = db.record();
    /// let active = User::select().filter(|u| u.active.eq(true)).count(&db).await?;
    /// // SELECT count(*) FROM "users" WHERE "users"."active" = ?
    /// # assert_eq!(active, 1);
    /// # assert_eq!(record.statements()[0].sql, r#"SELECT count(*) FROM "users" WHERE "users"."active" = ?"#);
    /// # Ok(()) }
    /// ```
    pub async fn count(self, on: impl Executor) -> Result<u64> {
        let rows: i64 = scalar(&counting(*self.ast), on).await?;
        Ok(u64::try_from(rows).unwrap_or(0))
    }

    /// Whether the query has a row: `SELECT EXISTS (SELECT 1 ..)`.
    pub async fn exists(mut self, on: impl Executor) -> Result<bool> {
        let question = SelectNode {
            options: Options::take_outer(&mut self.ast),
            lifted: self.ast.lifted.clone(),
            columns: vec![Node::Exists(Box::new(bare(*self.ast)))],
            ..SelectNode::default()
        };
        scalar(&question, on).await
    }
}

/// The query without what does not change how many rows it has.
pub(super) fn bare(mut query: SelectNode) -> SelectNode {
    query.lock = None;
    if !query.is_cut() {
        query.order.clear();
    }
    // Aggregates make one row of many even where nobody reads them.
    let counts = query.distinct || query.with_ties || !query.distinct_on.is_empty();
    if !counts && !query.columns.iter().any(Node::has_aggregate) {
        query.columns.clear();
    }
    query
}

/// `SELECT count(*)` of a query's rows.
pub(crate) fn counting(query: SelectNode) -> SelectNode {
    let mut query = bare(query);
    let plain = query.columns.is_empty()
        && query.group.is_empty()
        && query.having.is_empty()
        && !query.is_cut();
    let count = vec![expr::count().node.into()];
    if plain {
        query.columns = count;
        return query;
    }
    SelectNode {
        options: Options::take_outer(&mut query),
        lifted: query.lifted.clone(),
        columns: count,
        from: Some(TableRef {
            alias: Alias::fresh(),
            source: Source::query(query),
        }),
        ..SelectNode::default()
    }
}

async fn scalar<T: crate::value::SqlType>(query: &SelectNode, on: impl Executor) -> Result<T> {
    let mut rows = fetch::<expr::Expr<T>>(query, on).await?;
    rows.pop().ok_or(Error::NotFound { entity: "row" })
}

async fn fetch<P: Project>(query: &SelectNode, mut on: impl Executor) -> Result<Vec<P::Row>> {
    let mut lease = on.lease(query.access()).await?;
    fetch_on::<P>(query, &mut lease).await
}

/// The rows of a query on a connection.
pub(super) async fn fetch_on<P: Project>(
    query: &SelectNode,
    connection: &mut Connection,
) -> Result<Vec<P::Row>> {
    let statement = write_select(query, connection.dialect())?;
    let mut rows = Collected::<P>(vec![]);
    connection.fetch(&statement, &mut rows).await?;
    Ok(rows.0)
}

/// Collects the rows of a projection.
pub(crate) struct Collected<P: Project>(pub(crate) Vec<P::Row>);

impl<P: Project> RowSink for Collected<P> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        self.0.push(P::decode(row, 0)?);
        Ok(())
    }
}

/// A row of a projection on its way through a stream.
struct Projected<P: Project>(P::Row);

/// Nothing points into it.
impl<P: Project> Unpin for Projected<P> {}

impl<P: Project + 'static> FromRow for Projected<P> {
    fn from_row<D: Decoder + ?Sized>(row: &D) -> Result<Self, DecodeError> {
        P::decode(row, 0).map(Projected)
    }
}
