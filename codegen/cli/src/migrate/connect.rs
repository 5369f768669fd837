//! The databases that a command works on.

use std::borrow::Cow;
use std::future::Future;
use std::sync::OnceLock;

use ormolu::migrate::{MigrateError, Runner};
use ormolu::{Database, DatabaseOptions, Dialect, Rows, Statement};
use ormolu_live::{Difference, Options, drift, read as read_live};
use ormolu_schema::ir::Schema;

use super::config::Project;
use super::folder::Folder;
use super::tenant;
use crate::Failure;
use crate::pull::BOOKKEEPING;

/// A database, or a schema of one.
pub(crate) struct Place {
    /// What it is called where there are several.
    pub(crate) name: Option<String>,
    pub(crate) db: Database,
    pub(crate) schema: Option<Tenant>,
}

/// A schema of a server, and connections that are in it once something is asked of it.
pub(crate) struct Tenant {
    name: String,
    url: String,
    db: OnceLock<Database>,
}

impl Place {
    /// A database as a whole.
    pub(crate) fn whole(db: Database) -> Self {
        Place {
            name: None,
            db,
            schema: None,
        }
    }

    /// The database, in which its schema needs no name.
    pub(crate) async fn inside(&self) -> Result<&Database, Failure> {
        let Some(tenant) = &self.schema else {
            return Ok(&self.db);
        };
        if let Some(db) = tenant.db.get() {
            return Ok(db);
        }
        let db = tenant::open(&tenant.url, &tenant.name, self.db.dialect()).await?;
        Ok(tenant.db.get_or_init(|| db))
    }

    /// What is in it.
    pub(crate) async fn live(&self) -> Result<Schema, Failure> {
        live(self.inside().await?, &self.options()).await
    }

    /// Where it is not what a snapshot says.
    pub(crate) async fn drift(&self, snapshot: &Schema) -> Result<Vec<Difference>, Failure> {
        let (mut options, mut snapshot) = (self.options(), Cow::Borrowed(snapshot));
        if let Some(tenant) = self.postgres_schema() {
            let others = snapshot.models.iter();
            let others = others.filter_map(|model| model.table.namespace.clone());
            options.namespaces.extend(others);
            snapshot = Cow::Owned(tenant::within(&snapshot, &tenant.name));
        }
        let differences = drift(self.inside().await?, &snapshot, &options).await;
        differences.map_err(|error| Failure::Undone(format!("error: {error}")))
    }

    /// A database of MySQL is what its connection is in, and needs no more words.
    fn postgres_schema(&self) -> Option<&Tenant> {
        let tenant = self.schema.as_ref();
        tenant.filter(|_| self.db.dialect() == Dialect::Postgres)
    }

    fn options(&self) -> Options {
        let tenant = self.postgres_schema().into_iter();
        Options {
            namespaces: tenant.map(|tenant| tenant.name.clone()).collect(),
            ..options()
        }
    }

    pub(crate) fn runner(&self, folder: &Folder) -> Runner<'_> {
        let runner = Runner::new(&self.db, folder.graph().clone());
        match &self.schema {
            Some(schema) => runner.schema(schema.name.clone()),
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
                ..Place::whole(db)
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
                schema: Some(Tenant {
                    name: schema,
                    url: url.clone(),
                    db: OnceLock::new(),
                }),
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
    block_on(async { live(&open(url).await?, &options()).await })
}

/// What belongs to the runner belongs to no schema.
fn options() -> Options {
    Options {
        except: BOOKKEEPING.map(str::to_owned).to_vec(),
        ..Options::default()
    }
}

async fn live(db: &Database, options: &Options) -> Result<Schema, Failure> {
    let outcome = read_live(db, options).await;
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
