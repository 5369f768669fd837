//! The table that says what a database has: `_ormolu_migrations`.

use crate::dialect::Dialect;
use crate::driver::{Connection, FromRow, Rows};
use crate::error::{DecodeError, Result};
use crate::statement::Statement;
use crate::value::Decoder;

use super::literal::literal;

/// Its name. A schema that pulls tables from a database leaves it out, and that of the lock.
pub const TABLE: &str = "_ormolu_migrations";

/// What the database knows of a migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The migration.
    pub id: String,
    /// Of what was applied; of the statements that are done, while it is half done.
    pub checksum: String,
    /// The schema's hash after it.
    pub schema_hash: Option<String>,
    /// How far it is.
    pub state: State,
    /// How many statements are done.
    pub done: usize,
    /// A mark that a statement outside of a transaction left when it began.
    pub begun: Option<String>,
    /// What a migration in Rust said of its last batch.
    pub progress: Option<String>,
    /// When it was finished, in UTC.
    pub applied_at: String,
    /// How long it ran.
    pub duration_ms: i64,
    /// Who ran it.
    pub applied_by: String,
}

/// How far a migration is in a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is applied.
    Applied,
    /// It is half applied.
    HalfUp,
    /// It is half taken back.
    HalfDown,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            State::Applied => "applied",
            State::HalfUp => "up",
            State::HalfDown => "down",
        }
    }
}

impl FromRow for Row {
    fn from_row<D: Decoder + ?Sized>(row: &D) -> Result<Self, DecodeError> {
        let text = |at| row.text(at);
        let needed = |at| text(at).map(Option::unwrap_or_default);
        let number = |at| row.i64(at).map(Option::unwrap_or_default);
        Ok(Row {
            id: needed(0)?,
            checksum: needed(1)?,
            schema_hash: text(2)?,
            state: match needed(3)?.as_str() {
                "up" => State::HalfUp,
                "down" => State::HalfDown,
                _ => State::Applied,
            },
            done: usize::try_from(number(4)?).unwrap_or_default(),
            begun: text(5)?,
            progress: text(6)?,
            applied_at: needed(7)?,
            duration_ms: number(8)?,
            applied_by: needed(9)?,
        })
    }
}

/// The statement that makes the table where it is not there.
pub(crate) fn create(dialect: Dialect) -> String {
    let (text, end) = match dialect {
        Dialect::Sqlite => ("TEXT", " STRICT"),
        Dialect::Postgres => ("text", ""),
        // Names are told apart by case and accents as everywhere else.
        Dialect::Mysql | Dialect::Mariadb => (
            "varchar(200)",
            " ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin",
        ),
    };
    let number = if dialect == Dialect::Sqlite {
        "INTEGER"
    } else {
        "bigint"
    };
    let long = if dialect == Dialect::Sqlite {
        "TEXT"
    } else {
        "text"
    };
    format!(
        "CREATE TABLE IF NOT EXISTS {TABLE} (\n    \
         id {text} NOT NULL PRIMARY KEY,\n    \
         place {number} NOT NULL,\n    \
         checksum {text} NOT NULL,\n    \
         schema_hash {text},\n    \
         state {text} NOT NULL,\n    \
         done {number} NOT NULL,\n    \
         begun {text},\n    \
         progress {long},\n    \
         applied_at {text} NOT NULL,\n    \
         duration_ms {number} NOT NULL,\n    \
         applied_by {text} NOT NULL\n\
         ){end}"
    )
}

/// What is in the table, in the order of the history.
pub(crate) async fn read(connection: &mut Connection) -> Result<Vec<Row>> {
    if !exists(connection, TABLE).await? {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT id, checksum, schema_hash, state, done, begun, progress, applied_at, duration_ms, \
         applied_by FROM {TABLE} ORDER BY place"
    );
    fetch(connection, sql).await
}

