//! Files that are no SQL yet: templates.

/// What opens and closes a placeholder in the templates one meets.
const MARKS: &[(&str, &str)] = &[
    ("{{", "}}"),
    ("${", "}"),
    ("{$", "}"),
    ("<%", "%>"),
    ("%(", ")s"),
    ("{", "}"),
    ("%", "%"),
    ("@", "@"),
];

/// The first placeholder of a statement, such as `{{ prefix }}`.
pub(super) fn placeholder(statement: &str) -> Option<&str> {
    MARKS.iter().find_map(|(open, close)| {
        let start = statement.find(open)?;
        let inner = &statement[start + open.len()..];
        let length = inner.find(close)?;
        let name = inner[..length].trim();
        let is_name = |c: char| c.is_alphanumeric() || "_-.@ =".contains(c);
        let named = name.starts_with(|c: char| c.is_alphabetic() || "_@=".contains(c));
        let end = start + open.len() + length + close.len();
        (named && name.len() <= 40 && name.chars().all(is_name)).then(|| &statement[start..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_sql() {
        assert_eq!(placeholder("a {{ prefix }}_b"), Some("{{ prefix }}"));
        assert_eq!(placeholder("a ${schema}.b"), Some("${schema}"));
        assert_eq!(placeholder("a %PREFIX%b"), Some("%PREFIX%"));
        assert_eq!(placeholder("a like '%b' or c like 'd%'"), None);
        assert_eq!(placeholder("a % b"), None);
        assert_eq!(placeholder("a text[] default '{}'"), None);
    }
}
