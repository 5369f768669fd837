//! Functions, procedures and triggers of files, as a database has them.
//!
//! PostgreSQL prints a function as it understood it, so it is asked for both sides: what the file
//! says is made for a moment under a temporary name, or on a temporary table. SQLite, MySQL and MariaDB
//! keep the text, which is compared word by word; only the type of a result these two spell
//! their own way, and a temporary table with a column of it settles that.

mod mysql;
mod postgres;
mod sqlite;

use ormolu::driver::{Access, Connection};
use ormolu::{BeginMode, Database};
use ormolu_migrate::object::{Object, ObjectKind};
use ormolu_schema::ir::Dialect;

use crate::dialect;
use crate::drift::{Difference, DifferenceKind};
use crate::error::Error;

/// What a database has of a function, procedure or trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// What the file says.
    Same,
    /// Nothing.
    Missing,
    /// Something else.
    Other(Other),
}

/// An object that is not what its file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// What the file says where both differ.
    pub expected: String,
    /// What the database has there.
    pub found: String,
    /// The statement that would make what the database has.
    pub create: String,
    /// Whether the file's can take its place without anything else going first.
    pub in_place: bool,
}

/// What a database has of each of some objects of its engine, in their order. Those that no file
/// makes are not looked at.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use ormolu::Database;
/// use ormolu_live::{Found, objects};
/// use ormolu_migrate::object::Object;
/// use ormolu_schema::ir::Dialect;
///
/// let file = "CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END;";
/// let file = [Object::read(file, Dialect::Sqlite)?];
/// let db = Database::connect("sqlite::memory:").await?;
/// assert_eq!(objects(&db, &file).await?, [Found::Missing]);
/// # Ok(()) }
/// ```
///
/// # Errors
/// What the database refused.
pub async fn objects(db: &Database, files: &[Object]) -> Result<Vec<Found>, Error> {
    let dialect = dialect(db);
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let access = match dialect {
        Dialect::Sqlite => Access::Read,
        _ => Access::Write,
    };
    let mut connection = db.connection(access).await?;
    if dialect == Dialect::Postgres {
        connection.begin(BeginMode::Write).await?;
    }
    let found = each(&mut connection, files).await;
    if dialect == Dialect::Postgres {
        connection.rollback().await?;
    }
    found
}

async fn each(connection: &mut Connection, files: &[Object]) -> Result<Vec<Found>, Error> {
    let mut all = Vec::with_capacity(files.len());
    for object in files {
        all.push(match object.dialect {
            Dialect::Sqlite => sqlite::found(connection, object).await?,
            Dialect::Postgres => postgres::found(connection, object).await?,
            Dialect::Mysql | Dialect::Mariadb => mysql::found(connection, object).await?,
        });
    }
    Ok(all)
}

/// Where functions, procedures and triggers of a database are not what files say.
///
/// # Errors
/// As [`objects`].
pub async fn object_drift(db: &Database, files: &[Object]) -> Result<Vec<Difference>, Error> {
    let found = objects(db, files).await?;
    let all = files.iter().zip(found);
    Ok(all
        .filter_map(|(object, found)| difference(object, found))
        .collect())
}

fn difference(object: &Object, found: Found) -> Option<Difference> {
    let (expected, found) = match found {
        Found::Same => return None,
        Found::Missing => (String::new(), None),
        Found::Other(other) => (other.expected, Some(other.found)),
    };
    let name = object.name.clone();
    let (table, name) = match &object.table {
        Some(table) => (table.replace(['"', '`'], ""), name),
        None => (name, String::new()),
    };
    Some(Difference {
        kind: match object.kind {
            ObjectKind::Function => DifferenceKind::Function,
            ObjectKind::Procedure => DifferenceKind::Procedure,
            ObjectKind::Trigger => DifferenceKind::Trigger,
        },
        table,
        name,
        expected: Some(expected),
        found,
    })
}

impl Other {
    /// Two texts, of which the first lines that differ are shown.
    fn of(expected: &str, found: &str, create: String, in_place: bool) -> Found {
        let (a, b) = (lines(expected), lines(found));
        let nth = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
        let shown = |lines: &[&str]| lines.get(nth).map_or("no more".to_owned(), |l| short(l));
        Found::Other(Other {
            expected: shown(&a),
            found: shown(&b),
            create,
            in_place,
        })
    }
}

fn lines(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty()).collect()
}

/// As much of a line as a message has room for.
fn short(line: &str) -> String {
    match line.char_indices().nth(80) {
        Some((end, _)) => format!("`{}..`", &line[..end]),
        None => format!("`{line}`"),
    }
}
