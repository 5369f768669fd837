use ormolu_migrate::{create_all, drop_all, script};

use crate::Failure;
use crate::arguments::Ddl;
use crate::schema::{input, report};

/// `ormolu ddl`
pub(crate) fn run(arguments: &Ddl) -> Result<(), Failure> {
    let outcome = ormolu_schema::compile(&input(&arguments.schema));
    report(&outcome, &arguments.schema)?;
    let Ok((schema, _)) = &outcome.result else {
        return Ok(());
    };
    let dialect = arguments.dialect.into();
    let statements = if arguments.drop {
        drop_all(schema, dialect)
    } else {
        create_all(schema, dialect)
    };
    let statements = statements.map_err(|e| Failure::Found(format!("error: {e}")))?;
    print!("{}", script(&statements));
    Ok(())
}
