use std::path::PathBuf;

use clap::Args;

use super::Schema;

/// What to read of which database, and where to write it.
#[derive(Args)]
pub(crate) struct Pull {
    /// The database [default: DATABASE_URL, or that of the configuration]
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// SQL files to read instead of a database: paths or globs; `--sql-dialect` says which SQL
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["url", "check"])]
    pub(crate) from: Vec<String>,
    /// A YAML file, or the folder of a `schema.yaml`, to write to; what is there keeps names,
    /// comments and order, and only the lines of what changed are touched
    #[arg(long, value_name = "PATH", conflicts_with = "check")]
    pub(crate) to: Option<PathBuf>,
    /// Times that two or more tables have alike, such as created_at and updated_at, become a mixin,
    /// and a table that is new names the mixin of the files that says its columns
    #[arg(long, conflicts_with = "check")]
    pub(crate) mixins: bool,
    /// Schemas of PostgreSQL to read, instead of all
    #[arg(long = "namespace", value_name = "NAME", value_delimiter = ',')]
    pub(crate) namespaces: Vec<String>,
    /// Tables that are none of the schema, beside those of the configuration: names, or patterns
    /// such as `spatial_*`
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// The configuration
    #[arg(long, value_name = "FILE", default_value = "ormolu.yaml")]
    pub(crate) config: PathBuf,
    /// Prints nothing of the schema: shows where the database is not what the schema files say, and
    /// ends with code 1 if it is not
    #[arg(long)]
    pub(crate) check: bool,
    /// Shows the differences as JSON
    #[arg(long, requires = "check")]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) schema: Schema,
}
