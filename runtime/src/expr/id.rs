use super::{Call, Expr, Extreme, Function, Nullness, Ordered, Part};
use crate::value::{Id, Kind, Scalar, StoredAs};

#[diagnostic::do_not_recommend]
impl<M, T: Ordered> Ordered for Id<M, T> {}

#[diagnostic::do_not_recommend]
impl<M: 'static, T: Extreme> Extreme for Id<M, T> {}

impl<T: Nullness, N: Part> Expr<T, N> {
    /// What a column with a type of the program holds, as the type it is stored as: the same SQL,
    /// with all the operators of that type. `a.email.stored().length()`
    ///
    /// Where the type has SQL around its values, the column is read through that.
    pub fn stored<U: Scalar>(self) -> Expr<T::Of<U>, N::Computed>
    where
        T::Base: StoredAs<Stored = U>,
    {
        let node = self.node.into_node();
        Self::computed(match T::Base::KIND {
            Kind::Wrapped(of) => Call::node(Function::Read(of), vec![node], of.kind),
            _ => node,
        })
    }

    /// A typed id as the plain number, text or UUID that is stored: the same SQL.
    ///
    /// For what ids are not meant for, such as a comparison with a column without a foreign key.
    pub fn raw<M, U: Scalar>(self) -> Expr<T::Of<U>, N::Computed>
    where
        T: Nullness<Base = Id<M, U>>,
        M: 'static,
    {
        Self::computed(self.node.into_node())
    }
}
