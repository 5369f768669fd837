//! Functions that SQLite lacks or that are not exact there. The query writer's files of the same
//! names in `dialect/sqlite/` call them.

mod exact;
mod json;
mod math;
mod text;
mod time;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{ToSql, ValueRef};
use rusqlite::{Connection, Error, Result};

/// Registers them all.
pub(super) fn register(connection: &Connection) -> Result<()> {
    math::register(connection)?;
    exact::register(connection)?;
    json::register(connection)?;
    text::register(connection)?;
    time::register(connection)
}

/// A function whose result depends on its arguments alone, and is NULL if one of them is.
fn strict<R: ToSql + 'static>(
    connection: &Connection,
    name: &str,
    arguments: i32,
    function: impl Fn(&Context<'_>) -> Result<R> + Send + 'static,
) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function(name, arguments, flags, move |context| {
        let null = (0..context.len()).any(|at| context.get_raw(at) == ValueRef::Null);
        if null {
            return Ok(None);
        }
        function(context).map(Some)
    })
}

fn refuse(message: &str) -> Error {
    Error::UserFunctionError(message.into())
}

fn text_at<'c>(context: &'c Context<'_>, at: usize) -> Result<&'c str> {
    context
        .get_raw(at)
        .as_str()
        .map_err(|_| refuse("an argument is not text"))
}
