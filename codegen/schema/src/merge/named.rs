//! What stands under its name in a section of its own, and came, went or changed.

use super::edit::Edits;
use super::{Parsed, lines};
use crate::ir::Schema;
use crate::print::tree::{self, Entries, Tree};
use crate::print::{domain, sequence};

/// Domains, then sequences.
pub(super) fn named(edits: &mut Edits, files: &[Parsed<'_>], old: &Schema, new: &Schema) {
    let domains = Section {
        key: "domains",
        what: "domain",
        old: domain::all(old).collect(),
        new: domain::all(new).collect(),
    };
    let sequences = Section {
        key: "sequences",
        what: "sequence",
        old: sequence::all(old).collect(),
        new: sequence::all(new).collect(),
    };
    let added = [domains, sequences].map(|section| {
        let added = section.edits(edits, files);
        (section.key, added)
    });
    // A new section stands behind what is added to one that ends where it begins.
    let mut models = files
        .iter()
        .filter_map(|file| Some((file, lines::entry(&file.root, "models")?)));
    let Some((file, (key, _))) = models.next() else {
        return;
    };
    for (section, added) in added {
        if !added.is_empty() {
            let at = lines::start(file.text, key.span.start as usize);
            let text = tree::rendered(section, &Tree::Map(added), 0);
            edits.put(file, at..at, text);
        }
    }
}

struct Section {
    key: &'static str,
    /// One of them, in words.
    what: &'static str,
    old: Vec<(String, Tree)>,
    new: Vec<(String, Tree)>,
}

impl Section {
    /// Edits what is there; answers what comes and has no section yet.
    fn edits(&self, edits: &mut Edits, files: &[Parsed<'_>]) -> Entries {
        let find = |all: &[(String, Tree)], key: &str| {
            let mut all = all.iter();
            all.find(|(name, _)| name == key)
                .map(|(_, tree)| tree.clone())
        };
        for (key, was) in &self.old {
            let now = find(&self.new, key);
            if now.as_ref() == Some(was) {
                continue;
            }
            let sign = if now.is_some() { "~" } else { "-" };
            edits.say(format!("{sign} {} {key}", self.what));
            let home = files.iter().find_map(|file| {
                let (_, all) = lines::entry(&file.root, self.key)?;
                lines::entry(all, key).map(|_| (file, all))
            });
            if let Some((file, all)) = home {
                edits.set(
                    file,
                    all,
                    key,
                    now.as_ref().map(|tree| (key.as_str(), tree)),
                );
            }
        }
        let mut added = Entries::lines();
        let home = files
            .iter()
            .find_map(|file| Some((file, lines::entry(&file.root, self.key)?)));
        for (key, tree) in &self.new {
            if find(&self.old, key).is_some() {
                continue;
            }
            edits.say(format!("+ {} {key}", self.what));
            match home {
                Some((file, (_, all))) => {
                    edits.set(file, all, key, Some((key, tree)));
                }
                None => added.add(key, tree.clone()),
            }
        }
        added
    }
}
