//! `ormolu migrate rebase`: one branch comes after another, as if it had been written later.

mod between;
pub(super) mod moved;

use ormolu::serde_json::{Value, json};
use ormolu_schema::ir::Schema;
use ormolu_schema::{fingerprint, print};

use super::diff::{before, current, entry, plans};
use super::done::{Done, written};
use super::folder::{Entry, Folder, SNAPSHOT, found};
use super::meta::Kind;
use super::objects::{OBJECTS, Objects};
use super::project::Project;
use crate::Failure;
use crate::arguments::migrate::{Answer, Rebase};

pub(crate) fn run(project: &Project, rebase: &Rebase) -> Result<Done, Failure> {
    let folder = project.folder()?;
    let graph = folder.graph();
    let head = graph.one(&rebase.branch).map_err(found)?.id().to_owned();
    let onto = match &rebase.onto {
        Some(target) => graph.one(target).map_err(found)?.id().to_owned(),
        None => other_head(&folder, &head)?,
    };
    let kept = graph
        .needed_by(&onto)
        .into_iter()
        .map(|migration| migration.id().to_owned());
    let kept: Vec<String> = kept.collect();
    let moved: Vec<Entry> = graph
        .needed_by(&head)
        .into_iter()
        .filter(|migration| !kept.iter().any(|id| id == migration.id()))
        .filter_map(|migration| folder.entry(migration.id()).cloned())
        .collect();
    if moved.is_empty() {
        return Err(Failure::Found(format!(
            "error: {onto} comes after {head} already"
        )));
    }
    let schema = current(&rebase.schema)?;
    let objects = Objects::read(&project.path)?;
    if rebase.as_one {
        return as_one(
            project,
            folder,
            &moved,
            &onto,
            (&schema, &objects),
            rebase.renames,
        );
    }
    let last = (&schema, &objects);
    let mut rebased = match moved::anew(project, &folder, &moved, &onto, last)? {
        Ok(entries) => as_planned(folder, &moved, entries)?,
        Err(why) => {
            let mut rebased = as_they_are(folder, moved, (&onto, &kept), last)?;
            rebased.text += &format!(
                "their SQL is what it was, for {why}; on SQLite a table that is built anew must have \
                 all columns: `--as-one` plans them anew\n"
            );
            rebased.not_planned = Some(why);
            rebased
        }
    };
    rebased.text += "`ormolu migrate test` proves that they lead to the schema in this order\n";
    Ok(rebased.done())
}

/// What became of the branch.
#[derive(Default)]
struct Rebased {
    text: String,
    migrations: Vec<Value>,
    /// Those that another is in place of.
    gone: Vec<String>,
    /// Why the SQL is what it was.
    not_planned: Option<String>,
}

impl Rebased {
    fn add(&mut self, folder: &Folder, entry: &Entry) {
        let meta = &entry.meta;
        self.text += &format!("{} <- {}\n", meta.id, meta.parents.join(", "));
        self.migrations.push(written(&folder.path, meta));
    }

    fn done(self) -> Done {
        let mut done = Done::migrations(self.text, self.migrations);
        done.json["gone"] = json!(self.gone);
        done.json["not_planned"] = json!(self.not_planned);
        done
    }
}

/// Those that were planned anew, with the files that they have now.
fn as_planned(
    mut folder: Folder,
    moved: &[Entry],
    entries: Vec<Entry>,
) -> Result<Rebased, Failure> {
    let mut rebased = Rebased::default();
    for (old, entry) in moved.iter().zip(entries) {
        rebased.add(&folder, &entry);
        let is_gone = |name: &&String| !entry.files.contains_key(*name);
        for name in old.files.keys().filter(is_gone) {
            remove(&folder, &entry.meta.id, name)?;
        }
        folder = folder.add(entry)?;
    }
    Ok(rebased)
}

