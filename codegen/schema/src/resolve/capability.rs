//! What a declared dialect lacks.

mod index;

use super::draft::Draft;
use crate::diagnostic::Diagnostic;
use crate::ir::{
    self, ColumnId, ColumnType, Default, Dialect, ForeignKey, IndexTerm, ModelId, PerDialect,
    SqlDefault, Timing, Type,
};
use crate::source::Span;
use crate::written;

pub(super) fn check(draft: &mut Draft<'_>) {
    let dialects = draft.dialects.clone();
    for model in (0..draft.models.len()).map(ModelId) {
        if draft.model(model).as_it_is() {
            continue;
        }
        for &dialect in &dialects {
            let mut found = vec![];
            columns(draft, model, dialect, &mut found);
            keys(draft, model, dialect, &mut found);
            index::check(draft, model, dialect, &mut found);
            namespace(draft, model, dialect, &mut found);
            view(draft, model, dialect, &mut found);
            counter(draft, model, dialect, &mut found);
            draft.diagnostics.append(&mut found);
        }
    }
}

pub(super) fn lacks(span: Span, message: String, help: &str) -> Diagnostic {
    Diagnostic::error("dialect-lacks", span, message)
        .help(format!("{help}, or take the dialect out of `dialects`"))
}

fn columns(draft: &Draft<'_>, model: ModelId, dialect: Dialect, out: &mut Vec<Diagnostic>) {
    let own = draft.model(model);
    for (column, origin) in own.ir.columns.iter().zip(&own.origins) {
        let place = origin
            .written
            .and_then(|w| w.ty.as_ref())
            .map_or(origin.span, |t| t.span);
        let name = &column.name;
        let spelled = column.ty.native.contains_key(&dialect);
        if column.ty.base == Type::String(None) && dialect == Dialect::Mysql && !spelled {
            out.push(
                Diagnostic::error(
                    "no-length",
                    place,
                    format!("`{name}` needs a length: MySQL and MariaDB want one"),
                )
                .help("write `string(100)`, or `text` for text without a limit"),
            );
        }
        native_type(&column.ty, dialect, place, out);
        let expressions = [
            column.generated.as_ref().map(|g| {
                (
                    &g.expression,
                    origin
                        .written
                        .and_then(|w| w.generated.as_ref())
                        .map(|g| g.span),
                )
            }),
            match &column.default {
                Some(
                    Default::Statement(SqlDefault::Expression(e))
                    | Default::Database(SqlDefault::Expression(e)),
                ) => Some((
                    e,
                    origin
                        .written
                        .and_then(|w| w.default.as_ref())
                        .map(|d| d.span),
                )),
                _ => None,
            },
        ];
        for (expression, span) in expressions.into_iter().flatten() {
            missing(expression, dialect, span.unwrap_or(place), out);
        }
        let stored = column.generated.as_ref().is_none_or(|g| g.stored);
        if !stored && dialect == Dialect::Postgres {
            out.push(lacks(
                origin.span,
                format!("PostgreSQL stores generated columns: `{name}` cannot be virtual"),
                "write `stored: true`",
            ));
        }
    }
}

/// A type of one engine is a type of no other.
pub(super) fn native_type(
    ty: &ColumnType,
    dialect: Dialect,
    place: Span,
    out: &mut Vec<Diagnostic>,
) {
    let Type::Native { dialect: only, sql } = &ty.base else {
        return;
    };
    if *only != dialect && !ty.native.contains_key(&dialect) {
        out.push(lacks(
            place,
            format!("{dialect} has no type `{sql}`, which is {only}'s"),
            "give a type for each: `{ default: text, pg: .. }`",
        ));
    }
}

/// An expression that is written by dialect is written for each.
pub(super) fn missing(
    expression: &PerDialect<String>,
    dialect: Dialect,
    span: Span,
    out: &mut Vec<Diagnostic>,
) {
    if expression.get(dialect).is_none() {
        out.push(lacks(
            span,
            format!("there is no SQL for {dialect} here"),
            &format!("add `{dialect}: ..`"),
        ));
    }
}

