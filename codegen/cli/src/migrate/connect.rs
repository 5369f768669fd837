//! The databases that a command works on.

use std::future::Future;

use ormolu::migrate::{MigrateError, Runner};
use ormolu::{Database, DatabaseOptions, Dialect, Rows, Statement};
use ormolu_live::{Options, read as read_live};
use ormolu_schema::ir::Schema;

use super::config::Project;
use super::folder::Folder;
use crate::Failure;
use crate::pull::BOOKKEEPING;

/// A database, or a schema of one.
pub(crate) struct Place {
    /// What it is called where there are several.
    pub(crate) name: Option<String>,
    pub(crate) db: Database,
    pub(crate) schema: Option<String>,
}

impl Place {
    pub(crate) fn runner(&self, folder: &Folder) -> Runner<'_> {
        let runner = Runner::new(&self.db, folder.graph().clone());
        match &self.schema {
            Some(schema) => runner.schema(schema.clone()),
            None => runner,
        }
    }

    /// `name: `, where there are several.
    pub(crate) fn prefix(&self) -> String {
        self.name
            .as_ref()
            .map(|name| format!("{name}: "))
            .unwrap_or_default()
    }
}

/// Runs a future to its end.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime
        .map_err(|error| Failure::Undone(format!("error: {error}")))?
        .block_on(work)
}

/// All that the options name.
pub(crate) async fn places(project: &Project) -> Result<Vec<Place>, Failure> {
    let mut places = Vec::new();
    for (profile, url) in project.urls()? {
        let db = open(&url).await?;
        if project.schemas.is_empty() {
            places.push(Place {
                name: profile,
                db,
                schema: None,
            });
            continue;
        }
        for schema in schemas(&db, &project.schemas).await? {
            let name = match &profile {
                Some(profile) => format!("{profile}, {schema}"),
                None => schema.clone(),
            };
            places.push(Place {
                name: Some(name),
                db: db.clone(),
                schema: Some(schema),
            });
        }
    }
    Ok(places)
}

async fn open(url: &str) -> Result<Database, Failure> {
    DatabaseOptions::new().connect(url).await.map_err(undone)
}

/// The schemas of a server that fit the patterns.
async fn schemas(db: &Database, patterns: &[String]) -> Result<Vec<String>, Failure> {
    let sql = match db.dialect() {
        Dialect::Postgres => "SELECT nspname::text FROM pg_namespace ORDER BY nspname",
        Dialect::Mysql | Dialect::Mariadb => {
            "SELECT schema_name FROM information_schema.schemata ORDER BY schema_name"
        }
        Dialect::Sqlite => {
            return Err(Failure::Undone(
                "error: SQLite has no schemas; `--profile` names several files".into(),
            ));
        }
    };
    let mut connection = db.connection(ormolu::Access::Read).await.map_err(undone)?;
    let mut rows = Rows::<(String,)>::new();
    let statement = Statement::new(sql, Vec::new());
    connection
        .fetch(&statement, &mut rows)
        .await
        .map_err(undone)?;
    let mut names: Vec<String> = rows.into_vec().into_iter().map(|(name,)| name).collect();
    names.retain(|name| patterns.iter().any(|pattern| fits(name, pattern)));
    if names.is_empty() {
        let patterns = patterns.join(", ");
        return Err(Failure::Undone(format!("error: no schema fits {patterns}")));
    }
    Ok(names)
}

/// Whether a name fits a pattern, in which `*` stands for anything.
fn fits(name: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        None => name == pattern,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|name| {
            let mut ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            ends.any(|at| fits(&name[at..], rest))
        }),
    }
}

/// The schema of a live database.
pub(crate) fn read(url: &str) -> Result<Schema, Failure> {
    block_on(async { live(&open(url).await?).await })
}

/// What belongs to the runner belongs to no schema.
pub(crate) fn options() -> Options {
    Options {
        except: BOOKKEEPING.map(str::to_owned).to_vec(),
        ..Options::default()
    }
}

pub(crate) async fn live(db: &Database) -> Result<Schema, Failure> {
    let outcome = read_live(db, &options()).await;
    let outcome = outcome.map_err(|error| Failure::Undone(format!("error: {error}")))?;
    match &outcome.result {
        Ok((schema, _)) => Ok(schema.clone()),
        Err(_) => Err(Failure::Found(outcome.render(false))),
    }
}

pub(crate) fn undone(error: ormolu::Error) -> Failure {
    Failure::Undone(format!("error: {error}"))
}

/// What a runner says. What somebody has to decide is found; what failed is undone.
pub(crate) fn refused(place: &Place, error: &MigrateError) -> Failure {
    let message = format!("error: {}{error}", place.prefix());
    match error {
        MigrateError::Database(_)
        | MigrateError::Failed { .. }
        | MigrateError::BatchFailed { .. }
        | MigrateError::Locked { .. }
        | MigrateError::LockLost { .. }
        | MigrateError::Unsupported { .. } => Failure::Undone(message),
        _ => Failure::Found(message),
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn patterns() {
        assert!(fits("tenant_a", "tenant_*") && fits("tenant_a", "tenant_a"));
        assert!(fits("a_tenant_b", "*_tenant_*"));
        assert!(!fits("tenants", "tenant_*") && !fits("tenant_ab", "tenant_*a"));
    }
}
