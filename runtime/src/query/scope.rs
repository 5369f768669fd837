use super::Select;
use crate::model::TableHandle;

/// The tables of a query as its closures get them: one handle alone, or a flat tuple of them.
pub trait Scope: Copy + Send + Sync + 'static {}

/// A scope that has room for one more table.
#[diagnostic::on_unimplemented(
    message = "a query has at most 8 tables in scope",
    label = "one table too many"
)]
pub trait Append<T: TableHandle>: Scope {
    /// The scope with the table at its end.
    type Out: Scope;
    /// Adds the table.
    #[doc(hidden)]
    fn append(self, table: T) -> Self::Out;
}

impl<H: TableHandle> Scope for H {}

impl<H: TableHandle, T: TableHandle> Append<T> for H {
    type Out = (H, T);

    fn append(self, table: T) -> (H, T) {
        (self, table)
    }
}

macro_rules! scope {
    ($($handle:ident $at:tt),+) => {
        impl<$($handle: TableHandle),+> Scope for ($($handle,)+) {}
    };
}

macro_rules! append {
    ($($handle:ident $at:tt),+) => {
        impl<$($handle: TableHandle,)+ T: TableHandle> Append<T> for ($($handle,)+) {
            type Out = ($($handle,)+ T);

            fn append(self, table: T) -> Self::Out {
                ($(self.$at,)+ table)
            }
        }
    };
}

scope!(A 0, B 1);
scope!(A 0, B 1, C 2);
scope!(A 0, B 1, C 2, D 3);
scope!(A 0, B 1, C 2, D 3, E 4);
scope!(A 0, B 1, C 2, D 3, E 4, F 5);
scope!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
scope!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
append!(A 0, B 1);
append!(A 0, B 1, C 2);
append!(A 0, B 1, C 2, D 3);
append!(A 0, B 1, C 2, D 3, E 4);
append!(A 0, B 1, C 2, D 3, E 4, F 5);
append!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);

impl<S: Scope, O> Select<S, O> {
    /// The same query with one more table in scope.
    pub(crate) fn widen<T: TableHandle>(self, table: T) -> Select<S::Out, O>
    where
        S: Append<T>,
    {
        Select {
            ast: self.ast,
            scope: self.scope.append(table),
            output: self.output,
        }
    }
}