/// Their SQL as it was, and a snapshot for the last of them.
fn as_they_are(
    mut folder: Folder,
    moved: Vec<Entry>,
    (onto, kept): (&String, &[String]),
    (schema, objects): (&Schema, &Objects),
) -> Result<Rebased, Failure> {
    let mut rebased = Rebased::default();
    let last = moved.len() - 1;
    for (at, mut entry) in moved.into_iter().enumerate() {
        let from_here = |parent: &String| kept.contains(parent);
        // The parents of the first ones are where the branches part.
        if entry.meta.parents.is_empty() || entry.meta.parents.iter().any(from_here) {
            entry.meta.parents = vec![onto.clone()];
        }
        entry.files.remove(SNAPSHOT);
        entry.files.remove(OBJECTS);
        entry.meta.schema = None;
        if at == last {
            entry
                .files
                .insert(SNAPSHOT.to_owned(), print::canonical(schema));
            entry.files.extend(objects.file());
            entry.meta.schema = Some(fingerprint(schema));
        } else {
            for name in [SNAPSHOT, OBJECTS] {
                remove(&folder, &entry.meta.id, name)?;
            }
        }
        rebased.add(&folder, &entry);
        folder = folder.add(entry)?;
    }
    Ok(rebased)
}

/// One migration in place of those that move, which has the last one's name.
fn as_one(
    project: &Project,
    folder: Folder,
    moved: &[Entry],
    onto: &str,
    (after, objects): (&Schema, &Objects),
    renames: Option<Answer>,
) -> Result<Done, Failure> {
    let by_hand = moved.iter().find(|entry| entry.meta.kind != Kind::Schema);
    if let Some(entry) = by_hand {
        return Err(Failure::Found(format!(
            "error: {} was written by hand, and no plan would bring it again; rebase without \
             `--as-one`",
            entry.meta.id
        )));
    }
    let parent = folder.entry(onto).cloned();
    let before = before(parent.as_ref(), after)?;
    let mut plans = plans(project, &before, after, renames, false)?;
    Objects::after(parent.as_ref())?.plan(objects, &mut plans)?;
    let Some(last) = moved.last() else {
        return Ok(Rebased::default().done());
    };
    let mut one = entry(last.meta.id.clone(), parent.as_ref(), &plans, after);
    one.files.extend(objects.file());
    for entry in moved {
        one.meta.labels.extend(entry.meta.labels.iter().cloned());
        one.meta
            .depends_on
            .extend(entry.meta.depends_on.iter().cloned());
    }
    let gone = moved.iter().map(|entry| entry.meta.id.clone());
    let gone: Vec<String> = gone.filter(|id| *id != one.meta.id).collect();
    one.meta.depends_on.retain(|id| !gone.contains(id));
    let mut rebased = Rebased::default();
    for id in &gone {
        rebased.text += &format!("{id} is part of {}\n", one.meta.id);
    }
    rebased.add(&folder, &one);
    folder.replace(vec![one], &gone)?;
    rebased.gone = gone;
    rebased.text +=
        "what was changed by hand in them is not in it; `ormolu migrate test` proves it\n";
    Ok(rebased.done())
}

fn other_head(folder: &Folder, head: &str) -> Result<String, Failure> {
    let heads = folder.graph().heads();
    let others: Vec<&str> = heads
        .iter()
        .map(|m| m.id())
        .filter(|id| *id != head)
        .collect();
    match others[..] {
        [other] => Ok(other.to_owned()),
        [] => Err(Failure::Found(format!(
            "error: there is no head beside {head}"
        ))),
        _ => Err(Failure::Undone(format!(
            "error: after which one? `--onto` {}",
            others.join(", ")
        ))),
    }
}

fn remove(folder: &Folder, id: &str, name: &str) -> Result<(), Failure> {
    let path = folder.path.join(id).join(name);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Failure::Undone(
            format!("error: {}: {error}", path.display()),
        )),
        _ => Ok(()),
    }
}