/// Whether a table is in the current schema.
pub(crate) async fn exists(connection: &mut Connection, table: &str) -> Result<bool> {
    let schema = match connection.dialect() {
        Dialect::Sqlite => {
            let sql = format!("SELECT name FROM sqlite_master WHERE name = '{table}'");
            return Ok(!fetch::<(String,)>(connection, sql).await?.is_empty());
        }
        Dialect::Postgres => "current_schema()",
        Dialect::Mysql | Dialect::Mariadb => "database()",
    };
    let sql = format!(
        "SELECT count(*) FROM information_schema.tables WHERE table_name = '{table}' AND \
         table_schema = {schema}"
    );
    let counts: Vec<(i64,)> = fetch(connection, sql).await?;
    Ok(counts.first().is_some_and(|(count,)| *count > 0))
}

/// The database in use on MySQL and MariaDB, where a statement that was prepared stays in that of
/// then; nothing where it was dropped.
pub(crate) async fn database(connection: &mut Connection) -> Result<String> {
    connection
        .execute_script(&["SET @ormolu_place = database()"])
        .await?;
    let names: Vec<(Option<String>,)> = fetch(connection, "SELECT @ormolu_place".into()).await?;
    let name = names.into_iter().find_map(|(name,)| name);
    Ok(name.unwrap_or_default())
}

pub(crate) async fn fetch<T: FromRow>(connection: &mut Connection, sql: String) -> Result<Vec<T>> {
    let mut rows = Rows::new();
    connection
        .fetch(&Statement::new(sql, Vec::new()), &mut rows)
        .await?;
    Ok(rows.into_vec())
}

impl Row {
    /// The statement that adds it.
    pub(crate) fn insert(&self, dialect: Dialect) -> String {
        let values = self.values(dialect).map(|(_, value)| value).join(", ");
        let names = self.values(dialect).map(|(name, _)| name).join(", ");
        format!(
            "INSERT INTO {TABLE} (place, id, {names})\n\
             SELECT coalesce(max(place), 0) + 1, {}, {values} FROM {TABLE}",
            literal(&self.id, dialect)
        )
    }

    /// The statement that writes it anew.
    pub(crate) fn update(&self, dialect: Dialect) -> String {
        let set = self
            .values(dialect)
            .map(|(name, value)| format!("{name} = {value}"));
        let id = literal(&self.id, dialect);
        format!("UPDATE {TABLE} SET {} WHERE id = {id}", set.join(", "))
    }

    /// The statement that gives it the place of another.
    pub(crate) fn rename(&self, from: &str, dialect: Dialect) -> String {
        let (id, from) = (literal(&self.id, dialect), literal(from, dialect));
        format!("UPDATE {TABLE} SET id = {id} WHERE id = {from}")
    }

    fn values(&self, dialect: Dialect) -> [(&'static str, String); 9] {
        let text = |text: &str| literal(text, dialect);
        let option = |value: &Option<String>| match value {
            Some(value) => literal(value, dialect),
            None => "NULL".to_owned(),
        };
        [
            ("checksum", text(&self.checksum)),
            ("schema_hash", option(&self.schema_hash)),
            ("state", text(self.state.word())),
            ("done", self.done.to_string()),
            ("begun", option(&self.begun)),
            ("progress", option(&self.progress)),
            ("applied_at", text(&self.applied_at)),
            ("duration_ms", self.duration_ms.to_string()),
            ("applied_by", text(&self.applied_by)),
        ]
    }
}

/// The statement that takes a migration out.
pub(crate) fn delete(id: &str, dialect: Dialect) -> String {
    format!("DELETE FROM {TABLE} WHERE id = {}", literal(id, dialect))
}

/// The statement that gives a migration its place in the order.
pub(crate) fn put(id: &str, place: usize, dialect: Dialect) -> String {
    let id = literal(id, dialect);
    format!("UPDATE {TABLE} SET place = {place} WHERE id = {id}")
}
