mod apart;

use std::marker::PhantomData;

use futures_util::future::BoxFuture;

use super::Returning;
use super::returning::named;
use crate::dialect::Dialect;
use crate::driver::{Access, Executor};
use crate::error::{Error, InvalidValues, Result};
use crate::expr::{Column, Expr, Node};
use crate::hooks;
use crate::model::{Fill, Inner, Model};
use crate::query::writer::{InsertQueryNode, Target, write_insert_query};
use crate::query::{Change, Collected, CteBody, Nameable, Project, Select, SelectNode, Tuple};
use crate::rules::values::computed;
use crate::rules::{foreign_tenant, set_by};
use crate::value::Scalar;
use crate::value::Value;

/// `INSERT` of the rows of a query: nothing travels through the program.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// # let record = db.record();
/// let names = User::select().filter(|u| u.active.eq(true)).select(|u| (u.id, u.name));
/// let count = Post::insert_from(names, |p| (p.author_id, p.title)).run(&db).await?;
/// // INSERT INTO "posts" ("author_id", "title")
/// // SELECT "users"."id", "users"."name" FROM "users" WHERE "users"."active" = ?
/// # assert_eq!(count, 1);
/// # let sql = r#"INSERT INTO "posts" ("author_id", "title") SELECT "users"."id", "users"."name" FROM "users" WHERE "users"."active" = ?"#;
/// # assert_eq!(record.statements()[0].sql, sql);
/// # Ok(()) }
/// ```
///
/// The columns must take what the query's rows hold. Those that are not named get the defaults
/// that the database knows; one that has none and can't be NULL must be named, or the database
/// refuses the rows. What kind of row it is, a model that inherits says by itself.
///
/// Rows that are stored in several tables do travel through the program: the query's rows are
/// read, and inserted into one table after the other.
#[must_use = "nothing is inserted before `.run(..)`"]
pub struct InsertFrom<M: Model> {
    target: Target,
    columns: Vec<Column>,
    query: Box<SelectNode>,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> InsertFrom<M> {
    /// An insert of a query's rows into these columns.
    pub fn new<S, P: Project, C: Receives<P::Row>>(
        query: Select<S, Tuple<P>>,
        columns: impl FnOnce(M::Table<Inner>) -> C,
    ) -> Self {
        let target = Target::new(M::META);
        let mut list = vec![];
        columns(M::table(target.alias)).push(&mut list);
        InsertFrom {
            target,
            columns: list,
            query: query.ast,
            model: PhantomData,
        }
    }

    /// What to give back of each row, in no certain order. MySQL has no RETURNING and, for rows
    /// of a query, nothing to do instead: an error there, but for rows in several tables, which
    /// are read by their keys on every engine.
    pub fn returning<P: Project>(
        self,
        output: impl FnOnce(M::Table<Inner>) -> P,
    ) -> Returning<Self, P> {
        let table = M::table(self.target.alias);
        Returning::new(self, output(table))
    }

    /// Gives back the inserted rows, as [`returning`](InsertFrom::returning) gives columns.
    pub fn returning_rows(self) -> Returning<Self, M::Table<Inner>> {
        self.returning(|row| row)
    }

    /// Runs it and says how many rows it inserted.
    pub fn run<'e>(self, mut on: impl Executor + 'e) -> BoxFuture<'e, Result<u64>> {
        Box::pin(async move {
            let mut lease = on.lease(Access::Write).await?;
            hooks::refuse(M::META, &lease)?;
            let dialect = lease.dialect();
            let node = self.node(dialect)?;
            if M::META.base().is_some() {
                lease.atomic().await?;
                let count = apart::insert(&mut lease, &node).await?.len();
                lease.finish().await?;
                return Ok(count as u64);
            }
            let statement = write_insert_query(&node, &[], dialect)?;
            Ok(lease.execute(&statement).await?.rows)
        })
    }

    fn node(self, dialect: Dialect) -> Result<InsertQueryNode> {
        let meta = M::META;
        let mut columns: Vec<u16> = vec![];
        for column in &self.columns {
            let name = column.meta().name;
            if column.alias != self.target.alias || columns.contains(&column.at) {
                return Err(Error::Invalid(format!(
                    "insert_from: `{name}` is named twice or is no column of {}",
                    meta.name
                )));
            }
            columns.push(column.at);
        }
        if let Some(fault) = computed(meta, &columns) {
            return Err(InvalidValues(vec![fault]).into());
        }
        let mut query = self.query;
        if let Some((at, tag)) = meta.tag {
            match columns.contains(&at) {
                false => {
                    query.columns.push(Node::Bind(meta.tagged(at, tag)));
                    columns.push(at);
                }
                true if meta.lineage.is_some() => {
                    return Err(Error::Invalid(format!(
                        "insert_from: `{}` says what a row is, which {} says by itself; leave it \
                         out",
                        meta.columns[usize::from(at)].name,
                        meta.name
                    )));
                }
                true => {}
            }
        }
        if let Some((tenant, name)) = meta.table.tenant() {
            if columns.contains(&tenant) {
                return Err(foreign_tenant(meta));
            }
            let kind = meta.columns[usize::from(tenant)].kind;
            query
                .columns
                .push(Node::Bind(Value::Parameter(name, kind, false)));
            columns.push(tenant);
        }
        for set in meta.table.set_by() {
            let Some(name) = set.insert.filter(|_| !columns.contains(&set.column)) else {
                continue;
            };
            let mark = set_by::mark(meta, set.column, name);
            query.columns.push(Node::Bind(mark));
            columns.push(set.column);
        }
        let mut written = vec![];
        for (at, column) in (0..).zip(meta.columns) {
            match column.fill {
                _ if columns.contains(&at) => {}
                Fill::Statement(text) => written.push((at, text.get(dialect))),
                _ => {}
            }
        }
        Ok(InsertQueryNode {
            target: self.target,
            columns,
            written,
            query,
        })
    }
}

