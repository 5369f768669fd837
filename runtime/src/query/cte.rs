use std::marker::PhantomData;
use std::sync::Arc;

use super::rows::{column_kinds, column_names};
use super::set::{RowOf, SameRow};
use super::source;
use super::{ChangeNode, Project, RowSource, RowsNode, SelectNode};
use crate::expr::{Alias, Node};
use crate::value::Kind;

/// A query of the WITH clause, made by [`cte`] or [`recursive`].
///
/// It is used by reference wherever a source can stand: `from(&top)`, `.join_query(&top, ..)`. A
/// statement that uses it has it in its WITH clause, once, whatever the number and the depth of
/// the uses.
pub struct Cte<P, O> {
    rows: RowsNode,
    proof: PhantomData<fn() -> (P, O)>,
}

/// A query with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct CteNode {
    /// Which one it is.
    pub id: Alias,
    /// Its name, where that is free.
    pub name: &'static str,
    /// The names of its columns.
    pub columns: Arc<[String]>,
    /// How they are stored.
    pub kinds: Arc<[Kind]>,
    /// What it is.
    pub body: CteBody,
    /// `MATERIALIZED` or `NOT MATERIALIZED`.
    pub materialized: Option<bool>,
}

/// What stands in parentheses behind the name of a CTE.
#[derive(Clone, Debug, PartialEq)]
pub enum CteBody {
    /// A query.
    Query(Box<SelectNode>),
    /// A query that reads its own rows.
    Recursion {
        /// Its beginning.
        base: Box<SelectNode>,
        /// The query that reads the rows of the step before.
        step: Box<SelectNode>,
        /// `UNION ALL`.
        all: bool,
    },
    /// A statement that changes rows and gives them back.
    Change(Box<ChangeNode>),
}

/// What can have a name in a WITH clause: what can stand in a FROM, and on PostgreSQL an INSERT,
/// UPDATE or DELETE with its `returning`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be named in a WITH clause",
    label = "expected a query, or an insert, update or delete with `.returning(..)`",
    note = "a query of models is one without `.with(..)`; an update or delete needs a condition"
)]
pub trait Nameable {
    /// What one row is made of.
    type Project: Project;
    /// What comes out of a query of all its rows.
    type Output: Default;
    /// What it is, with its columns.
    #[doc(hidden)]
    fn body(self) -> (CteBody, Vec<Node>);
}

impl<R: RowSource> Nameable for R {
    type Project = R::Project;
    type Output = R::Output;

    fn body(self) -> (CteBody, Vec<Node>) {
        let query = source::query(self);
        let columns = query.columns.clone();
        (CteBody::Query(Box::new(query)), columns)
    }
}

impl<P, O> Clone for Cte<P, O> {
    fn clone(&self) -> Self {
        Cte::new(self.rows.clone())
    }
}

/// A query with a name, to be used several times in a statement or to be read on its own.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::{count, cte, from};
/// # fn main() {
/// let top = cte("top", Post::select().group_by(|p| p.author_id).select(|a, _| (a, count())));
/// let query = User::select()
///     .join_query(&top, |(u, t)| u.id.eq(t.0))
///     .filter(|(_, t)| t.1.eq(from(&top).select(|t| t.1.max())))
///     .select(|(u, t)| (u.name, t.1));
/// // WITH "top" ("author_id", "c2") AS (SELECT "posts"."author_id", count(*) FROM "posts"
/// // GROUP BY "posts"."author_id") SELECT "users"."name", "top"."c2" FROM "users"
/// // JOIN "top" ON "users"."id" = "top"."author_id"
/// // WHERE "top"."c2" = (SELECT max("top_2"."c2") FROM "top" AS "top_2")
/// # let sql = r#"WITH "top" ("author_id", "c2") AS (SELECT "posts"."author_id", count(*) FROM "posts" GROUP BY "posts"."author_id") SELECT "users"."name", "top"."c2" FROM "users" JOIN "top" ON "users"."id" = "top"."author_id" WHERE "top"."c2" = (SELECT max("top_2"."c2") FROM "top" AS "top_2")"#;
/// # assert_eq!(postgres(&query), sql);
/// # }
/// ```
///
/// On PostgreSQL it may also be an INSERT, UPDATE or DELETE with a `returning`, whose rows the
/// query goes on with:
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::{cte, from};
/// # fn main() {
/// let gone = cte("gone", Post::delete().filter(|p| !p.published).returning(|p| (p.id, p.title)));
/// let query = from(&gone).select(|g| g.1);
/// // WITH "gone" ("id", "title") AS (DELETE FROM "posts" WHERE NOT "posts"."published"
/// // RETURNING "posts"."id", "posts"."title") SELECT "gone"."title" FROM "gone"
/// # let sql = r#"WITH "gone" ("id", "title") AS (DELETE FROM "posts" WHERE NOT "posts"."published" RETURNING "posts"."id", "posts"."title") SELECT "gone"."title" FROM "gone""#;
/// # assert_eq!(postgres(&query), sql);
/// # }
/// ```
pub fn cte<Q: Nameable>(name: &'static str, rows: Q) -> Cte<Q::Project, Q::Output> {
    let (body, columns) = rows.body();
    Cte::of(CteNode {
        id: Alias::fresh(),
        name,
        columns: column_names(&columns).into(),
        kinds: column_kinds(&columns).into(),
        body,
        materialized: None,
    })
}

