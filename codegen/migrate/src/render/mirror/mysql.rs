//! A trigger before each kind of write.

use ormolu_schema::ir::Dialect;

use super::Mirror;
use crate::error::RenderError;
use crate::render::quote;

pub(super) fn keep_in_step(
    mirror: &Mirror<'_>,
    dialect: Dialect,
) -> Result<Vec<String>, RenderError> {
    let (old, new) = (
        quote::name(dialect, mirror.old)?,
        quote::name(dialect, mirror.new)?,
    );
    let (forward, backward) = (
        mirror.forward("NEW.", dialect)?,
        mirror.backward("NEW.", dialect)?,
    );
    let table = quote::table(dialect, &mirror.table.table)?;
    // Collations find texts equal that differ by case.
    let same = |a: &str, b: &str| match mirror.is_text() {
        true => format!("CAST({a} AS BINARY) <=> CAST({b} AS BINARY)"),
        false => format!("{a} <=> {b}"),
    };
    let same_new = same(&format!("NEW.{new}"), &format!("OLD.{new}"));
    let same_old = same(&format!("NEW.{old}"), &format!("OLD.{old}"));
    let (new_fits, old_fits) = (
        same(&format!("NEW.{new}"), &forward),
        same(&format!("NEW.{old}"), &backward),
    );
    let required = match mirror.is_required() {
        true => format!(
            "    IF NEW.{old} IS NULL AND NEW.{new} IS NULL THEN\n        \
             SIGNAL SQLSTATE '23000' SET MESSAGE_TEXT = {};\n    END IF;\n",
            quote::text(dialect, &mirror.refusal())?
        ),
        false => String::new(),
    };
    let (on_update, on_insert) = names(mirror, dialect)?;
    // The one for updates first: it also brings a row in step that was written before.
    Ok(vec![
        format!(
            "CREATE TRIGGER {on_update} BEFORE UPDATE ON {table} FOR EACH ROW\n\
             BEGIN\n    \
             IF NOT ({same_new}) THEN\n        \
             IF NOT ({new_fits}) THEN\n            \
             SET NEW.{old} = {backward};\n        \
             END IF;\n    \
             ELSEIF NOT ({same_old}) THEN\n        \
             IF NOT ({old_fits}) THEN\n            \
             SET NEW.{new} = {forward};\n        \
             END IF;\n    \
             END IF;\n\
             {required}\
             END"
        ),
        format!(
            "CREATE TRIGGER {on_insert} BEFORE INSERT ON {table} FOR EACH ROW\n\
             BEGIN\n    \
             SET NEW.{old} = coalesce(NEW.{old}, {backward});\n    \
             SET NEW.{new} = coalesce(NEW.{new}, {forward});\n\
             {required}\
             END"
        ),
    ])
}

pub(super) fn let_go(mirror: &Mirror<'_>, dialect: Dialect) -> Result<Vec<String>, RenderError> {
    let (on_update, on_insert) = names(mirror, dialect)?;
    Ok(vec![
        format!("DROP TRIGGER {on_update}"),
        format!("DROP TRIGGER {on_insert}"),
    ])
}

/// A trigger is in the database of its table.
fn names(mirror: &Mirror<'_>, dialect: Dialect) -> Result<(String, String), RenderError> {
    let namespace = mirror.table.table.namespace.as_deref();
    let name =
        |event: &str| quote::qualified(dialect, namespace, &format!("{}_{event}", mirror.name));
    Ok((name("update")?, name("insert")?))
}
