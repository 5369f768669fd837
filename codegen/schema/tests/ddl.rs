//! What the SQL front end makes of each construct, in each dialect.
//!
//! Each file under `ddl/<dialect>/` is read alone; the snapshot is what was understood, then
//! what was said about the rest.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

use ormolu_schema::ddl::{self, Ddl};
use ormolu_schema::ir::{ColumnType, Default, Dialect, PerDialect, SqlDefault, Timing, Type};
use ormolu_schema::source::{Sources, Spanned};
use ormolu_schema::written::{Column, Domain, ForeignKey, Index, IndexTerm, Key, Model, TypeName};
use proptest::prelude::*;

#[test]
fn each_construct() {
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false,
        snapshot_path => "ddl/snapshots" }, {
        insta::glob!("ddl/*/*.sql", |path| {
            let folder = path.parent().unwrap().file_name().unwrap();
            let dialect = *Dialect::ALL.iter().find(|d| folder == d.name()).unwrap();
            let name = path.file_name().unwrap().to_str().unwrap();
            let mut sources = Sources::default();
            let file = sources.add(name, std::fs::read_to_string(path).unwrap());
            let read = ddl::read(&sources, &[file], dialect);
            insta::assert_snapshot!(print(&read, &sources, dialect));
        });
    });
}

fn print(read: &Ddl, sources: &Sources, dialect: Dialect) -> String {
    let mut lines = vec![];
    for of in &read.document.enums {
        let values: Vec<&str> = of.variants.iter().map(|v| v.value.value.as_str()).collect();
        let name = qualified(
            of.namespace.as_deref(),
            &of.sql_name.as_ref().unwrap().value,
        );
        lines.push(format!(
            "enum {name}: {}{}",
            values.join(", "),
            comment(&of.comment)
        ));
    }
    for of in &read.document.domains {
        lines.push(domain(of, dialect));
    }
    for of in &read.document.sequences {
        lines.push(format!(
            "sequence {}: {:?}",
            of.name.value.dotted(),
            of.count
        ));
    }
    for model in &read.document.models {
        table(model, dialect, &mut lines);
    }
    for of in &read.diagnostics {
        let (line, column) = sources.line_column(of.primary.span);
        let path = sources.path(of.primary.span.file).display();
        let severity = format!("{:?}", of.severity).to_lowercase();
        let label = &of.primary.text;
        let label = if label.is_empty() {
            String::new()
        } else {
            format!(" ({label})")
        };
        lines.push(format!(
            "{path}:{line}:{column}: {severity}[{}]: {}{label}",
            of.code, of.message
        ));
    }
    for (what, count) in &read.skipped {
        lines.push(format!("skipped: {what} x{count}"));
    }
    lines.join("\n")
}

fn comment(comment: &Option<String>) -> String {
    comment
        .as_ref()
        .map_or(String::new(), |c| format!(" -- {c}"))
}

fn qualified(namespace: Option<&str>, name: &str) -> String {
    namespace.map_or(name.to_owned(), |n| format!("{n}.{name}"))
}

fn table(model: &Model, dialect: Dialect, lines: &mut Vec<String>) {
    let namespace = model.namespace.as_ref().map(|n| n.value.as_str());
    let name = qualified(namespace, &model.table.as_ref().unwrap().value);
    let kind = match &model.view {
        None => "table",
        Some(view) if view.materialized => "materialized view",
        Some(_) => "view",
    };
    lines.push(format!("{kind} {name}{}", comment(&model.comment)));
    lines.extend(
        model
            .columns
            .iter()
            .map(|c| format!("  {}", column(c, dialect))),
    );
    if let Some(of) = &model.primary_key {
        lines.push(format!("  primary {}", key(of)));
    }
    lines.extend(
        model
            .uniques
            .iter()
            .map(|of| format!("  unique {}", key(of))),
    );
    lines.extend(
        model
            .indexes
            .iter()
            .map(|of| format!("  {}", index(of, dialect))),
    );
    for of in &model.checks {
        let expression = of.expression.value.get(dialect).unwrap();
        lines.push(format!("  check{}: {expression}", named(&of.name)));
    }
    lines.extend(
        model
            .foreign_keys
            .iter()
            .map(|of| format!("  {}", foreign_key(of))),
    );
    if let Some(view) = &model.view {
        lines.push(format!("  as {}", view.query.get(dialect).unwrap()));
    }
    let options = &model.options;
    if options.sqlite_without_rowid {
        lines.push("  without rowid".into());
    }
    if dialect == Dialect::Sqlite && !options.sqlite_not_strict {
        lines.push("  strict".into());
    }
    if options.postgres_unlogged {
        lines.push("  unlogged".into());
    }
    for (option, value) in options.mysql.iter().chain(&options.postgres) {
        lines.push(format!("  option {option} = {value}"));
    }
}

