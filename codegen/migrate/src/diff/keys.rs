//! Parts of a table that have names: which are gone, which are new, which are called otherwise.

use crate::error::RenderError;

/// How the parts of one kind differ.
#[derive(Debug)]
pub(super) struct Parts<'s, T> {
    pub(super) gone: Vec<&'s T>,
    pub(super) new: Vec<&'s T>,
    pub(super) renamed: Vec<(&'s T, &'s T)>,
}

impl<T> Parts<'_, T> {
    pub(super) fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.new.is_empty() && self.renamed.is_empty()
    }
}

/// A part with its text, which is what the dialect keeps of it but for the name.
pub(super) struct Part<'s, T> {
    pub(super) part: &'s T,
    pub(super) name: &'s str,
    pub(super) text: String,
}

/// The parts that the dialect has.
pub(super) fn parts<'s, T>(
    all: &'s [T],
    name: impl Fn(&'s T) -> &'s str,
    text: impl Fn(&'s T) -> Result<Option<String>, RenderError>,
) -> Result<Vec<Part<'s, T>>, RenderError> {
    let mut out = Vec::with_capacity(all.len());
    for part in all {
        if let Some(text) = text(part)? {
            let name = name(part);
            out.push(Part { part, name, text });
        }
    }
    Ok(out)
}

/// Compares by name and text. What `recreate` names goes and comes again; what `rename` allows is
/// renamed where only the name differs.
pub(super) fn compare<'s, T>(
    old: &[Part<'s, T>],
    new: &[Part<'s, T>],
    recreate: impl Fn(&'s T) -> bool,
    rename: bool,
) -> Parts<'s, T> {
    let mut parts = Parts {
        gone: Vec::new(),
        new: Vec::new(),
        renamed: Vec::new(),
    };
    let mut kept = vec![false; new.len()];
    let mut left = Vec::new();
    for part in old {
        let same = new.iter().position(|other| other.name == part.name);
        match same {
            Some(at) if new[at].text == part.text && !recreate(part.part) => kept[at] = true,
            Some(_) => parts.gone.push(part.part),
            None => left.push(part),
        }
    }
    let names_before: Vec<&str> = old.iter().map(|part| part.name).collect();
    for part in left {
        let fits = |at: &usize| {
            !kept[*at] && new[*at].text == part.text && !names_before.contains(&new[*at].name)
        };
        match (0..new.len()).find(fits) {
            Some(at) if rename && !recreate(part.part) => {
                kept[at] = true;
                parts.renamed.push((part.part, new[at].part));
            }
            _ => parts.gone.push(part.part),
        }
    }
    let new = new.iter().zip(&kept).filter(|(_, kept)| !**kept);
    parts.new = new.map(|(part, _)| part.part).collect();
    parts
}
