use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};

use super::statement::insert::InsertText;
use super::tenant::own;
use super::{Insertable, New, apart};
use crate::dialect::Dialect;
use crate::driver::{Access, Connection, Executor, RowSource};
use crate::error::{Error, Result};
use crate::hooks;
use crate::model::{ColumnSet, Model};
use crate::rules::Parameters;
use crate::value::Value;

/// Loads many rows the fastest safe way, with memory for a few of them at a time. Nothing comes
/// back but their number.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let rows = (0..10_000).map(|n| user::new(format!("user {n}")));
/// let count = User::copy_in(rows).run(&db).await?;
/// # assert_eq!(count, 10_000);
/// # Ok(()) }
/// ```
///
/// - PostgreSQL: `COPY users (name) FROM STDIN`.
/// - SQLite: one prepared statement, row by row in one transaction.
/// - MySQL, MariaDB: inserts of as many rows as a statement takes. Their `LOAD DATA LOCAL` lets
///   the server ask the client for any file it likes, so servers and drivers have it off, and
///   this library does not turn it on.
/// - Rows that are stored in several tables: inserts of many rows into one table after the other.
///
/// All rows are stored or none. Neighbours that leave the same columns to the database go in
/// together, so rows that differ in that are best sorted by it. Rows with links and rows that
/// point at a session's rows are refused: only a session can store them.
#[must_use = "nothing is loaded before `.run(..)`"]
pub struct CopyIn<'r, M: Model> {
    rows: BoxStream<'r, Result<New<M>>>,
}

impl<'r, M: Model> CopyIn<'r, M> {
    /// A load of an iterator's rows.
    pub fn new<N, I>(rows: I) -> Self
    where
        N: Insertable<Model = M>,
        I: IntoIterator<Item = N>,
        I::IntoIter: Send + 'r,
    {
        let rows = rows.into_iter().map(|row| Ok(row.into_new()));
        CopyIn {
            rows: stream::iter(rows).boxed(),
        }
    }

    /// A load of a stream's rows; its first error ends it, and nothing is stored.
    pub fn of_stream<N>(rows: impl Stream<Item = Result<N>> + Send + 'r) -> Self
    where
        N: Insertable<Model = M>,
    {
        CopyIn {
            rows: rows.map(|row| row.map(Insertable::into_new)).boxed(),
        }
    }

    /// Loads them and says how many there were. The transaction is open as long as rows come: on
    /// SQLite nobody else writes meanwhile.
    pub async fn run(self, mut on: impl Executor) -> Result<u64> {
        let mut lease = on.lease(Access::Write).await?;
        hooks::refuse(M::META, &lease)?;
        lease.atomic().await?;
        let mut rows = Incoming {
            rows: self.rows,
            next: None,
            parameters: lease.parameters().clone(),
        };
        let mut count = 0;
        while let Some(open) = rows.peek().await? {
            let text = InsertText::new(M::META, &open, lease.dialect()).silent();
            count += match lease.dialect() {
                _ if M::META.base().is_some() => insert_apart(&mut lease, &mut rows, &open).await?,
                Dialect::Postgres if text.copies() => {
                    let sql = text.copy();
                    let mut run = Run {
                        rows: &mut rows,
                        text: &text,
                        open,
                    };
                    lease.copy_in(&sql, &mut run).await?
                }
                _ => insert(&mut lease, &mut rows, text, &open).await?,
            };
        }
        lease.finish().await?;
        Ok(count)
    }
}

/// Rows to come.
struct Incoming<'r, M: Model> {
    rows: BoxStream<'r, Result<New<M>>>,
    next: Option<New<M>>,
    parameters: Parameters,
}