fn column(of: &Column, dialect: Dialect) -> String {
    let mut text = format!("{} ", of.name.as_ref().unwrap().value);
    text.push_str(&type_name(&of.ty.as_ref().unwrap().value));
    if of.nullable.as_ref().unwrap().value {
        text.push_str(" null");
    }
    if let Some(identity) = of.identity.as_ref().and_then(|i| i.value.as_ref()) {
        text.push_str(if identity.always {
            " counted always"
        } else {
            " counted"
        });
        let number =
            |what: &str, n: Option<i64>| n.map_or(String::new(), |n| format!(" {what} {n}"));
        text.push_str(&number("from", identity.start));
        text.push_str(&number("by", identity.increment));
    }
    if let Some(of) = &of.default {
        text.push_str(&match &of.value {
            Default::Value(literal) => format!(" = {literal:?}"),
            Default::Database(sql) => format!(" = db {}", sql_default(sql, dialect)),
            other => panic!("no DDL says {other:?}"),
        });
    }
    if let Some(of) = &of.on_update {
        text.push_str(&format!(" on update {}", sql_default(&of.value, dialect)));
    }
    if let Some(of) = &of.generated {
        let stored = if of.value.stored { "stored" } else { "virtual" };
        text.push_str(&format!(
            " {stored} as {}",
            of.value.expression.get(dialect).unwrap()
        ));
    }
    if let Some(of) = &of.collation {
        text.push_str(&format!(" collate {}", of.value.get(dialect).unwrap()));
    }
    text + &comment(&of.comment)
}

fn domain(of: &Domain, dialect: Dialect) -> String {
    let mut line = format!(
        "domain {}: {}",
        of.name.value.dotted(),
        type_name(&of.ty.value)
    );
    if of.not_null {
        line += " not null";
    }
    if let Some(default) = &of.default {
        line += &match &default.value {
            Default::Database(sql) => format!(" default {}", sql_default(sql, dialect)),
            other => format!(" default {other:?}"),
        };
    }
    if let Some(name) = of.collation.as_ref().and_then(|c| c.get(dialect)) {
        line += &format!(" collate {name}");
    }
    for check in &of.checks {
        let sql = check.expression.value.get(dialect).unwrap();
        line += &format!("; check{} `{sql}`", named(&check.name));
    }
    line + &comment(&of.comment)
}

fn sql_default(sql: &SqlDefault, dialect: Dialect) -> String {
    match sql {
        SqlDefault::Expression(sql) => format!("`{}`", sql.get(dialect).unwrap()),
        SqlDefault::Sequence(of) => format!("next of {}", of.dotted()),
        other => format!("{other:?}"),
    }
}

fn type_name(ty: &TypeName) -> String {
    match ty {
        TypeName::Known(ColumnType {
            base: Type::Native { sql, .. },
            ..
        }) => format!("`{sql}`"),
        TypeName::Known(ColumnType { base, native, .. }) => {
            let native: Vec<String> = native.values().map(|sql| format!(" `{sql}`")).collect();
            format!("{base:?}{}", native.concat())
        }
        TypeName::Enum { namespace, name } => {
            format!("enum {}", qualified(namespace.as_deref(), name))
        }
        TypeName::Domain(name) => format!("domain {}", name.dotted()),
        TypeName::Array { element, .. } => format!("list of {}", type_name(element)),
    }
}

fn named(name: &Option<Spanned<String>>) -> String {
    name.as_ref()
        .map_or(String::new(), |n| format!(" {}", n.value))
}

