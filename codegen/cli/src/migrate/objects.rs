//! `functions/` and `triggers/` beside the migrations: what stands in no schema.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use ormolu::Database;
use ormolu::serde_json::Value;
use ormolu_live::Found;
use ormolu_migrate::object::{Object, replace};
use ormolu_schema::ir::Dialect;

use super::diff::Plans;
use super::folder::{Entry, found};
use crate::Failure;
use crate::database::undone;

/// The file of a migration's folder that has them as they are after it.
pub(crate) const OBJECTS: &str = "objects.yaml";

const FOLDERS: [&str; 2] = ["functions", "triggers"];

/// Texts by the paths of their files: `functions/slug.sql`, `triggers/touch.sqlite.sql`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Objects {
    files: BTreeMap<String, String>,
    /// What a database of an engine has instead.
    live: Option<(Dialect, Vec<Object>)>,
}

impl Objects {
    /// The files beside the migrations.
    pub(crate) fn read(migrations: &Path) -> Result<Self, Failure> {
        let mut files = BTreeMap::new();
        for folder in FOLDERS {
            let listed = match fs::read_dir(migrations.join(folder)) {
                Ok(listed) => listed,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => return Err(undone(format!("{folder}: {error}"))),
            };
            for item in listed {
                let path = item.map_err(undone)?.path();
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if name.ends_with(".sql") {
                    let text = fs::read_to_string(&path);
                    let text = text.map_err(|error| undone(format!("{}: {error}", path.display())));
                    files.insert(format!("{folder}/{name}"), text?.replace("\r\n", "\n"));
                }
            }
        }
        Ok(Objects::from(files))
    }

    /// As a migration left them.
    pub(crate) fn after(entry: Option<&Entry>) -> Result<Self, Failure> {
        let text = entry.and_then(|entry| Some((entry, entry.files.get(OBJECTS)?)));
        let Some((entry, text)) = text else {
            return Ok(Objects::default());
        };
        let files = serde_yaml::from_str(text);
        let files = files.map_err(|error| found(format!("{}/{OBJECTS}: {error}", entry.meta.id)));
        files.map(|files: BTreeMap<_, _>| Objects::from(files))
    }

    /// Their texts.
    pub(crate) fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    /// As the file of a migration; none where there are none.
    pub(crate) fn file(&self) -> Option<(String, String)> {
        let mut out = String::from("# Functions and triggers, as they are after this migration.\n");
        for (path, text) in &self.files {
            out += &format!("{path}: {}\n", scalar(text));
        }
        (!self.files.is_empty()).then(|| (OBJECTS.to_owned(), out))
    }

    /// Those of one engine, read.
    pub(crate) fn of(&self, dialect: Dialect) -> Result<Vec<Object>, Failure> {
        let is_of = |(engine, _): &&(Dialect, _)| engine.family() == dialect.family();
        if let Some((_, live)) = self.live.as_ref().filter(is_of) {
            return Ok(live.clone());
        }
        let files = self.files_of(dialect)?.into_iter();
        Ok(files.map(|(_, object)| object).collect())
    }

    /// Those of one engine, with the paths of their files.
    fn files_of(&self, dialect: Dialect) -> Result<Vec<(&str, Object)>, Failure> {
        let mut objects: Vec<(&str, Object)> = Vec::new();
        for (path, text) in &self.files {
            if !self.is_for(path, dialect)? {
                continue;
            }
            let object = Object::read(text, dialect);
            let object = object.map_err(|error| found(format!("{path}: {error}")))?;
            if let Some((other, _)) = objects.iter().find(|(_, old)| old.drop == object.drop) {
                return Err(found(format!("{path}: {object} stands in {other} already")));
            }
            objects.push((path, object));
        }
        Ok(objects)
    }

    /// `slug.sql` is for all engines, `slug.postgres.sql` for one. MariaDB takes MySQL's where it
    /// has none of its own.
    fn is_for(&self, path: &str, dialect: Dialect) -> Result<bool, Failure> {
        let name = path.strip_suffix(".sql").unwrap_or(path);
        let Some((base, engine)) = name.rsplit_once('.') else {
            let own = |engine: Dialect| self.files.contains_key(&format!("{name}.{engine}.sql"));
            return Ok(!own(dialect) && !own(dialect.family()));
        };
        let Some(engine) = Dialect::ALL
            .into_iter()
            .find(|known| known.name() == engine)
        else {
            return Err(found(format!(
                "{path}: no dialect `{engine}`; a file is called name.sql or name.postgres.sql"
            )));
        };
        let own = self
            .files
            .contains_key(&format!("{base}.{}.sql", dialect.name()));
        Ok(engine == dialect || (engine == dialect.family() && !own))
    }

