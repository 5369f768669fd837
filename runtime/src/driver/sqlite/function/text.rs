use rusqlite::functions::Context;
use rusqlite::{Connection, Result};

use super::{strict, text_at};

pub(super) fn register(connection: &Connection) -> Result<()> {
    strict(connection, "ormolu_lpad", 3, |context| {
        let (text, fill) = padding(context)?;
        Ok(fill + text)
    })?;
    strict(connection, "ormolu_rpad", 3, |context| {
        let (text, fill) = padding(context)?;
        Ok(text.to_owned() + &fill)
    })?;
    strict(connection, "ormolu_reverse", 1, |context| {
        Ok(text_at(context, 0)?.chars().rev().collect::<String>())
    })
}

/// The text, cut to the length asked for, and what is missing of it.
fn padding<'c>(context: &'c Context<'_>) -> Result<(&'c str, String)> {
    let (text, fill) = (text_at(context, 0)?, text_at(context, 2)?);
    let length = usize::try_from(context.get::<u32>(1)?).unwrap_or(usize::MAX);
    let cut = text.char_indices().nth(length);
    let text = cut.map_or(text, |(at, _)| &text[..at]);
    let missing = length - text.chars().count();
    Ok((text, fill.chars().cycle().take(missing).collect()))
}
