use super::{InsertAll, Insertable, Returning};
use crate::driver::Executor;
use crate::error::{Error, Result};
use crate::model::{Inner, Model};
use crate::query::Project;

/// `INSERT` of one row: [`run`](Insert::run) gives it back as stored.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// # let record = db.record();
/// let cid = User::insert(user::new("Cid")).run(&db).await?;
/// // INSERT INTO "users" ("name", "active", "visits") VALUES (?, ?, ?)
/// assert!(cid.active && cid.id > 0);
/// # let sql = r#"INSERT INTO "users" ("name", "active", "visits") VALUES (?, ?, ?)"#;
/// # assert_eq!(record.statements()[0].sql, sql);
/// # Ok(()) }
/// ```
#[must_use = "nothing is inserted before `.run(..)`"]
pub struct Insert<M: Model> {
    all: InsertAll<M>,
}

impl<M: Model> Insert<M> {
    /// An insert of a complete row.
    pub fn new(row: impl Insertable<Model = M>) -> Self {
        Insert {
            all: InsertAll::new([row]),
        }
    }

    /// What to give back instead of the whole row, as
    /// [`InsertAll::returning`](InsertAll::returning).
    pub fn returning<P: Project>(
        self,
        output: impl FnOnce(M::Table<Inner>) -> P,
    ) -> Returning<Self, P> {
        let Returning { query, columns, .. } = self.all.returning(output);
        Returning::of(Insert { all: query }, columns)
    }

    pub(super) fn into_all(self) -> InsertAll<M> {
        self.all
    }

    /// Inserts it, together with its links. The row comes back with all that the database
    /// filled in: by `RETURNING`, on MySQL by the key it counted and a second statement if there
    /// is more.
    pub async fn run(self, on: impl Executor) -> Result<M> {
        only::<M, M>(self.all.run(on).await?)
    }
}

impl<M: Model, P: Project> Returning<Insert<M>, P> {
    /// Runs it.
    pub async fn run(self, on: impl Executor) -> Result<P::Row> {
        only::<M, _>(self.query.all.run_returning::<P>(self.columns, on).await?)
    }
}

fn only<M: Model, T>(rows: Vec<T>) -> Result<T> {
    rows.into_iter().next().ok_or(Error::NotFound {
        entity: M::META.name,
    })
}
