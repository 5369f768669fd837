//! From YAML to DDL and back: what SQL can hold of a schema comes back as it was.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ormolu_migrate::{create_all, script};
use ormolu_schema::ir::{Dialect, Schema};
use ormolu_schema::{Input, compile, print};

fn compiled(name: &str, input: &Input) -> Schema {
    let outcome = compile(input);
    let said = outcome.render(false);
    match outcome.result {
        Ok((schema, _)) => schema,
        Err(_) => panic!("{name}:\n{said}"),
    }
}

fn ddl(schema: &Schema, dialect: Dialect) -> Result<String, String> {
    let statements = create_all(schema, dialect).map_err(|error| error.to_string())?;
    Ok(script(&statements))
}

fn of_ddl(name: &str, ddl: &str, dialect: Dialect) -> Schema {
    compiled(name, &Input::text("created.sql", ddl).sql_dialect(dialect))
}

/// The lines that one text has more often than the other.
fn difference(before: &str, after: &str) -> Vec<String> {
    let mut count: BTreeMap<&str, i64> = BTreeMap::new();
    for line in before.lines() {
        *count.entry(line.trim()).or_default() += 1;
    }
    for line in after.lines() {
        *count.entry(line.trim()).or_default() -= 1;
    }
    let changed = count.into_iter().filter(|(_, n)| *n != 0);
    changed
        .map(|(line, n)| format!("{}{line}", if n > 0 { '-' } else { '+' }))
        .collect()
}

/// What the program calls things, and its rules, are not in DDL. What is comes back, and from there
/// nothing changes any more.
#[test]
fn the_example_comes_back_from_ddl() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let schema = compiled("example", &Input::new(["schema.example.yaml"]).root(root));
    for dialect in Dialect::ALL {
        let back = of_ddl("example", &ddl(&schema, dialect).unwrap(), dialect);
        let tables = |schema: &Schema| -> Vec<String> {
            let tables = schema.models.iter().map(|model| {
                let columns = model.columns.iter().map(|column| column.name.as_str());
                let columns: Vec<&str> = columns.collect();
                let keys = [&model.foreign_keys.len(), &model.uniques.len()];
                format!("{:?} {columns:?} {keys:?}", model.table)
            });
            let mut tables: Vec<String> = tables.collect();
            tables.sort();
            tables
        };
        assert_eq!(tables(&back), tables(&schema), "{dialect}");
        let yaml = print::canonical(&back);
        let read = compiled("example", &Input::text("schema.yaml", yaml.as_str()));
        let again = of_ddl("example", &ddl(&read, dialect).unwrap(), dialect);
        let lines = difference(&yaml, &print::canonical(&again));
        assert_eq!(lines, Vec::<String>::new(), "{dialect}");
    }
}

/// A second unique key over the same columns: PostgreSQL makes one of two that a CREATE TABLE
/// names, and so is it read.
const ONE_OF_TWO: [(&str, &str); 1] = [(
    "concourse",
    "-- { columns: [name], name: constraint_workers_name_unique }",
)];

/// Of a schema that came from SQL, DDL has everything: YAML between the two changes nothing.
#[test]
fn real_schemas_come_back_from_yaml_and_ddl() {
    let Some(corpus) = std::env::var_os("ORMOLU_CORPUS").filter(|folder| !folder.is_empty()) else {
        println!("SKIPPED: ORMOLU_CORPUS is not set");
        return;
    };
    let mut wrong = vec![];
    for (engine, dialect) in [
        ("sqlite", Dialect::Sqlite),
        ("postgres", Dialect::Postgres),
        ("mysql", Dialect::Mysql),
    ] {
        let folder = std::fs::read_dir(PathBuf::from(&corpus).join(engine)).unwrap();
        let mut cases: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
        cases.sort();
        for case in cases {
            let name = case.file_name().unwrap().to_string_lossy().into_owned();
            let sql = Input::new(["dump.sql"]).root(&case).sql_dialect(dialect);
            let before = compiled(&name, &sql);
            let yaml = print::canonical(&before);
            let read = compiled(&name, &Input::text("schema.yaml", yaml.as_str()));
            let created = match ddl(&read, dialect) {
                Ok(created) => created,
                Err(why) => {
                    wrong.push(format!("{name}: {why}"));
                    continue;
                }
            };
            let after = print::canonical(&of_ddl(&name, &created, dialect));
            let mut lines = difference(&yaml, &after);
            lines.retain(|line| !ONE_OF_TWO.contains(&(name.as_str(), line.as_str())));
            if !lines.is_empty() {
                wrong.push(format!("{name}:\n  {}", lines.join("\n  ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
