//! The schemas of the repository.

use super::{Input, Path, PathBuf, Schema, compile};

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
