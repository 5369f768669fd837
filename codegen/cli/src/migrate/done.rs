//! What a command did: a text for people, JSON for programs.

use std::path::Path;

use ormolu::serde_json::{Value, json};

use super::meta::Meta;
use super::project::Project;
use crate::Failure;

pub(crate) struct Done {
    pub(crate) text: String,
    pub(crate) json: Value,
}

impl Done {
    /// Migrations that were written, or would be.
    pub(crate) fn migrations(text: String, all: Vec<Value>) -> Self {
        let json = json!({ "migrations": all });
        Done { text, json }
    }

    pub(crate) fn tell(&self, project: &Project) {
        match project.json {
            true => println!("{}", self.json),
            false => print!("{}", self.text),
        }
    }
}

/// A program gets an answer where nothing was done, too.
pub(crate) fn refused<T>(done: Result<T, Failure>, project: &Project) -> Result<T, Failure> {
    if let Err(Failure::Found(message) | Failure::Undone(message)) = &done
        && project.json
    {
        let message = message.trim_end();
        let problem = message.strip_prefix("error: ").unwrap_or(message);
        println!("{}", json!({ "problems": [problem] }));
    }
    done
}

/// A migration that is in the folder now.
pub(crate) fn written(folder: &Path, meta: &Meta) -> Value {
    let mut migration = meta.json();
    migration["path"] = json!(folder.join(&meta.id).display().to_string());
    migration
}
