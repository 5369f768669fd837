//! The files of a schema: found by globs, read once, bounded in size.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources, Span};

/// Above this a file is not read: a schema of 10,000 models fits in.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Files still to be read and files already read.
pub(super) struct FileSet<'i> {
    root: PathBuf,
    /// The files by their paths, where they are not the disk's.
    texts: Option<&'i BTreeMap<String, String>>,
    waiting: VecDeque<(String, Option<Span>)>,
    seen: BTreeSet<PathBuf>,
    pub(super) sources: Sources,
    pub(super) read: Vec<PathBuf>,
    pub(super) folders: Vec<PathBuf>,
}

impl<'i> FileSet<'i> {
    pub(super) fn new(root: &Path, texts: Option<&'i BTreeMap<String, String>>) -> Self {
        FileSet {
            root: root.to_path_buf(),
            texts,
            waiting: VecDeque::new(),
            seen: BTreeSet::new(),
            sources: Sources::default(),
            read: vec![],
            folders: vec![],
        }
    }

    /// Takes in a path or glob that the program was called with.
    pub(super) fn add_pattern(&mut self, pattern: &str, diagnostics: &mut Vec<Diagnostic>) {
        self.find(pattern, None, diagnostics);
    }

    /// Takes in a path or glob of an `include`, relative to the file that says it.
    pub(super) fn add_include(
        &mut self,
        pattern: &str,
        said: Span,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let folder = self
            .sources
            .path(said.file)
            .parent()
            .map(slashed)
            .unwrap_or_default();
        let pattern = if folder.is_empty() || Path::new(pattern).is_absolute() {
            pattern.to_owned()
        } else {
            format!("{folder}/{pattern}")
        };
        self.find(&pattern, Some(said), diagnostics);
    }

    /// The next file that was not read yet.
    pub(super) fn next(&mut self, diagnostics: &mut Vec<Diagnostic>) -> Option<FileId> {
        while let Some((path, said)) = self.waiting.pop_front() {
            if let Some(file) = self.open(&path, said, diagnostics) {
                return Some(file);
            }
        }
        None
    }

    fn find(&mut self, pattern: &str, said: Option<Span>, diagnostics: &mut Vec<Diagnostic>) {
        if !pattern.contains(['*', '?', '[']) {
            return self.enqueue(pattern.to_owned(), said);
        }
        let found = match self.matches(pattern) {
            Ok(found) => found,
            Err(error) => {
                let place = self.place(pattern, said);
                let message = format!("`{pattern}` is not a valid pattern: {}", error.msg);
                let help = "write a path, or a pattern such as `schema/**/*.yaml`";
                diagnostics.push(Diagnostic::error("bad-pattern", place, message).help(help));
                return;
            }
        };
        for path in &found {
            self.enqueue(path.clone(), said);
        }
        if found.is_empty() {
            let place = self.place(pattern, said);
            let message = format!("no file matches `{pattern}`");
            let help = "write a path, or a pattern such as `schema/**/*.yaml`";
            diagnostics.push(Diagnostic::error("no-such-file", place, message).help(help));
        }
    }

    /// The files that a pattern matches, in order.
    fn matches(&mut self, pattern: &str) -> Result<Vec<String>, glob::PatternError> {
        if let Some(texts) = self.texts {
            let pattern = glob::Pattern::new(pattern)?;
            let paths = texts.keys().filter(|path| pattern.matches(path));
            return Ok(in_order(paths.cloned().collect()));
        }
        let rooted = slashed(&self.root.join(pattern));
        let fixed = rooted.split(['*', '?', '[']).next().unwrap_or_default();
        let folder = fixed.rsplit_once('/').map_or(".", |(folder, _)| folder);
        self.folders.push(PathBuf::from(folder));
        let paths = glob::glob(&rooted)?.flatten().filter(|path| path.is_file());
        let short = |path: PathBuf| slashed(path.strip_prefix(&self.root).unwrap_or(&path));
        Ok(in_order(paths.map(short).collect()))
    }

    fn enqueue(&mut self, path: String, said: Option<Span>) {
        let full = self.root.join(&path);
        let on_disk = self.texts.is_none().then(|| full.canonicalize().ok());
        let key = on_disk.flatten().unwrap_or(full);
        if self.seen.insert(key) {
            self.waiting.push_back((path, said));
        }
    }

    fn open(
        &mut self,
        path: &str,
        said: Option<Span>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<FileId> {
        let full = self.root.join(path);
        let bytes = match self.bytes(path, &full) {
            Ok(bytes) => bytes,
            Err(error) => {
                let place = self.place(path, said);
                let message = format!("cannot read `{path}`: {}", reason(&error));
                let help = match said {
                    Some(_) => "a path is relative to the file that includes it",
                    None => "a path is relative to the folder the program was given",
                };
                diagnostics.push(Diagnostic::error("no-such-file", place, message).help(help));
                return None;
            }
        };
        self.read.push(full);
        if bytes.len() as u64 > MAX_BYTES {
            let file = self.sources.add(path, "");
            let message = format!("`{path}` is larger than {} MiB", MAX_BYTES >> 20);
            let help = "split the schema into several files and name them with a glob";
            let place = Span::new(file, 0..0);
            diagnostics.push(Diagnostic::error("file-too-large", place, message).help(help));
            return None;
        }
        match String::from_utf8(bytes) {
            Ok(text) => Some(self.sources.add(path, text)),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let file = self.sources.add(path, text);
                let place = Span::new(file, at..at + '\u{fffd}'.len_utf8());
                let message = format!("`{path}` is not UTF-8");
                let not_utf8 = Diagnostic::error("not-utf8", place, message)
                    .label("the first byte that is no UTF-8 stands here")
                    .help("save the file as UTF-8");
                diagnostics.push(not_utf8);
                None
            }
        }
    }

    fn bytes(&self, path: &str, full: &Path) -> io::Result<Vec<u8>> {
        match self.texts {
            Some(texts) => texts
                .get(path)
                .map(|text| text.clone().into_bytes())
                .ok_or(io::ErrorKind::NotFound.into()),
            None => read_bounded(full),
        }
    }

    /// Where the path was said, or else the path itself, as an empty file.
    fn place(&mut self, path: &str, said: Option<Span>) -> Span {
        said.unwrap_or_else(|| Span::new(self.sources.add(path, ""), 0..0))
    }
}

/// Paths in the order of their names, with numbers in the order of their values: the tenth
/// migration comes after the second.
fn in_order(mut paths: Vec<String>) -> Vec<String> {
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    enum Part {
        Number(usize, String),
        Text(String),
    }
    let parts = |path: &String| {
        let chunks = path
            .as_bytes()
            .chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit());
        let part = |chunk: &[u8]| {
            let text = String::from_utf8_lossy(chunk).into_owned();
            match text.bytes().all(|b| b.is_ascii_digit()) {
                true => {
                    let digits = text.trim_start_matches('0').to_owned();
                    Part::Number(digits.len(), digits)
                }
                false => Part::Text(text),
            }
        };
        chunks.map(part).collect::<Vec<_>>()
    };
    paths.sort_by_cached_key(|path| (parts(path), path.clone()));
    paths
}

fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The operating system's reason in the same words everywhere.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
