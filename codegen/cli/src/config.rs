//! `ormolu.yaml`: what holds for all commands of a project.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ormolu::Dialect;
use ormolu_live::Options;
use ormolu_migrate::PlanPass;
use ormolu_migrate::pass::{ConcurrentIndexes, LockTimeout, NoDrop, SplitNotNull, ValidLater};
use serde::Deserialize;

use crate::Failure;

/// What the runner of migrations keeps in a database.
pub(crate) const BOOKKEEPING: [&str; 2] = [ormolu::migrate::TABLE, "_ormolu_lock"];

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    migrations: Option<PathBuf>,
    url: Option<String>,
    #[serde(default)]
    profiles: BTreeMap<String, Profile>,
    /// Patterns of tables that somebody else makes and changes.
    #[serde(default)]
    pub(crate) ignore_tables: Vec<String>,
    /// PostgreSQL: the schemas to read.
    #[serde(default)]
    namespaces: Vec<String>,
    /// Through which each plan goes.
    #[serde(default)]
    pub(crate) passes: Vec<Pass>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Profile {
    url: String,
}

/// A pass by its name.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Pass {
    SplitNotNull,
    ConcurrentIndexes,
    ValidLater,
    LockTimeout,
    NoDrop,
}

impl Pass {
    pub(crate) fn of_plans(self) -> &'static dyn PlanPass {
        match self {
            Pass::SplitNotNull => &SplitNotNull,
            Pass::ConcurrentIndexes => &ConcurrentIndexes,
            Pass::ValidLater => &ValidLater,
            Pass::LockTimeout => &LockTimeout,
            Pass::NoDrop => &NoDrop,
        }
    }
}

impl Config {
    /// The file; without one, nothing is said.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let undone = |error: &dyn std::fmt::Display| {
            Failure::Undone(format!("error: {}: {error}", path.display()))
        };
        match fs::read_to_string(path) {
            Ok(text) => serde_yaml::from_str(&text).map_err(|error| undone(&error)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Config::default()),
            Err(error) => Err(undone(&error)),
        }
    }

    /// The folder of the migrations.
    pub(crate) fn folder(&self) -> PathBuf {
        let said = self.migrations.clone();
        said.unwrap_or_else(|| PathBuf::from("migrations"))
    }

    /// The database: said on the command line, in the environment, or in the file.
    pub(crate) fn url(&self, said: Option<&str>) -> Result<String, Failure> {
        let environment = || std::env::var("DATABASE_URL").ok();
        if let Some(url) = said.map(str::to_owned).or_else(environment) {
            return Ok(url);
        }
        match &self.url {
            Some(url) => resolved(url),
            None => Err(Failure::Undone(
                "error: no database: say `--url`, set DATABASE_URL, or write `url:` into \
                 ormolu.yaml"
                    .into(),
            )),
        }
    }

    /// The database of a profile.
    pub(crate) fn profile(&self, name: &str) -> Result<String, Failure> {
        let Some(profile) = self.profiles.get(name) else {
            let known: Vec<&str> = self.profiles.keys().map(String::as_str).collect();
            return Err(Failure::Undone(format!(
                "error: ormolu.yaml has no profile `{name}`; it has: {}",
                if known.is_empty() {
                    "none".to_owned()
                } else {
                    known.join(", ")
                }
            )));
        };
        resolved(&profile.url)
    }

    /// What of a database is read. What belongs to the runner belongs to no schema.
    pub(crate) fn reading(&self, dialect: Dialect) -> Options {
        let except = self.ignore_tables.iter().cloned();
        let has_namespaces = dialect == Dialect::Postgres;
        let namespaces = self.namespaces.iter().filter(|_| has_namespaces);
        Options {
            namespaces: namespaces.cloned().collect(),
            except: except.chain(BOOKKEEPING.map(str::to_owned)).collect(),
        }
    }
}

/// `$NAME` is a variable of the environment, so that no password stands in the file.
fn resolved(url: &str) -> Result<String, Failure> {
    let Some(name) = url.strip_prefix('$') else {
        return Ok(url.to_owned());
    };
    std::env::var(name).map_err(|_| {
        Failure::Undone(format!(
            "error: ormolu.yaml names ${name}, and that is not set"
        ))
    })
}
