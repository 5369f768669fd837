use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use sqlx::{ColumnIndex, Database, Decode, Row, Type, TypeInfo, ValueRef};

use crate::error::DecodeError;

/// The cells of a server's row, read by position. Each engine makes a decoder of it.
pub(in crate::driver) struct Cells<'r, DB: Database>(pub(super) &'r DB::Row);

/// `None` is NULL.
pub(in crate::driver) type Cell<T> = Result<Option<T>, DecodeError>;

impl<'r, DB: Database> Cells<'r, DB>
where
    usize: ColumnIndex<DB::Row>,
{
    #[inline]
    pub(in crate::driver) fn cell(&self, at: usize) -> Cell<DB::ValueRef<'r>> {
        match self.0.try_get_raw(at) {
            Ok(value) if value.is_null() => Ok(None),
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(DecodeError {
                at,
                expected: "a column",
                found: "the end of the row".into(),
            }),
        }
    }

    #[inline]
    pub(in crate::driver) fn get<T>(&self, at: usize, expected: &'static str) -> Cell<T>
    where
        T: Decode<'r, DB> + Type<DB>,
    {
        self.get_if(at, expected, T::compatible)
    }

    /// As `get`, with an own idea of which types will do.
    #[inline]
    pub(in crate::driver) fn get_if<T: Decode<'r, DB>>(
        &self,
        at: usize,
        expected: &'static str,
        fits: impl FnOnce(&DB::TypeInfo) -> bool,
    ) -> Cell<T> {
        let Some(value) = self.cell(at)? else {
            return Ok(None);
        };
        if !fits(&value.type_info()) {
            return Err(wrong::<DB>(at, expected, &value));
        }
        decode::<DB, T>(value, at, expected).map(Some)
    }
}

#[inline]
pub(in crate::driver) fn decode<'r, DB: Database, T: Decode<'r, DB>>(
    value: DB::ValueRef<'r>,
    at: usize,
    expected: &'static str,
) -> Result<T, DecodeError> {
    T::decode(value).map_err(|_| unreadable(at, expected))
}

/// An integer that came as a decimal: a sum of integers does.
pub(in crate::driver) fn whole<T>(number: Decimal) -> Option<T>
where
    T: TryFrom<i64> + TryFrom<u64>,
{
    if !number.is_integer() {
        return None;
    }
    match number.to_i64() {
        Some(number) => T::try_from(number).ok(),
        None => number.to_u64().and_then(|number| T::try_from(number).ok()),
    }
}

#[cold]
pub(in crate::driver) fn wrong<DB: Database>(
    at: usize,
    expected: &'static str,
    value: &DB::ValueRef<'_>,
) -> DecodeError {
    DecodeError {
        at,
        expected,
        found: format!("a value of type {}", value.type_info().name()),
    }
}

#[cold]
pub(in crate::driver) fn unreadable(at: usize, expected: &'static str) -> DecodeError {
    DecodeError {
        at,
        expected,
        found: "a value that cannot be read as that".into(),
    }
}

#[cold]
pub(in crate::driver) fn out_of_range(at: usize, expected: &'static str) -> DecodeError {
    DecodeError {
        at,
        expected,
        found: "a number out of its range".into(),
    }
}
