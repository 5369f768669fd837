/// A struct for some of a model's columns.
#[doc(hidden)]
#[macro_export]
macro_rules! __projection {
    ($face:ident :: $name:ident $model:ident $table:ident; $($at:literal $field:ident,)*) => {
        impl $crate::generated::Projection for $face::$name {
            type Model = $face::$model;
            const COLUMNS: &'static [u16] = &[$($at),*];

            fn decode<D: $crate::generated::Decoder + ?Sized>(
                row: &D,
                at: usize,
            ) -> Result<Self, $crate::generated::DecodeError> {
                let mut cells = at..;
                Ok(Self {
                    $($field: $crate::generated::next_cell(row, &mut cells)?,)*
                })
            }
        }

        impl $face::$name {
            /// Of a table of a query, for `select`.
            pub fn of(table: $face::$table) -> $crate::generated::Of<Self> {
                $crate::generated::Of::table(table)
            }
        }
    };
}

/// Reads the next cell of a row.
#[doc(hidden)]
pub fn next_cell<T: crate::value::SqlType, D: crate::value::Decoder + ?Sized>(
    row: &D,
    cells: &mut std::ops::RangeFrom<usize>,
) -> Result<T, crate::error::DecodeError> {
    let at = cells.start;
    cells.start += 1;
    T::decode(row, at)
}
