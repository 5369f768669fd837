//! What a program does when a session writes rows of a model.
//!
//! A hook sees one row and the connection. What it must not do it cannot: it has no way to the
//! session and its other rows.

mod list;
mod session;

use std::future::Future;
use std::marker::PhantomData;

use futures_util::future::BoxFuture;

use crate::driver::{Access, Connection, Executor, Follow, Lease};
use crate::error::{Error, Result};
use crate::graph::{AnyTable, Table};
use crate::model::{Model, ModelMeta};
use crate::session::Context;
pub(crate) use list::HookList;
pub(crate) use session::AnySessionHooks;
pub use session::SessionHooks;

/// What happens when rows are read, and when a session writes rows, of a model that says `hooks: true` in the schema. Each
/// of them does nothing unless it is written.
///
/// They run within the flush and its transaction, in the order of the plan: those before for all
/// rows first, those after once all is written, when the keys are known. An error fails the flush
/// with it. What was changed in memory by a flush that is done again is seen by the next one.
///
/// ```ignore
/// impl ormolu::Hooks for Post {
///     async fn before_insert(row: &mut Self, _: &mut HookContext<'_>) -> ormolu::Result<()> {
///         row.slug = slug(&row.title);
///         Ok(())
///     }
///
///     async fn after_delete(row: &Self, cx: &mut HookContext<'_>) -> ormolu::Result<()> {
///         Log::insert(log::new(format!("{} is gone", row.title))).run(cx).await?;
///         Ok(())
///     }
/// }
/// ```
///
/// Rows that the database deletes together with others have none. Statements of the program are
/// refused for such a model unless they say that they do without: `.run(db.without_hooks())`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` says `hooks: true` in the schema, and has none",
    note = "write `impl ormolu::Hooks for {Self} {{ .. }}`, or take the line out of the schema"
)]
pub trait Hooks: Model {
    /// A row was read whole: by a query, `get` or `refresh`. What is changed here is what was read:
    /// a session takes it for stored. The key stays as it is.
    ///
    /// It computes, and no more: there is nothing to run a statement on, and nothing to wait for.
    fn after_load(row: &mut Self) {
        let _ = row;
    }

    /// A new row is about to be inserted. Its key and those of its parents may not be known yet.
    /// A column that is changed here is not left to the database.
    fn before_insert(
        row: &mut Self,
        cx: &mut HookContext<'_>,
    ) -> impl Future<Output = Result<()>> + Send {
        let _ = (row, cx);
        async { Ok(()) }
    }

    /// A row is stored, with its key and what the database filled in.
    fn after_insert(
        row: &Self,
        cx: &mut HookContext<'_>,
    ) -> impl Future<Output = Result<()>> + Send {
        let _ = (row, cx);
        async { Ok(()) }
    }

    /// A row that was `before` is about to be updated.
    fn before_update(
        row: &mut Self,
        before: &Self,
        cx: &mut HookContext<'_>,
    ) -> impl Future<Output = Result<()>> + Send {
        let _ = (row, before, cx);
        async { Ok(()) }
    }

    /// A row is updated.
    fn after_update(
        row: &Self,
        cx: &mut HookContext<'_>,
    ) -> impl Future<Output = Result<()>> + Send {
        let _ = (row, cx);
        async { Ok(()) }
    }

    /// A row is about to be deleted, softly or not.
    fn before_delete(
        row: &Self,
        cx: &mut HookContext<'_>,
    ) -> impl Future<Output = Result<()>> + Send {
        let _ = (row, cx);
        async { Ok(()) }
    }

    /// A row is deleted.
    fn after_delete(
        row: &Self,
        cx: &mut HookContext<'_>,
    ) -> impl Future<Output = Result<()>> + Send {
        let _ = (row, cx);
        async { Ok(()) }
    }
}

/// What a hook may use beside its row: the connection, as `&mut cx` wherever a statement runs,
/// and what the program hung on the session.
#[derive(Debug)]
pub struct HookContext<'s> {
    connection: &'s mut Connection,
    context: &'s Context,
}

impl<'s> HookContext<'s> {
    pub(crate) fn new(connection: &'s mut Connection, context: &'s Context) -> Self {
        HookContext {
            connection,
            context,
        }
    }

    /// The value of a type that the program [hung](crate::Session::set_context) on the session.
    pub fn context<T: std::any::Any + Send + Sync>(&self) -> Option<&T> {
        self.context.get()
    }
}

impl Executor for &mut HookContext<'_> {
    async fn lease(&mut self, _: Access) -> Result<Lease<'_>> {
        Ok(Lease::borrowed(self.connection))
    }
}

