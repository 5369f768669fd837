//! Steps as the text of a migration's SQL file.

use super::Step;

/// The line that says how what follows runs.
const MARK: &str = "-- ormolu:step";

/// A file of SQL: above each step what it does, what it costs and what should be known, and a line
/// `-- ormolu:step ..` where it runs in another way than the one before.
///
/// ```
/// # use ormolu_migrate::{Step, file};
/// let step = Step {
///     title: "drop table `posts`".to_owned(),
///     statements: vec!["DROP TABLE \"posts\"".to_owned()],
///     lossy: vec!["the rows of `posts`".to_owned()],
///     ..Step::default()
/// };
/// assert_eq!(
///     file(&[step]),
///     "-- drop table `posts`\n-- loses the rows of `posts`\nDROP TABLE \"posts\";\n"
/// );
/// ```
#[must_use]
pub fn file(steps: &[Step]) -> String {
    let mut out = String::new();
    let mut last = String::new();
    for step in steps {
        if !out.is_empty() {
            out.push('\n');
        }
        let options = options(step);
        // Two steps outside of a transaction do not share one either.
        if options != last {
            out += &format!("{MARK}{options}\n");
            last = options;
        }
        out += &comment("", &step.title);
        for change in &step.changes {
            out += &comment("- ", change);
        }
        for lost in &step.lossy {
            out += &comment("loses ", lost);
        }
        for note in &step.notes {
            out += &comment("note: ", note);
        }
        for statement in &step.statements {
            out += statement;
            out += ";\n";
        }
    }
    out
}

/// Lines of a comment; a name may have line breaks.
fn comment(before: &str, text: &str) -> String {
    let text = format!("{before}{text}");
    text.lines().map(|line| format!("-- {line}\n")).collect()
}

fn options(step: &Step) -> String {
    let mut out = String::new();
    if !step.in_transaction {
        out += " transaction=false";
    }
    if step.repeat {
        out += " repeat";
    }
    if step.foreign_keys_off {
        out += " foreign_keys=off";
    }
    out
}
