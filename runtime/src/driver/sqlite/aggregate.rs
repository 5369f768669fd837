//! Aggregates that SQLite lacks, as functions of the connection. Each also runs over windows.

use std::panic::{RefUnwindSafe, UnwindSafe};

use rusqlite::functions::{Aggregate, Context, FunctionFlags, WindowAggregate};
use rusqlite::types::Value;
use rusqlite::{Connection, Error, Result};

use super::{decimal, percentile, spread};

/// What an aggregate keeps of the rows it saw, and makes of them.
pub(super) trait Tally: 'static {
    /// What it keeps.
    type Kept: Default + UnwindSafe + RefUnwindSafe;
    /// A row comes in.
    fn add(&self, row: &Context<'_>, kept: &mut Self::Kept) -> Result<()>;
    /// A row leaves the window.
    fn remove(&self, row: &Context<'_>, kept: &mut Self::Kept) -> Result<()>;
    /// The result up to now.
    fn result(&self, kept: &Self::Kept) -> Value;
}

/// Registers all of them, and the collation of decimals.
pub(super) fn register(connection: &Connection) -> Result<()> {
    decimal::register(connection)?;
    spread::register(connection)?;
    percentile::register(connection)
}

/// Registers one.
pub(super) fn function<T: Tally>(
    connection: &Connection,
    name: &str,
    arguments: i32,
    tally: T,
) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_window_function(name, arguments, flags, Function(tally))
}

pub(super) fn refuse(message: &str) -> Error {
    Error::UserFunctionError(message.into())
}

struct Function<T>(T);

impl<T: Tally> Aggregate<T::Kept, Value> for Function<T> {
    fn init(&self, _: &mut Context<'_>) -> Result<T::Kept> {
        Ok(T::Kept::default())
    }

    fn step(&self, row: &mut Context<'_>, kept: &mut T::Kept) -> Result<()> {
        self.0.add(row, kept)
    }

    fn finalize(&self, _: &mut Context<'_>, kept: Option<T::Kept>) -> Result<Value> {
        Ok(self.0.result(&kept.unwrap_or_default()))
    }
}

impl<T: Tally> WindowAggregate<T::Kept, Value> for Function<T> {
    fn value(&self, kept: Option<&mut T::Kept>) -> Result<Value> {
        Ok(match kept {
            Some(kept) => self.0.result(kept),
            None => self.0.result(&T::Kept::default()),
        })
    }

    fn inverse(&self, row: &mut Context<'_>, kept: &mut T::Kept) -> Result<()> {
        self.0.remove(row, kept)
    }
}
