//! Dates and times of other libraries than chrono: what `times: time` and `times: jiff` of a schema
//! make of columns.

#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "time")]
mod time;

/// What the conversions cannot carry over.
#[cfg(any(feature = "jiff", feature = "time"))]
const OUT_OF_RANGE: &str = "a date or time that the other library has no room for";
