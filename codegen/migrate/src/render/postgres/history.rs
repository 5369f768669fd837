//! Versions of rows: one function, which is called like the table of the versions.

use ormolu_schema::ir::Dialect;

use crate::error::RenderError;
use crate::operation::{StopHistory, Table};
use crate::render::history::Recorded;
use crate::render::quote;

pub(super) fn record(of: &Recorded<'_>) -> Result<Vec<String>, RenderError> {
    let Recorded {
        rows,
        versions,
        columns,
        now,
        ..
    } = of;
    let truncate = truncate(of.history)?;
    let name = quote::name(Dialect::Postgres, &of.history.table.name)?;
    let (valid_from, valid_to) = (
        quote::name(Dialect::Postgres, "valid_from")?,
        quote::name(Dialect::Postgres, "valid_to")?,
    );
    let (end, values, last) = (
        of.end("greatest", "OLD.")?,
        of.values("NEW.")?,
        of.last_end("NEW.")?,
    );
    let body = format!(
        "#variable_conflict use_column
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        UPDATE {versions} SET {valid_to} = greatest({valid_from}, {now}) WHERE {valid_to} IS NULL;
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        {end};
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO {versions} ({columns})
        VALUES ({values}, greatest({now}, {last}), lower(TG_OP));
    END IF;
    RETURN NULL;
END"
    );
    let mut quote = String::from("$history$");
    while body.contains(&quote) {
        quote.insert(quote.len() - 1, '_');
    }
    Ok(vec![
        format!(
            "CREATE FUNCTION {versions}() RETURNS trigger LANGUAGE plpgsql AS {quote}\n{body}\n{quote}"
        ),
        format!(
            "CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {rows}\n    \
             FOR EACH ROW EXECUTE FUNCTION {versions}()"
        ),
        format!(
            "CREATE TRIGGER {truncate} AFTER TRUNCATE ON {rows}\n    \
             FOR EACH STATEMENT EXECUTE FUNCTION {versions}()"
        ),
    ])
}

fn truncate(history: Table<'_>) -> Result<String, RenderError> {
    quote::name(
        Dialect::Postgres,
        &format!("{}_truncate", history.table.name),
    )
}

pub(super) fn stop(stop: &StopHistory<'_>) -> Result<Vec<String>, RenderError> {
    let rows = quote::table(Dialect::Postgres, &stop.table.table)?;
    let name = quote::name(Dialect::Postgres, &stop.history.table.name)?;
    let truncate = truncate(stop.history)?;
    let function = quote::table(Dialect::Postgres, &stop.history.table)?;
    Ok(vec![
        format!("DROP TRIGGER {name} ON {rows}"),
        format!("DROP TRIGGER {truncate} ON {rows}"),
        format!("DROP FUNCTION {function}()"),
    ])
}