/// A query that reads its own rows: it begins with `base`, and `step` gets the rows of the step
/// before, as a source, until a step has no new ones: `UNION`. A row that was there already does
/// not count as new, so it ends on data with cycles, too, where the row doesn't grow.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::{from, recursive};
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// // Numbers from 1 on, each twice the one before.
/// let powers = recursive("powers", User::select().filter(|u| u.id.eq(1)).select(|u| u.id), |p| {
///     from(p).filter(|n| n.lt(100)).select(|n| n * 2)
/// });
/// let query = from(&powers).select(|n| n.max());
/// // WITH RECURSIVE "powers" ("id") AS (
/// // SELECT "users"."id" FROM "users" WHERE "users"."id" = $1 UNION
/// // SELECT "powers"."id" * $2 FROM "powers" WHERE "powers"."id" < $3)
/// // SELECT max("powers"."id") FROM "powers"
/// # assert_eq!(query.one(&db).await?, Some(128));
/// # Ok(()) }
/// ```
pub fn recursive<B: RowSource, T: RowSource>(
    name: &'static str,
    base: B,
    step: impl FnOnce(&Cte<B::Project, B::Output>) -> T,
) -> Cte<B::Project, B::Output>
where
    RowOf<T>: SameRow<RowOf<B>>,
{
    recursion(name, base, step, false)
}

/// As [`recursive`], but equal rows stay: `UNION ALL`. On data with a cycle it does not end.
pub fn recursive_all<B: RowSource, T: RowSource>(
    name: &'static str,
    base: B,
    step: impl FnOnce(&Cte<B::Project, B::Output>) -> T,
) -> Cte<B::Project, B::Output>
where
    RowOf<T>: SameRow<RowOf<B>>,
{
    recursion(name, base, step, true)
}

fn recursion<B: RowSource, T: RowSource>(
    name: &'static str,
    base: B,
    step: impl FnOnce(&Cte<B::Project, B::Output>) -> T,
    all: bool,
) -> Cte<B::Project, B::Output> {
    let base = source::query(base);
    let id = Alias::fresh();
    let columns: Arc<[String]> = column_names(&base.columns).into();
    let kinds: Arc<[Kind]> = column_kinds(&base.columns).into();
    let before = Cte::new(RowsNode::Step {
        id,
        name,
        columns: columns.clone(),
        kinds: kinds.clone(),
    });
    let step = source::query(step(&before));
    Cte::of(CteNode {
        id,
        name,
        columns,
        kinds,
        body: CteBody::Recursion {
            base: Box::new(base),
            step: Box::new(step),
            all,
        },
        materialized: None,
    })
}

impl<P, O> Cte<P, O> {
    fn new(rows: RowsNode) -> Self {
        Cte {
            rows,
            proof: PhantomData,
        }
    }

    fn of(node: CteNode) -> Self {
        Cte::new(RowsNode::Cte(Arc::new(node)))
    }

    /// `MATERIALIZED`: the query is run once and its rows are kept, whatever is asked of them.
    /// A hint to PostgreSQL and SQLite; MySQL and MariaDB decide for themselves.
    #[must_use]
    pub fn materialized(self) -> Self {
        self.hint(true)
    }

    /// `NOT MATERIALIZED`: conditions on its rows may move into the query. A hint to PostgreSQL
    /// and SQLite; MySQL and MariaDB decide for themselves.
    #[must_use]
    pub fn not_materialized(self) -> Self {
        self.hint(false)
    }

    fn hint(mut self, materialized: bool) -> Self {
        if let RowsNode::Cte(node) = &mut self.rows {
            Arc::make_mut(node).materialized = Some(materialized);
        }
        self
    }
}

impl<P: Project, O: Default> RowSource for &Cte<P, O> {
    type Project = P;
    type Output = O;

    fn rows(self) -> RowsNode {
        self.rows.clone()
    }
}
