//! SQLite keeps the text of a trigger from its name on.

use ormolu::driver::Connection;
use ormolu_migrate::object::Object;
use ormolu_schema::ir::Dialect;

use super::{Found, Other};
use crate::error::Error;
use crate::query::column;

const TRIGGER: &str =
    "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ? COLLATE NOCASE";

pub(super) async fn found(connection: &mut Connection, object: &Object) -> Result<Found, Error> {
    let kept = column(connection, TRIGGER, std::slice::from_ref(&object.name)).await?;
    let Some(kept) = kept.into_iter().next() else {
        return Ok(Found::Missing);
    };
    let is_it = Object::read(&kept, Dialect::Sqlite).is_ok_and(|kept| object.says(&kept));
    Ok(match is_it {
        true => Found::Same,
        false => Other::of(&object.create, &kept, kept.clone(), false),
    })
}
