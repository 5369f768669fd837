//! The databases that a command works on.

use std::borrow::Cow;
use std::sync::OnceLock;

use ormolu::migrate::{MigrateError, Runner};
use ormolu::{Database, DatabaseOptions, Dialect, Rows, Statement};
use ormolu_live::{Difference, Options, drift, read as read_live, read_as};
use ormolu_migrate::pattern::fits;
use ormolu_schema::ir::Schema;

use super::folder::Folder;
use super::objects::Objects;
use super::project::Project;
use super::tenant;
use crate::Failure;
use crate::database::{block_on, undone};

/// A database, or a schema of one.
pub(crate) struct Place {
    /// What it is called where there are several.
    pub(crate) name: Option<String>,
    pub(crate) db: Database,
    pub(crate) schema: Option<Tenant>,
    /// What of it is read.
    reading: Options,
}

/// A schema of a server, and connections that are in it once something is asked of it.
pub(crate) struct Tenant {
    name: String,
    url: String,
    db: OnceLock<Database>,
}

impl Place {
    /// A database as a whole.
    pub(crate) fn whole(db: Database, project: &Project) -> Self {
        Place {
            name: None,
            reading: project.reading(db.dialect()),
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
        differences.map_err(undone)
    }

    /// A database of MySQL is what its connection is in, and needs no more words.
    fn postgres_schema(&self) -> Option<&Tenant> {
        let tenant = self.schema.as_ref();
        tenant.filter(|_| self.db.dialect() == Dialect::Postgres)
    }

    fn options(&self) -> Options {
        let mut options = self.reading.clone();
        if let Some(tenant) = self.postgres_schema() {
            options.namespaces = vec![tenant.name.clone()];
        }
        options
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

/// All that the options name.
pub(crate) async fn places(project: &Project) -> Result<Vec<Place>, Failure> {
    let mut places = Vec::new();
    for (profile, url) in project.urls()? {
        let db = open(&url).await?;
        if project.schemas.is_empty() {
            places.push(Place {
                name: profile,
                ..Place::whole(db, project)
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
                reading: project.reading(db.dialect()),
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

/// The schema of a live database in the words of the project's, and the functions and triggers of the
/// last migration and of the files as it has them.
pub(crate) fn read(
    url: &str,
    project: &Project,
    schema: &Schema,
    (before, after): (Objects, &Objects),
) -> Result<(Schema, Objects), Failure> {
    block_on(async {
        let db = open(url).await?;
        let found = read_as(&db, schema, &project.reading(db.dialect())).await;
        let found = found.map_err(undone)?;
        Ok((found, before.in_database(after, &db).await?))
    })
}

async fn live(db: &Database, options: &Options) -> Result<Schema, Failure> {
    let outcome = read_live(db, options).await;
    let outcome = outcome.map_err(undone)?;
    match &outcome.result {
        Ok((schema, _)) => Ok(schema.clone()),
        Err(_) => Err(Failure::Found(outcome.render(false))),
    }
}

/// What a runner says. What somebody has to decide is found; what failed is undone.
pub(crate) fn refused(place: &Place, error: &MigrateError) -> Failure {
    let message = format!("error: {}{error}", place.prefix());
    match error {
        MigrateError::Database(_)
        | MigrateError::Failed { .. }
        | MigrateError::Commit { .. }
        | MigrateError::Between { .. }
        | MigrateError::BatchFailed { .. }
        | MigrateError::Locked { .. }
        | MigrateError::LockLost { .. }
        | MigrateError::Unsupported { .. } => Failure::Undone(message),
        _ => Failure::Found(message),
    }
}
