mod outcome;
mod run;

use std::marker::PhantomData;

use futures_util::future::BoxFuture;
pub use outcome::{Outcome, Upserted};

use super::assign::Assignments;
use super::{Insertable, New, UniqueKey};
use crate::driver::Executor;
use crate::error::{Error, Result};
use crate::expr::{Alias, Column, Condition, Node};
use crate::model::{Inner, Model};
use crate::query::push_condition;
use crate::query::writer::Target;
use crate::rules::values::normalize;

/// `INSERT` of rows some of which may be there already.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// # let record = db.record();
/// let ann = User::upsert(user::new("Anna").id(1))
///     .on(User::BY_ID)
///     .set(|u, new| (u.name.to(new.name), u.visits.to(u.visits + 1)))
///     .run(&db)
///     .await?;
/// // INSERT INTO "users" ("id", "name", "active", "visits") VALUES (?, ?, ?, ?)
/// // ON CONFLICT ("id") DO UPDATE
/// // SET "name" = "excluded"."name", "visits" = "users"."visits" + ? RETURNING ..
/// # let sql = r#"INSERT INTO "users" ("id", "name", "active", "visits") VALUES (?, ?, ?, ?) ON CONFLICT ("id") DO UPDATE SET "name" = "excluded"."name", "visits" = "users"."visits" + ? RETURNING "#;
/// # let ran = &record.statements()[0].sql;
/// # assert!(ran.starts_with(sql), "{ran}");
/// # assert_eq!((ann.name.as_str(), ann.visits), ("Anna", 1));
/// # Ok(()) }
/// ```
///
/// MySQL and MariaDB: `ON DUPLICATE KEY UPDATE name = VALUES(name), ..`. They update a row that
/// is in the way by whatever unique key, so there an upsert that could meet one by another key
/// than that of [`on`](Upsert::on) is refused, unless [`any_key`](Upsert::any_key) says that it
/// is meant.
#[must_use = "nothing is stored before `.run(..)`"]
pub struct Upsert<M: Model, A = NoKey, N = OneRow> {
    rows: Vec<New<M>>,
    target: Target,
    excluded: Alias,
    action: A,
    number: PhantomData<fn() -> N>,
}

/// State of an upsert that does not name its key yet.
#[derive(Clone, Copy, Debug)]
pub struct NoKey;

/// State of an upsert that does not say yet what happens to a row that is there.
#[derive(Clone, Copy, Debug)]
pub struct Undecided<M: Model>(UniqueKey<M>);

/// State of an upsert that may run.
pub struct Decided<M> {
    key: UniqueKey<M>,
    change: Change,
    filter: Vec<Node>,
    any_key: bool,
    /// Whether it asks for the outcome.
    asks: bool,
}

/// What happens to a row that is there.
enum Change {
    Nothing,
    All,
    Set(Vec<(Column, Node)>),
}

/// Mark of an upsert of one row.
#[derive(Clone, Copy, Debug)]
pub enum OneRow {}

/// Mark of an upsert of many rows.
#[derive(Clone, Copy, Debug)]
pub enum ManyRows {}

/// An upsert that says what happens to a row that is there already.
#[diagnostic::on_unimplemented(
    message = "this upsert doesn't say what happens to a row that is there already",
    label = "no action",
    note = "name the unique key, then the action: `.on(User::BY_EMAIL).update_all()`, or `.set(|row, new| ..)`, or `.do_nothing()`"
)]
pub trait Decides<M> {
    #[doc(hidden)]
    fn decision(self) -> Decided<M>;
}

impl<M> Decides<M> for Decided<M> {
    fn decision(self) -> Decided<M> {
        self
    }
}

impl<M: Model> Upsert<M> {
    /// An upsert of a complete row.
    pub fn new(row: impl Insertable<Model = M>) -> Self {
        Upsert::of(vec![row.into_new()])
    }
}

impl<M: Model> Upsert<M, NoKey, ManyRows> {
    /// An upsert of complete rows.
    pub fn all<N: Insertable<Model = M>>(rows: impl IntoIterator<Item = N>) -> Self {
        Upsert::of(rows.into_iter().map(Insertable::into_new).collect())
    }
}

