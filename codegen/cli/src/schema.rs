use std::io::IsTerminal;

use ormolu_schema::{Input, Outcome, Tolerance};

use crate::Failure;
use crate::arguments::Schema;
use crate::report::{brief, full};

/// What to read.
pub(crate) fn input(schema: &Schema) -> Input {
    Input {
        files: schema.files.clone(),
        overlays: schema.overlays.clone(),
        sql_dialect: schema.sql_dialect.map(Into::into),
        tolerance: match (schema.strict, schema.lossy) {
            (true, _) => Tolerance::Strict,
            (false, true) => Tolerance::Lossy,
            (false, false) => Tolerance::Usual,
        },
        ..Input::default()
    }
}

/// Prints warnings and remarks; errors are the failure.
pub(crate) fn report(outcome: &Outcome, arguments: &Schema) -> Result<(), Failure> {
    let color = std::io::stderr().is_terminal();
    let text = match arguments.verbose {
        true => full(outcome, color),
        false => brief(outcome, color),
    };
    if outcome.result.is_err() {
        return Err(Failure::Found(text));
    }
    eprint!("{text}");
    Ok(())
}
