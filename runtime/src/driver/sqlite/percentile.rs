//! Percentiles and the most frequent value, which SQLite lacks.

use std::cmp::Ordering;

use rusqlite::functions::Context;
use rusqlite::types::Value;
use rusqlite::{Connection, Result};

use super::aggregate::{Tally, function, refuse};
use super::decimal;
use super::spread::number;

/// Registers `ormolu_percentile_cont(value, fraction)`, `ormolu_percentile_disc(value, fraction)`
/// and `ormolu_mode(value)`, and the latter two for decimals.
pub(super) fn register(connection: &Connection) -> Result<()> {
    function(connection, "ormolu_percentile_cont", 2, Continuous)?;
    for (prefix, compare) in [("ormolu_", plain as Compare), ("ormolu_decimal_", exact)] {
        let discrete = Discrete { compare };
        function(connection, &format!("{prefix}percentile_disc"), 2, discrete)?;
        function(connection, &format!("{prefix}mode"), 1, Mode { compare })?;
    }
    Ok(())
}

type Compare = fn(&Value, &Value) -> Ordering;

/// As SQLite sorts values of one type.
fn plain(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Integer(left), Value::Integer(right)) => left.cmp(right),
        (Value::Real(left), Value::Real(right)) => left.total_cmp(right),
        (Value::Text(left), Value::Text(right)) => left.cmp(right),
        (Value::Blob(left), Value::Blob(right)) => left.cmp(right),
        _ => real(left).total_cmp(&real(right)),
    }
}

fn exact(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => decimal::compare(left, right),
        _ => plain(left, right),
    }
}

fn real(value: &Value) -> f64 {
    number(value.into()).ok().flatten().unwrap_or(f64::NAN)
}

#[derive(Default)]
pub(super) struct Values {
    values: Vec<Value>,
    fraction: f64,
}

impl Values {
    fn add(&mut self, row: &Context<'_>) -> Result<()> {
        if row.len() > 1 {
            let fraction = row.get(1)?;
            if !(0.0..=1.0).contains(&fraction) {
                return Err(refuse("a percentile's fraction is not between 0 and 1"));
            }
            self.fraction = fraction;
        }
        match row.get(0)? {
            Value::Null => {}
            value => self.values.push(value),
        }
        Ok(())
    }

    fn remove(&mut self, row: &Context<'_>) -> Result<()> {
        let value: Value = row.get(0)?;
        if let Some(at) = self.values.iter().position(|known| *known == value) {
            self.values.swap_remove(at);
        }
        Ok(())
    }

    fn sorted(&self, compare: Compare) -> Vec<Value> {
        let mut values = self.values.clone();
        values.sort_by(compare);
        values
    }
}

struct Continuous;

impl Tally for Continuous {
    type Kept = Values;

    fn add(&self, row: &Context<'_>, kept: &mut Values) -> Result<()> {
        number(row.get_raw(0))?;
        kept.add(row)
    }

    fn remove(&self, row: &Context<'_>, kept: &mut Values) -> Result<()> {
        kept.remove(row)
    }

    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )] // a position in a list
    fn result(&self, kept: &Values) -> Value {
        let mut numbers: Vec<f64> = kept.values.iter().map(real).collect();
        numbers.sort_by(f64::total_cmp);
        let Some(last) = numbers.len().checked_sub(1) else {
            return Value::Null;
        };
        let at = kept.fraction * last as f64;
        let (low, high) = (numbers[at.floor() as usize], numbers[at.ceil() as usize]);
        Value::Real(low + (high - low) * at.fract())
    }
}

struct Discrete {
    compare: Compare,
}

impl Tally for Discrete {
    type Kept = Values;

    fn add(&self, row: &Context<'_>, kept: &mut Values) -> Result<()> {
        kept.add(row)
    }

    fn remove(&self, row: &Context<'_>, kept: &mut Values) -> Result<()> {
        kept.remove(row)
    }

    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )] // a position in a list
    fn result(&self, kept: &Values) -> Value {
        let mut values = kept.sorted(self.compare);
        let wanted = (kept.fraction * values.len() as f64).ceil() as usize;
        let at = wanted.saturating_sub(1);
        if at < values.len() {
            values.swap_remove(at)
        } else {
            Value::Null
        }
    }
}

struct Mode {
    compare: Compare,
}

impl Tally for Mode {
    type Kept = Values;

    fn add(&self, row: &Context<'_>, kept: &mut Values) -> Result<()> {
        kept.add(row)
    }

    fn remove(&self, row: &Context<'_>, kept: &mut Values) -> Result<()> {
        kept.remove(row)
    }

    fn result(&self, kept: &Values) -> Value {
        let values = kept.sorted(self.compare);
        let equal = |left: &Value, right: &Value| (self.compare)(left, right).is_eq();
        let mut longest: &[Value] = &[];
        for same in values.chunk_by(equal) {
            if same.len() > longest.len() {
                longest = same;
            }
        }
        longest.first().cloned().unwrap_or(Value::Null)
    }
}
