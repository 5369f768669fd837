//! `functions/` and `triggers/` beside the migrations: what stands in no schema.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ormolu::serde_json::Value;
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Objects(BTreeMap<String, String>);

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
        Ok(Objects(files))
    }

    /// As a migration left them.
    pub(crate) fn after(entry: Option<&Entry>) -> Result<Self, Failure> {
        let text = entry.and_then(|entry| Some((entry, entry.files.get(OBJECTS)?)));
        let Some((entry, text)) = text else {
            return Ok(Objects::default());
        };
        let files = serde_yaml::from_str(text);
        let files = files.map_err(|error| found(format!("{}/{OBJECTS}: {error}", entry.meta.id)));
        files.map(Objects)
    }

    /// As the file of a migration; none where there are none.
    pub(crate) fn file(&self) -> Option<(String, String)> {
        let mut out = String::from("# Functions and triggers, as they are after this migration.\n");
        for (path, text) in &self.0 {
            out += &format!("{path}: {}\n", scalar(text));
        }
        (!self.0.is_empty()).then(|| (OBJECTS.to_owned(), out))
    }

    /// Those of one engine, read.
    fn of(&self, dialect: Dialect) -> Result<Vec<Object>, Failure> {
        let mut objects: Vec<(&str, Object)> = Vec::new();
        for (path, text) in &self.0 {
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
        Ok(objects.into_iter().map(|(_, object)| object).collect())
    }

    /// `slug.sql` is for all engines, `slug.postgres.sql` for one. MariaDB takes MySQL's where it
    /// has none of its own.
    fn is_for(&self, path: &str, dialect: Dialect) -> Result<bool, Failure> {
        let name = path.strip_suffix(".sql").unwrap_or(path);
        let Some((base, engine)) = name.rsplit_once('.') else {
            let own = |engine: Dialect| self.0.contains_key(&format!("{name}.{engine}.sql"));
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
            .0
            .contains_key(&format!("{base}.{}.sql", dialect.name()));
        Ok(engine == dialect || (engine == dialect.family() && !own))
    }

    /// Puts what leads from these to others into the plans of the engines.
    pub(crate) fn plan(&self, after: &Objects, plans: &mut Plans) -> Result<(), Failure> {
        for (dialect, plan) in plans {
            replace(plan, &self.of(*dialect)?, &after.of(*dialect)?, *dialect);
        }
        Ok(())
    }

    /// Fails where a file is not what it should be.
    pub(crate) fn can_be_read(
        &self,
        mut engines: impl Iterator<Item = Dialect>,
    ) -> Result<(), Failure> {
        engines.try_for_each(|dialect| self.of(dialect).map(drop))
    }

    /// The files that differ.
    pub(crate) fn changed<'o>(&'o self, after: &'o Objects) -> Vec<&'o str> {
        let paths = self.0.keys().chain(after.0.keys());
        let mut changed: Vec<&str> = paths
            .filter(|path| self.0.get(*path) != after.0.get(*path))
            .map(String::as_str)
            .collect();
        changed.sort_unstable();
        changed.dedup();
        changed
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
        let objects = Objects(files.collect());
        let (_, text) = objects.file().unwrap();
        assert_eq!(objects.0, serde_yaml::from_str(&text).unwrap(), "{text}");
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
        let objects = Objects(files.into());
        let of = |dialect: Dialect| -> Vec<&str> {
            let paths = objects.0.keys();
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
