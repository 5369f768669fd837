//! `ormolu migrate diff --expand-contract`: two migrations, between which programs of before and of
//! after run.

use ormolu_migrate::{ExpandContract, Options, expand_contract};
use ormolu_schema::ir::Schema;
use ormolu_schema::{Input, compile, fingerprint, print};

use super::diff::{Plans, engines, entry, shown, warn, written};
use super::done::Done;
use super::folder::{Entry, found};
use super::new;
use super::objects::Objects;
use super::project::Project;
use crate::Failure;
use crate::arguments::migrate::Diff;

/// What the second migration begins with: `up` does not go on to it by itself.
const WAIT: &str = "-- ormolu:wait until no program of before runs\n";

/// Writes both; none where nothing asks for two.
pub(crate) fn run(
    project: &Project,
    parent: Option<&Entry>,
    (before, after, options): (&Schema, &Schema, &Options),
    (objects_before, objects): (&Objects, &Objects),
    arguments: &Diff,
) -> Result<Option<Done>, Failure> {
    let passes = project.passes();
    let (mut expand, mut contract) = (Plans::new(), Plans::new());
    let mut middle = None;
    for dialect in engines(after) {
        let plans = expand_contract(before, after, dialect, options, &passes).map_err(found)?;
        let ExpandContract {
            between,
            expand: first,
            contract: second,
        } = plans;
        middle = Some(between);
        expand.push((dialect, first));
        contract.push((dialect, second));
    }
    let Some(between) = middle.filter(|_| contract.iter().any(|(_, plan)| !plan.is_empty())) else {
        return Ok(None);
    };
    warn(&expand);
    let between = read_back(&between)?;
    objects_before.plan(objects, &mut expand)?;
    // Where SQLite makes a table anew, its triggers are made again.
    objects.plan(objects, &mut contract)?;

    let message = |what: &str| format!("{} {what}", arguments.message);
    let id = new::id(&message("expand"), parent)?;
    let mut first = entry(id, parent, &expand, &between);
    first.meta.labels.clone_from(&arguments.label);
    let was = parent.and_then(|parent| parent.meta.schema.clone());
    let was = was.unwrap_or_else(|| fingerprint(before));
    first.meta.fits = vec![was, fingerprint(after)];
    let id = new::id(&message("contract"), Some(&first))?;
    let mut second = entry(id, Some(&first), &contract, after);
    for entry in [&mut first, &mut second] {
        entry.files.extend(objects.file());
    }
    for (name, text) in &mut second.files {
        if name.starts_with("up.") {
            *text = format!("{WAIT}\n{text}");
        }
    }
    let both = [(&first, &expand), (&second, &contract)];
    told(project, both, arguments.dry_run).map(Some)
}

/// Writes them, or says what would be written.
fn told(project: &Project, both: [(&Entry, &Plans); 2], dry_run: bool) -> Result<Done, Failure> {
    if dry_run {
        let (texts, all): (Vec<_>, _) = both
            .map(|(entry, plans)| shown(entry, plans))
            .into_iter()
            .unzip();
        return Ok(Done::migrations(texts.concat(), all));
    }
    let mut folder = project.folder()?;
    for (entry, _) in both {
        folder = folder.add(entry.clone())?;
    }
    let told = both.map(|(entry, plans)| written(&folder.path, entry, plans));
    let (mut texts, all): (Vec<_>, _) = told.into_iter().unzip();
    let [_, (second, _)] = both;
    texts.push(format!(
        "`ormolu migrate up` stops between them; once no program of before runs, \
         `ormolu migrate up {}` goes on\n",
        second.meta.id
    ));
    Ok(Done::migrations(texts.concat(), all))
}

/// The schema between as its snapshot is read later.
fn read_back(between: &Schema) -> Result<Schema, Failure> {
    let text = print::canonical(between);
    let outcome = compile(&Input::text("the schema between the two migrations", text));
    match &outcome.result {
        Ok((schema, _)) => Ok(schema.clone()),
        Err(_) => Err(Failure::Found(format!(
            "{}error: the schema cannot be that of both programs for a while; plan this in one \
             migration, without `--expand-contract`",
            outcome.render(false)
        ))),
    }
}
