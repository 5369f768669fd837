//! The folder of migrations.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ormolu::Dialect;
use ormolu::migrate::{Checksum, Graph, Migration};
use ormolu_schema::ir::Schema;
use ormolu_schema::{Input, compile};

use super::meta::{Kind, Meta};
use super::objects::OBJECTS;
use super::{embedded, index};
use crate::Failure;

pub(crate) const SNAPSHOT: &str = "schema.yaml";
const META: &str = "migration.yaml";

/// All migrations, as they are on disk.
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    entries: BTreeMap<String, Entry>,
    graph: Graph,
}

/// A migration's folder.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) meta: Meta,
    /// SQL by the name of the file, and the snapshot.
    pub(crate) files: BTreeMap<String, String>,
}

impl Folder {
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let listed = fs::read_dir(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Failure::Undone(format!(
                "error: there is no folder {}; `ormolu migrate init` makes it",
                path.display()
            )),
            _ => undone(path, &error),
        })?;
        let mut entries = BTreeMap::new();
        for item in listed {
            let item = item.map_err(|error| undone(path, &error))?.path();
            if item.join(META).is_file() {
                let entry = Entry::read(&item)?;
                entries.insert(entry.meta.id.clone(), entry);
            }
        }
        Folder::of(path.to_owned(), entries)
    }

    fn of(path: PathBuf, entries: BTreeMap<String, Entry>) -> Result<Self, Failure> {
        let migrations = entries.values().map(Entry::migration).collect();
        let graph = Graph::new(migrations).map_err(found)?;
        Ok(Folder {
            path,
            entries,
            graph,
        })
    }

    pub(crate) fn graph(&self) -> &Graph {
        &self.graph
    }

    pub(crate) fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.get(id)
    }

    /// In the order of the history.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        let order = self.graph.migrations().iter();
        order.filter_map(|migration| self.entries.get(migration.id()))
    }

    /// The one that a new migration comes after, if any.
    pub(crate) fn parent(&self, after: Option<&str>) -> Result<Option<&Entry>, Failure> {
        match after {
            Some("base") => Ok(None),
            None if self.entries.is_empty() => Ok(None),
            target => {
                let parent = self.graph.one(target.unwrap_or("head")).map_err(found)?;
                Ok(self.entry(parent.id()))
            }
        }
    }

    /// Writes a migration, and the files that follow from all.
    pub(crate) fn add(self, entry: Entry) -> Result<Folder, Failure> {
        let (path, mut entries) = (self.path, self.entries);
        let folder = path.join(&entry.meta.id);
        entry.write(&folder)?;
        entries.insert(entry.meta.id.clone(), entry);
        let folder = Folder::of(path, entries)?;
        folder.refresh()?;
        Ok(folder)
    }

    /// The history with some migrations more or otherwise, and without others; on disk nothing changes.
    pub(crate) fn with(&self, new: &[Entry], gone: &[String]) -> Result<Folder, Failure> {
        let mut entries = self.entries.clone();
        entries.retain(|id, _| !gone.contains(id));
        let new = new.iter().cloned();
        entries.extend(new.map(|entry| (entry.meta.id.clone(), entry)));
        Folder::of(self.path.clone(), entries)
    }

    /// Writes some migrations and takes others away.
    pub(crate) fn replace(self, new: Vec<Entry>, gone: &[String]) -> Result<Folder, Failure> {
        // What makes no history is not written.
        let folder = self.with(&new, gone)?;
        for entry in new {
            entry.write(&folder.path.join(&entry.meta.id))?;
        }
        for id in gone {
            let path = folder.path.join(id);
            fs::remove_dir_all(&path).map_err(|error| undone(&path, &error))?;
        }
        folder.refresh()?;
        Ok(folder)
    }

    /// Writes the files that follow from all migrations.
    pub(crate) fn refresh(&self) -> Result<(), Failure> {
        for (name, text) in self.derived() {
            write(&self.path.join(name), &text)?;
        }
        Ok(())
    }

    /// Those of the files that follow from all migrations which are not as they should be.
    pub(crate) fn stale(&self) -> Vec<&'static str> {
        let derived = self.derived().into_iter();
        let stale = derived.filter(|(name, text)| {
            let there = fs::read_to_string(self.path.join(name)).unwrap_or_default();
            !there.lines().eq(text.lines())
        });
        stale.map(|(name, _)| name).collect()
    }

    fn derived(&self) -> [(&'static str, String); 2] {
        [
            ("index", index::text(self)),
            ("embedded.rs", embedded::text(self)),
        ]
    }
}

