//! Tables that came, went or changed.

use super::edit::{Edits, end_of};
use super::enums::enums;
use super::files::{exact_models, find, templates};
use super::left::Left;
use super::named::named;
use super::place::{Place, shown};
use super::{Parsed, lines, mixins};
use crate::ir::{Model, ModelKind, Schema};
use crate::print::facts;
use crate::print::pretty::Printer;
use crate::print::tree::{self, Tree};

/// The edits that lead from what the files say to the new schema; `mixed` lets new tables name
/// mixins of the files.
pub(super) fn edits(
    files: &[Parsed<'_>],
    (old, new): (&Schema, &Schema),
    left: &Left<'_, '_>,
    mixed: bool,
) -> Edits {
    let mut edits = Edits::default();
    let section = |file: &'_ Parsed<'_>, key: &str| lines::entry(&file.root, key).is_some();
    let printer = Printer::like(new, &templates(files), exact_models(files));
    enums(&mut edits, files, old, new, &printer);
    named(&mut edits, files, old, new);
    let (before, after) = (facts::tables(old), facts::tables(new));
    for model in old.models.iter().filter(|m| m.kind != ModelKind::Rows) {
        let Some((file, models, key, value)) = find(files, &model.name) else {
            continue; // a link that a relationship makes
        };
        match after.get(&model.table) {
            None if left.holds_section(&model.table, "table") => {}
            None => {
                edits.say(format!("- table {}", shown(&model.table)));
                let bytes = lines::of_entry(file.text, key, value);
                let mut end = lines::next(file.text, bytes.end);
                if file.text[end..].starts_with('\n') {
                    end += 1;
                }
                edits.put(
                    file,
                    lines::start(file.text, bytes.start)..end,
                    String::new(),
                );
            }
            Some(now) => {
                let place = Place {
                    file,
                    models,
                    value,
                    left,
                };
                place.model(&mut edits, (model, old), (now, new), &printer);
            }
        }
    }
    let added = new.models.iter().filter(|m| !before.contains_key(&m.table));
    let last = files.iter().rev().find(|file| section(file, "models"));
    for model in added {
        edits.say(format!("+ table {}", shown(&model.table)));
        let beside = |old: &&Model| old.table.namespace == model.table.namespace;
        let mut beside = old.models.iter().rev().filter(beside);
        let beside = beside.find_map(|old| find(files, &old.name));
        let home = beside.map(|(file, ..)| file).or(last);
        let Some((file, (_, models))) =
            home.and_then(|f| Some((f, lines::entry(&f.root, "models")?)))
        else {
            continue;
        };
        let at = end_of(file, models);
        let indent = lines::indent(file.text, models).unwrap_or(2);
        let mut entries = printer.model(model);
        if mixed {
            mixins::put_into(files, &mut entries);
        }
        let tree = Tree::Map(entries);
        edits.put(
            file,
            at..at,
            format!("\n{}", tree::rendered(&model.name, &tree, indent)),
        );
    }
    edits
}
