//! Schemas to print: those of the repository, and real ones in SQL.

use super::{Dialect, Input, Path, PathBuf, Schema, compile};

/// Every schema in a YAML file of the repository that compiles.
pub(super) fn repository() -> impl Iterator<Item = (String, Schema)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = vec![];
    collect(&root, &mut files);
    files.sort();
    let found: Vec<(String, Schema)> = files.into_iter().filter_map(compiled).collect();
    assert!(found.len() > 15, "only {} schemas", found.len());
    found.into_iter()
}

fn compiled(path: PathBuf) -> Option<(String, Schema)> {
    let name = path.to_string_lossy().into_owned();
    let (schema, _) = compile(&Input::new([name.clone()])).result.ok()?;
    Some((name, schema))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            collect(&path, files);
        } else if name.ends_with(".yaml") || name.ends_with(".yml") {
            files.push(path);
        }
    }
}

/// Every schema in the folder `ORMOLU_CORPUS`, in these of its forms; and a small one of ours for
/// each dialect, so that there is always one.
pub(super) fn corpus(forms: &[&str]) -> impl Iterator<Item = (String, Schema)> {
    let dialects = [
        ("sqlite", Dialect::Sqlite),
        ("postgres", Dialect::Postgres),
        ("mysql", Dialect::Mysql),
    ];
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/print");
    let mut files = vec![];
    for (engine, dialect) in dialects {
        files.push((own.join(format!("{engine}.sql")), dialect));
        let Some(corpus) = std::env::var_os("ORMOLU_CORPUS").filter(|folder| !folder.is_empty())
        else {
            println!("SKIPPED: ORMOLU_CORPUS is not set");
            continue;
        };
        let folder = std::fs::read_dir(PathBuf::from(corpus).join(engine)).unwrap();
        let mut cases: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
        cases.sort();
        for case in cases {
            for file in forms {
                files.push((case.join(file), dialect));
            }
        }
    }
    files.into_iter().filter_map(|(path, dialect)| {
        let name = path.to_string_lossy().into_owned();
        let outcome = compile(&Input::new([name.clone()]).sql_dialect(dialect));
        Some((name, outcome.result.ok()?.0))
    })
}
