//! How long the generator takes, and what relationships cost the compiler.
//!
//! `bench-generation time` prints the time from YAML to formatted Rust for schemas of several
//! sizes; `bench-generation write FOLDER RUNTIME` writes two crates of 200 models, one `with`
//! relationships and one `without`.
//!
//! The others do one thing for `benches/run schemas` to time: `generate ENGINE DUMP FOLDER`,
//! `read SCHEMA`, `compare BEFORE AFTER`, and `tables NUMBER LENGTH` prints a schema.

mod schemas;

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs};

use ormolu_codegen::compile;
use ormolu_schema::Input;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["time"] => time(),
        ["write", folder, runtime] => write(Path::new(folder), runtime),
        ["generate", engine, dump, folder] => schemas::generate(engine, dump, Path::new(folder)),
        ["read", schema] => schemas::read(schema).map(drop),
        ["compare", before, after] => schemas::compare(before, after),
        ["tables", number, length] => schemas::tables(number.parse()?, length),
        _ => Err("usage: bench-generation time | write FOLDER RUNTIME".into()),
    }
}

/// Models of twelve columns, each with two foreign keys to models before it.
fn schema(models: usize, relationships: bool) -> String {
    let mut yaml = String::from("ormolu: 1\ndialects: [sqlite, postgres, mysql]\nmodels:\n");
    for at in 0..models {
        let (near, far) = targets(at);
        let key = |name: &str, to: usize| match relationships {
            true => format!("{name}: {{ references: {}, nullable: true }}", model(to)),
            false => format!("{name}_id: bigint?"),
        };
        let _ = write!(
            yaml,
            "  {}:\n    columns:\n      id: {{ type: bigint, primary_key: true }}\n      {}\n      {}\n{}",
            model(at),
            key("near", near),
            key("far", far),
            "      name: string(100)\n      body: text?\n      number: int\n      price: numeric(12, 2)\n      \
             active: bool\n      created: timestamptz\n      day: date?\n      code: uuid\n      ratio: f64\n",
        );
        if relationships {
            push_relationships(&mut yaml, models, at);
        }
    }
    yaml
}

fn push_relationships(yaml: &mut String, models: usize, at: usize) {
    let (near, far) = targets(at);
    let _ = write!(
        yaml,
        "    relationships:\n      near: {{ belongs_to: {}, inverse: nears_{at} }}\n      \
         far: {{ belongs_to: {}, inverse: fars_{at} }}\n",
        model(near),
        model(far),
    );
    for child in at..models.min(2 * at + 3) {
        for (to, name) in [(targets(child).0, "near"), (targets(child).1, "far")] {
            if to == at {
                let _ = writeln!(
                    yaml,
                    "      {name}s_{child}: {{ has_many: {}, inverse: {name} }}",
                    model(child)
                );
            }
        }
    }
}

/// The models that a model's foreign keys point at: two relationships lead out of each model
/// and two, on average, into it.
fn targets(at: usize) -> (usize, usize) {
    (at.saturating_sub(1), at / 2)
}

fn model(at: usize) -> String {
    format!("Model{at}")
}

fn time() -> Result<(), Box<dyn Error>> {
    let folder = env::temp_dir().join(format!("ormolu-generation-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    println!(
        "{:<22}{:>10}{:>14}{:>12}",
        "generation", "ms", "ms per model", "MB of Rust"
    );
    for models in [100, 500, 2000] {
        let path = folder.join("schema.yaml");
        fs::write(&path, schema(models, true))?;
        let rounds = (0..3)
            .map(|_| generate(&path))
            .collect::<Result<Vec<_>, _>>()?;
        let (time, files) = rounds
            .into_iter()
            .min_by_key(|(time, _)| *time)
            .unwrap_or_default();
        let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
        let ms = time.as_secs_f64() * 1e3;
        println!(
            "{:<22}{ms:>10.0}{:>14.2}{:>12.1}",
            format!("{models} models"),
            ms / models as f64,
            bytes as f64 / 1e6,
        );
    }
    fs::remove_dir_all(folder)?;
    Ok(())
}

type Files = Vec<(std::path::PathBuf, String)>;

fn generate(schema: &Path) -> Result<(Duration, Files), Box<dyn Error>> {
    let start = Instant::now();
    let compilation = compile(&Input::new([schema.display().to_string()]));
    let Some(output) = compilation.output else {
        let first = compilation.outcome.diagnostics().first().cloned();
        return Err(format!("the schema is wrong: {first:?}").into());
    };
    let output = output?;
    Ok((start.elapsed(), output.files.into_iter().collect()))
}

fn write(folder: &Path, runtime: &str) -> Result<(), Box<dyn Error>> {
    for (name, relationships) in [("with", true), ("without", false)] {
        let folder = folder.join(name);
        let models = folder.join("src/models");
        let _ = fs::remove_dir_all(&models);
        fs::create_dir_all(models.join("glue"))?;
        let path = folder.join("schema.yaml");
        fs::write(&path, schema(200, relationships))?;
        for (file, text) in generate(&path)?.1 {
            fs::write(models.join(file), text)?;
        }
        fs::write(folder.join("src/lib.rs"), "pub mod models;\n")?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\normolu = {{ path = \"{runtime}\" }}\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
    }
    Ok(())
}
