use std::marker::PhantomData;

use super::condition::equal;
use crate::expr::Node;
use crate::load::Loaded;
use crate::model::{Fill, Inner, Model, TableHandle};
use crate::query::Select;
use crate::value::Value;

/// A unique key of a model, its primary key included: `User::BY_EMAIL`.
pub struct UniqueKey<M> {
    keys: &'static [&'static [u16]],
    nth: usize,
    model: PhantomData<fn() -> M>,
}

impl<M> Clone for UniqueKey<M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for UniqueKey<M> {}

impl<M: Model> UniqueKey<M> {
    /// One of all the unique keys of a model, for generated code. A key that is not one of
    /// columns alone has none here.
    pub const fn new(keys: &'static [&'static [u16]], nth: usize) -> Self {
        UniqueKey {
            keys,
            nth,
            model: PhantomData,
        }
    }

    /// The query for the row with these values in its columns, for generated code.
    #[doc(hidden)]
    pub fn find(self, values: Vec<Value>) -> Select<M::Table<Inner>, Loaded<M, M::Bare>> {
        let mut select = Select::<M::Table<Inner>, Loaded<M, M::Bare>>::model();
        let alias = select.scope.alias();
        let filter = equal::<M>(alias, self.columns(), values);
        select.ast.filter = filter.into_iter().map(Node::ignoring_case).collect();
        select
    }

    /// The values of a row in its columns.
    pub(crate) fn values(self, row: &M) -> Vec<Value> {
        let columns = self.columns().iter();
        columns.map(|at| row.value(usize::from(*at))).collect()
    }

    /// Positions of its columns.
    pub(super) fn columns(self) -> &'static [u16] {
        self.keys[self.nth]
    }

    /// Whether a row with values for these columns may conflict by another key alone.
    pub(super) fn has_rival(self, given: &[u16]) -> bool {
        let own = self.columns();
        let rival = |(nth, key): (usize, &&[u16])| {
            let counted = |at: &u16| {
                M::META.columns[usize::from(*at)].fill == Fill::Identity && !given.contains(at)
            };
            let wider = own.iter().all(|at| key.contains(at));
            nth != self.nth && !wider && !key.iter().any(counted)
        };
        self.keys.iter().enumerate().any(rival)
    }
}

impl<M: Model> std::fmt::Debug for UniqueKey<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = |at: &u16| M::META.columns[usize::from(*at)].name;
        let names: Vec<_> = self.columns().iter().map(name).collect();
        write!(f, "{} by {}", M::META.name, names.join(", "))
    }
}
