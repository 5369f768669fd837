use super::include::Include;
use super::loaded::Loaded;
use crate::expr::{Column, Expr};
use crate::model::{Inner, Model};
use crate::query::Select;
use crate::relation::Relation;

/// Columns of one table: `p.body`, or a tuple of up to six.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column",
    label = "expected a column of the table, or a tuple of them"
)]
pub trait Columns {
    /// Appends their positions.
    #[doc(hidden)]
    fn push_places(self, out: &mut Vec<u16>);
}

impl<T> Columns for Expr<T, Column> {
    fn push_places(self, out: &mut Vec<u16>) {
        out.push(self.node.at);
    }
}

macro_rules! tuple {
    ($($part:ident $at:tt),+) => {
        impl<$($part: Columns),+> Columns for ($($part,)+) {
            fn push_places(self, out: &mut Vec<u16>) {
                $(self.$at.push_places(out);)+
            }
        }
    };
}

tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);

/// Every deferred column of a model.
fn all<M: Model>() -> impl Iterator<Item = u16> {
    let columns = (0..).zip(M::META.columns);
    columns.filter_map(|(at, column)| column.deferred.then_some(at))
}

impl<S, M: Model, L> Select<S, Loaded<M, L>> {
    /// Reads deferred columns with the rows: `.undefer(|p| p.body)`, `.undefer(|p| (p.a, p.b))`.
    pub fn undefer<C: Columns>(mut self, columns: impl FnOnce(M::Table<Inner>) -> C) -> Self {
        if let Some(from) = &self.ast.from {
            columns(M::table(from.alias)).push_places(&mut self.ast.undeferred);
        }
        self
    }

    /// Reads all deferred columns with the rows.
    pub fn undefer_all(mut self) -> Self {
        self.ast.undeferred.extend(all::<M>());
        self
    }
}

impl<R: Relation, S, C> Include<R, S, C> {
    /// Reads deferred columns with the rows that the relationship leads to.
    pub fn undefer<P: Columns>(
        mut self,
        columns: impl FnOnce(<R::Child as Model>::Table<Inner>) -> P,
    ) -> Self {
        columns(R::Child::table(self.plan.alias)).push_places(&mut self.plan.undeferred);
        self
    }
}
