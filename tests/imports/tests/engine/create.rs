//! The tables of a schema that was read from SQL, made in an empty database.

use std::path::Path;

use ormolu_migrate::{create_all, script};
use ormolu_schema::ddl::split::split;
use ormolu_schema::ir::{Dialect, Schema};
use ormolu_schema::{Input, compile};
use testkit::{Engine, TestDatabase};

use super::{facts, is_implied, print};

/// What a schema cannot say, so that a database made from it is another.
const UNSAID: &[(&str, &str)] = &[
    (
        "schemas.sql",
        "the search path that names in views were meant for",
    ),
    ("serials.sql", "a counted column that may be NULL"),
    (
        "descending.sql",
        "a key of SQLite that is INTEGER and DESC is no rowid",
    ),
];

/// What is other in a database made from the schema of a file, when it is read back.
pub(crate) fn differences(file: &Path, engine: Engine, dialect: Dialect) -> Vec<String> {
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    if let Some((_, what)) = UNSAID.iter().find(|(of, _)| *of == name) {
        println!("SKIPPED: {name} has {what}");
        return vec![];
    }
    let input = Input::new([name]).root(file.parent().unwrap());
    let outcome = compile(&input.sql_dialect(dialect));
    let Ok((schema, _)) = &outcome.result else {
        return vec![outcome.render(false)];
    };
    let statements = match create_all(schema, dialect) {
        Ok(statements) => script(&statements),
        Err(error) => return vec![error.to_string()],
    };
    let mut found = vec![];
    testkit::run(engine, async |test: TestDatabase| {
        if dialect == Dialect::Postgres {
            // What a schema says nothing of, its author makes. Some of it needs the tables.
            let text = std::fs::read_to_string(file).unwrap();
            let schemas = schema
                .models
                .iter()
                .filter_map(|m| m.table.namespace.as_ref());
            let schemas = schemas.map(|name| format!("create schema if not exists \"{name}\";\n"));
            let rest = format!(
                "{}{}{}",
                UNDETERRED,
                schemas.collect::<String>(),
                rest(&text)
            );
            print::load(&test, written(&rest).path()).await;
        }
        let refused = print::load(&test, written(&statements).path()).await;
        if !refused.is_empty() {
            found.push(format!("refused: {refused}"));
            return;
        }
        found.extend(read_back(&test, schema, dialect).await);
    });
    found
}

async fn read_back(test: &TestDatabase, schema: &Schema, dialect: Dialect) -> Vec<String> {
    let expected = facts::of_schema(schema);
    let printed = written(&print::print(test).await);
    let mut printed = match super::facts_of(printed.path(), dialect) {
        Ok(printed) => printed,
        Err(lines) => return lines,
    };
    printed
        .retain(|about, fact| expected.contains_key(about) || !is_implied(about, fact, &expected));
    facts::differences(&expected, &printed)
}

fn written(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::Builder::new().suffix(".sql").tempfile().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

/// Goes on after errors.
const UNDETERRED: &str = "\\set ON_ERROR_STOP 0\nset check_function_bodies = off;\n";

/// The statements of PostgreSQL that make what is no table and no enumeration.
fn rest(text: &str) -> String {
    const KINDS: &[&str] = &[
        "AGGREGATE",
        "COLLATION",
        "EXTENSION",
        "FUNCTION",
        "OPERATOR",
        "TEXT",
        "TYPE",
        "SCHEMA",
        "SET",
    ];
    let split = split(text, Dialect::Postgres);
    let statements = split
        .statements
        .iter()
        .map(|range| &split.text[range.clone()]);
    let wanted = statements.filter(|sql| {
        let upper = sql.to_uppercase();
        let words: Vec<&str> = upper.split_whitespace().take(4).collect();
        let creates = words.first() == Some(&"CREATE") && !upper.contains("AS ENUM");
        let block = words.first() == Some(&"DO") && upper.contains("CREATE OR REPLACE FUNCTION");
        let makes_table = words.iter().skip(1).take(2).any(|w| *w == "TABLE");
        let inner = makes_table || words.get(1) == Some(&"SCHEMA") && upper.contains("TABLE");
        (creates && !inner && words.iter().any(|w| KINDS.contains(w)))
            || block
            || upper.starts_with("SET SEARCH_PATH")
    });
    let mut rest = String::new();
    for sql in wanted {
        rest.push_str(sql);
        rest.push_str(";\n");
    }
    // Functions are found by their names alone, as they were when the file was run.
    rest.push_str(
        "select format('alter database %I set search_path = public, %s', current_database(), \
         string_agg(quote_ident(nspname), ', ')) from pg_namespace \
         where nspname !~ '^(pg_|information_schema)' \\gexec\n",
    );
    rest
}
