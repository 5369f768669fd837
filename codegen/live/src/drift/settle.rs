//! Asks the engine whether two pieces of SQL are one.
//!
//! PostgreSQL, MySQL and MariaDB keep an expression as they understood it and print it in a spelling of
//! their own. So both sides become checks of a temporary table with the columns of the real one, and
//! what the engine prints is compared. Whoever may not make temporary tables, or works on a server
//! that only reads, sees the two spellings as a difference.

use ormolu::driver::{Access, Connection};
use ormolu::{BeginMode, Database};
use ormolu_schema::ir::Dialect;

use super::compare::Candidate;
use super::difference::{Difference, DifferenceKind as Kind};
use crate::dialect;
use crate::error::Error;
use crate::query::{column, rows};

mod query;

/// The name of what is made for a moment.
const TEMPORARY: &str = "ormolu_check";

/// The differences that are more than spelling.
pub(super) async fn settle(
    db: &Database,
    candidates: Vec<Candidate>,
) -> Result<Vec<Difference>, Error> {
    let dialect = dialect(db);
    let open = candidates.iter().any(|c| !c.sql.is_empty());
    let mut asked = if open && dialect != Dialect::Sqlite {
        Some(Asked::begin(db).await?)
    } else {
        None
    };
    let mut differences = vec![];
    for candidate in candidates {
        let mut same = !candidate.sql.is_empty();
        for (expected, found) in &candidate.sql {
            same = same
                && match &mut asked {
                    Some(asked) => asked.same(&candidate.difference, expected, found).await,
                    None => false,
                };
        }
        if !same {
            differences.push(candidate.difference);
        }
    }
    if let Some(asked) = asked {
        asked.end().await?;
    }
    Ok(differences)
}

/// A connection to ask on.
struct Asked {
    connection: Connection,
    dialect: Dialect,
}

impl Asked {
    async fn begin(db: &Database) -> Result<Asked, Error> {
        let dialect = dialect(db);
        let mut connection = db.connection(Access::Write).await?;
        if dialect == Dialect::Postgres {
            connection.begin(BeginMode::Write).await?;
        }
        Ok(Asked {
            connection,
            dialect,
        })
    }

    async fn end(mut self) -> Result<(), Error> {
        match self.dialect {
            Dialect::Postgres => Ok(self.connection.rollback().await?),
            _ => Ok(()),
        }
    }

    /// Whether the engine prints both alike. What it refuses is not.
    async fn same(&mut self, about: &Difference, expected: &str, found: &str) -> bool {
        let answer = match (self.dialect, about.kind) {
            (Dialect::Postgres, Kind::View) => self.postgres_views(expected, found).await,
            (Dialect::Postgres, _) => self.postgres_checks(&about.table, expected, found).await,
            (_, Kind::View) => Ok(query::same(expected, found, self.dialect)),
            _ => self.mysql_checks(&about.table, expected, found).await,
        };
        answer.unwrap_or(false)
    }

    async fn postgres_checks(&mut self, table: &str, a: &str, b: &str) -> ormolu::Result<bool> {
        let table = match table.contains('.') {
            true => path(table, '"'),
            false => format!("public.{}", path(table, '"')),
        };
        let make = [
            format!("CREATE TEMPORARY TABLE {TEMPORARY} (LIKE {table})"),
            format!("ALTER TABLE {TEMPORARY} ADD CONSTRAINT a CHECK (({a}) IS NULL)"),
            format!("ALTER TABLE {TEMPORARY} ADD CONSTRAINT b CHECK (({b}) IS NULL)"),
        ];
        let look = "SELECT pg_get_constraintdef(oid) FROM pg_constraint \
            WHERE conrelid = 'pg_temp.ormolu_check'::regclass AND conname IN ('a', 'b')";
        self.postgres(&make, look).await
    }

    async fn postgres_views(&mut self, a: &str, b: &str) -> ormolu::Result<bool> {
        let make = [
            format!("CREATE TEMPORARY VIEW {TEMPORARY}_a AS {a}"),
            format!("CREATE TEMPORARY VIEW {TEMPORARY}_b AS {b}"),
        ];
        let look = "SELECT pg_get_viewdef(('pg_temp.ormolu_check_' || side)::regclass) \
            FROM unnest(ARRAY['a', 'b']) AS side";
        self.postgres(&make, look).await
    }

    /// Makes something, looks at it and takes it back.
    async fn postgres(&mut self, make: &[String], look: &str) -> ormolu::Result<bool> {
        self.connection.savepoint(TEMPORARY).await?;
        let make: Vec<&str> = make.iter().map(String::as_str).collect();
        let printed = match self.connection.execute_script(&make).await {
            Ok(()) => column(&mut self.connection, look, &[]).await,
            Err(error) => Err(error),
        };
        self.connection.rollback_to(TEMPORARY).await?;
        Ok(matches!(&printed?[..], [a, b] if a == b))
    }

    async fn mysql_checks(&mut self, table: &str, a: &str, b: &str) -> ormolu::Result<bool> {
        let table = path(table, '`');
        let make = [
            format!("CREATE TEMPORARY TABLE {TEMPORARY} LIKE {table}"),
            format!("ALTER TABLE {TEMPORARY} ADD CONSTRAINT ormolu_a CHECK (({a}) IS NULL)"),
            format!("ALTER TABLE {TEMPORARY} ADD CONSTRAINT ormolu_b CHECK (({b}) IS NULL)"),
        ];
        let make: Vec<&str> = make.iter().map(String::as_str).collect();
        let made = self.connection.execute_script(&make).await;
        let show = format!("SHOW CREATE TABLE {TEMPORARY}");
        let shown: ormolu::Result<Vec<(String, String)>> = match made {
            Ok(()) => rows(&mut self.connection, show, &[]).await,
            Err(error) => Err(error),
        };
        let drop = format!("DROP TEMPORARY TABLE IF EXISTS {TEMPORARY}");
        self.connection.execute_script(&[&drop]).await?;
        let shown = shown?;
        let text = shown.first().map_or("", |(_, text)| text.as_str());
        let check = |name: &str| {
            let line = text
                .lines()
                .find(|line| line.contains(&format!("`{name}`")))?;
            Some(line.split_once("CHECK")?.1.trim_end_matches(',').to_owned())
        };
        let printed = (check("ormolu_a"), check("ormolu_b"));
        Ok(matches!(printed, (Some(a), Some(b)) if a == b))
    }
}

/// A table of the facts as a path in quotes.
fn path(table: &str, quote: char) -> String {
    let part = |name: &str| {
        let doubled = name.replace(quote, &format!("{quote}{quote}"));
        format!("{quote}{doubled}{quote}")
    };
    match table.split_once('.') {
        Some((namespace, name)) => format!("{}.{}", part(namespace), part(name)),
        None => part(table),
    }
}
