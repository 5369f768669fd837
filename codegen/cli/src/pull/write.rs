//! Where a pulled schema goes.

use std::fs;
use std::path::{Path, PathBuf};

use ormolu_schema::ir::{Schema, TableName};
use ormolu_schema::print::{pretty, pretty_files, pretty_with_mixins};
use ormolu_schema::{Input, compile, merge, merge_with_mixins};

use crate::Failure;
use crate::arguments::pull::Pull;

/// Prints the schema, writes it as a new file, or puts what changed into the files that are there.
pub(super) fn run(schema: &Schema, arguments: &Pull) -> Result<(), Failure> {
    let text = || match arguments.mixins {
        true => pretty_with_mixins(schema),
        false => pretty(schema),
    };
    let Some(to) = &arguments.to else {
        print!("{}", text());
        return Ok(());
    };
    let file = file(to);
    if !file.exists() {
        return match file == *to {
            true => first(&[(file, text())]),
            false => {
                let files = pretty_files(schema, arguments.mixins).into_iter();
                let files: Vec<_> = files.map(|(name, text)| (to.join(name), text)).collect();
                first(&files)
            }
        };
    }
    let there = compile(&Input::new([file.to_string_lossy()]));
    let merged = match arguments.mixins {
        true => merge_with_mixins(&there, schema),
        false => merge(&there, schema),
    };
    let merged = merged.map_err(|error| Failure::Found(format!("error: {error}")))?;
    for change in &merged.changes {
        println!("{change}");
    }
    for (path, text) in &merged.files {
        write(path, text)?;
        println!("wrote {}", path.display());
    }
    match &merged.left[..] {
        [] if merged.files.is_empty() => {
            println!("{} says the same already", file.display());
            Ok(())
        }
        [] => Ok(()),
        left => Err(Failure::Found(told(left))),
    }
}

/// Writes files that are not there yet.
fn first(files: &[(PathBuf, String)]) -> Result<(), Failure> {
    if let Some((there, _)) = files.iter().find(|(path, _)| path.exists()) {
        let there = there.display();
        let message = format!("error: {there} is there already, and no schema.yaml: move it");
        return Err(Failure::Undone(message));
    }
    for (path, text) in files {
        write(path, text)?;
        println!("wrote {}", path.display());
    }
    Ok(())
}

/// What could not be put into the files, one line for each.
fn told(left: &[String]) -> String {
    let lines: Vec<String> = left.iter().map(|line| format!("error: {line}")).collect();
    lines.join("\n")
}

/// The tables that the files have a model for, as patterns that take back what leaves them out.
pub(super) fn known(to: &Path) -> Vec<String> {
    let file = file(to);
    if !file.exists() {
        return Vec::new();
    }
    let there = compile(&Input::new([file.to_string_lossy()]));
    let Ok((schema, _)) = &there.result else {
        return Vec::new();
    };
    let path = |table: &TableName| match &table.namespace {
        Some(namespace) => format!("!{namespace}.{}", table.name),
        None => format!("!{}", table.name),
    };
    schema
        .models
        .iter()
        .map(|model| path(&model.table))
        .collect()
}

/// The file itself, or the one that a folder begins with.
fn file(to: &Path) -> PathBuf {
    let is_yaml = |ending: &std::ffi::OsStr| ending == "yaml" || ending == "yml";
    match to.extension().is_some_and(is_yaml) {
        true => to.to_owned(),
        false => to.join("schema.yaml"),
    }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let undone = |error: std::io::Error| {
        Failure::Undone(format!("error: cannot write {}: {error}", path.display()))
    };
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder).map_err(undone)?;
    }
    fs::write(path, text).map_err(undone)
}
