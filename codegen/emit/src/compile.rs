use ormolu_schema::{Input, Outcome};

use crate::error::EmitError;
use crate::output::Output;

/// What came of schema files: how they were read, and the code of the schema if it is right.
#[derive(Debug)]
pub struct Compilation {
    /// The schema with its diagnostics, its text and the files that were read.
    pub outcome: Outcome,
    /// The generated files; `None` where the schema has errors.
    pub output: Option<Result<Output, EmitError>>,
}

/// Reads a schema and generates its code: what the command and build scripts both do.
pub fn compile(input: &Input) -> Compilation {
    let outcome = ormolu_schema::compile(input);
    let schema = outcome.result.as_ref().ok();
    let output = schema.map(|(schema, _)| crate::generate(schema));
    Compilation { outcome, output }
}
