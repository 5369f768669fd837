//! Texts of the program with places in braces.

/// A part of a text with places in braces.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// SQL.
    Text(&'static str),
    /// `{*}` or `{table.*}`
    Columns(Option<&'static str>),
    /// `{name}`
    Value(&'static str),
}

/// The parts of a text that [`check`] found good.
pub(crate) fn places(text: &'static str) -> Vec<Place> {
    let mut out = vec![];
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        if at > 0 {
            out.push(Place::Text(&rest[..at]));
        }
        let doubled = rest[at + 1..].starts_with(&rest[at..=at]);
        let end = rest[at..].find('}').map_or(rest.len(), |end| at + end);
        if doubled || end == rest.len() {
            out.push(Place::Text(&rest[at..=at]));
            rest = rest.get(at + 2..).unwrap_or_default();
            continue;
        }
        let name = rest[at + 1..end].trim();
        out.push(match name.strip_suffix('*') {
            Some(table) => Place::Columns(table.strip_suffix('.')),
            None => Place::Value(name),
        });
        rest = &rest[end + 1..];
    }
    if !rest.is_empty() {
        out.push(Place::Text(rest));
    }
    out
}

/// Refuses a text whose places and a list of names that do not go together, while it is compiled.
#[doc(hidden)]
#[allow(clippy::panic)] // the one way to say something to whoever compiles
pub const fn check(text: &str, names: &[&str]) {
    let bytes = text.as_bytes();
    let mut used = 0_u64;
    let mut at = 0;
    assert!(names.len() <= 64, "the text has more than 64 values");
    while at < bytes.len() {
        let brace = bytes[at];
        if brace != b'{' && brace != b'}' {
            at += 1;
        } else if at + 1 < bytes.len() && bytes[at + 1] == brace {
            at += 2;
        } else if brace == b'}' {
            panic!("a `}}` without a `{{`; a brace is written `}}}}`");
        } else {
            let mut end = at + 1;
            while end < bytes.len() && bytes[end] != b'}' {
                end += 1;
            }
            assert!(
                end < bytes.len(),
                "a `{{` without a `}}`; a brace is written `{{{{`"
            );
            if bytes[end - 1] != b'*' {
                match position(bytes, at + 1, end, names) {
                    Some(name) => used |= 1 << name,
                    None => {
                        panic!("a `{{name}}` in the text has no value among the arguments")
                    }
                }
            }
            at = end + 1;
        }
    }
    let all = if names.len() == 64 {
        u64::MAX
    } else {
        (1 << names.len()) - 1
    };
    assert!(used == all, "a value's name does not stand in the text");
}

/// Whether a place for columns is in a text that [`check`] found good.
pub(super) const fn has_columns(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        if bytes[at] == b'}' && bytes[at - 1] == b'*' {
            return true;
        }
        at += 1;
    }
    false
}

/// Which of the names stands there.
const fn position(text: &[u8], start: usize, end: usize, names: &[&str]) -> Option<usize> {
    let mut at = 0;
    while at < names.len() {
        let name = names[at].as_bytes();
        let mut same = name.len() == end - start;
        let mut i = 0;
        while same && i < name.len() {
            same = name[i] == text[start + i];
            i += 1;
        }
        if same {
            return Some(at);
        }
        at += 1;
    }
    None
}
