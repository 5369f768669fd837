//! Which tables are not read.

use std::collections::BTreeSet;

use ormolu_migrate::pass::Ignored;

/// A table or a view of the catalog.
pub(crate) struct Listed {
    /// What keys call it.
    pub(crate) id: String,
    pub(crate) namespace: Option<String>,
    pub(crate) name: String,
}

impl Listed {
    /// Where there are no namespaces.
    pub(crate) fn plain(name: String) -> Self {
        Listed {
            id: name.clone(),
            namespace: None,
            name,
        }
    }
}

/// The ids of those that are ignored, but for those that a key of a table which is read points at.
/// A key is the table that has it and the one it points at.
pub(crate) fn left_out(
    ignored: &Ignored,
    tables: &[Listed],
    keys: &[(String, String)],
) -> BTreeSet<String> {
    let covered = |table: &&Listed| ignored.covers(table.namespace.as_deref(), &table.name);
    let covered = tables.iter().filter(covered);
    let mut out: BTreeSet<String> = covered.map(|table| table.id.clone()).collect();
    loop {
        let read = |from: &String, to: &String| !out.contains(from) && out.contains(to);
        let pointed = keys.iter().find(|(from, to)| read(from, to));
        match pointed {
            Some((_, to)) => out.remove(to),
            None => return out,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pointed_at_is_read() {
        let tables = ["a", "b", "c", "d"].map(|name| Listed::plain(name.to_owned()));
        let key = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        let keys = [key("c", "d"), key("b", "c"), key("a", "b"), key("d", "a")];
        let out = |patterns: &[&str]| {
            let ignored = Ignored::new(patterns.iter().copied());
            Vec::from_iter(left_out(&ignored, &tables, &keys))
        };
        assert_eq!(out(&["*"]), ["a", "b", "c", "d"]);
        assert_eq!(out(&["*", "!b"]), ["a"; 0], "by way of the others");
        assert_eq!(out(&["a"]), ["a"; 0]);
        assert_eq!(out(&[]), ["a"; 0]);
    }
}
