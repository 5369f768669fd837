use super::error::MigrateError;
use super::table::{self, Row, State};
use crate::driver::{Access, Database};

impl Database {
    /// Makes sure that the database has the schema that the program was made for: that of the last
    /// of its migrations which says one. `schema::HASH` of the models is its hash.
    ///
    /// ```ignore
    /// db.require_schema(models::schema::HASH).await?;
    /// ```
    ///
    /// # Errors
    /// Another schema, a migration that is half done, a database without migrations.
    pub async fn require_schema(&self, hash: &str) -> Result<(), MigrateError> {
        let mut connection = self.connection(Access::Read).await?;
        let rows = table::read(&mut connection).await?;
        let found = match rows.iter().find(|row| row.state != State::Applied) {
            Some(row) => format!("one half-way in {}", row.id),
            None => match rows.iter().rev().find_map(said) {
                // Between two migrations that belong together, programs of several schemas run.
                Some((_, found)) if found.split(' ').any(|one| one == hash) => return Ok(()),
                Some((id, found)) => format!("{}, of {id}", found.replace(' ', " or ")),
                None if rows.is_empty() => "no migrations".to_owned(),
                None => "none that is known: no migration there says the hash of one, and \
                         `ormolu migrate diff --record` writes one that does"
                    .to_owned(),
            },
        };
        Err(MigrateError::OtherSchema {
            wanted: hash.to_owned(),
            found,
        })
    }
}

/// A migration, and the schema that it says.
fn said(row: &Row) -> Option<(&str, &str)> {
    Some((&row.id, row.schema_hash.as_deref()?))
}