fn keys(draft: &Draft<'_>, model: ModelId, dialect: Dialect, out: &mut Vec<Diagnostic>) {
    let own = draft.model(model);
    if dialect == Dialect::Mysql {
        for (key, span) in own.ir.foreign_keys.iter().zip(&own.key_spans) {
            if key.timing != Timing::AtOnce {
                out.push(lacks(
                    *span,
                    "MySQL and MariaDB check foreign keys at once".into(),
                    "remove `deferred`",
                ));
            }
        }
        let unlimited = |c: &ColumnId| {
            let ty = &own.ir.columns[c.0].ty;
            matches!(ty.base, Type::Text | Type::Bytes(None) | Type::Json)
                && !ty.native.contains_key(&dialect)
        };
        let keyed = own.ir.primary_key.columns.iter();
        let keyed = keyed.chain(own.ir.uniques.iter().flat_map(|u| &u.columns));
        let plain = own
            .ir
            .indexes
            .iter()
            .filter(|i| !of_words(i) && i.exclusion.is_none())
            .flat_map(|i| &i.parts)
            .filter_map(|p| match p.term {
                IndexTerm::Column(ref c) if p.prefix.is_none() => Some(c),
                _ => None,
            });
        let mut told: Vec<ColumnId> = vec![];
        for column in keyed.chain(plain).filter(|c| unlimited(c)) {
            if told.contains(column) {
                continue;
            }
            told.push(*column);
            let name = &own.ir.columns[column.0].name;
            out.push(lacks(
                own.origins[column.0].span,
                format!("MySQL and MariaDB cannot index `{name}`: it has no limit"),
                "write `string(n)`",
            ));
        }
    }
    if dialect != Dialect::Postgres
        && let Some(written) = own.written
    {
        for unique in written.uniques.iter().filter(|u| u.nulls_equal) {
            out.push(lacks(
                unique.span,
                format!("{dialect} has no unique constraint in which NULLs are equal"),
                "remove `nulls_equal`",
            ));
        }
        let put_off = |key: &&written::Key| key.timing != Timing::AtOnce;
        for unique in written.uniques.iter().filter(put_off) {
            out.push(lacks(
                unique.span,
                format!("{dialect} checks unique constraints at once"),
                "remove `deferred`",
            ));
        }
        if let Some(key) = written.primary_key.as_ref().filter(put_off) {
            out.push(lacks(
                key.span,
                format!("{dialect} checks primary keys at once"),
                "remove `deferred`",
            ));
        }
    } else if dialect == Dialect::Postgres {
        for (key, span) in own.ir.foreign_keys.iter().zip(&own.key_spans) {
            target(draft, key, *span, out);
        }
    }
}

/// What PostgreSQL wants of the columns that a foreign key points at.
fn target(draft: &Draft<'_>, key: &ForeignKey, span: Span, out: &mut Vec<Diagnostic>) {
    let there = &draft.model(key.target).ir;
    let same = |columns: &[ColumnId]| {
        columns.len() == key.target_columns.len()
            && columns.iter().all(|c| key.target_columns.contains(c))
    };
    let primary = (&there.primary_key.columns, there.primary_key.timing);
    let uniques = there.uniques.iter().map(|u| (&u.columns, u.timing));
    let mut keys = std::iter::once(primary)
        .chain(uniques)
        .filter(|(columns, _)| same(columns))
        .map(|(_, timing)| timing)
        .peekable();
    if keys.peek().is_some() && keys.all(|timing| timing != Timing::AtOnce) {
        out.push(
            Diagnostic::error(
                "deferred-target",
                span,
                "the columns pointed at may wait for COMMIT to be unique, and PostgreSQL wants them \
                 unique at any time",
            )
            .help(format!(
                "remove `deferred` of the key of `{}` over these columns",
                there.name
            )),
        );
    }
}

/// Whether MySQL's index is one of words or places, for which no length counts.
fn of_words(index: &ir::Index) -> bool {
    let method = index.method.as_ref().and_then(|m| m.get(Dialect::Mysql));
    method.is_some_and(|m| matches!(m.to_lowercase().as_str(), "fulltext" | "spatial"))
}

fn view(draft: &Draft<'_>, model: ModelId, dialect: Dialect, out: &mut Vec<Diagnostic>) {
    let own = draft.model(model);
    let Some(view) = &own.ir.view else { return };
    missing(&view.query, dialect, own.span, out);
    if view.materialized && dialect != Dialect::Postgres {
        out.push(lacks(
            own.span,
            format!("{dialect} has no materialized views"),
            "remove `materialized`",
        ));
    }
}

/// SQLite counts up a key, and nothing else.
fn counter(draft: &Draft<'_>, model: ModelId, dialect: Dialect, out: &mut Vec<Diagnostic>) {
    let own = draft.model(model);
    let counted = |id: &ColumnId| own.ir.column(*id).identity.is_some();
    let counts = own.ir.primary_key.columns.iter().any(counted);
    if dialect == Dialect::Sqlite && own.ir.options.sqlite_autoincrement && !counts {
        out.push(
            Diagnostic::error(
                "autoincrement",
                own.span,
                format!("`{}` has no key that SQLite counts up", own.ir.name),
            )
            .help("take `autoincrement` away, or make its key one of `bigint`"),
        );
    }
}

fn namespace(draft: &Draft<'_>, model: ModelId, dialect: Dialect, out: &mut Vec<Diagnostic>) {
    let own = draft.model(model);
    let Some(namespace) = own.written.and_then(|w| w.namespace.as_ref()) else {
        return;
    };
    if dialect == Dialect::Sqlite {
        out.push(lacks(
            namespace.span,
            "SQLite has no database schemas".into(),
            "remove `namespace`",
        ));
    }
}
