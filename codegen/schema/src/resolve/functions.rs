//! Functions of the database.

use std::collections::BTreeMap;

use super::capability;
use super::draft::Draft;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::ir::{Argument, Dialect, Function, FunctionName, PerDialect, Returns, ValueType};
use crate::source::{Span, Spanned};
use crate::written;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    let mut names: BTreeMap<&str, Span> = BTreeMap::new();
    for written in &draft.document.functions {
        let name = &written.name;
        is_rust_name(draft, name, "; `sql:` names the function in SQL");
        if let Some(first) = names.insert(&name.value, name.span) {
            let message = format!("function `{}` is declared twice", name.value);
            draft.report(
                Diagnostic::error("name-clash", name.span, message)
                    .related(first, "first here")
                    .help("rename one of them; `sql:` keeps its name in SQL"),
            );
        }
        let mut arguments = vec![];
        for (name, ty) in &written.arguments {
            is_rust_name(draft, name, "");
            arguments.push(Argument {
                name: name.value.clone(),
                ty: value_type(draft, ty),
            });
        }
        if let (true, None) = (written.aggregate, written.arguments.first()) {
            let message = format!("`{}` makes one value of no values", name.value);
            draft.report(
                Diagnostic::error("no-arguments", name.span, message)
                    .help("give the aggregate an argument, or take `aggregate` away"),
            );
        }
        let function = Function {
            name: name.value.clone(),
            sql: sql_name(draft, written),
            arguments,
            returns: returns(draft, written),
            aggregate: written.aggregate,
            strict: written.strict,
            comment: written.comment.clone(),
        };
        draft.functions.push(function);
    }
}

/// More columns than the runtime has tuples for.
const WIDEST: usize = 8;

fn returns(draft: &mut Draft<'_>, written: &written::Function) -> Returns {
    let rows = match &written.returns {
        written::Returns::Value(value) => return Returns::Value(value_type(draft, value)),
        written::Returns::Rows(rows) => rows,
    };
    let name = &written.name;
    if !(1..=WIDEST).contains(&rows.value.len()) {
        let message = format!(
            "the rows of `{}` have {} columns",
            name.value,
            rows.value.len()
        );
        draft.report(
            Diagnostic::error("width-of-rows", rows.span, message)
                .help(format!("name 1 to {WIDEST} columns with their types")),
        );
    }
    if written.aggregate || written.strict {
        let message = format!(
            "`{}` gives rows, so it is neither aggregate nor strict",
            name.value
        );
        draft.report(
            Diagnostic::error("two-meanings", name.span, message)
                .help("take `aggregate` and `strict` away"),
        );
    }
    if draft.dialects.contains(&Dialect::Mysql) {
        let lack = capability::lacks(
            rows.span,
            "MySQL and MariaDB have no functions that give rows".into(),
            "ask with `raw_rows` where the engine is known",
        );
        draft.report(lack);
    }
    let column = |(name, ty): &(Spanned<String>, written::ValueType)| Argument {
        name: name.value.clone(),
        ty: value_type(draft, ty),
    };
    Returns::Rows(rows.value.iter().map(column).collect())
}

/// Names of functions and arguments are Rust's as they stand; reports one that is not.
pub(super) fn is_rust_name(draft: &mut Draft<'_>, name: &Spanned<String>, otherwise: &str) -> bool {
    let snake = words::snake(&name.value);
    if snake == name.value && words::is_identifier(&name.value) {
        return true;
    }
    let message = format!("`{}` is not written like a Rust name", name.value);
    let error = Diagnostic::error("name-case", name.span, message);
    draft.report(error.help(format!("write `{snake}`{otherwise}")));
    false
}

pub(super) fn value_type(draft: &mut Draft<'_>, written: &written::ValueType) -> ValueType {
    let ty = draft.type_of(&written.ty, true);
    for dialect in draft.dialects.clone() {
        capability::native_type(&ty, dialect, written.ty.span, draft.diagnostics);
    }
    ValueType {
        ty,
        nullable: written.nullable,
        rust_type: written.rust_type.as_ref().map(|r| r.value.clone()),
    }
}

/// `schema.name`, or the name alone.
fn sql_name(draft: &mut Draft<'_>, written: &written::Function) -> PerDialect<FunctionName> {
    let Some(sql) = &written.sql else {
        return PerDialect::Same(FunctionName {
            namespace: None,
            name: written.name.value.clone(),
        });
    };
    for dialect in draft.dialects.clone() {
        capability::missing(&sql.value, dialect, sql.span, draft.diagnostics);
    }
    let parse = |text: &String| match text.split_once('.') {
        Some((namespace, name)) => FunctionName {
            namespace: Some(namespace.to_owned()),
            name: name.to_owned(),
        },
        None => FunctionName {
            namespace: None,
            name: text.clone(),
        },
    };
    let parsed = match &sql.value {
        PerDialect::Same(text) => PerDialect::Same(parse(text)),
        PerDialect::Each(each) => {
            PerDialect::Each(each.iter().map(|(d, text)| (*d, parse(text))).collect())
        }
    };
    let names = || {
        draft
            .dialects
            .iter()
            .filter_map(|d| Some((*d, parsed.get(*d)?)))
    };
    let mut found = vec![];
    if names().any(|(_, name)| !is_plain(name)) {
        found.push(
            Diagnostic::error("bad-name", sql.span, "this is not the name of a function")
                .help("write `name` or `schema.name`, without quotes and parentheses"),
        );
    }
    if names().any(|(dialect, name)| dialect == Dialect::Sqlite && name.namespace.is_some()) {
        found.push(capability::lacks(
            sql.span,
            "SQLite has no database schemas".into(),
            "name the function for each: `sql: { sqlite: name, postgres: schema.name }`",
        ));
    }
    draft.diagnostics.append(&mut found);
    parsed
}

/// Whether the name can be one in quotes. What has parentheses was meant as an expression.
fn is_plain(name: &FunctionName) -> bool {
    let plain = |text: &str| {
        !text.trim().is_empty()
            && !text.contains(|c: char| "()'\"`;,.".contains(c) || c.is_control())
    };
    plain(&name.name) && name.namespace.as_deref().is_none_or(plain)
}
