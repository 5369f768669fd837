//! The schema of SQL files.

use ormolu_schema::Input;
use ormolu_schema::ir::Schema;

use crate::Failure;
use crate::arguments::pull::Pull;
use crate::schema::{input, report};

pub(super) fn source(arguments: &Pull) -> Result<Schema, Failure> {
    let input = Input {
        files: arguments.from.clone(),
        ..input(&arguments.schema)
    };
    let outcome = ormolu_schema::compile(&input);
    report(&outcome, &arguments.schema)?;
    match outcome.result {
        Ok((schema, _)) => Ok(schema),
        Err(_) => Err(Failure::Found("error: the schema cannot be read".into())),
    }
}
