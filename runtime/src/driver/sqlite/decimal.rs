//! Decimals are text on SQLite; these make its engine count with them.

use std::cmp::Ordering;

use rusqlite::functions::Context;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};
use rust_decimal::Decimal;

use super::aggregate::{Tally, function, refuse};
use crate::driver::moment;

/// Registers the collation `ormolu_decimal` and the aggregates `ormolu_decimal_sum` and
/// `ormolu_decimal_avg`.
pub(super) fn register(connection: &Connection) -> Result<()> {
    connection.create_collation("ormolu_decimal", compare)?;
    function(connection, "ormolu_decimal_sum", 1, Sum)?;
    function(connection, "ormolu_decimal_avg", 1, Average)
}

/// By number; text that is none comes after all numbers.
pub(super) fn compare(left: &str, right: &str) -> Ordering {
    match (moment::decimal(left), moment::decimal(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => left.cmp(right),
    }
}

/// One number divided by another. A quotient that does not end has 20 digits: from one of 28
/// nothing more could be calculated.
pub(super) fn quotient(number: Decimal, by: Decimal) -> Option<Decimal> {
    const ENDS_BELOW: u128 = 10_u128.pow(26);
    let quotient = number.checked_div(by)?.normalize();
    match quotient.mantissa().unsigned_abs() < ENDS_BELOW {
        true => Some(quotient),
        false => quotient.round_sf(20),
    }
}

/// The number in a row; `None` is NULL.
fn number(row: &Context<'_>) -> Result<Option<Decimal>> {
    let number = match row.get_raw(0) {
        ValueRef::Null => return Ok(None),
        ValueRef::Integer(number) => Some(Decimal::from(number)),
        ValueRef::Real(number) => moment::decimal(&format!("{number:e}")),
        ValueRef::Text(text) => std::str::from_utf8(text).ok().and_then(moment::decimal),
        ValueRef::Blob(_) => None,
    };
    match number {
        Some(number) => Ok(Some(number)),
        None => Err(refuse("a value is not a decimal")),
    }
}

#[derive(Default)]
pub(super) struct Total {
    sum: Decimal,
    count: u64,
}

impl Total {
    fn add(&mut self, row: &Context<'_>) -> Result<()> {
        if let Some(number) = number(row)? {
            self.sum = self
                .sum
                .checked_add(number)
                .ok_or_else(|| refuse("the sum of decimals exceeds 28 digits"))?;
            self.count += 1;
        }
        Ok(())
    }

    fn remove(&mut self, row: &Context<'_>) -> Result<()> {
        if let Some(number) = number(row)? {
            self.sum = self
                .sum
                .checked_sub(number)
                .ok_or_else(|| refuse("the sum of decimals exceeds 28 digits"))?;
            self.count -= 1;
        }
        Ok(())
    }

    fn value(&self, of: impl FnOnce(&Self) -> Option<Decimal>) -> Value {
        match self.count {
            0 => Value::Null,
            _ => match of(self) {
                Some(number) => Value::Text(number.normalize().to_string()),
                None => Value::Null,
            },
        }
    }
}

struct Sum;

impl Tally for Sum {
    type Kept = Total;

    fn add(&self, row: &Context<'_>, total: &mut Total) -> Result<()> {
        total.add(row)
    }

    fn remove(&self, row: &Context<'_>, total: &mut Total) -> Result<()> {
        total.remove(row)
    }

    fn result(&self, total: &Total) -> Value {
        total.value(|total| Some(total.sum))
    }
}

struct Average;

impl Tally for Average {
    type Kept = Total;

    fn add(&self, row: &Context<'_>, total: &mut Total) -> Result<()> {
        total.add(row)
    }

    fn remove(&self, row: &Context<'_>, total: &mut Total) -> Result<()> {
        total.remove(row)
    }

    fn result(&self, total: &Total) -> Value {
        total.value(|total| quotient(total.sum, total.count.into()))
    }
}
