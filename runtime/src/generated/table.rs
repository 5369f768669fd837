/// The paths and traits of a generated table handle. `Copy` is written out: a derive would ask for
/// `M: Copy`.
#[doc(hidden)]
#[macro_export]
macro_rules! __table {
    ($face:ident :: $table:ident, $model:ident, $alias:ident; $($relation:ident)*) => {
        impl<M: $crate::Mode> $face::$table<M> {
            $(
                /// The way along the relationship.
                pub fn $relation(self) -> $crate::generated::Path<$face::$relation>
                where
                    M: $crate::generated::Whole,
                {
                    $crate::generated::Path::new(self.$alias)
                }
            )*
        }

        impl<M: $crate::Mode> Clone for $face::$table<M> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<M: $crate::Mode> Copy for $face::$table<M> {}

        impl<M: $crate::Mode> $crate::TableHandle for $face::$table<M> {
            type Model = $face::$model;
            type Mode = M;

            fn alias(self) -> $crate::generated::Alias {
                self.$alias
            }
        }
    };
}
