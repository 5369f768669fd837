/// Copies of where a relationship to one of several models leads: a derive would ask for `Copy`
/// of what is loaded.
#[doc(hidden)]
#[macro_export]
macro_rules! __choice {
    ($face:ident :: $choice:ident; $($slot:ident)*) => {
        impl<$($slot),*> Clone for $face::$choice<'_, $($slot),*> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<$($slot),*> Copy for $face::$choice<'_, $($slot),*> {}
    };
}
