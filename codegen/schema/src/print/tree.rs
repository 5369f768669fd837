//! YAML text: what stands on a line, what is quoted.

/// The longest line that a collection is put on.
const WIDTH: usize = 100;

/// A value to be written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tree {
    /// A number, a truth value: as it stands.
    Plain(String),
    /// A text, quoted where YAML would take it for something else.
    Text(String),
    /// A text in quotes, such as SQL.
    Quoted(String),
    List(Vec<Tree>),
    /// A list with a line for each item.
    Lines(Vec<Tree>),
    Map(Entries),
}

/// A mapping in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entries {
    entries: Vec<(String, Tree)>,
    /// Whether each entry has lines of its own, whatever its length; and an empty line between.
    block: Option<Spacing>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Spacing {
    Close,
    Apart,
}

impl Tree {
    pub(crate) fn text(text: impl Into<String>) -> Tree {
        Tree::Text(text.into())
    }

    /// A mapping whose entries stand on lines of their own.
    pub(crate) fn block(entries: impl IntoIterator<Item = (String, Tree)>) -> Tree {
        Tree::Map(Entries {
            entries: entries.into_iter().collect(),
            block: Some(Spacing::Close),
        })
    }

    /// Texts one after the other.
    pub(crate) fn texts<S: Into<String>>(texts: impl IntoIterator<Item = S>) -> Tree {
        Tree::List(texts.into_iter().map(Tree::text).collect())
    }

    fn is_empty(&self) -> bool {
        match self {
            Tree::List(items) | Tree::Lines(items) => items.is_empty(),
            Tree::Map(map) => map.entries.is_empty(),
            _ => false,
        }
    }
}

impl Entries {
    /// A mapping whose entries stand on lines of their own.
    pub(crate) fn lines() -> Self {
        Entries {
            entries: vec![],
            block: Some(Spacing::Close),
        }
    }

