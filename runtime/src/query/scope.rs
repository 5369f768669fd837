use super::Select;
use crate::expr::{Column, Node};
use crate::model::{Mode, Model, TableHandle};

/// One of the sources of a query's rows as closures get it: a table handle.
pub trait FromItem: Copy + Send + Sync + 'static {
    /// Its single rows in a grouped query.
    type Ungrouped: Copy;
    /// The same source on the optional side of a join.
    type Outer: FromItem;
    /// The same source in a grouped query.
    #[doc(hidden)]
    fn ungrouped(self) -> Self::Ungrouped;
    /// Appends what tells its rows apart; `false` if nothing is known to.
    #[doc(hidden)]
    fn push_key(self, _: &mut Vec<Node>) -> bool {
        false
    }
    /// The same source on the optional side of a join.
    #[doc(hidden)]
    fn outer(self) -> Self::Outer;
}

impl<H: TableHandle> FromItem for H {
    type Ungrouped = <H::Model as Model>::Table<<H::Mode as Mode>::Ungrouped>;
    type Outer = <H::Model as Model>::Table<<H::Mode as Mode>::Outer>;

    fn ungrouped(self) -> Self::Ungrouped {
        H::Model::table(self.alias())
    }

    fn push_key(self, out: &mut Vec<Node>) -> bool {
        let (alias, model) = (self.alias(), H::Model::META);
        let key = model.key.iter();
        out.extend(key.map(|&at| Node::Column(Column { alias, model, at })));
        !model.key.is_empty()
    }

    fn outer(self) -> Self::Outer {
        H::Model::table(self.alias())
    }
}

/// The sources of a query as its closures get them: one handle alone, a flat tuple of them, or
/// nothing once the rows are grouped.
pub trait Scope: Copy + Send + Sync + 'static {
    /// The single rows of each group.
    type Ungrouped: Copy;
    /// The scope before a right or full join: every table may be missing.
    type Outer: Scope;
    /// The scope in a grouped query.
    #[doc(hidden)]
    fn ungrouped(self) -> Self::Ungrouped;
    /// Appends what tells the rows apart; `false` if nothing is known to.
    #[doc(hidden)]
    fn push_key(self, out: &mut Vec<Node>) -> bool;
    /// The scope before a right or full join.
    #[doc(hidden)]
    fn outer(self) -> Self::Outer;
}

impl Scope for () {
    type Ungrouped = ();
    type Outer = ();

    fn ungrouped(self) {}

    fn push_key(self, _: &mut Vec<Node>) -> bool {
        false
    }

    fn outer(self) {}
}

/// A scope that has room for one more table.
#[diagnostic::on_unimplemented(
    message = "a query has at most 8 tables in scope",
    label = "one table too many"
)]
pub trait Append<T: FromItem>: Scope {
    /// The scope with the table at its end.
    type Out: Scope;
    /// Adds the table.
    #[doc(hidden)]
    fn append(self, table: T) -> Self::Out;
}

impl<H: FromItem> Scope for H {
    type Ungrouped = H::Ungrouped;
    type Outer = H::Outer;

    fn ungrouped(self) -> H::Ungrouped {
        FromItem::ungrouped(self)
    }

    fn push_key(self, out: &mut Vec<Node>) -> bool {
        FromItem::push_key(self, out)
    }

    fn outer(self) -> H::Outer {
        FromItem::outer(self)
    }
}

impl<H: FromItem, T: FromItem> Append<T> for H {
    type Out = (H, T);

    fn append(self, table: T) -> (H, T) {
        (self, table)
    }
}

macro_rules! scope {
    ($($handle:ident $at:tt),+) => {
        impl<$($handle: FromItem),+> Scope for ($($handle,)+) {
            type Ungrouped = ($($handle::Ungrouped,)+);
            type Outer = ($($handle::Outer,)+);

            fn ungrouped(self) -> Self::Ungrouped {
                ($(FromItem::ungrouped(self.$at),)+)
            }

            fn push_key(self, out: &mut Vec<Node>) -> bool {
                $(FromItem::push_key(self.$at, out))&&+
            }

            fn outer(self) -> Self::Outer {
                ($(FromItem::outer(self.$at),)+)
            }
        }
    };
}

macro_rules! append {
    ($($handle:ident $at:tt),+) => {
        impl<$($handle: FromItem,)+ T: FromItem> Append<T> for ($($handle,)+) {
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
    pub(crate) fn widen<T: FromItem>(self, table: T) -> Select<S::Out, O>
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
