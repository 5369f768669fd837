//! Where the migrations and the databases are: `ormolu.yaml`, options, the environment.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::folder::Folder;
use crate::Failure;
use crate::arguments::migrate::Migrate;

/// `ormolu.yaml`
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    migrations: Option<PathBuf>,
    url: Option<String>,
    #[serde(default)]
    profiles: BTreeMap<String, Profile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Profile {
    url: String,
}

/// What a command works with.
pub(crate) struct Project {
    pub(crate) path: PathBuf,
    pub(crate) json: bool,
    /// Patterns of names of schemas.
    pub(crate) schemas: Vec<String>,
    url: Option<String>,
    profiles: Vec<String>,
    config: Config,
}

impl Project {
    pub(crate) fn open(arguments: &Migrate) -> Result<Self, Failure> {
        let config = read(&arguments.config)?;
        let path = arguments.dir.clone().or_else(|| config.migrations.clone());
        Ok(Project {
            path: path.unwrap_or_else(|| PathBuf::from("migrations")),
            json: arguments.json,
            schemas: arguments.schemas.clone(),
            url: arguments.url.clone(),
            profiles: arguments.profile.clone(),
            config,
        })
    }

    /// The migrations.
    pub(crate) fn folder(&self) -> Result<Folder, Failure> {
        Folder::open(&self.path)
    }

    /// The databases: their profiles' names, where they have any, and URLs.
    pub(crate) fn urls(&self) -> Result<Vec<(Option<String>, String)>, Failure> {
        if !self.profiles.is_empty() {
            return self
                .profiles
                .iter()
                .map(|name| self.profile(name))
                .collect();
        }
        if let Some(url) = &self.url {
            return Ok(vec![(None, url.clone())]);
        }
        if let Ok(url) = std::env::var("DATABASE_URL") {
            return Ok(vec![(None, url)]);
        }
        match &self.config.url {
            Some(url) => Ok(vec![(None, resolved(url)?)]),
            None => Err(Failure::Undone(
                "error: no database: say `--url`, set DATABASE_URL, or write `url:` into \
                 ormolu.yaml"
                    .into(),
            )),
        }
    }

    fn profile(&self, name: &str) -> Result<(Option<String>, String), Failure> {
        let Some(profile) = self.config.profiles.get(name) else {
            let known: Vec<&str> = self.config.profiles.keys().map(String::as_str).collect();
            return Err(Failure::Undone(format!(
                "error: ormolu.yaml has no profile `{name}`; it has: {}",
                if known.is_empty() {
                    "none".to_owned()
                } else {
                    known.join(", ")
                }
            )));
        };
        Ok((Some(name.to_owned()), resolved(&profile.url)?))
    }
}

fn read(path: &Path) -> Result<Config, Failure> {
    let undone = |error: &dyn std::fmt::Display| {
        Failure::Undone(format!("error: {}: {error}", path.display()))
    };
    match fs::read_to_string(path) {
        Ok(text) => serde_yaml::from_str(&text).map_err(|error| undone(&error)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Config::default()),
        Err(error) => Err(undone(&error)),
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
