use ormolu_codegen::compile;

use crate::Failure;
use crate::arguments::Schema;
use crate::schema::{input, report};

/// `ormolu check`: the schema, and that code and DDL can be made of it.
pub(crate) fn run(arguments: &Schema) -> Result<(), Failure> {
    let compilation = compile(&input(arguments));
    report(&compilation.outcome, arguments)?;
    match compilation.output {
        Some(Err(error)) => Err(Failure::Found(format!("error: {error}"))),
        _ => Ok(()),
    }
}
