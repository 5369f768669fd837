//! Enumerations that came, went or changed.

use super::edit::Edits;
use super::{Parsed, lines};
use crate::ir::{Enum, Schema};
use crate::print::enumeration;
use crate::print::pretty::Printer;
use crate::print::tree::{self, Entries, Tree};

pub(super) fn enums(
    edits: &mut Edits,
    files: &[Parsed<'_>],
    old: &Schema,
    new: &Schema,
    printer: &Printer,
) {
    let same = |a: &Enum, b: &Enum| a.sql_name == b.sql_name && a.namespace == b.namespace;
    let place = files
        .iter()
        .find_map(|file| Some((file, lines::entry(&file.root, "enums")?.1)));
    for of in &old.enums {
        let now = new.enums.iter().find(|n| same(n, of));
        let tree = now.map(|now| enumeration::enumeration(now, new));
        if tree == Some(enumeration::enumeration(of, old)) {
            continue;
        }
        edits.say(format!(
            "{} type {}",
            if now.is_some() { "~" } else { "-" },
            of.sql_name
        ));
        let printed = now.map(|now| printer.enumeration(now));
        let home = files.iter().find_map(|file| {
            let (_, enums) = lines::entry(&file.root, "enums")?;
            let names = [&of.name, &of.sql_name];
            let key = names
                .into_iter()
                .find(|name| lines::entry(enums, name).is_some())?;
            Some((file, enums, key.clone()))
        });
        if let Some((file, enums, key)) = home {
            edits.set(
                file,
                enums,
                &key,
                printed.as_ref().map(|tree| (key.as_str(), tree)),
            );
        }
    }
    let added = new
        .enums
        .iter()
        .filter(|n| !old.enums.iter().any(|o| same(n, o)));
    let mut section = Entries::lines();
    for of in added {
        edits.say(format!("+ type {}", of.sql_name));
        let (key, tree) = (printer.enumeration_key(of), printer.enumeration(of));
        match place {
            Some((file, enums)) => {
                edits.set(file, enums, &key, Some((&key, &tree)));
            }
            None => section.add(key, tree),
        }
    }
    let models = files
        .iter()
        .find_map(|file| Some((file, lines::entry(&file.root, "models")?.0)));
    if let (Some((file, key)), false) = (models, section.is_empty()) {
        let at = lines::start(file.text, key.span.start as usize);
        edits.put(
            file,
            at..at,
            tree::rendered("enums", &Tree::Map(section), 0),
        );
    }
}
