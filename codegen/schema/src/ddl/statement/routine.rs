//! Functions and procedures that create or change tables when they are called.

/// The name of a routine, in upper case, if its body changes tables.
pub(super) fn ddl_routine(statement: &str, kind: &str) -> Option<String> {
    let upper = statement.to_ascii_uppercase();
    let (_, rest) = upper.split_once(kind)?;
    let words: Vec<&str> = rest.split_ascii_whitespace().collect();
    let changes = words.windows(2).any(|pair| {
        let verb = pair[0].trim_start_matches(|c: char| !c.is_ascii_alphabetic());
        matches!(verb, "CREATE" | "ALTER" | "DROP") && pair[1] == "TABLE"
    });
    let path = rest.split('(').next()?.trim();
    let name = path.rsplit('.').next()?.trim_matches(['"', '`', ' ']);
    (changes && !name.is_empty()).then(|| name.to_owned())
}
