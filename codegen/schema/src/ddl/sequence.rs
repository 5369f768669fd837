//! What is said of a sequence, and what names one.

use super::catalog::{Name, TableRef};
use super::column::number;
use super::cursor::Cursor;
use super::default::without_parentheses;
use crate::ir::Count;
use crate::source::{FileId, Span};

/// Reads how a sequence counts, over what is known of it. What is not about that is passed over;
/// answers whether a column owns it.
pub(super) fn count(c: &mut Cursor<'_>, count: &mut Count) -> bool {
    let (mut owned, mut narrow) = (false, None);
    while !c.is_done() {
        if c.take("AS") {
            narrow = narrow_type(c).or(narrow);
        } else if c.take("START") {
            c.take("WITH");
            count.start = value(c);
        } else if c.take("INCREMENT") {
            c.take("BY");
            count.increment = value(c);
        } else if c.take("MINVALUE") {
            count.min = value(c);
        } else if c.take("MAXVALUE") {
            count.max = value(c);
        } else if c.take("CACHE") {
            count.cache = value(c);
        } else if c.take("CYCLE") {
            count.cycle = true;
        } else if c.take_any(&["NO CYCLE", "NOCYCLE"]).is_some() {
            count.cycle = false;
        } else if c.take_any(&["NO MINVALUE", "NOMINVALUE"]).is_some() {
            count.min = None;
        } else if c.take_any(&["NO MAXVALUE", "NOMAXVALUE"]).is_some() {
            count.max = None;
        } else if c.take("OWNED BY") {
            owned = !c.is("NONE");
            c.skip();
        } else {
            c.skip();
        }
    }
    if let Some((least, most)) = narrow {
        match count.increment.is_some_and(|by| by < 0) {
            true => count.min = count.min.or(Some(least)),
            false => count.max = count.max.or(Some(most)),
        }
    }
    owned
}

fn value(c: &mut Cursor<'_>) -> Option<i64> {
    c.take("=");
    number(c)
}

/// The ends of a type that is not `bigint`.
fn narrow_type(c: &mut Cursor<'_>) -> Option<(i64, i64)> {
    match c.take_any(&["SMALLINT", "INT2", "INTEGER", "INT4", "INT"])? {
        "SMALLINT" | "INT2" => Some((i16::MIN.into(), i16::MAX.into())),
        _ => Some((i32::MIN.into(), i32::MAX.into())),
    }
}

/// The sequence of which an expression is the next number, and nothing else.
pub(super) fn next(sql: &str) -> Option<TableRef> {
    let sql = without_parentheses(sql);
    let head = |word: &str| {
        let (start, rest) = sql.split_at_checked(word.len())?;
        start.eq_ignore_ascii_case(word).then(|| rest.trim())
    };
    let path = match head("next value for ") {
        Some(path) => path,
        None => {
            let inner = head("nextval")?
                .strip_prefix('(')?
                .strip_suffix(')')?
                .trim();
            match inner.strip_prefix('\'') {
                Some(quoted) => {
                    let (text, cast) = quoted.rsplit_once('\'')?;
                    let plain = ["", "::regclass"].contains(&cast.trim());
                    (plain && !text.contains('\'')).then_some(text)?
                }
                None => inner,
            }
        }
    };
    let mut names = names(path)?;
    let text = names.pop()?;
    let span = Span::new(FileId(0), 0..0);
    Some(TableRef {
        namespace: names.pop(),
        name: Name { text, span },
    })
}

/// The names of a path, without their quotes.
fn names(path: &str) -> Option<Vec<String>> {
    let mut names = vec![];
    let mut rest = path.trim();
    loop {
        let first = rest.chars().next()?;
        let (name, after) = match first {
            '"' | '`' => {
                let (name, after) = rest[1..].split_once(first)?;
                (name.to_owned(), after)
            }
            _ => {
                let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
                let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                let (name, after) = rest.split_at(end);
                (name.to_lowercase(), after)
            }
        };
        if name.is_empty() {
            return None;
        }
        names.push(name);
        match after.trim().strip_prefix('.') {
            Some(more) => rest = more.trim(),
            None => return after.trim().is_empty().then_some(names),
        }
    }
}
