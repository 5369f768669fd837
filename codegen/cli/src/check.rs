use ormolu_codegen::compile;
use ormolu_schema::references;

use crate::Failure;
use crate::arguments::Check;
use crate::schema::{input, report};

/// `ormolu check`: the schema, and that code and DDL can be made of it.
pub(crate) fn run(arguments: &Check) -> Result<(), Failure> {
    let compilation = compile(&input(&arguments.schema));
    report(&compilation.outcome, &arguments.schema)?;
    if let Some(Err(error)) = compilation.output {
        return Err(Failure::Found(format!("error: {error}")));
    }
    if let (true, Ok((schema, _))) = (arguments.suggest, &compilation.outcome.result) {
        let found = references::suggest(schema);
        match found.is_empty() {
            true => eprintln!("no column looks like a reference without a foreign key"),
            false => print!("{}", references::overlay(schema, &found)),
        }
    }
    Ok(())
}
