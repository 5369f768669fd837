use std::path::{Path, PathBuf};

/// The folder of a program: named by the environment, in one of `folders`, or in the PATH.
pub(crate) fn folder_of(program: &str, variable: &str, folders: &[PathBuf]) -> Option<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    named
        .into_iter()
        .chain(folders.iter().cloned())
        .chain(std::env::split_paths(&path))
        .find(|folder| folder.join(program).is_file())
}

/// The subfolders `folder/*/bin`, the highest version first.
pub(crate) fn versions(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    found.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    found.into_iter().map(|(_, path)| path).collect()
}
