//! What migrations become at another place in the history.

use ormolu_schema::ir::Schema;
use ormolu_schema::{fingerprint, print};

use super::between;
use crate::Failure;
use crate::arguments::migrate::Answer;
use crate::migrate::diff::{before, files, plans, remark};
use crate::migrate::folder::{Entry, Folder, SNAPSHOT};
use crate::migrate::meta::Kind;
use crate::migrate::objects::{OBJECTS, Objects};
use crate::migrate::project::Project;

/// The schema at a place in the history, and its functions and triggers.
#[derive(Clone)]
pub(in crate::migrate) struct Place {
    pub(in crate::migrate) schema: Schema,
    pub(in crate::migrate) objects: Objects,
}

impl Place {
    pub(in crate::migrate) fn after(entry: Option<&Entry>, like: &Schema) -> Result<Self, Failure> {
        Ok(Place {
            schema: before(entry, like)?,
            objects: Objects::after(entry)?,
        })
    }
}

/// Migrations in a line as they are after `onto`, the last of which leads to `last`: planned anew where nobody
/// changed them by hand, with the snapshots between them. Else why that is not known.
pub(super) fn anew(
    project: &Project,
    folder: &Folder,
    moved: &[Entry],
    onto: &str,
    last: (&Schema, &Objects),
) -> Result<Result<Vec<Entry>, String>, Failure> {
    let mut old = match moved.first() {
        Some(first) if first.meta.parents.len() < 2 => {
            let fork = first.meta.parents.first().and_then(|id| folder.entry(id));
            Place::after(fork, last.0)?
        }
        _ => return Ok(Err("they are no single line".to_owned())),
    };
    let is_line = |pair: &[Entry]| pair[1].meta.parents == [pair[0].meta.id.clone()];
    if !moved.windows(2).all(is_line) {
        return Ok(Err("they are no single line".to_owned()));
    }
    let mut now = Place::after(folder.entry(onto), last.0)?;
    let mut parent = onto.to_owned();
    let mut all = Vec::with_capacity(moved.len());
    for (nth, entry) in moved.iter().enumerate() {
        if entry.snapshot()?.is_none() {
            return Ok(Err(format!("{} has no {SNAPSHOT}", entry.meta.id)));
        }
        let own = Place::after(Some(entry), last.0)?;
        let next = match nth + 1 == moved.len() {
            true => Place {
                schema: last.0.clone(),
                objects: last.1.clone(),
            },
            false => match done_to(&old, &own, &now) {
                Ok(next) => next,
                Err(what) => {
                    let id = &entry.meta.id;
                    return Ok(Err(format!("both branches change {what} before {id} ends")));
                }
            },
        };
        let mut entry = at(project, entry, (&old, &own), (&now, &next))?;
        entry.meta.parents = vec![parent];
        parent = entry.meta.id.clone();
        all.push(entry);
        (old, now) = (own, next);
    }
    Ok(Ok(all))
}

/// What leads from one place to the next, done to another.
pub(in crate::migrate) fn done_to(old: &Place, own: &Place, now: &Place) -> Result<Place, String> {
    let files = between::files(
        old.objects.files(),
        own.objects.files(),
        now.objects.files(),
    )?;
    Ok(Place {
        schema: between::schema(&old.schema, &own.schema, &now.schema)?,
        objects: Objects::from(files),
    })
}

/// A migration that led from one schema to another, at the place where it leads between two others.
fn at(
    project: &Project,
    entry: &Entry,
    (old, own): (&Place, &Place),
    (now, next): (&Place, &Place),
) -> Result<Entry, Failure> {
    let mut entry = entry.clone();
    if let Some((online, answer)) = planned(project, &entry, old, own)? {
        let mut plans = plans(project, &now.schema, &next.schema, Some(answer), online)?;
        now.objects.plan(&next.objects, &mut plans)?;
        entry.files.retain(|name, _| is_seed(name));
        entry.files.extend(files(&plans, &next.schema));
        remark(&mut entry.meta, &plans);
    }
    entry.files.remove(OBJECTS);
    entry.files.extend(next.objects.file());
    let snapshot = print::canonical(&next.schema);
    entry.files.insert(SNAPSHOT.to_owned(), snapshot);
    entry.meta.schema = Some(fingerprint(&next.schema));
    Ok(entry)
}

/// How a migration was planned; none where somebody changed what the plan was.
pub(in crate::migrate) fn planned(
    project: &Project,
    entry: &Entry,
    old: &Place,
    own: &Place,
) -> Result<Option<(bool, Answer)>, Failure> {
    if entry.meta.kind != Kind::Schema {
        return Ok(None);
    }
    for online in [false, true] {
        for answer in [Answer::Yes, Answer::No] {
            let mut plans = plans(project, &old.schema, &own.schema, Some(answer), online)?;
            old.objects.plan(&own.objects, &mut plans)?;
            let mut was = files(&plans, &own.schema);
            was.extend(own.objects.file());
            let is = entry.files.iter().filter(|(name, _)| !is_seed(name));
            if is.eq(&was) {
                return Ok(Some((online, answer)));
            }
        }
    }
    Ok(None)
}

/// Whether a file brings rows for the proof: a plan makes none.
fn is_seed(name: &str) -> bool {
    name.starts_with("seed.")
}
