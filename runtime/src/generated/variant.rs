/// A row of a variant stands where one of its base is asked for.
#[doc(hidden)]
#[macro_export]
macro_rules! __variant {
    ($face:ident :: $model:ident => $base:ty) => {
        impl<L> $crate::generated::IntoRef<$base> for $crate::generated::Handle<$face::$model, L> {
            fn into_ref(self) -> $crate::generated::Ref<$base> {
                self.as_base()
            }
        }

        impl $crate::generated::IntoRef<$base> for &$face::$model {
            fn into_ref(self) -> $crate::generated::Ref<$base> {
                $crate::generated::Ref::Key($crate::Model::key(self))
            }
        }
    };
}
