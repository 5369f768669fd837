//! `ormolu migrate lint`: what is dangerous about the SQL of migrations.

mod github;
mod sarif;

use ormolu::serde_json::{Value, json};
use ormolu_migrate::lint::{File, Finding, Rule, Severity, lint, rules};
use ormolu_schema::ir::{self, Schema};

use super::diff::nothing;
use super::done::refused as told;
use super::folder::{Entry, Folder, found, named};
use super::meta::Kind;
use super::project::Project;
use super::text::count;
use crate::Failure;
use crate::arguments::migrate::{Format, Lint};

/// A finding, with the file it is in.
struct Found {
    path: String,
    dialect: ir::Dialect,
    finding: Finding,
}

pub(crate) fn run(project: &Project, arguments: &Lint) -> Result<(), Failure> {
    let format = match project.json {
        true => Format::Json,
        false => arguments.format,
    };
    if arguments.rules {
        list(format);
        return Ok(());
    }
    let folder = told(project.folder(), project)?;
    let mut all = Vec::new();
    for entry in chosen(&folder, arguments.target.as_deref())? {
        all.extend(migration(&folder, entry, arguments)?);
    }
    match format {
        Format::Text => all.iter().for_each(|found| print!("{}", text(found))),
        Format::Json => println!("{}", json!(all.iter().map(as_json).collect::<Vec<_>>())),
        Format::Sarif => println!("{:#}", sarif::log(&all)),
        Format::Github => all
            .iter()
            .for_each(|found| println!("{}", github::line(found))),
    }
    let of = |severity| {
        let found = all.iter().filter(|f| f.finding.rule.severity == severity);
        found.count()
    };
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let (errors_said, warnings_said) = (count(errors, "error"), count(warnings, "warning"));
    if errors > 0 || (arguments.strict && warnings > 0) {
        return Err(Failure::Found(format!("{errors_said}, {warnings_said}")));
    }
    if format == Format::Text {
        eprintln!("{errors_said}, {warnings_said}");
    }
    Ok(())
}

/// The migrations to look at.
fn chosen<'f>(folder: &'f Folder, target: Option<&str>) -> Result<Vec<&'f Entry>, Failure> {
    let graph = folder.graph();
    let migrations = match target {
        None => graph.heads(),
        Some(range) if range.contains("..") => graph.range(range).map_err(found)?.migrations,
        Some(target) => vec![graph.one(target).map_err(found)?],
    };
    let ids = migrations.into_iter().map(|migration| migration.id());
    Ok(ids.filter_map(|id| folder.entry(id)).collect())
}

/// What is found in the files of a migration, each thing once, also where a file is for several
/// engines.
fn migration(folder: &Folder, entry: &Entry, arguments: &Lint) -> Result<Vec<Found>, Failure> {
    let after = entry.snapshot()?;
    let before = match (&entry.meta.parents[..], &after) {
        ([], Some(after)) => Some(nothing(after)),
        ([parent], _) => snapshot(folder, parent)?,
        _ => None,
    };
    let only = arguments.dialect.map(ir::Dialect::from);
    let mut all: Vec<Found> = Vec::new();
    for (way, start) in [("up", &before), ("down", &after)] {
        for (name, dialect, sql) in entry.sql(way) {
            let mut dialects = ir::Dialect::ALL.into_iter();
            let known = dialects.find(|known| named(known.name()) == Some(dialect));
            let wanted = |dialect: &ir::Dialect| {
                only.is_none_or(|only| [only, only.family()].contains(dialect))
            };
            let Some(dialect) = known.filter(wanted) else {
                continue;
            };
            let path = folder.path.join(&entry.meta.id).join(name);
            let path = path.to_string_lossy().replace('\\', "/");
            let file = File {
                sql,
                dialect,
                down: way == "down",
                way_back: has_way_back(entry, dialect),
                before: start.as_ref(),
            };
            for finding in lint(&file) {
                if !all.iter().any(|f| f.path == path && f.finding == finding) {
                    all.push(Found {
                        path: path.clone(),
                        dialect,
                        finding,
                    });
                }
            }
        }
    }
    Ok(all)
}

fn snapshot(folder: &Folder, id: &str) -> Result<Option<Schema>, Failure> {
    let entry = folder.entry(id).map(Entry::snapshot);
    Ok(entry.transpose()?.flatten())
}

/// Whether there is SQL that takes it back, or a reason why not.
fn has_way_back(entry: &Entry, dialect: ir::Dialect) -> bool {
    let said = |of| {
        [dialect, dialect.family()]
            .iter()
            .any(|d| named(d.name()) == Some(of))
    };
    entry.meta.irreversible.is_some()
        || entry.meta.kind == Kind::Rust
        || entry.sql("down").any(|(_, of, _)| said(of))
}

/// As the compiler says it.
fn text(found: &Found) -> String {
    let Found { path, finding, .. } = found;
    let Finding {
        rule,
        line,
        column,
        message,
    } = finding;
    format!(
        "{}[{}]: {message}\n  --> {path}:{line}:{column}\n  why: {}\n  instead: {}\n\n",
        rule.severity, rule.id, rule.why, rule.instead
    )
}

fn as_json(found: &Found) -> Value {
    let Found {
        path,
        dialect,
        finding,
    } = found;
    json!({
        "rule": finding.rule.id,
        "severity": finding.rule.severity.to_string(),
        "dialect": dialect.name(),
        "file": path,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "why": finding.rule.why,
        "instead": finding.rule.instead,
    })
}

fn engines(rule: &Rule) -> String {
    match rule.engines.len() == ir::Dialect::ALL.len() {
        true => "all".to_owned(),
        false => {
            let names: Vec<&str> = rule.engines.iter().map(|engine| engine.name()).collect();
            names.join(", ")
        }
    }
}

fn list(format: Format) {
    if format == Format::Json {
        let all = rules().map(|rule| {
            json!({
                "rule": rule.id,
                "severity": rule.severity.to_string(),
                "dialects": rule.engines.iter().map(|engine| engine.name()).collect::<Vec<_>>(),
                "finds": rule.finds,
                "why": rule.why,
                "instead": rule.instead,
            })
        });
        println!("{}", json!(all.collect::<Vec<_>>()));
        return;
    }
    for rule in rules() {
        println!("{} ({}, {})", rule.id, rule.severity, engines(rule));
        println!("  finds: {}", rule.finds);
        println!("  why: {}", rule.why);
        println!("  instead: {}", rule.instead);
    }
}