/// When a hook runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Before an INSERT.
    BeforeInsert,
    /// After it.
    AfterInsert,
    /// Before an UPDATE.
    BeforeUpdate,
    /// After it.
    AfterUpdate,
    /// Before a DELETE.
    BeforeDelete,
    /// After it.
    AfterDelete,
}

/// The hooks of a model that is not known.
#[allow(private_interfaces)] // only a session calls it
pub trait AnyHooks: Send + Sync {
    /// Runs those of a row of the model's table.
    #[doc(hidden)]
    fn run<'a>(
        &'a self,
        event: Event,
        table: &'a mut dyn AnyTable,
        row: u32,
        cx: &'a mut HookContext<'_>,
    ) -> BoxFuture<'a, Result<()>>;
    /// Runs that of a row whose columns were read anew.
    #[doc(hidden)]
    fn loaded(&self, table: &mut dyn AnyTable, row: u32);
}

/// A row that was read whole, for generated code.
pub fn loaded<M: Hooks>(mut row: M) -> M {
    M::after_load(&mut row);
    row
}

/// The [`Hooks`] of a model, for generated code.
pub struct HooksOf<M>(PhantomData<fn() -> M>);

impl<M> HooksOf<M> {
    /// Those of the model.
    pub const ALL: Self = HooksOf(PhantomData);
}

#[allow(private_interfaces)]
impl<M: Hooks> AnyHooks for HooksOf<M> {
    fn run<'a>(
        &'a self,
        event: Event,
        table: &'a mut dyn AnyTable,
        row: u32,
        cx: &'a mut HookContext<'_>,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            match table.as_any_mut().downcast_mut::<Table<M>>() {
                Some(table) => run(event, table, row, cx).await,
                None => Ok(()),
            }
        })
    }

    fn loaded(&self, table: &mut dyn AnyTable, row: u32) {
        if let Some(table) = table.as_any_mut().downcast_mut::<Table<M>>() {
            M::after_load(&mut table.rows[row as usize]);
        }
    }
}

async fn run<M: Hooks>(
    event: Event,
    table: &mut Table<M>,
    at: u32,
    cx: &mut HookContext<'_>,
) -> Result<()> {
    let place = at as usize;
    match event {
        Event::BeforeInsert => {
            // A copy, so that a dropped future leaves the row as it was.
            let mut row = table.rows[place].clone();
            M::before_insert(&mut row, cx).await?;
            table.take_edits(at, &row)
        }
        Event::BeforeUpdate => {
            let Some(before) = table.originals.get(&at) else {
                return Ok(());
            };
            let mut row = table.rows[place].clone();
            M::before_update(&mut row, before, cx).await?;
            table.rows[place] = row;
            Ok(())
        }
        Event::AfterInsert => M::after_insert(&table.rows[place], cx).await,
        Event::AfterUpdate => M::after_update(&table.rows[place], cx).await,
        Event::BeforeDelete => M::before_delete(&table.rows[place], cx).await,
        Event::AfterDelete => M::after_delete(&table.rows[place], cx).await,
    }
}

/// Runs statements without the hooks of their models: `.run(db.without_hooks())`.
#[derive(Debug)]
pub struct WithoutHooks<E>(pub(crate) E);

impl<E: Executor> Executor for WithoutHooks<E> {
    async fn lease(&mut self, access: Access) -> Result<Lease<'_>> {
        Ok(self.0.lease(access).await?.skipping_hooks())
    }

    fn follow(&mut self) -> Option<&mut dyn Follow> {
        self.0.follow()
    }
}

/// Runs statements that leave no trace in the trails of their models:
/// `.run(db.without_audit())`.
#[derive(Debug)]
pub struct WithoutAudit<E>(pub(crate) E);

impl<E: Executor> Executor for WithoutAudit<E> {
    async fn lease(&mut self, access: Access) -> Result<Lease<'_>> {
        Ok(self.0.lease(access).await?.skipping_audit())
    }

    fn follow(&mut self) -> Option<&mut dyn Follow> {
        self.0.follow()
    }
}

/// Refuses a statement for a model with hooks, or with a trail, that nobody said are not wanted.
pub(crate) fn refuse(model: &ModelMeta, lease: &Lease<'_>) -> Result<()> {
    if model.table.audit().is_some() && !lease.skips_audit() {
        return Err(Error::Audited { model: model.name });
    }
    let hooked = model.table.rules.is_some_and(|rules| rules.hooks.is_some());
    match hooked && !lease.skips_hooks() {
        true => Err(Error::Hooked { model: model.name }),
        false => Ok(()),
    }
}
