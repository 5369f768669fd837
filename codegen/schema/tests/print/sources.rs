//! Real schemas in SQL, and a small one of ours for each dialect.

use super::{Dialect, Input, Path, PathBuf, Schema, compile};

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
