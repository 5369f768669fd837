use super::statement::link::LinkTable;
use super::{Conditional, Delete, End, IntoRef, Update, batch};
use crate::driver::{Access, Executor};
use crate::error::{Error, Result};
use crate::expr::{Expr, Node, OrderNode};
use crate::load::Loaded;
use crate::model::{Inner, Model, TableHandle};
use crate::query::{Select, of_parent};
use crate::relation::Relation;
use crate::session::SessionError;
use crate::value::Value;

/// The rows that a relationship leads to from one row, without loading any: to be queried,
/// changed and, of a many-to-many, linked.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// # let record = db.record();
/// use ormolu::rows_of;
///
/// # let ann = User::get(1).one(&db).await?;
/// let posts = rows_of::<user::posts>(&ann);
/// let drafts = posts.select().filter(|p| p.published.eq(false)).all(&db).await?;
/// posts.update().set(|p| p.published.to(true)).run(&db).await?;
/// posts.delete().filter(|p| p.title.eq("Second")).run(&db).await?;
/// // DELETE FROM "posts" WHERE "posts"."author_id" = ? AND "posts"."title" = ?
/// # assert_eq!(drafts.len(), 1);
/// # assert_eq!(posts.select().count(&db).await?, 1);
/// # let sql = r#"DELETE FROM "posts" WHERE "posts"."author_id" = ? AND "posts"."title" = ?"#;
/// # assert_eq!(record.statements()[3].sql, sql);
/// # Ok(()) }
/// ```
pub fn rows_of<R: Relation>(parent: &R::Parent) -> RowsOf<R> {
    RowsOf {
        parent: parent.clone(),
    }
}

/// A query of whole rows with nothing loaded beside them.
type Whole<M> = Select<<M as Model>::Table<Inner>, Loaded<M, <M as Model>::Bare>>;

/// The rows that a relationship leads to from one row: see [`rows_of`].
#[derive(Clone, Debug)]
pub struct RowsOf<R: Relation> {
    parent: R::Parent,
}

impl<R: Relation> RowsOf<R> {
    /// A query for them, in the relationship's order.
    pub fn select(&self) -> Whole<R::Child> {
        let mut select = Select::<_, Loaded<R::Child, _>>::model().filter(|c| self.among(c));
        let alias = TableHandle::alias(select.scope);
        let ordered = R::META.order.iter().map(|(at, descending)| OrderNode {
            node: Node::Column(crate::expr::Column {
                alias,
                model: R::Child::META,
                at: *at,
            }),
            descending: *descending,
            nulls_first: None,
        });
        select.ast.order.extend(ordered);
        select
    }

    /// An update of them.
    pub fn update(&self) -> Update<R::Child, Conditional> {
        Update::new().filter(|child| self.among(child))
    }

    /// A delete of them.
    pub fn delete(&self) -> Delete<R::Child, Conditional> {
        Delete::new().filter(|child| self.among(child))
    }

    fn among(&self, child: <R::Child as Model>::Table<Inner>) -> Expr<bool> {
        Expr::new(of_parent::<R>(&self.parent, TableHandle::alias(child)))
    }

    /// Links rows by a many-to-many; those that are linked already stay so.
    pub async fn link<C: IntoRef<R::Child>>(
        &self,
        rows: impl IntoIterator<Item = C>,
        mut on: impl Executor,
    ) -> Result<()> {
        let (table, rows) = self.links(rows)?;
        let mut lease = on.lease(Access::Write).await?;
        if rows.len() > table.rows_per_insert(lease.dialect()) {
            lease.atomic().await?;
        }
        batch::link(&mut lease, &table, &rows).await?;
        lease.finish().await?;
        Ok(())
    }

    /// Takes links of a many-to-many away: how many there were. The rows themselves stay.
    pub async fn unlink<C: IntoRef<R::Child>>(
        &self,
        rows: impl IntoIterator<Item = C>,
        mut on: impl Executor,
    ) -> Result<u64> {
        let (table, rows) = self.links(rows)?;
        let mut lease = on.lease(Access::Write).await?;
        if rows.len() > table.rows_per_delete() {
            lease.atomic().await?;
        }
        let mut count = 0;
        for chunk in rows.chunks(table.rows_per_delete()) {
            let statement = table.delete(chunk, lease.dialect());
            count += lease.execute(&statement).await?.rows;
        }
        lease.finish().await?;
        Ok(count)
    }

    fn links<C: IntoRef<R::Child>>(
        &self,
        rows: impl IntoIterator<Item = C>,
    ) -> Result<(LinkTable, Vec<Vec<Value>>)> {
        let relationship = R::META.name;
        let Some(meta) = R::META.link else {
            return Err(SessionError::NotManyToMany { relationship }.into());
        };
        if R::META.read_only {
            return Err(SessionError::ReadOnly { relationship }.into());
        }
        let table = LinkTable::new(meta);
        let own = R::META.parent_columns.iter();
        let own: Vec<Value> = own.map(|at| self.parent.value((*at).into())).collect();
        let row = |child: C| {
            let model = R::Child::META.name;
            match End::new(child.into_ref(), R::META.child_columns) {
                End::Values(values) => Ok(table.row(own.clone(), values)),
                End::OtherKey(model) => Err(Error::from(SessionError::OtherKey { model })),
                End::Pending { .. } => Err(SessionError::ForeignHandle { model }.into()),
            }
        };
        let rows = rows.into_iter().map(row).collect::<Result<_>>()?;
        Ok((table, rows))
    }
}
