//! What the files say that tables are printed by, and where a model stands in them.

use std::collections::BTreeSet;

use super::{Parsed, lines};
use crate::yaml::tree::Node;

/// The templates for names that the files say.
pub(super) fn templates(files: &[Parsed<'_>]) -> Vec<(String, String)> {
    let all = files
        .iter()
        .filter_map(|file| lines::entry(&file.root, "naming"));
    let pairs = all.flat_map(|(_, naming)| lines::entries(naming));
    let text = |node: &Node| lines::scalar(node).to_owned();
    pairs.map(|(key, value)| (text(key), text(value))).collect()
}

/// The models that say `exact: true`.
pub(super) fn exact_models(files: &[Parsed<'_>]) -> BTreeSet<String> {
    let is_exact = |value: &Node| {
        lines::entry(value, "exact").is_some_and(|(_, flag)| lines::scalar(flag) == "true")
    };
    let mut found = BTreeSet::new();
    for file in files {
        let all = is_exact(&file.root);
        let Some((_, models)) = lines::entry(&file.root, "models") else {
            continue;
        };
        let models = lines::entries(models).iter();
        let exact = models.filter(|(_, value)| all || is_exact(value));
        found.extend(exact.map(|(key, _)| lines::scalar(key).to_owned()));
    }
    found
}

/// A model's entry: its file, the mapping it stands in, its key and its value.
pub(super) fn find<'f, 's>(
    files: &'f [Parsed<'s>],
    name: &str,
) -> Option<(&'f Parsed<'s>, &'f Node, &'f Node, &'f Node)> {
    files.iter().find_map(|file| {
        let (_, models) = lines::entry(&file.root, "models")?;
        let (key, value) = lines::entry(models, name)?;
        Some((file, models, key, value))
    })
}
