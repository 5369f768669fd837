use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::{fs, io};

use similar::TextDiff;

use crate::file::MARK;

/// Generated files by their path within the output folder.
///
/// It exists in memory first, so that generating, checking and building are one code path with
/// different ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The files.
    pub files: BTreeMap<PathBuf, String>,
}

/// What [`Output::write`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or changed.
    pub written: Vec<PathBuf>,
    /// Generated files of an earlier run that are gone.
    pub removed: Vec<PathBuf>,
}

/// A folder that does not hold what would be generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    /// A unified diff from what is there to what would be generated.
    pub diff: String,
    /// How many files differ.
    pub files: usize,
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diff)
    }
}

impl Output {
    /// Makes `folder` hold these files. Files that are equal already are not touched; generated
    /// files that are not among these are removed; files of the user stay.
    ///
    /// # Errors
    /// A file that cannot be read, written or removed, or one of the user's that is in the way.
    pub fn write(&self, folder: &Path) -> io::Result<Written> {
        let mut done = Written::default();
        // Nothing is written before everything is known to be writable.
        let mut changed = vec![];
        for (path, text) in &self.files {
            let at = folder.join(path);
            match read(&at)? {
                Some(there) if there == *text => {}
                Some(there) if !there.starts_with(MARK) => return Err(not_ours(&at)),
                _ => changed.push((path, at, text)),
            }
        }
        for (path, at, text) in changed {
            if let Some(parent) = at.parent() {
                fs::create_dir_all(parent).map_err(|e| name(e, parent))?;
            }
            fs::write(&at, text).map_err(|e| name(e, &at))?;
            done.written.push(path.clone());
        }
        for path in generated(folder)? {
            if !self.files.contains_key(&path) {
                let at = folder.join(&path);
                fs::remove_file(&at).map_err(|e| name(e, &at))?;
                done.removed.push(path);
            }
        }
        Ok(done)
    }

    /// Whether `folder` holds these files and no other generated ones.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn check(&self, folder: &Path) -> io::Result<Result<(), Stale>> {
        let mut paths: BTreeSet<PathBuf> = generated(folder)?.into_iter().collect();
        paths.extend(self.files.keys().cloned());
        let mut stale = Stale {
            diff: String::new(),
            files: 0,
        };
        for path in paths {
            let at = folder.join(&path);
            let there = read(&at)?.unwrap_or_default();
            let new = self.files.get(&path).map_or("", String::as_str);
            if there == new {
                continue;
            }
            let shown = at.display().to_string();
            let diff = TextDiff::from_lines(there.as_str(), new);
            let mut diff = diff.unified_diff();
            diff.header(&shown, &shown);
            stale.diff.push_str(&diff.to_string());
            stale.files += 1;
        }
        Ok(if stale.files == 0 { Ok(()) } else { Err(stale) })
    }
}

/// The generated files of a folder and of those below it, by their path within it.
fn generated(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut out, mut below) = (vec![], vec![PathBuf::new()]);
    while let Some(part) = below.pop() {
        let entries = match fs::read_dir(folder.join(&part)) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            Err(e) => return Err(name(e, &folder.join(&part))),
        };
        for entry in entries {
            let entry = entry?;
            let path = part.join(entry.file_name());
            // The glue of a database schema lies two folders deep. A root of its own is another
            // output.
            let is_deep = part.components().count() == 2;
            if !is_deep && entry.file_type()?.is_dir() && !entry.path().join("mod.rs").exists() {
                below.push(path);
                continue;
            }
            let is_rust = path.extension().is_some_and(|e| e == "rs");
            let text = if is_rust { read(&entry.path())? } else { None };
            if text.is_some_and(|text| text.starts_with(MARK)) {
                out.push(path);
            }
        }
    }
    out.sort();
    Ok(out)
}

/// The text of a file, with the line ends of Unix; `None` if there is none.
fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) if text.contains('\r') => Ok(Some(text.replace("\r\n", "\n"))),
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(name(e, path)),
    }
}

fn not_ours(path: &Path) -> io::Error {
    let message = format!(
        "{}: not a file that ormolu generated; move it, or generate into another folder",
        path.display()
    );
    io::Error::new(io::ErrorKind::AlreadyExists, message)
}

/// The error with its path.
fn name(error: io::Error, path: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
