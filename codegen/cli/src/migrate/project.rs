//! Where the migrations and the databases are: options, `ormolu.yaml`, the environment.

use std::path::PathBuf;

use ormolu::Dialect;
use ormolu_live::Options;
use ormolu_migrate::PlanPass;
use ormolu_migrate::pass::Ignored;

use super::folder::Folder;
use crate::Failure;
use crate::arguments::migrate::Migrate;
use crate::config::Config;

/// What a command works with.
pub(crate) struct Project {
    pub(crate) path: PathBuf,
    pub(crate) json: bool,
    /// Patterns of names of schemas.
    pub(crate) schemas: Vec<String>,
    /// Tables that somebody else makes and changes.
    pub(crate) ignored: Ignored,
    url: Option<String>,
    profiles: Vec<String>,
    config: Config,
}

impl Project {
    pub(crate) fn open(arguments: &Migrate) -> Result<Self, Failure> {
        let mut config = Config::read(&arguments.config)?;
        let path = arguments.dir.clone().unwrap_or_else(|| config.folder());
        config
            .ignore_tables
            .extend(arguments.ignore.iter().cloned());
        Ok(Project {
            path,
            json: arguments.json,
            schemas: arguments.schemas.clone(),
            ignored: Ignored::new(config.ignore_tables.iter().cloned()),
            url: arguments.url.clone(),
            profiles: arguments.profile.clone(),
            config,
        })
    }

    /// The migrations.
    pub(crate) fn folder(&self) -> Result<Folder, Failure> {
        Folder::open(&self.path)
    }

    /// What of a database is read.
    pub(crate) fn reading(&self, dialect: Dialect) -> Options {
        self.config.reading(dialect)
    }

    /// Through which each plan goes.
    pub(crate) fn passes(&self) -> Vec<&dyn PlanPass> {
        let mut passes: Vec<&dyn PlanPass> = vec![&self.ignored];
        passes.extend(self.config.passes.iter().map(|pass| pass.of_plans()));
        passes
    }

    /// The databases: their profiles' names, where they have any, and URLs.
    pub(crate) fn urls(&self) -> Result<Vec<(Option<String>, String)>, Failure> {
        if self.profiles.is_empty() {
            return Ok(vec![(None, self.config.url(self.url.as_deref())?)]);
        }
        let profiles = self.profiles.iter();
        let urls = profiles.map(|name| Ok((Some(name.clone()), self.config.profile(name)?)));
        urls.collect()
    }
}
