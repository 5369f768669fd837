//! Sequences, and the columns that count with them.

use std::collections::BTreeMap;

use super::capability::lacks;
use super::draft::Draft;
use crate::ddl::serial_sequence;
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Count, Default, Dialect, ModelKind, Sequence, SqlDefault, TableName};
use crate::source::Span;
use crate::suggest;
use crate::written;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    let mut seen: BTreeMap<&TableName, Span> = BTreeMap::new();
    for written in &draft.document.sequences {
        let (own, span) = (&written.name.value, written.name.span);
        if let Some(first) = seen.insert(own, span) {
            let message = format!("sequence `{}` is declared twice", own.dotted());
            draft.report(
                Diagnostic::error("name-clash", span, message)
                    .related(first, "first here")
                    .help("rename one of them"),
            );
            continue;
        }
        if !written.exact && !draft.document.exact {
            counts(draft, written);
            engines(draft, written);
        }
        draft.sequences.push(Sequence {
            name: own.clone(),
            count: written.count.clone(),
        });
    }
}

/// Whether it can count at all.
fn counts(draft: &mut Draft<'_>, written: &written::Sequence) {
    let Count {
        increment, cache, ..
    } = written.count;
    let whole = written.count.whole(Dialect::Postgres);
    let (message, help) = if increment == Some(0) {
        ("does not count in steps of 0", "write `increment: 1`")
    } else if cache.is_some_and(|cache| cache < 1) {
        ("keeps at least one number", "write `cache: 1`")
    } else if whole.min >= whole.max {
        (
            "has no numbers between `min` and `max`",
            "give it a `max` above its `min`",
        )
    } else if whole.start < whole.min || whole.start > whole.max {
        (
            "starts outside of its numbers",
            "give it a `start` between `min` and `max`",
        )
    } else {
        return;
    };
    let message = format!("sequence `{}` {message}", written.name.value.dotted());
    draft.report(Diagnostic::error("bad-sequence", written.name.span, message).help(help));
}

/// What the declared dialects make of it.
fn engines(draft: &mut Draft<'_>, written: &written::Sequence) {
    let (own, span) = (&written.name.value, written.name.span);
    for dialect in draft.dialects.clone() {
        match dialect {
            Dialect::Sqlite => draft.report(lacks(
                span,
                format!("SQLite has no sequences, and so no `{}`", own.dotted()),
                "count with a key (`identity: true`)",
            )),
            Dialect::Mysql => {
                let ends = [written.count.min, written.count.max, written.count.start];
                if ends.contains(&Some(i64::MIN)) || ends.contains(&Some(i64::MAX)) {
                    draft.report(lacks(
                        span,
                        format!("MariaDB does not count that far in `{}`", own.dotted()),
                        "leave the bound out, or take it one nearer to 0",
                    ));
                }
                let message = format!(
                    "`{}` is for MariaDB: MySQL, which `mysql` stands for too, has no sequences",
                    own.dotted()
                );
                let mut note = Diagnostic::warning("sequence-of-mariadb", span, message)
                    .help("MySQL refuses to create it, and the tables that count with it");
                note.severity = Severity::Note;
                draft.report(note);
            }
            _ => {}
        }
    }
}

/// Columns and tables against the sequences.
pub(super) fn check(draft: &mut Draft<'_>) {
    let mut found = vec![];
    let mut told: Vec<Span> = vec![];
    for model in &draft.models {
        for (column, origin) in model.ir.columns.iter().zip(&model.origins) {
            let Some(Default::Database(SqlDefault::Sequence(of))) = &column.default else {
                continue;
            };
            let default = origin.written.and_then(|w| w.default.as_ref());
            let span = default.map_or(origin.span, |default| default.span);
            if told.contains(&span) {
                continue;
            }
            if !draft.sequences.iter().any(|sequence| sequence.name == *of) {
                told.push(span);
                let names: Vec<String> = draft.sequences.iter().map(|s| s.name.dotted()).collect();
                let help = match names.is_empty() {
                    true => format!(
                        "declare it: `sequences: {{ {}: {{ start: 1 }} }}`",
                        of.dotted()
                    ),
                    false => {
                        let all = names.iter().map(String::as_str);
                        suggest::help(&of.dotted(), all, "the sequences")
                    }
                };
                let message = format!("there is no sequence `{}`", of.dotted());
                found.push(Diagnostic::error("unknown-sequence", span, message).help(help));
            } else if of.name == serial_sequence(&model.ir.table.name, &column.name)
                && draft.dialects.contains(&Dialect::Postgres)
                && !model.as_it_is()
            {
                told.push(span);
                let message = format!(
                    "`{}` is what PostgreSQL calls the counter of `{}` itself",
                    of.dotted(),
                    column.name
                );
                let help = "give the sequence another name, or write `identity: true`";
                found.push(Diagnostic::error("name-clash", span, message).help(help));
            }
        }
    }
    for written in draft.document.sequences.iter().filter(|s| !s.exact) {
        found.extend(taken(draft, written));
    }
    draft.diagnostics.append(&mut found);
}

/// A table, a view or an index that has the name already.
fn taken(draft: &Draft<'_>, written: &written::Sequence) -> Option<Diagnostic> {
    let own = &written.name.value;
    let ignores_case = draft.dialects.contains(&Dialect::Mysql);
    let same = |other: &str| match ignores_case {
        true => own.name.eq_ignore_ascii_case(other),
        false => own.name == other,
    };
    let postgres = draft.dialects.contains(&Dialect::Postgres);
    let tables = draft.models.iter().filter(|model| {
        model.ir.kind != ModelKind::Rows && model.ir.table.namespace == own.namespace
    });
    tables.into_iter().find_map(|model| {
        let ir = &model.ir;
        let keys = ir.uniques.iter().map(|unique| unique.name.as_str());
        let indexes = ir.indexes.iter().map(|index| index.name.as_str());
        let mut named = keys.chain(indexes).chain([ir.primary_key.name.as_str()]);
        let what = match same(&ir.table.name) {
            true => "a table",
            false if postgres && named.any(same) => "an index",
            false => return None,
        };
        let message = format!("the database has {what} called `{}` already", own.dotted());
        let error = Diagnostic::error("name-clash", written.name.span, message);
        Some(
            error
                .related(model.span, format!("it belongs to `{}`", ir.name))
                .help("give the sequence another name"),
        )
    })
}
