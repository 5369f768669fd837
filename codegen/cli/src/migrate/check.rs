//! `ormolu migrate check`: what can be known to be wrong without running anything.

use ormolu::migrate::Direction;
use ormolu::serde_json::json;
use ormolu_live::object_drift;
use ormolu_migrate::{Options, PlanPass, diff_through};
use ormolu_schema::ir::Schema;
use ormolu_schema::print;

use super::connect::{Place, places, refused};
use super::diff::{before, current, engines};
use super::done::refused as told;
use super::folder::{Entry, Folder, SNAPSHOT, found, named};
use super::objects::Objects;
use super::project::Project;
use crate::Failure;
use crate::arguments::migrate::Check;
use crate::database::{block_on, undone};

pub(crate) fn run(project: &Project, check: &Check) -> Result<(), Failure> {
    let folder = told(project.folder(), project)?;
    if check.write {
        folder.refresh()?;
    }
    let mut problems = Vec::new();
    for name in folder.stale() {
        problems.push(format!(
            "{}/{name} does not fit the migrations; `ormolu migrate check --write` writes it",
            project.path.display()
        ));
    }
    for entry in folder.entries() {
        problems.extend(migration(entry));
    }
    match heads(&folder).as_slice() {
        [] | [_] => problems.extend(schema(project, &folder, check)?),
        several => problems.push(format!(
            "there are {} heads: {}; `ormolu migrate rebase` or `ormolu migrate merge` joins them",
            several.len(),
            several.join(", ")
        )),
    }
    if check.db {
        problems.extend(told(block_on(databases(project, &folder)), project)?);
    }
    if project.json {
        println!("{}", json!({ "problems": problems }));
    }
    if problems.is_empty() {
        return Ok(());
    }
    let problems: Vec<String> = problems
        .iter()
        .map(|problem| format!("error: {problem}"))
        .collect();
    Err(Failure::Found(if project.json {
        String::new()
    } else {
        problems.join("\n")
    }))
}

fn heads(folder: &Folder) -> Vec<String> {
    let heads = folder.graph().heads().into_iter();
    heads.map(|head| head.id().to_owned()).collect()
}

/// That its files can be read, and go both ways.
fn migration(entry: &Entry) -> Vec<String> {
    let migration = entry.migration();
    let mut problems = Vec::new();
    for dialect in entry.meta.dialects.iter().filter_map(|name| named(name)) {
        for direction in [Direction::Up, Direction::Down] {
            if direction == Direction::Down && entry.meta.irreversible.is_some() {
                continue;
            }
            if let Err(error) = migration.statements(direction, dialect) {
                problems.push(error.to_string());
            }
        }
    }
    problems
}

/// That the schema is that of the last migration.
fn schema(project: &Project, folder: &Folder, check: &Check) -> Result<Vec<String>, Failure> {
    let after = current(&check.schema)?;
    let parent = folder.parent(None)?;
    // One text is one schema, and need not be read.
    let text = print::canonical(&after);
    let is_same = parent.is_some_and(|last| last.files.get(SNAPSHOT) == Some(&text));
    let mut steps = match is_same {
        true => Vec::new(),
        false => differences(project, &before(parent, &after)?, &after)?,
    };
    let (last, now) = (Objects::after(parent)?, Objects::read(&project.path)?);
    let changed = last.changed(&now, engines(&after))?;
    steps.extend(changed.into_iter().map(str::to_owned));
    if steps.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![format!(
        "the schema is not that of the last migration; `ormolu migrate diff \"..\"` writes one \
         that would\n  {}",
        steps.join("\n  ")
    )])
}

/// What leads from one schema to another on any of its engines, in words.
pub(crate) fn differences(
    project: &Project,
    before: &Schema,
    after: &Schema,
) -> Result<Vec<String>, Failure> {
    let mut all: Vec<String> = Vec::new();
    let (options, passes): (_, [&dyn PlanPass; 1]) = (Options::default(), [&project.ignored]);
    for dialect in engines(after) {
        let plan = diff_through(before, after, dialect, &options, &passes).map_err(found)?;
        for step in plan.up {
            let changes = step
                .changes
                .iter()
                .map(|change| format!("{}: {change}", step.title));
            let changes: Vec<String> = changes.collect();
            let said = if changes.is_empty() {
                vec![step.title]
            } else {
                changes
            };
            for text in said {
                if !all.contains(&text) {
                    all.push(text);
                }
            }
        }
    }
    Ok(all)
}

/// That databases are as the snapshot of where they are says.
async fn databases(project: &Project, folder: &Folder) -> Result<Vec<String>, Failure> {
    let mut problems = Vec::new();
    for place in places(project).await? {
        let status = place.runner(folder).status().await;
        let status = status.map_err(|error| refused(&place, &error))?;
        let [current] = &status.current[..] else {
            problems.push(format!(
                "{}the database is at {}, and not at one migration to compare it with",
                place.prefix(),
                if status.current.is_empty() {
                    "base".to_owned()
                } else {
                    status.current.join(", ")
                }
            ));
            continue;
        };
        let steps = departed(&place, folder, current).await?;
        if !steps.is_empty() {
            problems.push(format!(
                "{}the database is not as {current} left it:\n  {}",
                place.prefix(),
                steps.join("\n  ")
            ));
        }
    }
    Ok(problems)
}

/// Where a database is not as a migration left it; nothing where no snapshot says how that is.
pub(crate) async fn departed(
    place: &Place,
    folder: &Folder,
    id: &str,
) -> Result<Vec<String>, Failure> {
    let entry = folder.entry(id);
    let Some(snapshot) = entry.map(Entry::snapshot).transpose()?.flatten() else {
        return Ok(Vec::new());
    };
    let mut differences = place.drift(&snapshot).await?;
    let db = place.inside().await?;
    let objects = Objects::after(entry)?.of(ormolu_live::dialect(db))?;
    differences.extend(object_drift(db, &objects).await.map_err(undone)?);
    Ok(differences.iter().map(ToString::to_string).collect())
}
