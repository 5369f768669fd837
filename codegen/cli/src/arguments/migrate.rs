//! What `ormolu migrate` is told.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Engine, Schema};

/// Plans, runs and proves migrations.
#[derive(Args)]
pub(crate) struct Migrate {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// The folder of the migrations [default: that of the configuration, or `migrations`]
    #[arg(long, value_name = "FOLDER", global = true)]
    pub(crate) dir: Option<PathBuf>,
    /// The configuration
    #[arg(
        long,
        value_name = "FILE",
        default_value = "ormolu.yaml",
        global = true
    )]
    pub(crate) config: PathBuf,
    /// The database [default: that of the profile, DATABASE_URL, or that of the configuration]
    #[arg(long, value_name = "URL", global = true)]
    pub(crate) url: Option<String>,
    /// Databases that the configuration names; several by commas
    #[arg(
        long,
        value_name = "NAME",
        value_delimiter = ',',
        conflicts_with = "url",
        global = true
    )]
    pub(crate) profile: Vec<String>,
    /// Schemas of the server, each with its own state: names, or patterns such as `tenant_*`
    #[arg(long, value_name = "NAME", value_delimiter = ',', global = true)]
    pub(crate) schemas: Vec<String>,
    /// Tables that somebody else makes and changes, beside those of the configuration: names, or
    /// patterns such as `spatial_*`
    #[arg(long, value_name = "NAME", value_delimiter = ',', global = true)]
    pub(crate) ignore: Vec<String>,
    /// Prints JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Makes the folder
    Init,
    /// Plans a migration from the last one to the schema
    Diff(Diff),
    /// Makes an empty migration to write by hand
    New(New),
    /// Applies migrations
    Up(Up),
    /// Takes migrations back
    Down(Down),
    /// Says what a database has
    Status(Status),
    /// Lists the history, the newest first
    Log(Log),
    /// Lists the migrations that nothing comes after
    Heads,
    /// Shows a migration
    Show(Show),
    /// Says whether the folder is sound and fits the schema
    Check(Check),
    /// Finds what is dangerous about the SQL of migrations
    Lint(Lint),
    /// Says where a database is, without running anything
    Stamp(Stamp),
    /// Joins several heads
    Merge(Merge),
    /// Puts the migrations of one branch after those of another
    Rebase(Rebase),
    /// Prints a range of migrations as SQL
    Sql(Sql),
    /// Makes one migration of the oldest ones
    Squash(Squash),
    /// Runs all migrations up, down and up again, and compares with their snapshots
    Test(Test),
}

#[derive(Args)]
pub(crate) struct Diff {
    /// What the migration is for, in a few words
    pub(crate) message: String,
    #[command(flatten)]
    pub(crate) schema: Schema,
    /// The migration to come after, where there are several heads
    #[arg(long, value_name = "TARGET")]
    pub(crate) after: Option<String>,
    /// Plans from the database at a URL instead of the last snapshot
    #[arg(long, value_name = "URL")]
    pub(crate) against: Option<String>,
    /// Answers whether something that is gone and something new are one thing with a new name
    #[arg(long, value_enum)]
    pub(crate) renames: Option<Answer>,
    /// Plans for a database that others go on writing to: short locks, and long work without one
    #[arg(long)]
    pub(crate) online: bool,
    /// Plans two migrations where something gets another name or type: programs of before and of
    /// after run between them
    #[arg(long)]
    pub(crate) expand_contract: bool,
    /// Also for a schema that is the same to a database, so that its hash is known
    #[arg(long)]
    pub(crate) record: bool,
    /// Prints the plan and writes nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Names a branch that begins here
    #[arg(long, value_name = "NAME")]
    pub(crate) label: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Answer {
    Yes,
    No,
}

#[derive(Args)]
pub(crate) struct New {
    /// What the migration is for, in a few words
    pub(crate) message: String,
    /// The migration to come after, where there are several heads; `base` for a new base
    #[arg(long, value_name = "TARGET")]
    pub(crate) after: Option<String>,
    /// A migration of another branch that it needs
    #[arg(long, value_name = "TARGET")]
    pub(crate) depends_on: Vec<String>,
    /// Names the branch that begins here
    #[arg(long, value_name = "NAME")]
    pub(crate) label: Vec<String>,
    /// It is written in Rust
    #[arg(long)]
    pub(crate) rust: bool,
    /// The engines, where there is no migration before to tell
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(crate) dialects: Vec<Engine>,
}

/// How the runner works.
#[derive(Args)]
pub(crate) struct Running {
    /// Prints what would run
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Seconds to wait for another runner
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) wait: u64,
    /// Keeps runners apart by a row instead of the engine's locks
    #[arg(long)]
    pub(crate) lock_row: bool,
    /// Takes the row away from its holder
    #[arg(long)]
    pub(crate) steal_lock: bool,
    /// Seconds that a statement may wait for a table in use
    #[arg(long, value_name = "SECONDS")]
    pub(crate) lock_timeout: Option<u64>,
    /// What is known of a statement in which a runner was interrupted
    #[arg(long, value_enum)]
    pub(crate) interrupted: Option<Interrupted>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Interrupted {
    Done,
    Again,
}

#[derive(Args)]
pub(crate) struct Up {
    /// An id or its beginning, `head`, `heads`, `+1`, `label@head`
    #[arg(default_value = "head")]
    pub(crate) target: String,
    #[command(flatten)]
    pub(crate) running: Running,
    /// Applies migrations also below others that are applied
    #[arg(long)]
    pub(crate) out_of_order: bool,
}

#[derive(Args)]
pub(crate) struct Down {
    /// An id or its beginning, `-1`, `base`, `label@base`
    #[arg(allow_hyphen_values = true)]
    pub(crate) target: String,
    #[command(flatten)]
    pub(crate) running: Running,
}

#[derive(Args)]
pub(crate) struct Status {
    /// Ends with code 1 unless everything is applied
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Args)]
pub(crate) struct Log {
    /// A part of the history: `a..b`
    pub(crate) range: Option<String>,
    /// Notes as well
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

#[derive(Args)]
pub(crate) struct Show {
    /// Which
    #[arg(default_value = "head")]
    pub(crate) target: String,
}

#[derive(Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) schema: Schema,
    /// Compares the database with the snapshot of where it is
    #[arg(long)]
    pub(crate) db: bool,
    /// Writes the files anew that follow from the migrations
    #[arg(long)]
    pub(crate) write: bool,
}

