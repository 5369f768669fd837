//! What an engine lacks of indexes.

use super::lacks;
use crate::diagnostic::Diagnostic;
use crate::ir::{Dialect, ModelId, PerDialect};
use crate::resolve::draft::Draft;
use crate::written;

pub(super) fn check(
    draft: &Draft<'_>,
    model: ModelId,
    dialect: Dialect,
    out: &mut Vec<Diagnostic>,
) {
    let Some(written) = draft.model(model).written else {
        return;
    };
    for index in &written.indexes {
        if index.exclusion.is_some() {
            exclusion(index, dialect, out);
            continue;
        }
        if let Some(predicate) = &index.predicate
            && dialect == Dialect::Mysql
            && matches!(predicate.value, PerDialect::Same(_))
        {
            out.push(lacks(
                predicate.span,
                "MySQL and MariaDB have no partial indexes".into(),
                "name the dialects that get it: `where: { postgres: .., sqlite: .. }`",
            ));
        }
        method(index, dialect, out);
        if let (Some(first), true) = (index.include.first(), dialect != Dialect::Postgres) {
            out.push(lacks(
                first.span,
                format!("{dialect} has no `include` in an index"),
                "remove it",
            ));
        }
        if let (Some(nulls), true) = (&index.nulls_equal, dialect != Dialect::Postgres)
            && nulls.value
        {
            out.push(lacks(
                nulls.span,
                format!("{dialect} has no index in which NULLs are equal"),
                "remove `nulls_equal`",
            ));
        }
        for part in &index.parts {
            collation(part, dialect, out);
        }
    }
}

/// One whose method is given by dialect is for those alone.
fn exclusion(index: &written::Index, dialect: Dialect, out: &mut Vec<Diagnostic>) {
    let method = index.method.as_ref();
    let meant = method.is_none_or(|m| m.value.get(dialect).is_some());
    if meant && dialect != Dialect::Postgres {
        out.push(lacks(
            index.span,
            format!("{dialect} has no exclusion constraints"),
            "say that it is for PostgreSQL alone, `method: { postgres: gist }`, and keep such rows \
             apart in the program elsewhere",
        ));
    }
}

/// A collation decides which entries are equal, so it is not left out without a word.
fn collation(part: &written::IndexPart, dialect: Dialect, out: &mut Vec<Diagnostic>) {
    let Some(collation) = &part.collation else {
        return;
    };
    if dialect == Dialect::Mysql && collation.value.get(dialect).is_some() {
        out.push(lacks(
            collation.span,
            "MySQL and MariaDB have no collation of an index, only of a column".into(),
            "give it to the column, or name the dialects that get it: \
             `collate: { postgres: C, sqlite: NOCASE }`",
        ));
    }
}

/// The access methods an engine has.
fn methods(dialect: Dialect) -> &'static [&'static str] {
    match dialect.family() {
        Dialect::Postgres => &["btree", "hash", "gin", "gist", "spgist", "brin"],
        Dialect::Mysql => &["btree", "hash", "fulltext", "spatial"],
        _ => &["btree"],
    }
}

fn method(index: &written::Index, dialect: Dialect, out: &mut Vec<Diagnostic>) {
    let Some(written) = &index.method else { return };
    let Some(method) = written.value.get(dialect) else {
        return;
    };
    // An extension of PostgreSQL brings methods of its own; those are written by dialect.
    let by_dialect = matches!(written.value, PerDialect::Each(_));
    if methods(dialect).contains(&method.to_lowercase().as_str())
        || (by_dialect && dialect == Dialect::Postgres)
    {
        return;
    }
    let whose = Dialect::ALL
        .into_iter()
        .find(|d| methods(*d).contains(&method.as_str()));
    let whose = whose.unwrap_or(Dialect::Postgres);
    out.push(lacks(
        written.span,
        format!("{dialect} has no index of the kind `{method}`"),
        &format!("name the dialect that has it: `method: {{ {whose}: {method} }}`"),
    ));
}
