use crate::value::{NamedType, SqlType, ValueRef};

/// The value to bind of a column.
pub fn bound<T: SqlType>(value: &T) -> ValueRef<'_> {
    value.as_value()
}

/// The same of a column whose text is of a type of the database's own.
pub fn bound_as<'v, T: SqlType>(value: &'v T, named: &'static NamedType) -> ValueRef<'v> {
    value.as_value().named(named)
}

/// What `Model` says of each column, within its `impl`.
///
/// One entry for each column: `3 title`. `3 title = "headline"` is written as `headline` by
/// serde, `3 secret = _` not at all; `3 place as "point"` is of a type of the database's own. A
/// model with hooks says `, hooks` before them.
#[doc(hidden)]
#[macro_export]
macro_rules! __columns {
    ($face:ident :: $table:ident $alias:ident $(, $hooks:ident)?; $($at:literal $field:ident $(= $name:tt)? $(as $type:literal)?,)*) => {
        fn table<M: $crate::Mode>(alias: $crate::generated::Alias) -> $face::$table<M> {
            $face::$table {
                $alias: alias,
                $($field: $crate::generated::column(alias, Self::META, $at),)*
            }
        }

        #[allow(clippy::question_mark)] // it costs the compiler more
        fn decode<D: $crate::generated::Decoder + ?Sized>(
            row: &D,
            at: usize,
        ) -> Result<Self, $crate::generated::DecodeError> {
            Ok($crate::__loaded!(Self {
                $($field: match $crate::generated::SqlType::decode(row, at + $at) {
                    Ok(value) => value,
                    Err(error) => return Err(error),
                },)*
            } $(, $hooks)?))
        }

        fn bound(&self, column: usize) -> $crate::generated::ValueRef<'_> {
            match column {
                $($at => $crate::__bound!(&self.$field $(, $type)?),)*
                _ => $crate::generated::unknown_column(Self::META, column),
            }
        }

        fn read<D: $crate::generated::Decoder + ?Sized>(
            &mut self,
            column: usize,
            row: &D,
            at: usize,
        ) -> Result<(), $crate::generated::DecodeError> {
            match column {
                $($at => $crate::generated::read_into(&mut self.$field, row, at),)*
                _ => Ok(()),
            }
        }

        fn changed(&self, original: &Self, out: &mut Vec<u16>) {
            $(if self.$field != original.$field {
                out.push($at);
            })*
        }

        #[allow(clippy::question_mark)]
        fn serialize_columns<S: $crate::generated::SerializeMap>(
            &self,
            map: &mut S,
        ) -> Result<(), S::Error> {
            $($crate::__entry!(map, self.$field, $field $(= $name)?);)*
            Ok(())
        }
    };
}

/// A row that was read, after its hook.
#[doc(hidden)]
#[macro_export]
macro_rules! __loaded {
    ($row:expr) => {
        $row
    };
    ($row:expr, hooks) => {
        $crate::generated::loaded($row)
    };
}

/// Writes one column, unless the row was read without it.
pub fn entry<T: SqlType + serde::Serialize, M: serde::ser::SerializeMap>(
    map: &mut M,
    name: &'static str,
    value: &T,
) -> Result<(), M::Error> {
    match value.is_unread() {
        true => Ok(()),
        false => map.serialize_entry(name, value),
    }
}

/// Reads one column.
pub fn read_into<T: SqlType, D: crate::value::Decoder + ?Sized>(
    field: &mut T,
    row: &D,
    at: usize,
) -> Result<(), crate::error::DecodeError> {
    *field = T::read(row, at)?;
    Ok(())
}

#[doc(hidden)]
#[macro_export]
macro_rules! __bound {
    ($value:expr) => {
        $crate::generated::bound($value)
    };
    ($value:expr, $type:literal) => {
        $crate::generated::bound_as(
            $value,
            &$crate::generated::NamedType {
                namespace: None,
                name: $type,
            },
        )
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __entry {
    ($map:ident, $value:expr, $field:ident = _) => {};
    ($map:ident, $value:expr, $field:ident $(= $name:literal)?) => {
        if let Err(error) = $crate::generated::entry(
            $map, $crate::__name!($field $(= $name)?), &$value
        ) {
            return Err(error);
        }
    };
}

/// A field's name for serde.
#[doc(hidden)]
#[macro_export]
macro_rules! __name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident = $name:literal) => {
        $name
    };
}
