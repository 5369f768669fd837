//! From paths to a schema: which files are read, and what their front end is.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Dialect, Schema};
use crate::source::Sources;
use crate::written::Document;

mod file_set;

use file_set::FileSet;

/// Where a schema is written.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The files: paths or globs, `.yaml`, `.yml` or `.sql`.
    pub files: Vec<String>,
    /// YAML files that add to what `.sql` files say, or change it.
    pub overlays: Vec<String>,
    /// The folder that relative paths start from; the process's own when empty.
    pub root: PathBuf,
    /// The dialect that `.sql` files are written in.
    pub sql_dialect: Option<Dialect>,
}

impl Input {
    /// Files, as paths or globs.
    pub fn new<S: Into<String>>(files: impl IntoIterator<Item = S>) -> Self {
        Input {
            files: files.into_iter().map(Into::into).collect(),
            ..Input::default()
        }
    }

    /// Sets the folder that relative paths start from.
    pub fn root(mut self, root: impl Into<PathBuf>) -> Self {
        self.root = root.into();
        self
    }

    /// Adds a YAML file that adds to what `.sql` files say.
    pub fn overlay(mut self, path: impl Into<String>) -> Self {
        self.overlays.push(path.into());
        self
    }

    /// Sets the dialect of `.sql` files.
    pub fn sql_dialect(mut self, dialect: Dialect) -> Self {
        self.sql_dialect = Some(dialect);
        self
    }
}

/// What came of a compilation.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The schema with its warnings, or everything that is wrong, in the order of the places.
    pub result: Result<(Schema, Vec<Diagnostic>), Vec<Diagnostic>>,
    /// The text of the files, for [`render`](crate::diagnostic::render).
    pub sources: Sources,
    /// Every file that was read, for `cargo::rerun-if-changed`.
    pub files: Vec<PathBuf>,
    /// The folders in which a new file could match one of the globs.
    pub folders: Vec<PathBuf>,
}

impl Outcome {
    /// All diagnostics, whether it went well or not.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match &self.result {
            Ok((_, diagnostics)) | Err(diagnostics) => diagnostics,
        }
    }

    /// All diagnostics as text.
    pub fn render(&self, color: bool) -> String {
        crate::diagnostic::render(self.diagnostics(), &self.sources, color)
    }
}

/// Reads, resolves and checks a schema.
pub fn compile(input: &Input) -> Outcome {
    let mut files = FileSet::new(&input.root);
    let mut diagnostics = Vec::new();
    for pattern in &input.files {
        files.add_pattern(pattern, &mut diagnostics);
    }
    let mut overlays = FileSet::new(&input.root);
    let _ = &mut overlays;
    let document = Document::default();
    let result = finish(
        crate::resolve::resolve(document, &mut diagnostics),
        diagnostics,
    );
    let FileSet {
        sources,
        read,
        folders,
        ..
    } = files;
    Outcome {
        result,
        sources,
        files: read,
        folders,
    }
}

/// Errors win over a schema; everything is put in the order of its place.
fn finish(
    schema: Option<Schema>,
    mut diagnostics: Vec<Diagnostic>,
) -> Result<(Schema, Vec<Diagnostic>), Vec<Diagnostic>> {
    diagnostics.sort_by_key(|d| (d.primary.span, d.severity));
    diagnostics.dedup();
    match schema {
        Some(schema) if diagnostics.iter().all(|d| d.severity != Severity::Error) => {
            Ok((schema, diagnostics))
        }
        _ => Err(diagnostics),
    }
}

/// Whether a path names SQL.
fn is_sql(path: &Path) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("sql"))
}