impl<M: Model> Incoming<'_, M> {
    /// What the next row leaves open.
    async fn peek(&mut self) -> Result<Option<ColumnSet>> {
        if self.next.is_none() {
            let Some(mut row) = self.rows.next().await.transpose()? else {
                return Ok(None);
            };
            if row.needs_session() || !row.links.is_empty() {
                return Err(Error::Invalid(format!(
                    "copy_in: a row of {} has links or points at a session's row; only a session \
                     or `insert_all` can store it",
                    M::META.name
                )));
            }
            own(&mut row, &self.parameters)?;
            row.admit()?;
            self.next = Some(row);
        }
        Ok(self.next.as_ref().map(|row| row.incoming.unset.clone()))
    }

    /// The next row, if it leaves the same columns open.
    async fn next_of(&mut self, open: &ColumnSet) -> Result<Option<M>> {
        match self.peek().await? {
            Some(next) if next == *open => Ok(self.next.take().map(|new| new.row)),
            _ => Ok(None),
        }
    }
}

/// Neighbours that leave the same columns open.
#[cfg_attr(not(feature = "postgres"), allow(dead_code))] // only its driver loads in bulk
struct Run<'i, 'r, M: Model> {
    rows: &'i mut Incoming<'r, M>,
    text: &'i InsertText,
    open: ColumnSet,
}

impl<M: Model> RowSource for Run<'_, '_, M> {
    async fn next(&mut self, row: &mut Vec<Value>) -> Result<bool> {
        let Some(next) = self.rows.next_of(&self.open).await? else {
            return Ok(false);
        };
        row.extend(self.text.bound.iter().map(|at| next.value((*at).into())));
        Ok(true)
    }
}

impl<M: Model> Incoming<'_, M> {
    /// Values of the next neighbours that leave the same columns open, and of how many.
    async fn take(
        &mut self,
        open: &ColumnSet,
        columns: &[u16],
        most: usize,
    ) -> Result<(usize, Vec<Value>)> {
        /// Servers refuse a message of more than some megabytes.
        const BYTES: usize = 4 << 20;

        let (mut values, mut size, mut bytes) = (vec![], 0, 0);
        while size < most && bytes < BYTES {
            let Some(row) = self.next_of(open).await? else {
                break;
            };
            let from = values.len();
            values.extend(columns.iter().map(|at| row.value((*at).into())));
            bytes += values[from..].iter().map(weight).sum::<usize>();
            size += 1;
        }
        Ok((size, values))
    }
}

/// Inserts the next neighbours that leave the same columns open.
async fn insert<M: Model>(
    connection: &mut Connection,
    rows: &mut Incoming<'_, M>,
    mut text: InsertText,
    open: &ColumnSet,
) -> Result<u64> {
    let mut count = 0;
    loop {
        let most = text.rows_per_load();
        let (size, values) = rows.take(open, &text.bound, most).await?;
        if size == 0 {
            return Ok(count);
        }
        connection.execute(&text.load(size, values)).await?;
        count += size as u64;
    }
}

/// The same of rows that are stored in several tables.
async fn insert_apart<M: Model>(
    connection: &mut Connection,
    rows: &mut Incoming<'_, M>,
    open: &ColumnSet,
) -> Result<u64> {
    const ROWS: usize = 10_000;

    let columns: Vec<u16> = (0..M::META.columns.len() as u16).collect();
    let mut count = 0;
    loop {
        let (size, values) = rows.take(open, &columns, ROWS).await?;
        if size == 0 {
            return Ok(count);
        }
        let mut values = values.into_iter();
        let row = |_| values.by_ref().take(columns.len()).collect();
        let mut chunk: Vec<Vec<Value>> = (0..size).map(row).collect();
        apart::insert(connection, M::META, open, &mut chunk).await?;
        count += size as u64;
    }
}

/// About how many bytes a value takes.
fn weight(value: &Value) -> usize {
    match value {
        Value::Text(text) | Value::Named(text, _) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::Json(json) => json.to_string().len(),
        Value::Array(_, values) => values.iter().map(weight).sum(),
        Value::Texts(texts) => texts.as_str().len(),
        Value::Wrapped(value, _) => weight(value),
        _ => 8,
    }
}
