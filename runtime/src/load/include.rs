use std::marker::PhantomData;

use super::face::Of;
use super::plan::{Plan, Strategy};
use crate::expr::{Condition, OrderTerms};
use crate::model::{Inner, Model};
use crate::relation::{Collection, Relation, Set, Single, ToMany};

/// A relationship to load: `user::posts()`. `S` is what is loaded with its rows.
#[must_use = "an include does nothing before `.with(..)`"]
pub struct Include<R, S, C = ToMany> {
    pub(crate) plan: Plan,
    proof: PhantomData<Proof<R, S, C>>,
}

type Proof<R, S, C> = fn() -> (R, S, C);

impl<R, S, C> Clone for Include<R, S, C> {
    fn clone(&self) -> Self {
        Include {
            plan: self.plan.clone(),
            proof: PhantomData,
        }
    }
}

impl<R: Relation, S, C> Include<R, S, C> {
    /// Loads a relationship with nothing beyond it, for generated code.
    #[doc(hidden)]
    #[allow(clippy::new_without_default)] // generated code names the relationship
    pub fn new() -> Self {
        Include::of(Plan::new(&Of::<R>(PhantomData)))
    }
}

impl<R, S, C> Include<R, S, C> {
    pub(super) fn of(plan: Plan) -> Self {
        Include {
            plan,
            proof: PhantomData,
        }
    }
}

impl<R, S: 'static, C> Include<R, S, C> {
    /// Loads a relationship of the rows that this one leads to.
    pub fn with<Q, T, D, Out>(mut self, include: Include<Q, T, D>) -> Include<R, Out, C>
    where
        S: Set<Q, T, Out = Out>,
    {
        let mut nested = include.plan;
        nested.lift(&self.plan.lifted);
        nested.add(&mut self.plan.nested);
        Include {
            plan: self.plan,
            proof: PhantomData,
        }
    }

    /// Puts at most so many keys into one statement.
    ///
    /// The default is what the engine takes; a smaller number makes several short statements.
    pub fn chunk(mut self, keys: usize) -> Self {
        self.plan.chunk = Some(keys.max(1));
        self
    }
}

impl<R: Relation, S, C> Include<R, S, C> {
    /// Loads only the rows for which a condition holds.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let users = User::select()
    ///     .with(user::posts().filter(|p| p.published.eq(true)))
    ///     .all(&db)
    ///     .await?;
    /// # let ann = users.first().unwrap();
    /// # assert_eq!(ann.posts().iter().map(|p| p.title()).collect::<Vec<_>>(), ["First"]);
    /// # Ok(()) }
    /// ```
    pub fn filter<F, E>(mut self, condition: F) -> Self
    where
        F: FnOnce(<R::Child as Model>::Table<Inner>) -> E,
        E: Condition,
        C: Collection,
    {
        let node = condition(R::Child::table(self.plan.alias)).condition();
        self.plan.filter.push(node);
        self
    }

    /// Orders the rows of each parent, instead of as the relationship says. Said twice, the
    /// second order holds among equals of the first.
    pub fn order_by<F, O>(mut self, order: F) -> Self
    where
        F: FnOnce(<R::Child as Model>::Table<Inner>) -> O,
        O: OrderTerms,
        C: Collection,
    {
        order(R::Child::table(self.plan.alias)).push_terms(&mut self.plan.order);
        self
    }

    /// At most so many rows for each parent, the first in their order.
    pub fn limit(mut self, rows: u64) -> Self
    where
        C: Collection,
    {
        self.plan.limit = Some(rows);
        self
    }

    /// Passes over so many rows of each parent.
    pub fn offset(mut self, rows: u64) -> Self
    where
        C: Collection,
    {
        self.plan.offset = rows;
        self
    }

    /// Loads it in the statement of its parents, by a join.
    ///
    /// One round trip less; slower where many parents share a row, which is then sent once for
    /// each.
    pub fn joined(mut self) -> Self
    where
        C: Single,
    {
        self.plan.choose(Strategy::Joined);
        self
    }

    /// Loads it by a statement of its own for the keys of its parents, whatever the schema says.
    pub fn select_in(mut self) -> Self {
        self.plan.choose(Strategy::SelectIn);
        self
    }

    /// Loads it by a statement that repeats the query of the parents as a subquery, instead of
    /// naming their keys: for so many parents that their keys would take several statements.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// # let record = db.record();
    /// let query = User::select().filter(|u| u.active).with(user::posts().subquery());
    /// let users = query.all(&db).await?;
    /// // SELECT .. FROM "posts" WHERE "posts"."author_id" IN (
    /// // SELECT "users"."id" FROM "users" WHERE "users"."active")
    /// # assert!(record.statements()[1].sql.contains(r#"WHERE "posts"."author_id" IN (SELECT "users"."id" FROM "users" WHERE "users"."active")"#));
    /// # Ok(()) }
    /// ```
    ///
    /// Where the query has a LIMIT, its order is completed by the key, so that both statements
    /// cut the same rows off. Where it cannot be repeated (a sample, `distinct_on`, rows that are
    /// here already) the keys are named all the same; [`explain_plan`](crate::Select::explain_plan)
    /// says so.
    pub fn subquery(mut self) -> Self {
        self.plan.choose(Strategy::Subquery);
        self
    }
}
