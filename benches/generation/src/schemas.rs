//! What the command does with schemas, without the command: so no driver has to be built.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use ormolu_codegen::compile;
use ormolu_migrate::diff;
use ormolu_schema::Input;
use ormolu_schema::ir::{Dialect, Schema};

const ENGINES: [Dialect; 3] = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql];

/// Reads a dump and writes its models.
pub(super) fn generate(engine: &str, dump: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let dialect = match engine {
        "sqlite" => Dialect::Sqlite,
        "postgres" => Dialect::Postgres,
        "mysql" => Dialect::Mysql,
        "mariadb" => Dialect::Mariadb,
        _ => return Err(format!("no engine: {engine}").into()),
    };
    let compilation = compile(&Input {
        sql_dialect: Some(dialect),
        ..Input::new([dump])
    });
    let Some(output) = compilation.output else {
        return Err(wrong(&compilation.outcome));
    };
    for (file, text) in output?.files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    Ok(())
}

/// Reads a schema.
pub(super) fn read(schema: &str) -> Result<Schema, Box<dyn Error>> {
    let outcome = ormolu_schema::compile(&Input::new([schema]));
    match outcome.result {
        Ok((schema, _)) => Ok(schema),
        Err(_) => Err(wrong(&outcome)),
    }
}

/// Reads two schemas and plans the way from one to the other for each engine.
pub(super) fn compare(before: &str, after: &str) -> Result<(), Box<dyn Error>> {
    let (before, after) = (read(before)?, read(after)?);
    for engine in ENGINES {
        let plan = diff(&before, &after, engine)?;
        println!("{engine}: {} steps", plan.up.len());
    }
    Ok(())
}

/// Prints a schema of tables with ten columns and a key to the one before; in one table of ten the
/// length of a column is the one given.
pub(super) fn tables(number: usize, length: &str) -> Result<(), Box<dyn Error>> {
    let mut out = String::from("ormolu: 1\ndialects: [sqlite, postgres, mysql]\nmodels:\n");
    for at in 0..number {
        writeln!(
            out,
            "  Table{at}:\n    columns:\n      id: {{ type: bigint, primary_key: true }}"
        )?;
        for column in 0..8 {
            let length = if at % 10 == 0 && column == 3 {
                length
            } else {
                "50"
            };
            writeln!(out, "      column{column}: string({length})?")?;
        }
        if at > 0 {
            writeln!(out, "      before: {{ references: Table{} }}", at - 1)?;
        }
    }
    print!("{out}");
    Ok(())
}

fn wrong(outcome: &ormolu_schema::Outcome) -> Box<dyn Error> {
    format!("the schema is wrong: {:?}", outcome.diagnostics().first()).into()
}
