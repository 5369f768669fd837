use crate::driver::FromRow;
use crate::error::{DecodeError, Error};
use crate::model::{Model, ModelMeta};
use crate::value::{Decoder, SqlType};

/// A model's columns in their order, as `{*}` has them.
impl<M: Model> FromRow for M {
    const MODEL: Option<&'static ModelMeta> = Some(M::META);

    fn from_row<D: Decoder + ?Sized>(row: &D) -> Result<Self, DecodeError> {
        M::decode(row, 0)
    }

    fn name_error(error: DecodeError) -> Error {
        match M::META.columns.get(error.at) {
            Some(column) => Error::Decode {
                table: M::META.table.name.to_owned(),
                column: column.name.to_owned(),
                expected: error.expected,
                found: error.found,
            },
            None => error.into(),
        }
    }
}

macro_rules! tuples {
    ($($part:ident $at:tt),+) => {
        impl<$($part: SqlType),+> FromRow for ($($part,)+) {
            fn from_row<Z: Decoder + ?Sized>(row: &Z) -> Result<Self, DecodeError> {
                Ok(($($part::decode(row, $at)?,)+))
            }
        }
    };
}

tuples!(A 0);
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
tuples!(A 0, B 1, C 2, D 3, E 4);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14, P 15);