fn names(names: &[Spanned<String>]) -> String {
    names
        .iter()
        .map(|n| n.value.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

fn key(of: &Key) -> String {
    let nulls = if of.nulls_equal { " nulls equal" } else { "" };
    let timing = timing(of.timing);
    format!(
        "key{} ({}){nulls}{timing}",
        named(&of.name),
        names(&of.columns)
    )
}

fn timing(of: Timing) -> &'static str {
    match of {
        Timing::AtOnce => "",
        Timing::OnRequest => " on request",
        Timing::AtCommit => " at commit",
    }
}

fn index(of: &Index, dialect: Dialect) -> String {
    let sql = |sql: &PerDialect<String>| sql.get(dialect).unwrap().clone();
    let parts = of.parts.iter().map(|part| {
        let mut text = match &part.term {
            IndexTerm::Column(name) => name.value.clone(),
            IndexTerm::Expression(of) => format!("`{}`", sql(&of.value)),
        };
        if let Some(prefix) = &part.prefix {
            text.push_str(&format!(" first {}", prefix.value));
        }
        if let Some(name) = &part.collation {
            text.push_str(&format!(" collate {}", sql(&name.value)));
        }
        if let Some(class) = &part.operator_class {
            text.push_str(&format!(" by {}", class.value));
        }
        text.push_str(if part.descending { " desc" } else { "" });
        if let Some(at) = part.nulls {
            text.push_str(&format!(" nulls {at:?}").to_lowercase());
        }
        if let Some(operator) = &part.operator {
            text.push_str(&format!(" with {}", operator.value));
        }
        text
    });
    let parts: Vec<String> = parts.collect();
    let kind = match (of.unique, of.exclusion) {
        (_, Some(_)) => "exclusion",
        (true, _) => "unique index",
        _ => "index",
    };
    let mut text = kind.to_owned();
    text.push_str(&format!("{} ({})", named(&of.name), parts.join(", ")));
    if let Some(method) = &of.method {
        text.push_str(&format!(" using {}", sql(&method.value)));
    }
    if !of.include.is_empty() {
        text.push_str(&format!(" include ({})", names(&of.include)));
    }
    if of.nulls_equal.is_some() {
        text.push_str(" nulls equal");
    }
    for (key, value) in &of.postgres {
        text.push_str(&format!(" {key}={value}"));
    }
    if let Some(predicate) = &of.predicate {
        text.push_str(&format!(" where {}", sql(&predicate.value)));
    }
    text + of.exclusion.map_or("", timing)
}

fn foreign_key(of: &ForeignKey) -> String {
    let target = qualified(of.target.namespace.as_deref(), &of.target.name.value);
    let mut text = format!(
        "foreign key{} ({}) -> {target}",
        named(&of.name),
        names(&of.columns)
    );
    if !of.target_columns.is_empty() {
        text.push_str(&format!(" ({})", names(&of.target_columns)));
    }
    let (delete, update) = (
        of.on_delete.as_ref().unwrap(),
        of.on_update.as_ref().unwrap(),
    );
    text.push_str(&format!(" {:?}/{:?}", delete.value, update.value));
    text + timing(of.timing)
}

/// Text that is rich in what the grammar minds.
fn sql() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "create table ",
        "create unique index ",
        "create schema ",
        "create type ",
        "alter table ",
        "add ",
        "constraint ",
        "primary key ",
        "foreign key ",
        "references ",
        "unique ",
        "check ",
        "default ",
        "generated always as ",
        "identity ",
        "on delete ",
        "set null ",
        "like ",
        "inherits ",
        "partition of ",
        "using ",
        "include ",
        "where ",
        "comment on column ",
        "is ",
        "rename to ",
        "rename column ",
        "drop ",
        "modify ",
        "change ",
        "after ",
        "as enum ",
        "not null ",
        "auto_increment ",
        "key ",
        "a ",
        "b ",
        "\"c\" ",
        "int ",
        "text ",
        "enum ",
        "'x' ",
        "1 ",
        "-",
        "(",
        ")",
        "[",
        "]",
        ",",
        ".",
        "::",
        "=",
        ";",
        "\n",
        "é ",
        "a (a int);",
        "create table a (a int, b text);",
        "create domain d as d;",
    ]);
    prop::collection::vec(parts, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_text_is_read(text in prop_oneof![4 => sql(), 1 => any::<String>()]) {
        for dialect in Dialect::ALL {
            let mut sources = Sources::default();
            let file = sources.add("any.sql", text.clone());
            let read = ddl::read(&sources, &[file], dialect);
            for of in &read.diagnostics {
                let (start, end) = (of.primary.span.start as usize, of.primary.span.end as usize);
                prop_assert!(text.get(start..end).is_some(), "{of:?}");
            }
        }
    }
}
