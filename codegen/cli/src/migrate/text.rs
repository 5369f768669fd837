//! The steps of a plan as the text of a file.

use std::fmt::Write;

use ormolu_migrate::Step;

/// A file that people read: what each step does, and then its statements.
pub(crate) fn sql(steps: &[Step]) -> String {
    let mut out = String::new();
    let mut before = "";
    for step in steps {
        if !out.is_empty() {
            out.push('\n');
        }
        let options = options(step);
        if options != before {
            let _ = writeln!(out, "{}", format!("-- ormolu:step {options}").trim_end());
            before = options;
        }
        comment(&mut out, "", &step.title);
        for change in &step.changes {
            comment(&mut out, "  ", change);
        }
        for lost in &step.lossy {
            comment(&mut out, "  ", &format!("loses data: {lost}"));
        }
        for note in &step.notes {
            comment(&mut out, "  ", note);
        }
        for allowed in &step.allows {
            comment(&mut out, "", &format!("ormolu:allow {allowed}"));
        }
        out += &ormolu_migrate::script(&step.statements);
    }
    out
}

fn comment(out: &mut String, indent: &str, text: &str) {
    for line in text.lines() {
        let _ = writeln!(out, "-- {indent}{line}");
    }
}

fn options(step: &Step) -> &'static str {
    if step.repeat {
        return "repeat";
    }
    match (step.in_transaction, step.foreign_keys_off) {
        (true, false) => "",
        (true, true) => "foreign_keys=off",
        (false, false) => "transaction=false",
        (false, true) => "transaction=false foreign_keys=off",
    }
}

/// A message as a part of a name: `Add phone!` is `add_phone`.
pub(crate) fn slug(message: &str) -> String {
    let mut slug = String::new();
    for letter in message.chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if !slug.ends_with('_') && !slug.is_empty() {
            slug.push('_');
        }
    }
    let end = slug.len().min(60);
    slug[..end].trim_matches('_').to_owned()
}

/// So many of something: `1 statement`, `2 statements`.
pub(crate) fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}
