use std::fmt::Display;
use std::marker::PhantomData;

use super::{Decoder, Element, Kind, Scalar, Value, ValueRef, Wrapped, Wrapping};
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
///
/// # SQL around the values
///
/// [`SQL`](Self::SQL) says what the engine does with values on their way, such as a cipher or a
/// conversion of its own: `ST_GeomFromText($1)` where a value is bound, `ST_AsText("at")` where a
/// column is read.
///
/// ```
/// # use ormolu::{StoredAs, Wrapping};
/// # #[derive(Clone, Debug, PartialEq)]
/// # pub struct Token(String);
/// impl StoredAs for Token {
///     const SQL: Option<&'static Wrapping> = Some(&Wrapping::by_engine(
///         ("nullif(lower(hex({})), '')", "unhex({})"),
///         ("encode({}, 'hex')", "decode({}, 'hex')"),
///         ("lower(hex({}))", "unhex({})"),
///     ));
///     type Stored = String;
/// #     type Error = std::convert::Infallible;
/// #     fn to_stored(&self) -> Result<String, Self::Error> { Ok(self.0.clone()) }
/// #     fn from_stored(text: String) -> Result<Self, Self::Error> { Ok(Token(text)) }
/// #     fn placeholder() -> Self { Token(String::new()) }
///     // .. of a column of bytes
/// }
/// ```
///
/// Within a statement, expressions of the type have the form that the column holds: they are
/// compared and sorted in it, and an index serves them. Values get the SQL wherever they are
/// bound, and what leaves the statement is read through it. `.stored()` is the readable form as
/// an expression: `.filter(|u| u.token.stored().starts_with("ab"))`. Arrays have no such elements.
pub trait StoredAs: Sized + Clone + PartialEq + Send + Sync + 'static {
    /// What the column holds.
    type Stored: Scalar;
    /// Why a value cannot be stored, or what is stored cannot be read. Messages show it, so it
    /// must not contain the value if that is secret.
    type Error: Display;
    /// The SQL around values, if there is any.
    const SQL: Option<&'static Wrapping> = None;
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
        Ok(stored) if T::SQL.is_some() => {
            Value::Wrapped(Box::new(stored.into_value()), Around::<T>::KIND)
        }
        Ok(stored) => stored.into_value(),
        Err(error) => Value::Invalid(T::Stored::KIND, error.to_string()),
    }
}

/// The kind of a type with SQL around its values.
struct Around<T>(PhantomData<T>);

impl<T: StoredAs> Around<T> {
    const KIND: &'static Wrapped = &Wrapped {
        kind: T::Stored::KIND,
        sql: match T::SQL {
            Some(sql) => sql,
            None => &Wrapping::new("{}", "{}"),
        },
    };
}

#[diagnostic::do_not_recommend]
impl<T: StoredAs> Scalar for T {
    const KIND: Kind = match T::SQL {
        Some(_) => Kind::Wrapped(Around::<T>::KIND),
        None => T::Stored::KIND,
    };

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
    const ELEMENT: &'static Kind = {
        assert!(
            T::SQL.is_none(),
            "values with SQL around them can't be elements of an array; `.stored()` makes plain \
             ones of a column"
        );
        &T::KIND
    };

    fn from_value(value: Value) -> Option<Self> {
        T::from_stored(T::Stored::from_value(value)?).ok()
    }
}