impl<M: Model, N> Upsert<M, NoKey, N> {
    fn of(rows: Vec<New<M>>) -> Self {
        Upsert {
            rows,
            target: Target::new(M::META),
            excluded: Alias::fresh(),
            action: NoKey,
            number: PhantomData,
        }
    }

    /// The unique key by which a row is the same.
    pub fn on(self, key: UniqueKey<M>) -> Upsert<M, Undecided<M>, N> {
        self.then(|NoKey| Undecided(key))
    }
}

impl<M: Model, N> Upsert<M, Undecided<M>, N> {
    /// A row that is there stays as it is. PostgreSQL and SQLite: `DO NOTHING`.
    pub fn do_nothing(self) -> Upsert<M, Decided<M>, N> {
        self.decide(Change::Nothing)
    }

    /// A row that is there gets all the values that are given, but for its keys.
    pub fn update_all(self) -> Upsert<M, Decided<M>, N> {
        self.decide(Change::All)
    }

    /// A row that is there changes so: the closure gets it and the new one.
    pub fn set<A: Assignments>(
        self,
        assignments: impl FnOnce(M::Table<Inner>, M::Table<Inner>) -> A,
    ) -> Upsert<M, Decided<M>, N> {
        let mut list = vec![];
        assignments(M::table(self.target.alias), M::table(self.excluded)).push(&mut list);
        let mut set: Vec<(Column, Node)> = vec![];
        for mut assignment in list {
            normalize(&assignment.column, &mut assignment.value);
            set.retain(|(known, _)| *known != assignment.column);
            set.push((assignment.column, assignment.value));
        }
        self.decide(Change::Set(set))
    }

    fn decide(self, change: Change) -> Upsert<M, Decided<M>, N> {
        self.then(|Undecided(key)| Decided {
            key,
            change,
            filter: vec![],
            any_key: false,
            asks: true,
        })
    }
}

impl<M: Model, N> Upsert<M, Decided<M>, N> {
    /// Only a row for which this holds changes; the closure gets it and the new one. Several
    /// conditions must all hold.
    ///
    /// PostgreSQL and SQLite: `DO UPDATE SET .. WHERE ..`. MySQL and MariaDB have no place for
    /// it: there every assignment becomes `column = IF(condition, value, column)`.
    pub fn filter<C: Condition>(
        mut self,
        condition: impl FnOnce(M::Table<Inner>, M::Table<Inner>) -> C,
    ) -> Self {
        let condition = condition(M::table(self.target.alias), M::table(self.excluded));
        push_condition(&mut self.action.filter, condition.condition());
        self
    }

    /// On MySQL and MariaDB, a row that is in the way by another unique key changes as well. On
    /// the others that stays an error.
    pub fn any_key(mut self) -> Self {
        self.action.any_key = true;
        self
    }

    /// Does not ask what was done with each row. PostgreSQL tells by a column of the system
    /// (`xmax`) that partitioned tables do not have; an upsert into one must say this.
    pub fn without_outcome(mut self) -> Self {
        self.action.asks = false;
        self
    }
}

impl<M: Model, A, N> Upsert<M, A, N> {
    fn then<B>(self, action: impl FnOnce(A) -> B) -> Upsert<M, B, N> {
        Upsert {
            rows: self.rows,
            target: self.target,
            excluded: self.excluded,
            action: action(self.action),
            number: PhantomData,
        }
    }
}

impl<M: Model, A> Upsert<M, A, OneRow> {
    /// Runs it: the row as it is stored now, and what was done where the engine tells.
    pub fn run<'e>(self, on: impl Executor + 'e) -> BoxFuture<'e, Result<Upserted<M>>>
    where
        A: Decides<M>,
    {
        let upsert = self.then(A::decision);
        Box::pin(async move {
            let rows = upsert.run_all(on).await?;
            rows.into_iter().next().ok_or(Error::NotFound {
                entity: M::META.name,
            })
        })
    }
}

impl<M: Model, A> Upsert<M, A, ManyRows> {
    /// Runs it, all rows or none: each row as it is stored now, in their order.
    ///
    /// Two rows of the same key can't both update: that is an error on every engine.
    pub fn run<'e>(self, on: impl Executor + 'e) -> BoxFuture<'e, Result<Vec<Upserted<M>>>>
    where
        A: Decides<M>,
    {
        Box::pin(self.then(A::decision).run_all(on))
    }
}
