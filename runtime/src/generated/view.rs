/// What a generated view passes on to the [`View`](crate::generated::View) it wraps.
#[doc(hidden)]
#[macro_export]
macro_rules! __view {
    ($face:ident :: $view:ident, $model:ident) => {
        impl<'g, L> $face::$view<'g, L> {
            /// The plain row.
            pub fn row(&self) -> &'g $face::$model {
                self.0.row()
            }

            /// Names the row in its session.
            pub fn handle(&self) -> $crate::generated::Handle<$face::$model, L> {
                self.0.handle()
            }
        }

        impl<L> Clone for $face::$view<'_, L> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<L> Copy for $face::$view<'_, L> {}

        impl<'g, L> From<$crate::generated::View<'g, $face::$model, L>> for $face::$view<'g, L> {
            fn from(view: $crate::generated::View<'g, $face::$model, L>) -> Self {
                $face::$view(view)
            }
        }

        impl<'g, L> From<$face::$view<'g, L>> for $crate::generated::View<'g, $face::$model, L> {
            fn from(view: $face::$view<'g, L>) -> Self {
                view.0
            }
        }

        impl<L> $crate::generated::IntoRef<$face::$model> for $face::$view<'_, L> {
            fn into_ref(self) -> $crate::generated::Ref<$face::$model> {
                $crate::generated::IntoRef::into_ref(self.0)
            }
        }

        impl<L> ::std::ops::Deref for $face::$view<'_, L> {
            type Target = $face::$model;

            fn deref(&self) -> &$face::$model {
                self.0.row()
            }
        }

        impl<L> ::std::fmt::Debug for $face::$view<'_, L> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(self.0.row(), f)
            }
        }

        impl<L: $crate::Shape<$face::$model>> $crate::serde::Serialize for $face::$view<'_, L> {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::serde::Serialize::serialize(&self.0, serializer)
            }
        }
    };
}

/// The getters of a generated view, within its `impl<'g, L>`.
#[doc(hidden)]
#[macro_export]
macro_rules! __getters {
    (
        $(copied { $($copied:ident: $value:ty,)* })?
        $(borrowed { $($borrowed:ident: $reference:ty,)* })?
        $(optional { $($optional:ident: $deref:ty,)* })?
        $(optional_ref { $($optional_ref:ident: $reference_to:ty,)* })?
        $(many { $($many:ident: $rows:ty = $to_many:ty,)* })?
        $(one { $($one:ident: $row:ty = $to_one:ty,)* })?
        $(required { $($required:ident: $parent:ty = $to_parent:ty,)* })?
    ) => {
        $($(
            pub fn $copied(&self) -> $value {
                self.0.row().$copied
            }
        )*)?
        $($(
            pub fn $borrowed(&self) -> $reference {
                &self.0.row().$borrowed
            }
        )*)?
        $($(
            pub fn $optional(&self) -> Option<$deref> {
                self.0.row().$optional.as_deref()
            }
        )*)?
        $($(
            pub fn $optional_ref(&self) -> Option<$reference_to> {
                self.0.row().$optional_ref.as_ref()
            }
        )*)?
        $($(
            /// The rows, if this result has them loaded.
            pub fn $many(&self) -> Option<$rows> {
                self.0.try_many::<$to_many, _>()
            }
        )*)?
        $($(
            /// The row, if this result has it loaded and there is one.
            pub fn $one(&self) -> Option<Option<$row>> {
                self.0.try_one::<$to_one>()
            }
        )*)?
        $($(
            /// The row, if this result has it loaded.
            pub fn $required(&self) -> Option<$parent> {
                self.0.try_one::<$to_parent>()?
            }
        )*)?
    };
}
