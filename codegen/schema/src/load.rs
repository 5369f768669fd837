//! From paths to a schema: which files are read, and what their front end is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::ddl;
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Dialect, Schema};
use crate::overlay;
use crate::resolve;
use crate::source::{FileId, Sources, Span};
use crate::written::{self, Document};
use crate::yaml::{self, tree::Node};

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
    /// The text of each file by its path. Where it is given, nothing is read from disk.
    pub texts: Option<BTreeMap<String, String>>,
    /// How much may be wrong.
    pub tolerance: Tolerance,
}

/// How much may be wrong with a schema that still compiles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tolerance {
    /// Nothing: warnings are errors.
    Strict,
    /// What is worth a warning.
    #[default]
    Usual,
    /// Besides, a table of an SQL file that cannot be read: it is left out with a warning.
    Lossy,
}

impl Input {
    /// Files, as paths or globs.
    pub fn new<S: Into<String>>(files: impl IntoIterator<Item = S>) -> Self {
        Input {
            files: files.into_iter().map(Into::into).collect(),
            ..Input::default()
        }
    }

    /// One file that is no file of the disk, but this text.
    ///
    /// ```
    /// use ormolu_schema::{Input, compile};
    ///
    /// let outcome = compile(&Input::text("schema.yaml", "ormolu: 2"));
    /// assert!(outcome.render(false).contains("error[bad-version]"));
    /// ```
    pub fn text(path: impl Into<String>, text: impl Into<String>) -> Self {
        let path = path.into();
        Input {
            texts: Some(BTreeMap::from([(path.clone(), text.into())])),
            ..Input::new([path])
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
    /// Statements of SQL files that say nothing about the shape of the data: kind and count.
    pub skipped: BTreeMap<String, usize>,
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
    let (mut diagnostics, mut skipped) = (Vec::new(), BTreeMap::new());
    let mut files = FileSet::new(&input.root, input.texts.as_ref());
    for pattern in input.files.iter().chain(&input.overlays) {
        files.add_pattern(pattern, &mut diagnostics);
    }
    let (yaml, sql) = parse(&mut files, &mut diagnostics);
    let document = match (sql.as_slice(), input.sql_dialect) {
        ([], _) => yaml::read(&yaml, &mut diagnostics),
        (sql, Some(dialect)) => {
            let ddl = ddl::read(&files.sources, sql, dialect);
            diagnostics.extend(ddl.diagnostics);
            skipped = ddl.skipped;
            if input.tolerance == Tolerance::Lossy {
                let lost = diagnostics.iter_mut();
                for lost in lost.filter(|d| d.code == ddl::LOST_TABLE) {
                    lost.severity = Severity::Warning;
                }
            }
            let enums = ddl.document.enums.iter().flat_map(enum_names).collect();
            let overlay = yaml::read_overlay(&yaml, enums, &mut diagnostics);
            overlay::apply(overlay, ddl.document, &mut diagnostics)
        }
        ([first, ..], None) => {
            diagnostics.push(unknown_dialect(*first));
            Document::default()
        }
    };
    let failed = diagnostics.iter().any(|d| d.severity == Severity::Error);
    let unread = failed && yaml.is_empty() && sql.is_empty();
    let schema = if unread {
        None
    } else {
        resolve::resolve(document, &mut diagnostics)
    };
    if input.tolerance == Tolerance::Strict {
        let warnings = diagnostics.iter_mut();
        for warning in warnings.filter(|d| d.severity == Severity::Warning) {
            warning.severity = Severity::Error;
        }
    }
    let FileSet {
        sources,
        read,
        folders,
        ..
    } = files;
    Outcome {
        result: finish(schema, diagnostics),
        sources,
        files: read,
        folders,
        skipped,
    }
}

/// Reads all files, the ones that others include too: YAML as trees, SQL as it is.
fn parse(files: &mut FileSet<'_>, diagnostics: &mut Vec<Diagnostic>) -> (Vec<Node>, Vec<FileId>) {
    let (mut yaml, mut sql) = (vec![], vec![]);
    while let Some(file) = files.next(diagnostics) {
        let source = files.sources.file(file);
        if is_sql(&source.path) {
            sql.push(file);
            continue;
        }
        let Some(root) = yaml::tree::parse(&source.text, file, diagnostics) else {
            continue;
        };
        for include in yaml::includes(&root, diagnostics) {
            files.add_include(&include.value, include.span, diagnostics);
        }
        yaml.push(root);
    }
    (yaml, sql)
}

/// What a type of the SQL files may be called in an overlay.
fn enum_names(written: &written::Enum) -> Vec<String> {
    let sql = written
        .sql_name
        .iter()
        .flat_map(|name| [name.value.clone(), resolve::words::camel(&name.value)]);
    sql.chain(written.name.iter().map(|name| name.value.clone()))
        .collect()
}

fn unknown_dialect(file: FileId) -> Diagnostic {
    let message = "the dialect of this file is not known";
    let help = "say which one it is: sqlite, postgres, mysql or mariadb";
    Diagnostic::error("unknown-dialect", Span::new(file, 0..0), message).help(help)
}

/// Errors win over a schema; everything is put in the order of its place.
fn finish(
    schema: Option<Schema>,
    mut diagnostics: Vec<Diagnostic>,
) -> Result<(Schema, Vec<Diagnostic>), Vec<Diagnostic>> {
    diagnostics.sort_by(|a, b| {
        let place = |d: &Diagnostic| (d.primary.span, d.severity, d.code);
        place(a)
            .cmp(&place(b))
            .then_with(|| a.message.cmp(&b.message))
    });
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