impl Entry {
    fn read(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(META);
        let text = fs::read_to_string(&path).map_err(|error| undone(&path, &error))?;
        let meta: Meta = serde_yaml::from_str(&text).map_err(|error| undone(&path, &error))?;
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        if meta.id != name {
            return Err(Failure::Found(format!(
                "error: {}: the id is `{}`, and the folder is called `{name}`",
                path.display(),
                meta.id
            )));
        }
        for dialect in &meta.dialects {
            if named(dialect).is_none() {
                let path = path.display();
                return Err(Failure::Found(format!(
                    "error: {path}: no dialect `{dialect}`"
                )));
            }
        }
        let mut files = BTreeMap::new();
        for item in fs::read_dir(folder).map_err(|error| undone(folder, &error))? {
            let path = item.map_err(|error| undone(folder, &error))?.path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if name == SNAPSHOT || name == OBJECTS || name.ends_with(".sql") {
                let text = fs::read_to_string(&path).map_err(|error| undone(&path, &error))?;
                files.insert(name, text);
            }
        }
        Ok(Entry { meta, files })
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<(), Failure> {
        fs::create_dir_all(folder).map_err(|error| undone(folder, &error))?;
        for (name, text) in &self.files {
            write(&folder.join(name), text)?;
        }
        write(&folder.join(META), &self.meta.text())
    }

    /// What the runner knows of it.
    pub(crate) fn migration(&self) -> Migration {
        let meta = &self.meta;
        let mut migration = Migration::new(meta.id.clone());
        for parent in &meta.parents {
            migration = migration.after(parent.clone());
        }
        for other in &meta.depends_on {
            migration = migration.depends_on(other.clone());
        }
        for label in &meta.labels {
            migration = migration.label(label.clone());
        }
        for other in &meta.replaces {
            migration = migration.replaces(other.clone());
        }
        if let Some(hashes) = meta.hashes() {
            migration = migration.schema(hashes);
        }
        if let Some(reason) = &meta.irreversible {
            migration = migration.irreversible(reason.clone());
        }
        if meta.kind == Kind::Rust {
            migration = migration.in_rust();
        }
        for (_, dialect, sql) in self.sql("up") {
            migration = migration.up(dialect, sql.to_owned());
        }
        for (_, dialect, sql) in self.sql("down") {
            migration = migration.down(dialect, sql.to_owned());
        }
        migration
    }

    /// The SQL of one way: the file, whose it is, the text. One file without a dialect in its
    /// name is that of all.
    pub(crate) fn sql<'e>(
        &'e self,
        way: &'e str,
    ) -> impl Iterator<Item = (&'e str, Dialect, &'e str)> {
        self.files.iter().flat_map(move |(name, text)| {
            let rest = name
                .strip_prefix(way)
                .filter(|rest| rest.starts_with('.'))
                .and_then(|rest| rest.strip_suffix("sql"));
            let dialects: Vec<Dialect> = match rest {
                Some(".") => self
                    .meta
                    .dialects
                    .iter()
                    .filter_map(|name| named(name))
                    .collect(),
                Some(rest) => named(rest.trim_matches('.')).into_iter().collect(),
                None => Vec::new(),
            };
            dialects
                .into_iter()
                .map(move |dialect| (name.as_str(), dialect, text.as_str()))
        })
    }

    pub(crate) fn has_snapshot(&self) -> bool {
        self.files.contains_key(SNAPSHOT)
    }

    /// The schema after it, from its snapshot.
    pub(crate) fn snapshot(&self) -> Result<Option<Schema>, Failure> {
        let Some(text) = self.files.get(SNAPSHOT) else {
            return Ok(None);
        };
        let path = format!("{}/{SNAPSHOT}", self.meta.id);
        let outcome = compile(&Input::text(path, text.clone()));
        match outcome.result {
            Ok((ref schema, _)) => Ok(Some(schema.clone())),
            Err(_) => Err(Failure::Found(outcome.render(false))),
        }
    }

    /// Of all its files.
    pub(crate) fn checksum(&self) -> String {
        let mut checksum = Checksum::of(&self.meta.text());
        for (name, text) in &self.files {
            checksum.add(name);
            checksum.add(text);
        }
        checksum.to_string()
    }
}

/// The dialect of a name.
pub(crate) fn named(name: &str) -> Option<Dialect> {
    match name {
        "sqlite" => Some(Dialect::Sqlite),
        "postgres" => Some(Dialect::Postgres),
        "mysql" => Some(Dialect::Mysql),
        "mariadb" => Some(Dialect::Mariadb),
        _ => None,
    }
}

pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| undone(path, &error))
}

fn undone(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::Undone(format!("error: {}: {error}", path.display()))
}

/// An error of the history or of what was said of it.
pub(crate) fn found(error: impl std::fmt::Display) -> Failure {
    Failure::Found(format!("error: {error}"))
}
