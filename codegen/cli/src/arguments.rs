pub(crate) mod migrate;
pub(crate) mod pull;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use ormolu_schema::ir::Dialect;

/// Compiles schemas to Rust models and SQL.
#[derive(Parser)]
#[command(name = "ormolu", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Writes the models of a schema
    Generate(Generate),
    /// Prints a schema as SQL that creates it
    Ddl(Ddl),
    /// Says what is wrong with a schema
    Check(Check),
    /// Plans, runs and proves migrations
    Migrate(migrate::Migrate),
    /// Writes the schema of a database or of SQL files as YAML, or compares a database with one
    Pull(pull::Pull),
}

/// The schema to read.
#[derive(Args)]
pub(crate) struct Schema {
    /// Schema files: paths or globs, .yaml or .sql
    #[arg(long = "schema", short = 's', value_name = "FILE", num_args = 1.., default_value = "schema.yaml")]
    pub(crate) files: Vec<String>,
    /// YAML files that add to what .sql files say, or change it
    #[arg(long = "overlay", value_name = "FILE")]
    pub(crate) overlays: Vec<String>,
    /// The dialect of .sql files
    #[arg(long, value_enum)]
    pub(crate) sql_dialect: Option<Engine>,
    /// Takes warnings for errors
    #[arg(long)]
    pub(crate) strict: bool,
    /// Leaves out tables of .sql files that cannot be read, with a warning
    #[arg(long, conflicts_with = "strict")]
    pub(crate) lossy: bool,
    /// Shows each warning and each remark, not one of a kind
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

#[derive(Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) schema: Schema,
    /// Prints an overlay with a relationship for each column that looks like one and has no
    /// foreign key
    #[arg(long)]
    pub(crate) suggest: bool,
}

#[derive(Args)]
pub(crate) struct Generate {
    #[command(flatten)]
    pub(crate) schema: Schema,
    /// The folder to write to; the generator owns the files it wrote there
    #[arg(long, value_name = "FOLDER", default_value = "src/models")]
    pub(crate) out: PathBuf,
    /// Writes nothing: shows a diff and ends with code 1 if the folder is stale
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Args)]
pub(crate) struct Ddl {
    #[command(flatten)]
    pub(crate) schema: Schema,
    /// The dialect to print
    #[arg(long, value_enum)]
    pub(crate) dialect: Engine,
    /// Prints what drops the schema instead
    #[arg(long)]
    pub(crate) drop: bool,
}

/// A dialect on the command line.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
    Mysql,
    Mariadb,
}

impl From<Engine> for Dialect {
    fn from(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Dialect::Sqlite,
            Engine::Postgres => Dialect::Postgres,
            Engine::Mysql => Dialect::Mysql,
            Engine::Mariadb => Dialect::Mariadb,
        }
    }
}
