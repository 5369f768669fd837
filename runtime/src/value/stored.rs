use std::fmt::Display;

use super::{Decoder, Element, Kind, Scalar, Value, ValueRef};
use crate::error::DecodeError;

/// A type of the program that a column holds in the form of another: what `rust: crate::Email` of
/// a schema names.
///
/// Such a column is read, bound, compared, looked for in lists, patched and returned like any
/// other; the two methods are all that converts. Operators for text, and an order, are had by
/// `impl ormolu::expr::Textual for Email {}` and `impl ormolu::expr::Ordered for Email {}`. A
/// column's type also implements `Debug` and `Serialize`, and `Deserialize` for patches.
///
/// ```
/// use ormolu::StoredAs;
///
/// /// An address with an `@`, in lower case.
/// #[derive(Clone, Debug, PartialEq)]
/// pub struct Email(String);
///
/// impl StoredAs for Email {
///     type Stored = String;
///     type Error = &'static str;
///
///     fn to_stored(&self) -> Result<String, Self::Error> {
///         Ok(self.0.clone())
///     }
///
///     fn from_stored(text: String) -> Result<Self, Self::Error> {
///         match text.contains('@') {
///             true => Ok(Email(text.to_lowercase())),
///             false => Err("a text without `@`"),
///         }
///     }
///
///     fn placeholder() -> Self {
///         Email(String::new())
///     }
/// }
/// ```
///
/// `type Stored = Vec<u8>` does the same for values that are compressed or encrypted. They can be
/// compared where equal values give equal bytes.
pub trait StoredAs: Sized + Clone + PartialEq + Send + Sync + 'static {
    /// What the column holds.
    type Stored: Scalar;
    /// Why a value cannot be stored, or what is stored cannot be read. Messages show it, so it
    /// must not contain the value if that is secret.
    type Error: Display;
    /// The form that is stored.
    ///
    /// # Errors
    /// The statement that was to store it is not run, and answers the error.
    fn to_stored(&self) -> Result<Self::Stored, Self::Error>;
    /// The value that was stored.
    ///
    /// # Errors
    /// Becomes a decode error that names the column.
    fn from_stored(stored: Self::Stored) -> Result<Self, Self::Error>;
    /// What a new row shows where the value is not known yet.
    fn placeholder() -> Self;
}

fn stored<T: StoredAs>(value: &T) -> Value {
    match value.to_stored() {
        Ok(stored) => stored.into_value(),
        Err(error) => Value::Invalid(T::Stored::KIND, error.to_string()),
    }
}

#[diagnostic::do_not_recommend]
impl<T: StoredAs> Scalar for T {
    const KIND: Kind = T::Stored::KIND;

    fn into_value(self) -> Value {
        stored(&self)
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Owned(stored(self))
    }

    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Option<Self>, DecodeError> {
        let wrong = |error: T::Error| DecodeError {
            at,
            expected: std::any::type_name::<T>(),
            found: error.to_string(),
        };
        let stored = T::Stored::decode(row, at)?;
        stored.map(|s| T::from_stored(s).map_err(wrong)).transpose()
    }

    fn placeholder() -> Self {
        StoredAs::placeholder()
    }
}

#[diagnostic::do_not_recommend]
impl<T: StoredAs<Stored: Element>> Element for T {
    fn from_value(value: Value) -> Option<Self> {
        T::from_stored(T::Stored::from_value(value)?).ok()
    }
}
