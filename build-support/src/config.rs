use std::path::PathBuf;

use ormolu_codegen::compile;
use ormolu_schema::ir::Dialect;
use ormolu_schema::{Input, Tolerance};

use crate::cargo;
use crate::error::Error;

/// What to compile, and where to.
#[derive(Clone, Debug, Default)]
pub struct Config {
    files: Vec<String>,
    overlays: Vec<String>,
    sql_dialect: Option<Dialect>,
    tolerance: Tolerance,
    out_dir: Option<PathBuf>,
    module: Option<String>,
}

impl Config {
    /// Nothing yet; without a [`schema`](Config::schema) it is `schema.yaml`.
    pub fn new() -> Self {
        Config::default()
    }

    /// Adds a schema file: a path or glob from the package's folder, `.yaml` or `.sql`.
    pub fn schema(mut self, pattern: impl Into<String>) -> Self {
        self.files.push(pattern.into());
        self
    }

    /// Adds a YAML file that adds to what `.sql` files say, or changes it.
    pub fn overlay(mut self, path: impl Into<String>) -> Self {
        self.overlays.push(path.into());
        self
    }

    /// Sets the dialect of `.sql` files.
    pub fn sql_dialect(mut self, dialect: Dialect) -> Self {
        self.sql_dialect = Some(dialect);
        self
    }

    /// Sets how much may be wrong: warnings may count as errors, and tables of `.sql` files that
    /// cannot be read may be left out.
    pub fn tolerance(mut self, tolerance: Tolerance) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Writes to a folder of the package, such as `src/models`, instead of `OUT_DIR`.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Names the folder in `OUT_DIR`, for a crate with several schemas: what `include_models!` is
    /// given. It is `models` unless set.
    pub fn module(mut self, name: impl Into<String>) -> Self {
        self.module = Some(name.into());
        self
    }

    /// Compiles the schema. On an error it prints what is wrong and ends the build.
    pub fn compile(self) {
        if let Err(error) = self.try_compile() {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }

    /// Compiles the schema, and tells cargo when to do so again.
    ///
    /// # Errors
    /// The schema is wrong, or its code cannot be written.
    pub fn try_compile(self) -> Result<(), Error> {
        let root = cargo::folder("CARGO_MANIFEST_DIR")?;
        let folder = match &self.out_dir {
            Some(folder) => root.join(folder),
            None => cargo::folder("OUT_DIR")?.join(self.module.as_deref().unwrap_or("models")),
        };
        let compilation = compile(&self.input(root.clone()));
        cargo::rerun_if_changed(&compilation.outcome, &root);
        let Some(output) = compilation.output else {
            return Err(Error::Schema(compilation.outcome.render(false)));
        };
        cargo::warn(&compilation.outcome);
        output?.write(&folder)?;
        Ok(())
    }

    fn input(self, root: PathBuf) -> Input {
        let files = if self.files.is_empty() {
            vec!["schema.yaml".to_owned()]
        } else {
            self.files
        };
        Input {
            files,
            overlays: self.overlays,
            root,
            sql_dialect: self.sql_dialect,
            tolerance: self.tolerance,
            texts: None,
        }
    }
}
