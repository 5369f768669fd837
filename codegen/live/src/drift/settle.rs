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
                    Some(asked) => asked.same(&candidate, expected, found).await,
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
    async fn same(&mut self, candidate: &Candidate, expected: &str, found: &str) -> bool {
        let about = &candidate.difference;
        if candidate.of_domain {
            let answer = self.postgres_domains(about, expected, found).await;
            return answer.unwrap_or(false);
        }
        if about.kind == Kind::View {
            let answer = match self.dialect {
                Dialect::Postgres => self.postgres_views(expected, found).await,
                _ => Ok(query::same(expected, found, self.dialect)),
            };
            return answer.unwrap_or(false);
        }
        for [a, b] in self.forms(about, expected, found) {
            let answer = match self.dialect {
                Dialect::Postgres => self.postgres_checks(&about.table, &a, &b).await,
                _ => self.mysql_checks(&about.table, &a, &b).await,
            };
            if answer.unwrap_or(false) {
                return true;
            }
        }
        false
    }

    /// What is to be printed: a column's value in a place where it takes the column's type, as far
    /// as the engine goes along, and each as it is.
    fn forms(&self, about: &Difference, a: &str, b: &str) -> Vec<[String; 2]> {
        let plain = [a.to_owned(), b.to_owned()];
        let column = self.dialect.quoted(&about.name);
        let typed = |sql: &str| format!("CASE WHEN FALSE THEN {column} ELSE ({sql}) END");
        match about.kind {
            Kind::Default | Kind::Generated | Kind::OnUpdate => vec![[typed(a), typed(b)], plain],
            _ => vec![plain],
        }
    }

    async fn postgres_checks(&mut self, table: &str, a: &str, b: &str) -> ormolu::Result<bool> {
        let (namespace, name) = table.split_once('.').unwrap_or(("public", table));
        let (namespace, name) = (self.dialect.quoted(namespace), self.dialect.quoted(name));
        let make = [
            // Names without a schema mean what they mean beside the table.
            format!("SET LOCAL search_path TO {namespace}, public"),
            format!("CREATE TEMPORARY TABLE {TEMPORARY} (LIKE {namespace}.{name})"),
            format!("ALTER TABLE {TEMPORARY} ADD CONSTRAINT a CHECK (({a}) IS NULL)"),
            format!("ALTER TABLE {TEMPORARY} ADD CONSTRAINT b CHECK (({b}) IS NULL)"),
        ];
        let look = "SELECT pg_get_constraintdef(oid) FROM pg_constraint \
            WHERE conrelid = 'pg_temp.ormolu_check'::regclass AND conname IN ('a', 'b')";
        self.postgres(&make, look).await
    }

    /// What the domain of that name says, said of two others of its type.
    async fn postgres_domains(
        &mut self,
        about: &Difference,
        a: &str,
        b: &str,
    ) -> ormolu::Result<bool> {
        let (namespace, name) = about
            .table
            .split_once('.')
            .unwrap_or(("public", &about.table));
        let (namespace, name) = (self.dialect.quoted(namespace), self.dialect.quoted(name));
        let of = format!("{namespace}.{name}");
        let base =
            "SELECT format_type(typbasetype, typtypmod) FROM pg_type WHERE oid = $1::regtype";
        let base: Vec<String> = column(&mut self.connection, base, &[of]).await?;
        let base = base.join("");
        let say = |sql: &str| match about.kind {
            Kind::Default => format!("DEFAULT {sql}"),
            _ => format!("CHECK ({sql})"),
        };
        let make = [
            format!("SET LOCAL search_path TO {namespace}, public"),
            format!("CREATE DOMAIN pg_temp.{TEMPORARY}_a AS {base} {}", say(a)),
            format!("CREATE DOMAIN pg_temp.{TEMPORARY}_b AS {base} {}", say(b)),
        ];
        // They inherit a default of the domain that they are made over.
        let said = match about.kind {
            Kind::Default => "t.typdefault",
            _ => "pg_get_constraintdef(c.oid)",
        };
        let look = format!(
            "SELECT {said} FROM pg_type t LEFT JOIN pg_constraint c ON c.contypid = t.oid \
             WHERE t.oid IN ('pg_temp.ormolu_check_a'::regtype, 'pg_temp.ormolu_check_b'::regtype)"
        );
        self.postgres(&make, &look).await
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
        let table = self.dialect.quoted(table);
        let make = [
            // Not LIKE: a temporary table cannot have each kind of index.
            format!("CREATE TEMPORARY TABLE {TEMPORARY} SELECT * FROM {table} WHERE FALSE"),
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
