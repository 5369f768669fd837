use super::error::MigrateError;
use super::table::{self, State};
use crate::driver::{Access, Database};

impl Database {
    /// Makes sure that the database has the schema that the program was made for: that of its
    /// last migration. `schema::HASH` of the models is its hash.
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
            None => match rows.last().map(|row| (&row.schema_hash, &row.id)) {
                // Between two migrations that belong together, programs of several schemas run.
                Some((Some(found), _)) if found.split(' ').any(|one| one == hash) => return Ok(()),
                Some((Some(found), id)) => format!("{}, of {id}", found.replace(' ', " or ")),
                Some((None, id)) => format!("that of {id}, which has no hash"),
                None => "no migrations".to_owned(),
            },
        };
        Err(MigrateError::OtherSchema {
            wanted: hash.to_owned(),
            found,
        })
    }
}
