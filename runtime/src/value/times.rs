//! Dates and times of other libraries than chrono: what `times: time` and `times: jiff` of a schema
//! make of columns.

/// What all types of such a library say alike: by which of chrono's they are stored, and the two
/// ways to convert.
#[cfg(any(feature = "jiff", feature = "time"))]
macro_rules! stored {
    ($($rust:ty: $stored:ty = $placeholder:expr, $write:ident, $read:ident;)*) => {$(
        impl $crate::value::StoredAs for $rust {
            type Stored = $stored;
            type Error = &'static str;

            fn to_stored(&self) -> Result<$stored, &'static str> {
                $write(*self).ok_or($crate::value::times::OUT_OF_RANGE)
            }

            fn from_stored(stored: $stored) -> Result<Self, &'static str> {
                $read(stored).ok_or($crate::value::times::OUT_OF_RANGE)
            }

            fn placeholder() -> Self {
                $placeholder
            }
        }

        #[diagnostic::do_not_recommend] // messages list the types of every program
        impl $crate::expr::Ordered for $rust {}
        #[diagnostic::do_not_recommend]
        impl $crate::expr::Extreme for $rust {}
    )*};
}

#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "time")]
mod time;

/// What the conversions cannot carry over.
#[cfg(any(feature = "jiff", feature = "time"))]
const OUT_OF_RANGE: &str = "a date or time that the other library has no room for";