/// PostgreSQL: see [`cte`](crate::cte).
impl<M: Model, P: Project> Nameable for Returning<InsertFrom<M>, P> {
    type Project = P;
    type Output = Tuple<P>;

    fn body(self) -> (CteBody, Vec<Node>) {
        let target = self.query.target.clone();
        let (insert, refusal) = match self.query.node(Dialect::Postgres) {
            Ok(_) if M::META.base().is_some() => {
                let refusal = format!(
                    "an insert of {} in a WITH clause: its rows are stored in several tables",
                    M::META.name
                );
                (InsertQueryNode::empty(target), Some(refusal))
            }
            Ok(insert) => (insert, None),
            Err(error) => (InsertQueryNode::empty(target), Some(error.to_string())),
        };
        named(Change::Insert(Box::new(insert), refusal), self.columns)
    }
}

impl<M: Model, P: Project> Returning<InsertFrom<M>, P> {
    /// Runs it.
    pub fn run<'e>(self, mut on: impl Executor + 'e) -> BoxFuture<'e, Result<Vec<P::Row>>>
    where
        P: 'e,
    {
        Box::pin(async move {
            let mut lease = on.lease(Access::Write).await?;
            hooks::refuse(M::META, &lease)?;
            let dialect = lease.dialect();
            if M::META.base().is_some() {
                let node = self.query.node(dialect)?;
                lease.atomic().await?;
                let keys = apart::insert(&mut lease, &node).await?;
                let rows = apart::read::<P>(&mut lease, &node.target, &keys, self.columns).await?;
                lease.finish().await?;
                return Ok(rows);
            }
            if dialect == Dialect::Mysql {
                return Err(Error::Unsupported {
                    feature: "RETURNING of the rows of an INSERT from a query",
                    dialect,
                });
            }
            let node = self.query.node(dialect)?;
            let statement = write_insert_query(&node, &self.columns, dialect)?;
            let mut rows = Collected::<P>(vec![]);
            lease.fetch(&statement, &mut rows).await?;
            Ok(rows.0)
        })
    }
}

/// A column, or a tuple of columns, that takes rows of the type `R`.
#[diagnostic::on_unimplemented(
    message = "these columns can't take rows of `{R}`",
    label = "not columns of the types of the query's rows",
    note = "name as many columns as the query selects, in its order, each of the same type or its `Option`"
)]
pub trait Receives<R> {
    #[doc(hidden)]
    fn push(self, out: &mut Vec<Column>);
}

impl<T> Receives<T> for Expr<T, Column> {
    fn push(self, out: &mut Vec<Column>) {
        out.push(self.node);
    }
}

impl<T: Scalar> Receives<T> for Expr<Option<T>, Column> {
    fn push(self, out: &mut Vec<Column>) {
        out.push(self.node);
    }
}

macro_rules! tuple {
    ($($part:ident $row:ident $at:tt),+) => {
        impl<$($part: Receives<$row>, $row),+> Receives<($($row,)+)> for ($($part,)+) {
            fn push(self, out: &mut Vec<Column>) {
                $(self.$at.push(out);)+
            }
        }
    };
}

tuple!(A RA 0);
tuple!(A RA 0, B RB 1);
tuple!(A RA 0, B RB 1, C RC 2);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, E RE 4);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, E RE 4, F RF 5);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, E RE 4, F RF 5, G RG 6);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, E RE 4, F RF 5, G RG 6, H RH 7);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, E RE 4, F RF 5, G RG 6, H RH 7, I RI 8);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, E RE 4, F RF 5, G RG 6, H RH 7, I RI 8, J RJ 9);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, E RE 4, F RF 5, G RG 6, H RH 7, I RI 8, J RJ 9, K RK 10);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, E RE 4, F RF 5, G RG 6, H RH 7, I RI 8, J RJ 9, K RK 10, L RL 11);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, E RE 4, F RF 5, G RG 6, H RH 7, I RI 8, J RJ 9, K RK 10, L RL 11, M RM 12);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, E RE 4, F RF 5, G RG 6, H RH 7, I RI 8, J RJ 9, K RK 10, L RL 11, M RM 12, N RN 13);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, E RE 4, F RF 5, G RG 6, H RH 7, I RI 8, J RJ 9, K RK 10, L RL 11, M RM 12, N RN 13, O RO 14);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, E RE 4, F RF 5, G RG 6, H RH 7, I RI 8, J RJ 9, K RK 10, L RL 11, M RM 12, N RN 13, O RO 14, P RP 15);
