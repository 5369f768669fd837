//! Migrations written by hand, and the folder for them.

use std::collections::BTreeMap;
use std::fs;

use ormolu::chrono::{DateTime, Duration, NaiveDateTime, Utc};
use ormolu::serde_json::json;
use ormolu_schema::ir::Dialect;

use super::done::{Done, written};
use super::folder::{Entry, Folder, SNAPSHOT, found};
use super::meta::{Kind, Meta};
use super::objects::OBJECTS;
use super::project::Project;
use super::text::slug;
use crate::Failure;
use crate::arguments::migrate::New;

/// `ormolu migrate init`
pub(crate) fn init(project: &Project) -> Result<Done, Failure> {
    let path = &project.path;
    fs::create_dir_all(path)
        .map_err(|error| Failure::Undone(format!("error: {}: {error}", path.display())))?;
    Folder::open(path)?.refresh()?;
    Ok(Done {
        text: format!(
            "{}: `ormolu migrate diff \"..\"` plans the first migration\n",
            path.display()
        ),
        json: json!({ "path": path.display().to_string() }),
    })
}

/// `ormolu migrate new`
pub(crate) fn run(project: &Project, new: &New) -> Result<Done, Failure> {
    let folder = project.folder()?;
    let parent = folder.parent(new.after.as_deref())?;
    let dialects = match parent {
        Some(parent) if new.dialects.is_empty() => parent.meta.dialects.clone(),
        _ => new
            .dialects
            .iter()
            .map(|engine| Dialect::from(*engine).name().to_owned())
            .collect(),
    };
    if dialects.is_empty() {
        return Err(Failure::Undone(
            "error: for which engines? There is no migration before to tell; say `--dialects`"
                .into(),
        ));
    }
    let mut depends_on = Vec::new();
    for target in &new.depends_on {
        depends_on.push(folder.graph().one(target).map_err(found)?.id().to_owned());
    }
    let meta = Meta {
        id: id(&new.message, parent)?,
        parents: parent.iter().map(|parent| parent.meta.id.clone()).collect(),
        depends_on,
        labels: new.label.clone(),
        kind: if new.rust { Kind::Rust } else { Kind::Data },
        schema: parent.and_then(|parent| parent.meta.schema.clone()),
        dialects,
        ..Meta::default()
    };
    let mut files = BTreeMap::new();
    if !new.rust {
        for way in ["up", "down"] {
            for name in names(way, &meta.dialects) {
                let text = format!("-- {}\n", new.message.lines().next().unwrap_or_default());
                files.insert(name, text);
            }
        }
    }
    for name in [SNAPSHOT, OBJECTS] {
        let before = parent.and_then(|parent| parent.files.get(name));
        files.extend(before.map(|text| (name.to_owned(), text.clone())));
    }
    let json = written(&folder.path, &meta);
    let id = meta.id.clone();
    let folder = folder.add(Entry { meta, files })?;
    let path = folder.path.join(&id);
    let path = path.display();
    let text = match new.rust {
        true => format!("{path}: `migrate!(..).with(\"{id}\", ..)` says what it does\n"),
        false => format!("{path}\n"),
    };
    Ok(Done::migrations(text, vec![json]))
}

/// The files of one way: one where there is one dialect.
fn names(way: &str, dialects: &[String]) -> Vec<String> {
    match dialects {
        [_] => vec![format!("{way}.sql")],
        several => several
            .iter()
            .map(|dialect| format!("{way}.{dialect}.sql"))
            .collect(),
    }
}

const TIME: &str = "%Y%m%dT%H%M%S";

/// The time and the message. It sorts after its parent, also where clocks differ.
pub(crate) fn id(message: &str, parent: Option<&Entry>) -> Result<String, Failure> {
    let slug = slug(message);
    if slug.is_empty() {
        return Err(Failure::Undone(
            "error: the message has no letter that could name the migration".into(),
        ));
    }
    let mut time: DateTime<Utc> = Utc::now();
    let before = parent.and_then(|parent| parent.meta.id.split('_').next());
    if let Some(before) = before.and_then(|text| NaiveDateTime::parse_from_str(text, TIME).ok()) {
        time = time.max(before.and_utc() + Duration::seconds(1));
    }
    Ok(format!("{}_{slug}", time.format(TIME)))
}