    /// These and those that others add, as a database has them: what is missing is left out, what
    /// is otherwise has its text.
    pub(crate) async fn in_database(
        self,
        others: &Objects,
        db: &Database,
    ) -> Result<Self, Failure> {
        let dialect = ormolu_live::dialect(db);
        let mut all = others.of(dialect)?;
        for object in self.of(dialect)? {
            if !all.iter().any(|other| other.drop == object.drop) {
                all.push(object);
            }
        }
        let found = ormolu_live::objects(db, &all).await.map_err(undone)?;
        let as_found = |(object, found): (Object, Found)| match found {
            Found::Same => Some(object),
            Found::Missing => None,
            Found::Other(other) => Some(object.with_text(&other.create, other.in_place)),
        };
        let objects = all.into_iter().zip(found).filter_map(as_found);
        Ok(Objects {
            live: Some((dialect, objects.collect())),
            ..self
        })
    }

    /// Puts what leads from these to others into the plans of the engines.
    pub(crate) fn plan(&self, after: &Objects, plans: &mut Plans) -> Result<(), Failure> {
        for (dialect, plan) in plans {
            replace(plan, &self.of(*dialect)?, &after.of(*dialect)?, *dialect);
        }
        Ok(())
    }

    /// The files of which an engine has another object after these, or none.
    pub(crate) fn changed<'o>(
        &'o self,
        after: &'o Objects,
        engines: impl Iterator<Item = Dialect>,
    ) -> Result<Vec<&'o str>, Failure> {
        let mut changed = BTreeSet::new();
        for dialect in engines {
            let (old, new) = (self.files_of(dialect)?, after.files_of(dialect)?);
            for (some, others) in [(&old, &new), (&new, &old)] {
                let is_there = |object: &Object| {
                    let mut others = others.iter();
                    others.any(|(_, other)| other.create == object.create)
                };
                let gone = some.iter().filter(|(_, object)| !is_there(object));
                changed.extend(gone.map(|(path, _)| *path));
            }
        }
        Ok(changed.into_iter().collect())
    }
}

impl From<BTreeMap<String, String>> for Objects {
    fn from(files: BTreeMap<String, String>) -> Self {
        Objects { files, live: None }
    }
}

/// A block, where YAML keeps every letter of it; else in quotes.
fn scalar(text: &str) -> String {
    let plain = |line: &str| {
        let is_plain =
            |c: char| !c.is_control() && c != '\u{feff}' && c != '\u{2028}' && c != '\u{2029}';
        line.chars().all(is_plain) && line.trim_end() == line
    };
    let body = text.strip_suffix('\n').unwrap_or_default();
    let begins = |c: char| !c.is_whitespace();
    if !body.starts_with(begins) || body.ends_with('\n') || !body.lines().all(plain) {
        return Value::from(text).to_string();
    }
    let lines = body.lines().map(|line| match line {
        "" => String::from("\n"),
        line => format!("\n  {line}"),
    });
    format!("|{}", lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_are() {
        let texts = [
            "CREATE TRIGGER a AFTER INSERT ON t\nBEGIN\n\n  SELECT 1;\nEND;\n",
            "no line break at the end",
            "  blanks at the start\n",
            "blanks at the end  \n",
            "\ttab\n",
            "two at the end\n\n",
            "# 'quotes': \"and\" more\n",
            "",
        ];
        let files = texts.iter().enumerate();
        let files = files.map(|(nth, text)| (format!("functions/{nth}.sql"), (*text).to_owned()));
        let objects = Objects::from(files.collect::<BTreeMap<_, _>>());
        let (_, text) = objects.file().unwrap();
        let read: BTreeMap<String, String> = serde_yaml::from_str(&text).unwrap();
        assert_eq!(objects.files, read, "{text}");
        assert!(
            text.contains("functions/0.sql: |\n  CREATE TRIGGER"),
            "{text}"
        );
    }

    #[test]
    fn files_for_engines() {
        let names = [
            "a.sql",
            "a.mysql.sql",
            "b.mariadb.sql",
            "b.mysql.sql",
            "c.sql",
        ];
        let files = names.map(|name| (format!("triggers/{name}"), String::new()));
        let objects = Objects::from(BTreeMap::from(files));
        let of = |dialect: Dialect| -> Vec<&str> {
            let paths = objects.files.keys();
            let fit = paths.filter(|path| objects.is_for(path, dialect).is_ok_and(|fits| fits));
            fit.map(|path| path.trim_start_matches("triggers/"))
                .collect()
        };
        assert_eq!(of(Dialect::Sqlite), ["a.sql", "c.sql"]);
        assert_eq!(of(Dialect::Mysql), ["a.mysql.sql", "b.mysql.sql", "c.sql"]);
        assert_eq!(
            of(Dialect::Mariadb),
            ["a.mysql.sql", "b.mariadb.sql", "c.sql"]
        );
    }
}
