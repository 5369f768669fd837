use super::{CteBody, Scope, Select, SelectNode};
use crate::dialect::Dialect;
use crate::driver::{Access, Connection};
use crate::error::{Error, Result};
use crate::expr::Alias;
use crate::model::TableHandle;

/// A lock on the rows of a SELECT.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LockNode {
    /// Which; `None` if only its details were said.
    pub strength: Option<LockStrength>,
    /// On the rows of which tables; of all if there is none here.
    pub of: Vec<Alias>,
    /// What happens when somebody else has a lock on a row.
    pub wait: LockWait,
    /// Left out where the engine locks no rows.
    pub optional: bool,
}

/// What others may not do with a locked row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockStrength {
    /// Neither change nor lock it: `FOR UPDATE`.
    Update,
    /// Not change it: `FOR SHARE`.
    Share,
}

/// What happens when somebody else has a lock on a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LockWait {
    /// The statement waits.
    #[default]
    Wait,
    /// The statement fails at once: `NOWAIT`.
    NoWait,
    /// The row is left out: `SKIP LOCKED`.
    SkipLocked,
}

/// The tables whose rows are locked: one handle or a tuple of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table whose rows can be locked",
    label = "expected a table of the query, or a tuple of them"
)]
pub trait Lockable {
    /// Appends the tables.
    #[doc(hidden)]
    fn push_aliases(self, out: &mut Vec<Alias>);
}

impl<H: TableHandle> Lockable for H {
    fn push_aliases(self, out: &mut Vec<Alias>) {
        out.push(self.alias());
    }
}

macro_rules! tuples {
    ($($part:ident $at:tt),+) => {
        impl<$($part: Lockable),+> Lockable for ($($part,)+) {
            fn push_aliases(self, out: &mut Vec<Alias>) {
                $(self.$at.push_aliases(out);)+
            }
        }
    };
}

tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);

/// Row locks, held until the end of the transaction: run such a query on a `Transaction`, or in a
/// [`Session`](crate::Session), which opens its transaction for it.
///
/// SQLite locks no rows, only the whole file: there it is an error when the statement is written,
/// unless [`lock_or_noop`](Select::lock_or_noop) says that the query may run without. DISTINCT,
/// GROUP BY and set operations leave no rows to lock, and are an error on every engine.
impl<S: Scope, O> Select<S, O> {
    /// `FOR UPDATE`: nobody else changes or locks the rows before the transaction ends.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # fn main() {
    /// let query = Post::select()
    ///     .filter(|p| p.published.eq(false))
    ///     .limit(1)
    ///     .for_update()
    ///     .skip_locked();
    /// // SELECT .. FROM "posts" WHERE "posts"."published" = $1 LIMIT $2 FOR UPDATE SKIP LOCKED
    /// # let sql = r#"FROM "posts" WHERE "posts"."published" = $1 LIMIT $2 FOR UPDATE SKIP LOCKED"#;
    /// # assert!(postgres(&query).ends_with(sql));
    /// # }
    /// ```
    pub fn for_update(self) -> Self {
        self.lock(|lock| lock.strength = Some(LockStrength::Update))
    }

    /// `FOR SHARE`: nobody else changes the rows before the transaction ends. MariaDB says
    /// `LOCK IN SHARE MODE`.
    pub fn for_share(self) -> Self {
        self.lock(|lock| lock.strength = Some(LockStrength::Share))
    }

    /// `OF`: only the rows of these tables. PostgreSQL and MySQL.
    pub fn of<T: Lockable>(self, tables: impl FnOnce(S) -> T) -> Self {
        let tables = tables(self.scope);
        self.lock(|lock| tables.push_aliases(&mut lock.of))
    }

    /// `NOWAIT`: an error at once if somebody else has one of the rows locked.
    pub fn no_wait(self) -> Self {
        self.lock(|lock| lock.wait = LockWait::NoWait)
    }

    /// `SKIP LOCKED`: leaves out the rows that somebody else has locked.
    pub fn skip_locked(self) -> Self {
        self.lock(|lock| lock.wait = LockWait::SkipLocked)
    }

    /// Runs without the lock where the engine has none: on SQLite, where only one transaction
    /// writes at a time anyway.
    pub fn lock_or_noop(self) -> Self {
        self.lock(|lock| lock.optional = true)
    }

    fn lock(mut self, change: impl FnOnce(&mut LockNode)) -> Self {
        change(self.ast.lock.get_or_insert_default());
        self
    }
}

impl SelectNode {
    /// Whether it locks rows, or would on another engine.
    pub(crate) fn locks(&self) -> bool {
        let lock = self.lock.as_ref();
        lock.is_some_and(|lock| lock.strength.is_some())
    }

    /// What a connection is needed for.
    pub(crate) fn access(&self) -> Access {
        match self.lock {
            Some(_) => Access::Write,
            None if self.changes_rows() => Access::Write,
            None => Access::Read,
        }
    }

    /// Whether a WITH clause of it changes rows.
    fn changes_rows(&self) -> bool {
        let mut found = false;
        self.each_cte(&mut |cte| {
            found |= match &cte.body {
                CteBody::Change(_) => true,
                CteBody::Query(query) => query.changes_rows(),
                CteBody::Recursion { base, step, .. } => base.changes_rows() || step.changes_rows(),
            };
        });
        self.each_query(&mut |query| found |= query.changes_rows());
        found
    }

    /// Refuses to lock rows for longer than the lock would last: what takes several statements
    /// has to be inside of a transaction.
    pub(crate) fn check_lock(&self, lease: &Connection) -> Result<()> {
        let locks = |lock: &LockNode| lease.dialect() != Dialect::Sqlite || !lock.optional;
        if self.lock.as_ref().is_some_and(locks) && !lease.in_transaction() {
            return Err(Error::Invalid(
                "row locks end with the transaction, and this takes several statements: run it on \
                 a `Transaction`"
                    .into(),
            ));
        }
        Ok(())
    }
}
