use rusqlite::functions::Context;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};

use super::{refuse, strict};

type Unary = fn(f64) -> f64;

/// Functions on floats. SQLite makes NULL of what is not a number.
pub(super) fn register(connection: &Connection) -> Result<()> {
    let functions: [(&str, Unary); 6] = [
        ("ormolu_round", f64::round_ties_even),
        ("ormolu_floor", f64::floor),
        ("ormolu_ceil", f64::ceil),
        ("ormolu_sqrt", f64::sqrt),
        ("ormolu_exp", f64::exp),
        ("ormolu_ln", |x| if x > 0.0 { x.ln() } else { f64::NAN }),
    ];
    for (name, function) in functions {
        strict(connection, name, 1, move |context| {
            Ok(function(float(context, 0)?))
        })?;
    }
    strict(connection, "ormolu_round_to", 2, |context| {
        let scale = 10_f64.powi(context.get(1)?);
        Ok((float(context, 0)? * scale).round_ties_even() / scale)
    })?;
    strict(connection, "ormolu_power", 2, |context| {
        Ok(float(context, 0)?.powf(float(context, 1)?))
    })
}

#[allow(clippy::cast_precision_loss)] // as SQLite's own conversion of INTEGER to REAL
fn float(context: &Context<'_>, at: usize) -> Result<f64> {
    match context.get_raw(at) {
        ValueRef::Real(number) => Ok(number),
        ValueRef::Integer(number) => Ok(number as f64),
        // A decimal.
        other => other
            .as_str()
            .ok()
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| refuse("an argument is not a number")),
    }
}
