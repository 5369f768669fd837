//! Mixins of the files, for tables that are new.

use super::{Parsed, lines};
use crate::print::pretty::Mixin;
use crate::print::tree::{self, Entries, Tree};
use crate::yaml::tree::Node;

/// Names a mixin in place of columns that it says in the same words.
pub(super) fn put_into(files: &[Parsed<'_>], model: &mut Entries) {
    for file in files {
        let Some((_, mixins)) = lines::entry(&file.root, "mixins") else {
            continue;
        };
        for (name, mixin) in lines::entries(mixins) {
            let mixin = said_alike(file, lines::scalar(name), mixin, model);
            if mixin.is_some_and(|mixin| mixin.put_into(model)) {
                return;
            }
        }
    }
}

/// A mixin of nothing but columns, if the model has all of them.
fn said_alike(file: &Parsed<'_>, name: &str, mixin: &Node, model: &Entries) -> Option<Mixin> {
    let [(only, columns)] = lines::entries(mixin) else {
        return None;
    };
    if lines::scalar(only) != "columns" {
        return None;
    }
    let Some(Tree::Map(own)) = model.get("columns") else {
        return None;
    };
    let alike = lines::entries(columns).iter().map(|(key, value)| {
        let (written, name) = (
            &file.text[lines::of_entry(file.text, key, value)],
            lines::scalar(key),
        );
        let tree = own.get(name)?;
        let same = tree::rendered(name, tree, 0).trim_end() == written;
        same.then(|| (name.to_owned(), tree.clone()))
    });
    let columns: Option<Vec<_>> = alike.collect();
    Some(Mixin::new(name, columns.filter(|all| !all.is_empty())?))
}