    pub(crate) fn add(&mut self, key: impl Into<String>, value: Tree) {
        self.entries.push((key.into(), value));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Tree> {
        let found = self.entries.iter().find(|(own, _)| own == key);
        found.map(|(_, value)| value)
    }

    /// The entry at a position.
    pub(crate) fn at(&self, position: usize) -> Option<(&str, &Tree)> {
        let (key, value) = self.entries.get(position)?;
        Some((key, value))
    }

    /// Adds all of another mapping.
    pub(crate) fn append(&mut self, other: Entries) {
        self.entries.extend(other.entries);
    }

    pub(crate) fn remove(&mut self, key: &str) {
        self.entries.retain(|(own, _)| own != key);
    }

    /// Says another value where the key is.
    pub(crate) fn replace(&mut self, key: &str, value: Tree) {
        for (own, old) in &mut self.entries {
            if own == key {
                *old = value.clone();
            }
        }
    }

    /// The value of a key that stands alone, if it is none of those that need their key.
    pub(crate) fn only(&self, key: &str) -> Option<Tree> {
        match &self.entries[..] {
            [(only, value)] if only == key && !matches!(value, Tree::Map(_)) => Some(value.clone()),
            _ => None,
        }
    }

    /// Adds at a position.
    pub(crate) fn insert(&mut self, at: usize, key: &str, value: Tree) {
        let at = at.min(self.entries.len());
        self.entries.insert(at, (key.to_owned(), value));
    }

    /// Adds in front of another entry.
    pub(crate) fn before(&mut self, other: &str, key: &str, value: Tree) {
        let at = self.entries.iter().position(|(own, _)| own == other);
        self.insert(at.unwrap_or(self.entries.len()), key, value);
    }

    /// Adds before all others.
    pub(crate) fn first(&mut self, key: &str, value: Tree) {
        self.entries.insert(0, (key.to_owned(), value));
    }

    /// Adds a list with a line for each item, if it has any.
    pub(crate) fn lines_of(&mut self, key: &str, items: impl Iterator<Item = Tree>) {
        self.filled(key, Tree::Lines(items.collect()));
    }

    /// Adds what there is.
    pub(crate) fn maybe(&mut self, key: &str, value: Option<Tree>) {
        if let Some(value) = value {
            self.add(key, value);
        }
    }

    /// Adds a text if there is one.
    pub(crate) fn text(&mut self, key: &str, text: &Option<String>) {
        self.maybe(key, text.as_ref().map(Tree::text));
    }

    /// Adds `key: true` where it is so.
    pub(crate) fn flag(&mut self, key: &str, is_so: bool) {
        if is_so {
            self.add(key, Tree::Plain("true".into()));
        }
    }

    /// Adds a collection that is not empty.
    pub(crate) fn filled(&mut self, key: &str, value: Tree) {
        if !value.is_empty() {
            self.add(key, value);
        }
    }

    /// Adds a mapping whose entries have empty lines between them, if it has any.
    pub(crate) fn section(&mut self, key: &str, of: impl Iterator<Item = (String, Tree)>) {
        let section = Entries {
            entries: of.collect(),
            block: Some(Spacing::Apart),
        };
        self.filled(key, Tree::Map(section));
    }
}

/// A file: each entry on its own lines.
pub(crate) fn write(root: &Entries) -> String {
    let mut out = String::new();
    block(root, 0, &mut out);
    out
}

/// One entry with the end of its line.
pub(crate) fn rendered(key: &str, value: &Tree, indent: usize) -> String {
    let mut out = String::new();
    pad(indent, &mut out);
    entry(key, value, indent, &mut out);
    out
}

fn block(map: &Entries, indent: usize, out: &mut String) {
    for (at, (key, value)) in map.entries.iter().enumerate() {
        if at > 0 && map.block == Some(Spacing::Apart) && has_lines(value, indent, key) {
            out.push('\n');
        }
        pad(indent, out);
        entry(key, value, indent, out);
    }
}

/// `key: value` and the end of its line.
fn entry(key: &str, value: &Tree, indent: usize, out: &mut String) {
    let key = scalar(key, true);
    out.push_str(&key);
    out.push(':');
    match value {
        Tree::Map(map) if has_lines(value, indent, &key) => {
            out.push('\n');
            block(map, indent + 2, out);
        }
        Tree::List(items) | Tree::Lines(items) if has_lines(value, indent, &key) => {
            out.push('\n');
            list(items, indent + 2, out);
        }
        Tree::Text(text) | Tree::Quoted(text) if is_literal(text) => literal(text, indent, out),
        value => {
            out.push(' ');
            out.push_str(&flow(value, false));
            out.push('\n');
        }
    }
}

fn list(items: &[Tree], indent: usize, out: &mut String) {
    for item in items {
        pad(indent, out);
        out.push_str("- ");
        match item {
            Tree::Map(map) if has_lines(item, indent, "-") => {
                for (at, (key, value)) in map.entries.iter().enumerate() {
                    if at > 0 {
                        pad(indent + 2, out);
                    }
                    entry(key, value, indent + 2, out);
                }
            }
            item => {
                out.push_str(&flow(item, false));
                out.push('\n');
            }
        }
    }
}

/// Whether a collection takes more than the line of its key.
fn has_lines(value: &Tree, indent: usize, key: &str) -> bool {
    match value {
        _ if value.is_empty() => false,
        Tree::Map(map) if map.block.is_some() => true,
        Tree::Lines(_) => true,
        Tree::Map(_) | Tree::List(_) => {
            let length = flow(value, false).chars().count();
            spans_lines(value) || indent + key.chars().count() + 2 + length > WIDTH
        }
        _ => false,
    }
}

/// Whether there is a text within that has lines of its own.
fn spans_lines(value: &Tree) -> bool {
    match value {
        Tree::Map(map) => {
            map.block.is_some() || map.entries.iter().any(|(_, value)| spans_lines(value))
        }
        Tree::List(items) => items.iter().any(spans_lines),
        Tree::Lines(_) => true,
        Tree::Text(text) | Tree::Quoted(text) => is_literal(text),
        Tree::Plain(_) => false,
    }
}

/// A value on one line; `within` a flow collection commas end a plain text.
fn flow(value: &Tree, within: bool) -> String {
    match value {
        Tree::Plain(text) => text.clone(),
        Tree::Text(text) => scalar(text, within),
        Tree::Quoted(text) => quoted(text),
        Tree::List(items) | Tree::Lines(items) => {
            let items: Vec<String> = items.iter().map(|item| flow(item, true)).collect();
            format!("[{}]", items.join(", "))
        }
        Tree::Map(map) if map.entries.is_empty() => "{}".into(),
        Tree::Map(map) => {
            let entry = |(key, value): &(String, Tree)| {
                format!("{}: {}", scalar(key, true), flow(value, true))
            };
            let entries: Vec<String> = map.entries.iter().map(entry).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

fn pad(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// Whether a text is shown best line by line, and comes back so.
fn is_literal(text: &str) -> bool {
    let plain = |line: &str| !line.chars().any(is_control);
    text.contains('\n')
        && !text.starts_with([' ', '\n'])
        && !text.ends_with('\n')
        && text.split('\n').all(plain)
}

/// `|-` and the lines.
fn literal(text: &str, indent: usize, out: &mut String) {
    out.push_str(" |-\n");
    for line in text.split('\n') {
        if !line.is_empty() {
            pad(indent + 2, out);
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn scalar(text: &str, within: bool) -> String {
    match is_plain(text, within) {
        true => text.to_owned(),
        false => quoted(text),
    }
}

/// Whether YAML, 1.1 or 1.2, reads the text as a text without quotes.
fn is_plain(text: &str, within: bool) -> bool {
    /// What some YAML takes for a truth value or nothing.
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let begins = text.starts_with(|c: char| c == '_' || c.is_alphabetic());
    let fits =
        |c: char| c.is_alphanumeric() || "_.()<>/+*='? -|!%;&@".contains(c) || c == ',' && !within;
    // A path of Rust has no blank behind its colons.
    let without_paths = text.replace("::", "");
    begins
        && without_paths.chars().all(fits)
        && !text.ends_with([' ', ':'])
        && !text.contains(":: ")
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// In double quotes, where every text can be written; in single ones where that shows it better.
fn quoted(text: &str) -> String {
    let escapes = text.contains(['"', '\\']) && !text.contains('\'');
    if escapes && !text.chars().any(is_control) {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_control(c) => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_something_else_is_quoted() {
        for text in [
            "a",
            "string(100)?",
            "crate::Email",
            "it's",
            "placed_at desc",
            "größe",
        ] {
            assert_eq!(scalar(text, true), text);
        }
        for text in [
            "",
            "no",
            "Yes",
            "NULL",
            "~",
            "1",
            "0x1f",
            "1e3",
            ".5",
            "-",
            "- a",
            "? a",
            "a: b",
            "a #b",
            "#a",
            "a,b",
            "[a",
            "a]",
            "{",
            "&a",
            "*a",
            "!a",
            "|",
            ">",
            "@a",
            "`a",
            "%a",
            "'a",
            "\"a",
            " a",
            "a ",
            "a:",
            ":a",
            "a:: b",
            "2026-01-01",
            "<<",
        ] {
            assert_eq!(scalar(text, true), quoted(text));
        }
        assert_eq!(scalar("numeric(12, 2)", false), "numeric(12, 2)");
        assert_eq!(
            quoted("a\"\\\n\u{1}\u{2028}"),
            "\"a\\\"\\\\\\n\\u0001\\u2028\""
        );
    }
}
