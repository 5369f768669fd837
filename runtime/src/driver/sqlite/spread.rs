//! Variance and standard deviation, which SQLite lacks.

use rusqlite::functions::Context;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};

use super::aggregate::{Tally, function, refuse};

/// Registers `ormolu_var_samp` and the three like it.
pub(super) fn register(connection: &Connection) -> Result<()> {
    for (name, sample, root) in [
        ("ormolu_var_samp", true, false),
        ("ormolu_var_pop", false, false),
        ("ormolu_stddev_samp", true, true),
        ("ormolu_stddev_pop", false, true),
    ] {
        function(connection, name, 1, Spread { sample, root })?;
    }
    Ok(())
}

struct Spread {
    /// Of a sample, not of all there are.
    sample: bool,
    /// The standard deviation.
    root: bool,
}

/// Welford's method: no difference of large sums.
#[derive(Default)]
pub(super) struct Moments {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Tally for Spread {
    type Kept = Moments;

    fn add(&self, row: &Context<'_>, kept: &mut Moments) -> Result<()> {
        if let Some(number) = number(row.get_raw(0))? {
            kept.count += 1.0;
            let before = number - kept.mean;
            kept.mean += before / kept.count;
            kept.squares += before * (number - kept.mean);
        }
        Ok(())
    }

    fn remove(&self, row: &Context<'_>, kept: &mut Moments) -> Result<()> {
        if let Some(number) = number(row.get_raw(0))? {
            if kept.count <= 1.0 {
                *kept = Moments::default();
                return Ok(());
            }
            let after = number - kept.mean;
            kept.count -= 1.0;
            kept.mean -= after / kept.count;
            kept.squares = (kept.squares - after * (number - kept.mean)).max(0.0);
        }
        Ok(())
    }

    fn result(&self, kept: &Moments) -> Value {
        let parts = if self.sample {
            kept.count - 1.0
        } else {
            kept.count
        };
        if parts <= 0.0 {
            return Value::Null;
        }
        let variance = kept.squares / parts;
        Value::Real(if self.root { variance.sqrt() } else { variance })
    }
}

/// A number, or a decimal as text; `None` is NULL.
#[allow(clippy::cast_precision_loss)] // as SQLite's own conversion of INTEGER to REAL
pub(super) fn number(value: ValueRef<'_>) -> Result<Option<f64>> {
    match value {
        ValueRef::Null => Ok(None),
        ValueRef::Integer(number) => Ok(Some(number as f64)),
        ValueRef::Real(number) => Ok(Some(number)),
        ValueRef::Text(text) => {
            let number = std::str::from_utf8(text)
                .ok()
                .and_then(|text| text.parse().ok());
            match number {
                Some(number) => Ok(Some(number)),
                None => Err(refuse("a value is not a number")),
            }
        }
        ValueRef::Blob(_) => Err(refuse("a value is not a number")),
    }
}
