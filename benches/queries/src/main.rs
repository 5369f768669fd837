//! What a query costs the compiler: 200 different queries of three tables, with Ormolu and with
//! sqlx.
//!
//! `bench-queries FOLDER RUNTIME` writes two crates: `ormolu` with models from `schema.yaml`, and
//! `sqlx` with plain structs. `src/queries.rs` of both has the same queries, each a function of
//! its own.

mod shapes;
mod tables;

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use ormolu_codegen::compile;
use ormolu_schema::Input;
use shapes::{Query, query};

const QUERIES: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, runtime] = &arguments[..] else {
        return Err("usage: bench-queries FOLDER RUNTIME".into());
    };
    let queries: Vec<Query> = (0..QUERIES).map(query).collect();
    let different: BTreeSet<&str> = queries.iter().map(|query| query.sql.as_str()).collect();
    if different.len() != QUERIES {
        return Err(format!("only {} queries are different", different.len()).into());
    }
    write_ormolu(&Path::new(folder).join("ormolu"), &queries, runtime)?;
    write_sqlx(&Path::new(folder).join("sqlx"), &queries)
}

fn write_ormolu(folder: &Path, queries: &[Query], runtime: &str) -> Result<(), Box<dyn Error>> {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/schema.yaml");
    let compilation = compile(&Input::new([schema.display().to_string()]));
    let Some(output) = compilation.output else {
        return Err(format!("{:?}", compilation.outcome.diagnostics().first()).into());
    };
    let models = folder.join("src/models");
    let _ = fs::remove_dir_all(&models);
    fs::create_dir_all(models.join("glue"))?;
    for (file, text) in output?.files {
        fs::write(models.join(file), text)?;
    }
    let mut text = String::from(
        "use ormolu::chrono::{DateTime, Utc};\nuse ormolu::{Database, Result, count};\n\n\
         use crate::models::{Comment, Post, User};\n",
    );
    for (nth, query) in queries.iter().enumerate() {
        let row = query.row_type();
        let Query {
            parameters, ours, ..
        } = query;
        let _ = write!(
            text,
            "\npub async fn query_{nth}(db: &Database{parameters}) -> Result<Vec<{row}>> {{\n    \
             {ours}\n}}\n",
        );
    }
    let dependency = format!(
        "ormolu = {{ path = \"{runtime}\", default-features = false, features = [\"postgres\"] }}"
    );
    write_crate(folder, "ormolu", &dependency, &text)
}

fn write_sqlx(folder: &Path, queries: &[Query]) -> Result<(), Box<dyn Error>> {
    let mut models = String::from("use chrono::{DateTime, Utc};\n");
    for table in tables::ALL {
        models += "\n#[derive(Clone, Debug, sqlx::FromRow)]\n";
        let _ = writeln!(models, "pub struct {} {{", table.model);
        for column in table.columns {
            let _ = writeln!(models, "    pub {}: {},", column.name, column.rust);
        }
        models += "}\n";
    }
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("src/models.rs"), models)?;
    let mut text = String::from(
        "use chrono::{DateTime, Utc};\nuse sqlx::{PgPool, Result};\n\nuse crate::models::Post;\n",
    );
    for (nth, query) in queries.iter().enumerate() {
        let row = match query.whole {
            Some(model) => model.to_owned(),
            None => {
                let _ = write!(
                    text,
                    "\n#[derive(Debug, sqlx::FromRow)]\npub struct Row{nth} {{\n"
                );
                for (name, rust) in &query.columns {
                    let _ = writeln!(text, "    pub {name}: {rust},");
                }
                text += "}\n";
                format!("Row{nth}")
            }
        };
        let Query {
            parameters, sql, ..
        } = query;
        let _ = write!(
            text,
            "\npub async fn query_{nth}(db: &PgPool{parameters}) -> Result<Vec<{row}>> {{\n    \
             sqlx::query_as::<_, {row}>(\n        \"{sql}\",\n    )\n",
        );
        for bind in &query.binds {
            let _ = writeln!(text, "    .bind({bind})");
        }
        text += "    .fetch_all(db)\n    .await\n}\n";
    }
    let dependencies = "chrono = { version = \"0.4\", default-features = false }\n\
         sqlx = { version = \"0.9\", default-features = false, features = \
         [\"runtime-tokio\", \"postgres\", \"chrono\", \"macros\", \"derive\"] }";
    write_crate(folder, "sqlx", dependencies, &text)
}

fn write_crate(
    folder: &Path,
    name: &str,
    dependencies: &str,
    queries: &str,
) -> Result<(), Box<dyn Error>> {
    fs::write(
        folder.join("src/lib.rs"),
        "pub mod models;\npub mod queries;\n",
    )?;
    fs::write(folder.join("src/queries.rs"), queries)?;
    let manifest = format!(
        "[package]\nname = \"queries-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [workspace]\n\n[dependencies]\n{dependencies}\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    Ok(())
}
