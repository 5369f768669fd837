use super::keyed::Keyed;
use super::returning::named;
use super::rows::{NewRows, Part};
use super::{Insert, Insertable, Returning};
use crate::dialect::Dialect;
use crate::driver::{Access, Connection, Executor};
use crate::error::Result;
use crate::expr::Node;
use crate::hooks;
use crate::model::{Inner, Model};
use crate::query::writer::{InsertQueryNode, Target, write_insert_returning};
use crate::query::{Change, Collected, CteBody, Nameable, Project, RowsNode, SelectNode, Tuple};

/// `INSERT` of many rows: [`run`](InsertAll::run) gives them back as stored, in their order.
#[must_use = "nothing is inserted before `.run(..)`"]
pub struct InsertAll<M: Model> {
    rows: Result<NewRows<M>>,
    target: Target,
}

impl<M: Model> InsertAll<M> {
    /// An insert of complete rows.
    pub fn new<N: Insertable<Model = M>>(rows: impl IntoIterator<Item = N>) -> Self {
        InsertAll {
            rows: NewRows::of(rows.into_iter().map(Insertable::into_new)),
            target: Target::new(M::META),
        }
    }

    /// What to give back of each row instead of the whole row.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let ids: Vec<i64> = User::insert_all([user::new("Cid"), user::new("Dan")])
    ///     .returning(|u| u.id)
    ///     .run(&db)
    ///     .await?;
    /// # assert_eq!(ids, [3, 4]);
    /// # Ok(()) }
    /// ```
    ///
    /// MySQL has no RETURNING: there the rows are read by their keys, in the same transaction.
    pub fn returning<P: Project>(
        self,
        output: impl FnOnce(M::Table<Inner>) -> P,
    ) -> Returning<Self, P> {
        let table = M::table(self.target.alias);
        Returning::new(self, output(table))
    }

    /// Inserts them, together with their links, all or none. Rows share statements, as many as
    /// the engine takes, whatever columns each of them leaves to the database (but on SQLite,
    /// where neighbours do that leave the same ones); the keys come back in the order of the
    /// rows.
    pub async fn run(self, mut on: impl Executor) -> Result<Vec<M>> {
        let mut rows = self.rows?;
        if rows.table.rows.is_empty() {
            return Ok(vec![]);
        }
        let mut lease = on.lease(Access::Write).await?;
        hooks::refuse(M::META, &lease)?;
        rows.own(lease.parameters())?;
        let parts = rows.parts(lease.dialect());
        if rows.takes_several(&parts, lease.dialect()) {
            lease.atomic().await?;
        }
        rows.insert(&mut lease, parts).await?;
        lease.finish().await?;
        Ok(rows.table.rows)
    }

    pub(super) async fn run_returning<P: Project>(
        self,
        columns: Vec<Node>,
        mut on: impl Executor,
    ) -> Result<Vec<P::Row>> {
        let mut rows = self.rows?;
        if rows.table.rows.is_empty() {
            return Ok(vec![]);
        }
        let mut lease = on.lease(Access::Write).await?;
        hooks::refuse(M::META, &lease)?;
        rows.own(lease.parameters())?;
        let dialect = lease.dialect();
        let parts = rows.parts(dialect);
        // Links need the whole rows.
        let whole = M::META.base().is_none() && !rows.has_links();
        let native = dialect != Dialect::Mysql && whole;
        if !native || rows.takes_several(&parts, dialect) {
            lease.atomic().await?;
        }
        let found = if native {
            native_returning::<M, P>(&mut lease, &rows, parts, &self.target, columns).await?
        } else {
            rows.insert(&mut lease, parts).await?;
            let keys: Vec<M::Key> = rows.table.rows.iter().map(M::key).collect();
            let keyed = Keyed::<M>::new(&self.target, dialect)?;
            keyed.read::<P>(&mut lease, &keys, columns).await?
        };
        lease.finish().await?;
        Ok(found)
    }
}

impl<M: Model> InsertAll<M> {
    /// As an INSERT of a list of values, for a WITH clause.
    fn into_change(self) -> Change {
        let insert = InsertQueryNode::empty(self.target);
        let refuse = |why: &str| {
            let refusal = format!("an insert of {} in a WITH clause: {why}", M::META.name);
            Change::Insert(Box::new(insert.clone()), Some(refusal))
        };
        let rows = match self.rows {
            Ok(rows) if !rows.has_links() => rows,
            Ok(_) => return refuse("its rows have links, which take statements of their own"),
            Err(error) => return refuse(&error.to_string()),
        };
        if M::META.base().is_some() {
            return refuse("its rows are stored in several tables");
        }
        if M::META.table.tenant().is_some() {
            return refuse("its rows get their tenant from the database handle");
        }
        let parts = rows.apart(Dialect::Postgres);
        let [part] = &parts[..] else {
            return refuse("its rows must leave the same columns to the database");
        };
        if part.text.bound.is_empty() {
            return refuse("its rows have no values");
        }
        let value = |row: &u32| {
            let row = &rows.table.rows[*row as usize];
            let columns = part.text.bound.iter();
            columns.map(|at| row.value(usize::from(*at))).collect()
        };
        let kind = |at: &u16| M::META.columns[usize::from(*at)].kind;
        let values = RowsNode::Values {
            kinds: part.text.bound.iter().map(kind).collect(),
            rows: part.rows.iter().map(value).collect(),
        };
        let insert = InsertQueryNode {
            columns: part.text.bound.clone(),
            written: part.text.written.clone(),
            query: Box::new(SelectNode::all(values)),
            ..insert
        };
        Change::Insert(Box::new(insert), None)
    }
}

/// PostgreSQL: see [`cte`](crate::cte).
impl<M: Model, P: Project> Nameable for Returning<InsertAll<M>, P> {
    type Project = P;
    type Output = Tuple<P>;

    fn body(self) -> (CteBody, Vec<Node>) {
        named(self.query.into_change(), self.columns)
    }
}

/// PostgreSQL: see [`cte`](crate::cte).
impl<M: Model, P: Project> Nameable for Returning<Insert<M>, P> {
    type Project = P;
    type Output = Tuple<P>;

    fn body(self) -> (CteBody, Vec<Node>) {
        named(self.query.into_all().into_change(), self.columns)
    }
}

async fn native_returning<M: Model, P: Project>(
    connection: &mut Connection,
    rows: &NewRows<M>,
    parts: Vec<Part>,
    target: &Target,
    columns: Vec<Node>,
) -> Result<Vec<P::Row>> {
    let dialect = connection.dialect();
    let mut found = Collected::<P>(Vec::with_capacity(rows.table.rows.len()));
    for Part { text, rows: part } in parts {
        let mut text = text.silent();
        for chunk in part.chunks(text.rows_per_statement()) {
            let insert = text.insert(&rows.table, chunk);
            let statement = write_insert_returning(insert, target, &columns, dialect)?;
            connection.fetch(&statement, &mut found).await?;
        }
    }
    Ok(found.0)
}
