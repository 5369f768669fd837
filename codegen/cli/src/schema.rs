use std::io::IsTerminal;

use ormolu_schema::{Input, Outcome};

use crate::Failure;
use crate::arguments::Schema;

/// What to read.
pub(crate) fn input(schema: &Schema) -> Input {
    Input {
        files: schema.files.clone(),
        overlays: schema.overlays.clone(),
        sql_dialect: schema.sql_dialect.map(Into::into),
        ..Input::default()
    }
}

/// Prints warnings; errors are the failure.
pub(crate) fn report(outcome: &Outcome) -> Result<(), Failure> {
    let text = outcome.render(std::io::stderr().is_terminal());
    if outcome.result.is_err() {
        return Err(Failure::Found(text));
    }
    eprint!("{text}");
    Ok(())
}
