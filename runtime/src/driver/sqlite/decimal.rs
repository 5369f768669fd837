//! Decimals are text on SQLite; these make its engine count with them.

use std::cmp::Ordering;

use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, Result};
use rust_decimal::Decimal;

use crate::driver::moment;

/// Registers the collation `ormolu_decimal` and the aggregates `ormolu_decimal_sum` and
/// `ormolu_decimal_avg`.
pub(super) fn register(connection: &Connection) -> Result<()> {
    connection.create_collation("ormolu_decimal", compare)?;
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_aggregate_function("ormolu_decimal_sum", 1, flags, Sum)?;
    connection.create_aggregate_function("ormolu_decimal_avg", 1, flags, Average)
}

/// By number; text that is none comes after all numbers.
fn compare(left: &str, right: &str) -> Ordering {
    match (moment::decimal(left), moment::decimal(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => left.cmp(right),
    }
}

#[derive(Default)]
struct Total {
    sum: Decimal,
    count: u64,
}

impl Total {
    fn add(&mut self, context: &Context<'_>) -> Result<()> {
        let number = match context.get_raw(0) {
            ValueRef::Null => return Ok(()),
            ValueRef::Integer(number) => Some(Decimal::from(number)),
            ValueRef::Real(number) => moment::decimal(&format!("{number:e}")),
            ValueRef::Text(text) => std::str::from_utf8(text).ok().and_then(moment::decimal),
            ValueRef::Blob(_) => None,
        };
        let number = number.ok_or_else(|| refuse("a value is not a decimal"))?;
        self.sum = self
            .sum
            .checked_add(number)
            .ok_or_else(|| refuse("the sum of decimals exceeds 28 digits"))?;
        self.count += 1;
        Ok(())
    }
}

fn refuse(message: &str) -> Error {
    Error::UserFunctionError(message.into())
}

struct Sum;

impl Aggregate<Total, Option<String>> for Sum {
    fn init(&self, _: &mut Context<'_>) -> Result<Total> {
        Ok(Total::default())
    }

    fn step(&self, context: &mut Context<'_>, total: &mut Total) -> Result<()> {
        total.add(context)
    }

    fn finalize(&self, _: &mut Context<'_>, total: Option<Total>) -> Result<Option<String>> {
        let total = total.filter(|total| total.count > 0);
        Ok(total.map(|total| total.sum.normalize().to_string()))
    }
}

struct Average;

impl Aggregate<Total, Option<String>> for Average {
    fn init(&self, _: &mut Context<'_>) -> Result<Total> {
        Ok(Total::default())
    }

    fn step(&self, context: &mut Context<'_>, total: &mut Total) -> Result<()> {
        total.add(context)
    }

    fn finalize(&self, _: &mut Context<'_>, total: Option<Total>) -> Result<Option<String>> {
        let total = total.filter(|total| total.count > 0);
        Ok(total.map(|total| {
            let average = total.sum / Decimal::from(total.count);
            average.normalize().to_string()
        }))
    }
}
