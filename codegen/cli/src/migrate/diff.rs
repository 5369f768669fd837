//! `ormolu migrate diff`: from the last snapshot to the schema.

use std::collections::BTreeMap;
use std::path::Path;

use ormolu::serde_json::{Value, json};
use ormolu_migrate::pass::Ignored;
use ormolu_migrate::{Answer, Options, Plan, Question, diff, diff_through};
use ormolu_schema::ir::{Dialect, Model, Schema, TableName};
use ormolu_schema::{compile, fingerprint, print};

use super::done::{self, Done};
use super::folder::{Entry, SNAPSHOT, found};
use super::meta::{Kind, Meta};
use super::objects::Objects;
use super::project::Project;
use super::{connect, expand, new, questions, text};
use crate::Failure;
use crate::arguments;
use crate::arguments::migrate::Diff;
use crate::config::BOOKKEEPING;
use crate::schema::{input, report};

pub(crate) fn run(project: &Project, arguments: &Diff) -> Result<Done, Failure> {
    let folder = project.folder()?;
    let after = current(&arguments.schema)?;
    let parent = folder.parent(arguments.after.as_deref())?;
    let mut before = before(parent, &after)?;
    let objects = Objects::read(&project.path)?;
    let mut objects_before = Objects::after(parent)?;
    if let Some(url) = &arguments.against {
        let found = connect::read(url, project, &after, (objects_before, &objects))?;
        (before, objects_before) = found;
    }
    let options = Options {
        answers: answers(project, &before, &after, arguments.renames)?,
        online: arguments.online || arguments.expand_contract,
    };
    if arguments.expand_contract {
        let way = (&before, &after, &options);
        let both = expand::run(project, parent, way, (&objects_before, &objects), arguments)?;
        if let Some(both) = both {
            return Ok(both);
        }
        eprintln!("note: nothing here asks for two migrations");
    }
    let mut plans = planned(project, &before, &after, &options)?;
    objects_before.plan(&objects, &mut plans)?;
    warn(&plans);
    let is_empty = plans.iter().all(|(_, plan)| plan.is_empty());
    let is_known = parent.is_some_and(|p| p.meta.schema.as_deref() == Some(&fingerprint(&after)));
    if is_empty && (is_known || !arguments.record) {
        if !is_known && parent.is_some() {
            eprintln!(
                "note: to a database, that is; its hash is another one, which `require_schema` \
                 asks for: `--record` writes a migration that says so"
            );
        }
        let nothing = "nothing to do: the schema is that of the last migration\n".to_owned();
        return Ok(Done::migrations(nothing, Vec::new()));
    }
    let mut entry = entry(new::id(&arguments.message, parent)?, parent, &plans, &after);
    entry.files.extend(objects.file());
    entry.meta.labels.clone_from(&arguments.label);
    let (text, json) = if arguments.dry_run {
        shown(&entry, &plans)
    } else {
        let folder = folder.add(entry.clone())?;
        written(&folder.path, &entry, &plans)
    };
    Ok(Done::migrations(text, vec![json]))
}

/// A migration of its plans.
pub(crate) fn entry(
    id: String,
    parent: Option<&Entry>,
    plans: &[(Dialect, Plan)],
    after: &Schema,
) -> Entry {
    let dialects = after.dialects.iter();
    let mut meta = Meta {
        id,
        parents: parent.iter().map(|parent| parent.meta.id.clone()).collect(),
        kind: Kind::Schema,
        dialects: dialects.map(|dialect| dialect.name().to_owned()).collect(),
        schema: Some(fingerprint(after)),
        ..Meta::default()
    };
    remark(&mut meta, plans);
    Entry {
        meta,
        files: files(plans, after),
    }
}

/// What would be written.
pub(crate) fn shown(entry: &Entry, plans: &[(Dialect, Plan)]) -> (String, Value) {
    let is_sql = |(name, _): &(&String, &String)| name.ends_with(".sql");
    let files: BTreeMap<_, _> = entry.files.iter().filter(is_sql).collect();
    let sql = files
        .iter()
        .map(|(name, text)| format!("-- {name}\n{text}\n"));
    let mut migration = entry.meta.json();
    migration["steps"] = steps(plans);
    migration["sql"] = json!(files);
    (sql.collect(), migration)
}

/// What was written, and a warning of what it loses.
pub(crate) fn written(folder: &Path, entry: &Entry, plans: &[(Dialect, Plan)]) -> (String, Value) {
    for loss in &entry.meta.loses {
        eprintln!("warning: loses data: {loss}");
    }
    let mut text = format!("{}\n", folder.join(&entry.meta.id).display());
    for (dialect, plan) in plans {
        for step in &plan.up {
            text += &format!("  {}: {}\n", dialect.name(), step.title);
        }
    }
    let mut migration = done::written(folder, &entry.meta);
    migration["steps"] = steps(plans);
    (text, migration)
}

/// The steps up on each engine, in words.
fn steps(plans: &[(Dialect, Plan)]) -> Value {
    let of_one = |plan: &Plan| plan.up.iter().map(|step| json!(step.title)).collect();
    let all = plans
        .iter()
        .map(|(dialect, plan)| (dialect.name().to_owned(), of_one(plan)));
    Value::Object(all.collect())
}

/// Says which `renamed_from` says nothing on this way: the same on all engines.
pub(crate) fn warn(plans: &[(Dialect, Plan)]) {
    for stale in plans.first().iter().flat_map(|(_, plan)| &plan.stale) {
        eprintln!("warning: {stale}");
    }
}

