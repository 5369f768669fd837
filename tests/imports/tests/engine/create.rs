//! The tables of a schema that was read from SQL, made in an empty database.

use std::path::Path;

use ormolu_migrate::{create_all, script};
use ormolu_schema::ddl::split::split;
use ormolu_schema::ir::{Dialect, Schema};
use ormolu_schema::{Input, compile};
use testkit::{Engine, TestDatabase};

use super::{facts, is_implied, print};

/// What is other in a database made from the schema of a file, when it is read back.
pub(crate) fn differences(file: &Path, engine: Engine, dialect: Dialect) -> Vec<String> {
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
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
            print::load(&test, written(&rest(&text)).path()).await;
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

/// The statements of PostgreSQL that make what is no table and no enumeration.
fn rest(text: &str) -> String {
    const KINDS: &[&str] = &[
        "AGGREGATE",
        "COLLATION",
        "DOMAIN",
        "EXTENSION",
        "FUNCTION",
        "OPERATOR",
        "SEQUENCE",
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
        let inner = words.get(1) == Some(&"SCHEMA") && upper.contains("TABLE");
        (creates && !inner && words.iter().any(|w| KINDS.contains(w)))
            || upper.starts_with("SET SEARCH_PATH")
    });
    let mut rest = "\\set ON_ERROR_STOP 0\nset check_function_bodies = off;\n".to_owned();
    for sql in wanted {
        rest.push_str(sql);
        rest.push_str(";\n");
    }
    rest
}
