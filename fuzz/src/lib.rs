//! What must hold for every text a parser is given, as functions that panic where it does not.
//!
//! Each public function is a fuzz target of the same name; `README.md` says how to run one.

mod diagnostics;
mod facts;
mod round_trip;
mod url;

use ormolu_schema::ir::Dialect;
use ormolu_schema::{Input, compile, ddl};

/// A YAML schema is read or refused, with places that are in the text; what is read becomes SQL
/// that reads back as the same tables.
pub fn yaml_schema(text: &str) {
    let outcome = compile(&Input::text("schema.yaml", text));
    diagnostics::check(&outcome);
    if let Ok((schema, _)) = &outcome.result {
        for &family in &schema.dialects {
            for dialect in Dialect::ALL.into_iter().filter(|d| d.family() == family) {
                round_trip::check(schema, dialect);
            }
        }
    }
}

/// DDL of SQLite: see [`yaml_schema`].
pub fn ddl_sqlite(text: &str) {
    sql(text, Dialect::Sqlite);
}

/// DDL of PostgreSQL: see [`yaml_schema`].
pub fn ddl_postgres(text: &str) {
    sql(text, Dialect::Postgres);
}

/// DDL of MySQL and MariaDB: see [`yaml_schema`].
pub fn ddl_mysql(text: &str) {
    sql(text, Dialect::Mysql);
    sql(text, Dialect::Mariadb);
}

fn sql(text: &str, dialect: Dialect) {
    let outcome = compile(&Input::text("schema.sql", text).sql_dialect(dialect));
    diagnostics::check(&outcome);
    if let Ok((schema, _)) = &outcome.result {
        round_trip::check(schema, dialect);
    }
}

/// Between statements there is nothing but blanks, comments and delimiters: what the splitter
/// takes out of a file it blanks, byte by byte.
pub fn ddl_split(text: &str) {
    for dialect in Dialect::ALL {
        let split = ddl::split::split(text, dialect);
        assert_eq!(split.text.len(), text.len(), "bytes were lost");
        let kept = split.text.bytes().zip(text.bytes());
        for (at, (kept, written)) in kept.enumerate() {
            assert!(kept == written || kept == b' ', "byte {at} was changed");
            assert!(written != b'\n' || kept == b'\n', "line {at} was lost");
        }
        let mut end = 0;
        for range in &split.statements {
            assert!(end <= range.start && range.start < range.end);
            let statement = &split.text[range.clone()];
            let trimmed = statement.trim_ascii();
            assert_eq!(trimmed, statement, "a statement has blank ends");
            end = range.end;
        }
        for problem in &split.problems {
            assert!(text.get(problem.range.clone()).is_some());
        }
    }
}

/// An SQL file and an overlay, with a line `%%` between them.
pub fn overlay(text: &str) {
    let (sql, yaml) = text.split_once("\n%%\n").unwrap_or(("", text));
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql] {
        let mut input = Input::text("schema.sql", sql)
            .sql_dialect(dialect)
            .overlay("overlay.yaml");
        if let Some(texts) = &mut input.texts {
            texts.insert("overlay.yaml".to_owned(), yaml.to_owned());
        }
        let outcome = compile(&input);
        diagnostics::check(&outcome);
        if let Ok((schema, _)) = &outcome.result {
            for &dialect in &schema.dialects {
                round_trip::check(schema, dialect);
            }
        }
    }
}

pub use url::database_url;

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// The seeds are examples of what the properties hold for.
    #[test]
    fn seeds() {
        let targets: [(&str, fn(&str)); 7] = [
            ("yaml_schema", super::yaml_schema),
            ("ddl_sqlite", super::ddl_sqlite),
            ("ddl_postgres", super::ddl_postgres),
            ("ddl_mysql", super::ddl_mysql),
            ("ddl_split", super::ddl_split),
            ("overlay", super::overlay),
            ("database_url", super::database_url),
        ];
        for (name, target) in targets {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("seeds")
                .join(name);
            let mut tried = 0;
            for file in std::fs::read_dir(&folder).unwrap() {
                let path = file.unwrap().path();
                println!("{}", path.display());
                let text = std::fs::read_to_string(path).unwrap();
                target(&text);
                tried += 1;
            }
            assert!(tried > 0, "{} is empty", folder.display());
        }
    }
}