#[derive(Args)]
pub(crate) struct Stamp {
    /// Where the database is
    #[arg(required_unless_present = "accept")]
    pub(crate) targets: Vec<String>,
    /// Forgets all that was recorded before
    #[arg(long)]
    pub(crate) purge: bool,
    /// Also where the database is not as the snapshot says
    #[arg(long)]
    pub(crate) force: bool,
    /// Says that a migration that was changed after it was applied is what the database has
    #[arg(long, value_name = "TARGET", conflicts_with_all = ["targets", "purge"])]
    pub(crate) accept: Option<String>,
    /// Prints a script that says so and purges the rest, for this engine, and asks no database
    #[arg(long, value_enum, value_name = "DIALECT", conflicts_with_all = ["accept", "purge", "force"])]
    pub(crate) sql: Option<Engine>,
}

#[derive(Args)]
pub(crate) struct Merge {
    /// What the migration is called
    #[arg(default_value = "merge")]
    pub(crate) message: String,
    #[command(flatten)]
    pub(crate) schema: Schema,
}

#[derive(Args)]
pub(crate) struct Rebase {
    /// The head of the branch to move
    pub(crate) branch: String,
    /// The head to come after [default: the other one]
    #[arg(long, value_name = "TARGET")]
    pub(crate) onto: Option<String>,
    /// Plans the migrations of the branch anew, as one
    #[arg(long)]
    pub(crate) as_one: bool,
    /// With `--as-one`: answers whether something that is gone and something new are one thing with
    /// a new name
    #[arg(long, value_enum, requires = "as_one")]
    pub(crate) renames: Option<Answer>,
    #[command(flatten)]
    pub(crate) schema: Schema,
}

#[derive(Args)]
pub(crate) struct Sql {
    /// `a..b`, `..b` from nothing, `b..base` back
    #[arg(default_value = "..head")]
    pub(crate) range: String,
    /// The engine
    #[arg(long, value_enum)]
    pub(crate) dialect: Engine,
    /// Writes a file for each migration and way, for another program that runs them
    #[arg(long, value_enum, requires = "out")]
    pub(crate) layout: Option<Layout>,
    /// The folder for them
    #[arg(long, value_name = "FOLDER", requires = "layout")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Layout {
    /// That of sqlx's migrator: `20260301120000_name.up.sql`
    Sqlx,
}

#[derive(Args)]
pub(crate) struct Squash {
    /// The last of those that become one
    pub(crate) last: String,
    /// What the migration is called
    #[arg(long, value_name = "TEXT", default_value = "baseline")]
    pub(crate) message: String,
    /// Also where there is no empty database of an engine to prove it on
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Args)]
pub(crate) struct Test {
    /// The engine that the URL is not needed for: SQLite, in a file that is removed
    #[arg(long, value_enum, default_value = "sqlite")]
    pub(crate) dialect: Engine,
}

#[derive(Args)]
pub(crate) struct Lint {
    /// A migration or a range `a..b` [default: the heads]
    pub(crate) target: Option<String>,
    /// Only the SQL of one engine
    #[arg(long, value_enum)]
    pub(crate) dialect: Option<Engine>,
    /// How to print what was found
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    /// Takes warnings for errors
    #[arg(long)]
    pub(crate) strict: bool,
    /// Lists the rules
    #[arg(long)]
    pub(crate) rules: bool,
}

/// How findings are printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// A list of objects
    Json,
    /// For code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
}
