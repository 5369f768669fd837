//! Names within SQL text.

/// Whether a text names something, bare or quoted. What it stands for is not looked at, so the
/// answer may be yes for a name of something else.
pub(crate) fn mentions(sql: &str, name: &str) -> bool {
    words(sql).any(|(_, word)| word.eq_ignore_ascii_case(name))
}

/// The text with another name for a column; what is quoted stays quoted.
pub(crate) fn replaced(sql: &str, from: &str, to: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut end = 0;
    for (at, word) in words(sql) {
        let is_call = sql[at + word.len()..].trim_start().starts_with('(');
        if word.eq_ignore_ascii_case(from) && !is_call {
            out += &sql[end..at];
            out += to;
            end = at + word.len();
        }
    }
    out + &sql[end..]
}

/// The words of a text with their places; texts in single quotes have none.
fn words(sql: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(first) = sql[at..].chars().next() {
            let rest = &sql[at..];
            if first == '\'' {
                at += text_length(rest);
            } else if is_word(first) {
                let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                at += length;
                return Some((at - length, &rest[..length]));
            } else {
                at += first.len_utf8();
            }
        }
        None
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// The length of a text in single quotes; a doubled one goes on.
fn text_length(sql: &str) -> usize {
    let mut at = 1;
    while let Some(end) = sql[at..].find('\'') {
        at += end + 1;
        if !sql[at..].starts_with('\'') {
            return at;
        }
        at += 1;
    }
    sql.len()
}

#[cfg(test)]
mod tests {
    use super::{mentions, replaced};

    #[test]
    fn names_stand_outside_of_texts() {
        assert!(mentions("lower(\"slug\") <> ''", "SLUG"));
        assert!(!mentions("a <> 'it''s b'", "b"));
        assert!(!mentions("abc > 1", "ab"));
        assert_eq!(
            replaced("a + \"a\" > a(1) - 'a'", "a", "b"),
            "b + \"b\" > a(1) - 'a'"
        );
    }
}
