//! Schemas as their projects ship them: what is read of the file is what the engine has once it was
//! loaded.

use std::path::Path;

use ormolu::Database;
use ormolu_live::{Options, read};
use ormolu_schema::ir::Dialect;
use ormolu_schema::{Input, compile};
use testkit::Engine;

use super::facts::{self, Facts};
use super::{folders, load, schema};

/// What stands in the database before the file is loaded: the case, the statement.
const BEFORE: &[(&str, &str)] = &[
    // The program that runs the files makes them.
    ("musicbrainz/original.sql", "CREATE SCHEMA musicbrainz"),
    (
        "musicbrainz/original.sql",
        "CREATE SCHEMA cover_art_archive",
    ),
    // PostgreSQL has it from version 18 on.
    ("pagila/original.sql", "SET allow_system_table_mods = on"),
    (
        "pagila/original.sql",
        "CREATE FUNCTION pg_catalog.uuidv7() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()'",
    ),
];

/// With what path each of the files begins that were joined into one.
const PATHS: &[(&str, &str)] = &[(
    "musicbrainz/original.sql",
    "SET search_path = musicbrainz, public",
)];

const VIRTUAL: &str =
    "PostgreSQL has virtual columns from version 18 on, and no extension `vector`";

/// Differences that are the engine's: the case, how the line begins, the reason.
const EXPLAINED: &[(&str, &str, &str)] = &[
    ("pagila/original.sql", "invented: film", VIRTUAL),
    (
        "pagila/original.sql",
        "invented: inventory foreign key inventory_film",
        VIRTUAL,
    ),
];

pub(crate) async fn compare(engine: Engine, name: &str, dialect: Dialect) {
    let mut wrong = vec![];
    for folder in folders(name) {
        for file in ["original.sql", "dump.sql"] {
            let case = folder.file_name().unwrap().to_string_lossy();
            let case = format!("{case}/{file}");
            let before = BEFORE.iter().filter(|(of, ..)| *of == case);
            let path = PATHS
                .iter()
                .find(|(of, _)| *of == case)
                .map(|(_, path)| *path);
            let before: Vec<&str> = before.map(|(_, statement)| *statement).collect();
            let differences = differences(engine, &folder.join(file), dialect, &before, path).await;
            println!("{case}: {} differences", differences.len());
            let explained = |line: &String| {
                let mut all = EXPLAINED.iter();
                all.any(|(of, begin, _)| *of == case && line.starts_with(begin))
            };
            let left = differences.into_iter().filter(|line| !explained(line));
            wrong.extend(left.map(|line| format!("{case}: {line}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn differences(
    engine: Engine,
    file: &Path,
    dialect: Dialect,
    before: &[&str],
    path: Option<&str>,
) -> Vec<String> {
    let database = engine.database().await;
    let db = Database::connect(database.url()).await.unwrap();
    // On an engine that has it by now it is refused.
    let _ = db.execute_script(before).await;
    let refused = load::load_here(&db, file, dialect, path).await;
    // What the file set for its connection is no matter of the next one.
    let db = Database::connect(database.url()).await.unwrap();
    let pulled = read(&db, &Options::default()).await.unwrap();
    let input = Input::new([file.to_string_lossy()]).sql_dialect(dialect);
    let written = compile(&input);
    let written = facts::of_schema(schema(&written));
    let mut pulled = facts::of_schema(schema(&pulled));
    pulled.retain(|about, fact| written.contains_key(about) || !is_implied(about, fact, &written));
    for line in refused {
        println!("    refused: {line}");
    }
    facts::differences(&pulled, &written)
}

/// MySQL makes the index that a foreign key needs; nobody has to write it.
fn is_implied(about: &str, index: &str, written: &Facts) -> bool {
    let Some((table, _)) = about.split_once(" index ") else {
        return false;
    };
    let key = format!("{table} foreign key ");
    let mut keys = written.keys();
    keys.any(|about| about.starts_with(&key) && about.ends_with(index))
}
