use rusqlite::functions::Context;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};
use rust_decimal::{Decimal, RoundingStrategy};

use super::{refuse, strict};
use crate::driver::moment;
use crate::driver::sqlite::decimal::quotient;

type Unary = fn(&Decimal) -> Decimal;
type Binary = fn(Decimal, Decimal) -> Option<Decimal>;

/// Calculation with decimals, which are text. A result of more than 28 digits is an error.
pub(super) fn register(connection: &Connection) -> Result<()> {
    let binary: [(&str, Binary); 3] = [
        ("ormolu_decimal_add", Decimal::checked_add),
        ("ormolu_decimal_sub", Decimal::checked_sub),
        ("ormolu_decimal_mul", product),
    ];
    for (name, function) in binary {
        strict(connection, name, 2, move |context| {
            let result = function(decimal(context, 0)?, decimal(context, 1)?);
            result.map(written).ok_or_else(too_long)
        })?;
    }
    let divide: [(&str, Binary); 2] = [
        ("ormolu_decimal_div", quotient),
        ("ormolu_decimal_rem", Decimal::checked_rem),
    ];
    for (name, function) in divide {
        strict(connection, name, 2, move |context| {
            let (number, by) = (decimal(context, 0)?, decimal(context, 1)?);
            if by.is_zero() {
                return Ok(None);
            }
            function(number, by)
                .map(written)
                .map(Some)
                .ok_or_else(too_long)
        })?;
    }
    let unary: [(&str, Unary); 4] = [
        ("ormolu_decimal", |number| *number),
        ("ormolu_decimal_abs", Decimal::abs),
        ("ormolu_decimal_floor", Decimal::floor),
        ("ormolu_decimal_ceil", Decimal::ceil),
    ];
    for (name, function) in unary {
        strict(connection, name, 1, move |context| {
            Ok(written(function(&decimal(context, 0)?)))
        })?;
    }
    strict(connection, "ormolu_decimal_round", 2, |context| {
        let digits: u32 = context.get(1)?;
        let away = RoundingStrategy::MidpointAwayFromZero;
        Ok(written(
            decimal(context, 0)?.round_dp_with_strategy(digits, away),
        ))
    })
}

/// `checked_mul` rounds what has too many digits.
fn product(left: Decimal, right: Decimal) -> Option<Decimal> {
    let (left, right) = (left.normalize(), right.normalize());
    let product = left.checked_mul(right)?;
    let exact = product.is_zero() || product.scale() == left.scale() + right.scale();
    exact.then_some(product)
}

fn decimal(context: &Context<'_>, at: usize) -> Result<Decimal> {
    match context.get_raw(at) {
        ValueRef::Integer(number) => Some(Decimal::from(number)),
        ValueRef::Real(number) => moment::decimal(&format!("{number:e}")),
        other => other.as_str().ok().and_then(moment::decimal),
    }
    .ok_or_else(|| refuse("a value is not a decimal"))
}

fn written(number: Decimal) -> String {
    number.normalize().to_string()
}

fn too_long() -> rusqlite::Error {
    refuse("the result has more than 28 digits")
}
