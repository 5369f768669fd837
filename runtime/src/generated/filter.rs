/// The conditions on some of a model's columns that clients choose.
#[doc(hidden)]
#[macro_export]
macro_rules! __filter {
    ($face:ident :: $name:ident $model:ident $table:ident; $($field:ident $(= $key:literal)?,)*) => {
        impl $crate::generated::Filter for $face::$name {
            type Model = $face::$model;
            const COLUMNS: &'static [&'static str] = &[$($crate::__name!($field $(= $key)?)),*];

            fn read<'de, A: $crate::generated::MapAccess<'de>>(
                &mut self,
                column: &str,
                operator: &str,
                values: &mut A,
            ) -> Result<(), A::Error> {
                $(if column == $crate::__name!($field $(= $key)?) {
                    let nullable = $crate::generated::may_be_null(|of: $face::$table| of.$field);
                    return self.$field.read(operator, nullable, values);
                })*
                Err($crate::generated::unknown_filter(Self::COLUMNS))
            }

            fn push(self, table: $face::$table, out: &mut Vec<$crate::generated::Node>) {
                $(self.$field.push(table.$field, out);)*
            }
        }

        impl<'de> $crate::generated::Deserialize<'de> for $face::$name {
            fn deserialize<D: $crate::generated::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::generated::deserialize_filter(deserializer)
            }
        }
    };
}

/// The orders of a model's rows that clients choose.
#[doc(hidden)]
#[macro_export]
macro_rules! __order {
    ($face:ident :: $name:ident $table:ident; $($variant:ident $text:literal $field:ident $direction:ident,)*) => {
        impl $face::$name {
            /// Every order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The text it is chosen by.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }

            /// The order of a query's rows.
            pub fn on(self, table: $face::$table) -> $crate::generated::Order {
                match self {
                    $(Self::$variant => table.$field.$direction(),)*
                }
            }
        }

        impl ::std::str::FromStr for $face::$name {
            type Err = $crate::generated::UnknownVariant;

            fn from_str(text: &str) -> Result<Self, $crate::generated::UnknownVariant> {
                $crate::generated::find_variant(Self::ALL, Self::as_str, stringify!($name), text)
            }
        }

        impl<'de> $crate::generated::Deserialize<'de> for $face::$name {
            fn deserialize<D: $crate::generated::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::generated::deserialize_variant(deserializer)
            }
        }
    };
}
