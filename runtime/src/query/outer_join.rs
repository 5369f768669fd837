use super::path::table;
use super::{Append, JoinKind, On, Path, Scope, Select};
use crate::expr::{Alias, Condition};
use crate::model::{Inner, Model, Outer};
use crate::relation::Relation;

/// What comes out of a query whose columns are not chosen yet: after a right or full join the
/// rows of the tables before it may be missing, so `.select(..)` says anew what is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Unselected;

/// The query after a join that keeps the rows of `T`.
type Kept<S, T> = Select<<<S as Scope>::Outer as Append<T>>::Out, Unselected>;

/// The table that a relationship leads to.
type Child<R, As> = <<R as Relation>::Child as Model>::Table<As>;

/// Joins that keep the rows of the joined table: the tables before it may be missing then, and
/// their columns are `Option`. What was selected before no longer fits: `.select(..)` follows.
impl<S: Scope, O> Select<S, O> {
    /// `RIGHT JOIN` along a relationship: every related row, with its parent if it has one.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let query = Post::select().right_join(|p| p.author()).select(|(p, u)| (p.title, u.name));
    /// let rows: Vec<(Option<String>, String)> = query.all(&db).await?;
    /// # assert_eq!(rows.len(), 3);
    /// # Ok(()) }
    /// ```
    pub fn right_join<R: Relation>(
        self,
        path: impl FnOnce(S) -> Path<R>,
    ) -> Kept<S, Child<R, Inner>>
    where
        S::Outer: Append<Child<R, Inner>>,
    {
        let to = Alias::fresh();
        let path = path(self.scope);
        let mut outer = self.into_outer();
        path.push_joins(JoinKind::Right, to, &mut outer.ast.joins);
        outer.widen(R::Child::table(to))
    }

    /// `RIGHT JOIN` of any model on a condition.
    pub fn right_join_on<M: Model>(
        self,
        on: impl On<<S::Outer as Append<M::Table<Inner>>>::Out>,
    ) -> Kept<S, M::Table<Inner>>
    where
        S::Outer: Append<M::Table<Inner>>,
    {
        let to = Alias::fresh();
        let wider = self.into_outer().widen(M::table::<Inner>(to));
        let on = on(wider.scope).condition();
        wider.joined(JoinKind::Right, table::<M>(to), on)
    }

    /// `FULL JOIN` along a relationship: the rows of both sides, matched where they match.
    /// MySQL and MariaDB have none; a left join and a right join under `union_all` say the same.
    pub fn full_join<R: Relation>(self, path: impl FnOnce(S) -> Path<R>) -> Kept<S, Child<R, Outer>>
    where
        S::Outer: Append<Child<R, Outer>>,
    {
        let to = Alias::fresh();
        let path = path(self.scope);
        let mut outer = self.into_outer();
        path.push_joins(JoinKind::Full, to, &mut outer.ast.joins);
        outer.widen(R::Child::table(to))
    }

    /// `FULL JOIN` of any model on a condition; see [`full_join`](Self::full_join).
    pub fn full_join_on<M: Model>(
        self,
        on: impl On<<S::Outer as Append<M::Table<Outer>>>::Out>,
    ) -> Kept<S, M::Table<Outer>>
    where
        S::Outer: Append<M::Table<Outer>>,
    {
        let to = Alias::fresh();
        let wider = self.into_outer().widen(M::table::<Outer>(to));
        let on = on(wider.scope).condition();
        wider.joined(JoinKind::Full, table::<M>(to), on)
    }

    fn into_outer(mut self) -> Select<S::Outer, Unselected> {
        self.ast.columns.clear();
        Select {
            ast: self.ast,
            scope: self.scope.outer(),
            output: Unselected,
        }
    }
}
