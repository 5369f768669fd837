use clap::Args;

use super::Schema;

/// What to read of which database.
#[derive(Args)]
pub(crate) struct Pull {
    /// The database; the environment's DATABASE_URL where it is not given
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// Schemas of PostgreSQL to read, instead of all
    #[arg(long = "namespace", value_name = "NAME", value_delimiter = ',')]
    pub(crate) namespaces: Vec<String>,
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
