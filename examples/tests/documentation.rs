//! What the documentation points at is there.

#![allow(clippy::unwrap_used)]

use std::path::Path;

/// Each row of the lists in docs/queries.md names files with tests: ``queries/joins`, behaviour
/// `filters`.``
#[test]
fn the_tests_that_show_a_row_are_there() {
    let tests = Path::new("../runtime/tests");
    let behaviour = Path::new("../tests/behaviour/tests");
    let is_there = |name: &str| {
        [tests, behaviour]
            .iter()
            .any(|folder| folder.join(format!("{name}.rs")).exists() || folder.join(name).is_dir())
    };
    let (mut shown, mut missing) = (0, vec![]);
    let mut in_list = false;
    for line in include_str!("../../docs/queries.md").lines() {
        match line.strip_suffix(" |") {
            Some(row) if row.ends_with("| shown by") => in_list = true,
            Some(row) if in_list => {
                let last = row.rsplit(" | ").next().unwrap();
                for name in last.split('`').skip(1).step_by(2) {
                    shown += 1;
                    if !is_there(name) {
                        missing.push(format!("{name}, in: {line}"));
                    }
                }
            }
            Some(_) => {}
            None => in_list &= line.starts_with('|'),
        }
    }
    assert!(shown > 80, "only {shown} names were found");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
