//! Sequences that came, went or changed.

use super::edit::Edits;
use super::{Parsed, lines};
use crate::ir::Schema;
use crate::print::sequence;
use crate::print::tree::{self, Entries, Tree};

pub(super) fn sequences(edits: &mut Edits, files: &[Parsed<'_>], old: &Schema, new: &Schema) {
    let section = |key: &str| {
        let mut homes = files.iter();
        homes.find_map(|file| Some((file, lines::entry(&file.root, key)?)))
    };
    for of in &old.sequences {
        let now = new.sequence(&of.name);
        if now == Some(of) {
            continue;
        }
        let key = of.name.dotted();
        let sign = if now.is_some() { "~" } else { "-" };
        edits.say(format!("{sign} sequence {key}"));
        let tree = now.map(|now| sequence::sequence(now, new));
        let home = files.iter().find_map(|file| {
            let (_, all) = lines::entry(&file.root, "sequences")?;
            lines::entry(all, &key).map(|_| (file, all))
        });
        if let Some((file, all)) = home {
            let now = tree.as_ref().map(|tree| (key.as_str(), tree));
            edits.set(file, all, &key, now);
        }
    }
    let mut added = Entries::lines();
    for of in &new.sequences {
        if old.sequence(&of.name).is_some() {
            continue;
        }
        let (key, tree) = (of.name.dotted(), sequence::sequence(of, new));
        edits.say(format!("+ sequence {key}"));
        match section("sequences") {
            Some((file, (_, all))) => {
                edits.set(file, all, &key, Some((&key, &tree)));
            }
            None => added.add(key, tree),
        }
    }
    if let (Some((file, (key, _))), false) = (section("models"), added.is_empty()) {
        let at = lines::start(file.text, key.span.start as usize);
        let text = tree::rendered("sequences", &Tree::Map(added), 0);
        edits.put(file, at..at, text);
    }
}
