//! Which bytes of the files change.

use std::ops::Range;

use super::{Parsed, lines};
use crate::print::tree::{self, Tree};
use crate::source::FileId;
use crate::yaml::tree::Node;

/// Bytes of a file, and what stands there instead.
struct Edit {
    file: FileId,
    range: Range<usize>,
    text: String,
}

/// All of them, and what they mean.
#[derive(Default)]
pub(super) struct Edits {
    all: Vec<Edit>,
    pub(super) changes: Vec<String>,
}

impl Edits {
    /// The text of a file after them.
    pub(super) fn apply(&self, file: FileId, text: &str) -> String {
        let mut own: Vec<&Edit> = self.all.iter().filter(|e| e.file == file).collect();
        // What is put in before a line stands before what becomes of the line.
        own.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut out = text.to_owned();
        if !own.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        for edit in own.into_iter().rev() {
            let end = edit.range.end.min(out.len());
            out.replace_range(edit.range.start.min(end)..end, &edit.text);
        }
        out
    }

    /// Takes back what was to become of these bytes.
    pub(super) fn forget(&mut self, file: &Parsed<'_>, holds: impl Fn(&Range<usize>) -> bool) {
        self.all
            .retain(|edit| edit.file != file.id || !holds(&edit.range));
    }

    /// The line, from 0, on which a byte of a file stands after them.
    pub(super) fn line_after(&self, file: &Parsed<'_>, at: usize, before: usize) -> usize {
        let lines = |text: &str| text.matches('\n').count();
        let own = self
            .all
            .iter()
            .filter(|e| e.file == file.id && e.range.end <= at);
        own.fold(before, |line, edit| {
            let gone = file.text.get(edit.range.clone()).map_or(0, lines);
            line + lines(&edit.text) - gone.min(line)
        })
    }

    pub(super) fn say(&mut self, line: impl Into<String>) {
        self.changes.push(line.into());
    }

    pub(super) fn put(&mut self, file: &Parsed<'_>, range: Range<usize>, text: String) {
        self.all.push(Edit {
            file: file.id,
            range,
            text,
        });
    }

    /// Makes an entry of a block say something, or nothing. Answers whether there was a way.
    pub(super) fn set(
        &mut self,
        file: &Parsed<'_>,
        mapping: &Node,
        key: &str,
        to: Option<(&str, &Tree)>,
    ) -> bool {
        let Some(indent) = lines::indent(file.text, mapping) else {
            return false;
        };
        let found = lines::entry(mapping, key);
        match (found, to) {
            (None, None) => {}
            (Some((own, value)), None) => {
                let bytes = lines::of_entry(file.text, own, value);
                let range = lines::start(file.text, bytes.start)..lines::next(file.text, bytes.end);
                self.put(file, range, String::new());
            }
            (Some((own, value)), Some((name, tree))) => {
                let bytes = lines::of_entry(file.text, own, value);
                let text = tree::rendered(name, tree, indent);
                self.put(file, bytes, text.trim().to_owned());
            }
            (None, Some((name, tree))) => {
                let at = end_of(file, mapping);
                self.put(file, at..at, tree::rendered(name, tree, indent));
            }
        }
        true
    }
}

/// The line behind the last entry of a block.
pub(super) fn end_of(file: &Parsed<'_>, mapping: &Node) -> usize {
    let last = lines::entries(mapping).last();
    let end = last.map(|(key, value)| lines::of_entry(file.text, key, value).end);
    lines::next(file.text, end.unwrap_or(file.text.len()))
}