/// The schema of the project.
pub(crate) fn current(arguments: &arguments::Schema) -> Result<Schema, Failure> {
    let outcome = compile(&input(arguments));
    report(&outcome, arguments)?;
    let Ok((schema, _)) = &outcome.result else {
        return Err(Failure::Found(String::new()));
    };
    let own = |model: &&Model| BOOKKEEPING.contains(&model.table.name.as_str());
    if let Some(model) = schema.models.iter().find(own) {
        return Err(Failure::Found(format!(
            "error: table `{}` of model `{}` is the runner's own; leave the model out",
            model.table.name, model.name
        )));
    }
    Ok(schema.clone())
}

/// The schema that a migration comes after.
pub(crate) fn before(parent: Option<&Entry>, after: &Schema) -> Result<Schema, Failure> {
    let Some(parent) = parent else {
        return Ok(nothing(after));
    };
    parent.snapshot()?.ok_or_else(|| {
        Failure::Found(format!(
            "error: migration {} has no {SNAPSHOT}, so there is nothing to plan from",
            parent.meta.id
        ))
    })
}

/// The same dialects, and nothing else.
pub(crate) fn nothing(like: &Schema) -> Schema {
    Schema {
        dialects: like.dialects.clone(),
        enums: Vec::new(),
        domains: Vec::new(),
        sequences: Vec::new(),
        functions: Vec::new(),
        parameters: Vec::new(),
        models: Vec::new(),
        renames: Vec::new(),
    }
}

/// A plan for each engine.
pub(crate) type Plans = Vec<(Dialect, Plan)>;

/// Why there is no way back on one of them.
fn irreversible(plans: &[(Dialect, Plan)]) -> Option<String> {
    let mut reasons = plans.iter().map(|(_, plan)| &plan.irreversible);
    reasons.find_map(Clone::clone)
}

/// A plan for each engine. MySQL and MariaDB have one each.
pub(crate) fn plans(
    project: &Project,
    before: &Schema,
    after: &Schema,
    renames: Option<arguments::migrate::Answer>,
    online: bool,
) -> Result<Plans, Failure> {
    let answers = answers(project, before, after, renames)?;
    planned(project, before, after, &Options { answers, online })
}

fn planned(
    project: &Project,
    before: &Schema,
    after: &Schema,
    options: &Options,
) -> Result<Plans, Failure> {
    let passes = project.passes();
    let plan = |dialect| {
        let plan = diff_through(before, after, dialect, options, &passes).map_err(found)?;
        Ok((dialect, plan))
    };
    engines(after).map(plan).collect()
}

/// What is asked about the way on any engine, answered.
fn answers(
    project: &Project,
    before: &Schema,
    after: &Schema,
    renames: Option<arguments::migrate::Answer>,
) -> Result<Vec<Answer>, Failure> {
    let mut asked = Vec::new();
    for dialect in engines(after) {
        for question in diff(before, after, dialect).map_err(found)?.questions {
            if !asked.contains(&question) && !is_ignored(&question, &project.ignored) {
                asked.push(question);
            }
        }
    }
    questions::answer(asked, renames)
}

/// Whether a question is about a table that nothing is planned for.
fn is_ignored(question: &Question, ignored: &Ignored) -> bool {
    let (from, to) = match question {
        Question::Table { from, to } => (from, to),
        Question::Column { table, .. } => (table, table),
        Question::Value { .. } => return false,
    };
    let is = |table: &TableName| ignored.covers(table.namespace.as_deref(), &table.name);
    is(from) || is(to)
}

/// The engines that SQL is written for.
pub(crate) fn engines(schema: &Schema) -> impl Iterator<Item = Dialect> {
    let families: Vec<Dialect> = schema
        .dialects
        .iter()
        .map(|dialect| dialect.family())
        .collect();
    Dialect::ALL
        .into_iter()
        .filter(move |dialect| families.contains(&dialect.family()))
}

/// The SQL of all engines, and the snapshot. MariaDB has files of its own only where they differ.
pub(crate) fn files(plans: &[(Dialect, Plan)], after: &Schema) -> BTreeMap<String, String> {
    let mut files = BTreeMap::from([(SNAPSHOT.to_owned(), print::canonical(after))]);
    for way in ["up", "down"] {
        let mut texts: BTreeMap<&str, String> = BTreeMap::new();
        for (dialect, plan) in plans {
            let steps = match way {
                "up" => &plan.up,
                _ if plan.irreversible.is_some() => continue,
                _ => &plan.down,
            };
            texts.insert(dialect.name(), text::sql(steps));
        }
        if texts.get("mariadb") == texts.get("mysql") {
            texts.remove("mariadb");
        }
        let only = texts.len() == 1;
        for (dialect, text) in texts {
            let name = if only {
                format!("{way}.sql")
            } else {
                format!("{way}.{dialect}.sql")
            };
            files.insert(name, text);
        }
    }
    files
}

/// Writes down what is lost either way, and what should be known, each once.
pub(crate) fn remark(meta: &mut Meta, plans: &[(Dialect, Plan)]) {
    fn once<'s>(texts: impl Iterator<Item = &'s String>) -> Vec<String> {
        let mut all = Vec::new();
        for text in texts {
            if !all.contains(text) {
                all.push(text.clone());
            }
        }
        all
    }
    let up = || plans.iter().flat_map(|(_, plan)| &plan.up);
    let down = plans.iter().flat_map(|(_, plan)| &plan.down);
    meta.loses = once(up().flat_map(|step| &step.lossy));
    meta.down_loses = once(down.flat_map(|step| &step.lossy));
    meta.notes = once(up().flat_map(|step| &step.notes));
    meta.irreversible = irreversible(plans);
}
