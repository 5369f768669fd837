use super::{InsertAll, Insertable, New};
use crate::driver::Executor;
use crate::error::{Error, Result};
use crate::model::Model;

/// `INSERT` of one row: [`run`](Insert::run) gives it back as stored.
#[must_use = "nothing is inserted before `.run(..)`"]
pub struct Insert<M: Model> {
    row: New<M>,
}

impl<M: Model> Insert<M> {
    /// An insert of a complete row.
    pub fn new(row: impl Insertable<Model = M>) -> Self {
        Insert {
            row: row.into_new(),
        }
    }

    /// Inserts it, together with its links. The row comes back with all that the database
    /// filled in: by `RETURNING`, on MySQL by the key it counted and a second statement if there
    /// is more.
    pub async fn run(self, on: impl Executor) -> Result<M> {
        let rows = InsertAll::new([self.row]).run(on).await?;
        rows.into_iter().next().ok_or(Error::NotFound {
            entity: M::META.name,
        })
    }
}
