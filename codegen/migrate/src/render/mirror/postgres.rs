//! One function, and the trigger that calls it before each write.

use ormolu_schema::ir::{Dialect, Type};

use super::Mirror;
use crate::error::RenderError;
use crate::render::quote;

const POSTGRES: Dialect = Dialect::Postgres;

pub(super) fn keep_in_step(mirror: &Mirror<'_>) -> Result<Vec<String>, RenderError> {
    let (old, new) = (
        quote::name(POSTGRES, mirror.old)?,
        quote::name(POSTGRES, mirror.new)?,
    );
    let (forward, backward) = (
        mirror.forward("NEW.", POSTGRES)?,
        mirror.backward("NEW.", POSTGRES)?,
    );
    let (function, table) = (
        function(mirror)?,
        quote::table(POSTGRES, &mirror.table.table)?,
    );
    let differ = |a: &str, b: &str| match has_no_equality(mirror) {
        true => format!("({a})::text IS DISTINCT FROM ({b})::text"),
        false => format!("{a} IS DISTINCT FROM {b}"),
    };
    let (new_changed, new_differs) = (
        differ(&format!("NEW.{new}"), &format!("OLD.{new}")),
        differ(&format!("NEW.{new}"), &forward),
    );
    let (old_changed, old_differs) = (
        differ(&format!("NEW.{old}"), &format!("OLD.{old}")),
        differ(&format!("NEW.{old}"), &backward),
    );
    let required = match mirror.is_required() {
        true => format!(
            "    IF NEW.{old} IS NULL AND NEW.{new} IS NULL THEN\n        \
             RAISE not_null_violation USING MESSAGE = {};\n    END IF;\n",
            quote::text(POSTGRES, &mirror.refusal())?
        ),
        false => String::new(),
    };
    let trigger = quote::name(POSTGRES, &mirror.name)?;
    Ok(vec![
        format!(
            "CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $ormolu$\n\
             BEGIN\n    \
             IF TG_OP = 'INSERT' THEN\n        \
             NEW.{old} := coalesce(NEW.{old}, {backward});\n        \
             NEW.{new} := coalesce(NEW.{new}, {forward});\n    \
             ELSIF {new_changed} THEN\n        \
             IF {new_differs} THEN\n            \
             NEW.{old} := {backward};\n        \
             END IF;\n    \
             ELSIF {old_changed} THEN\n        \
             IF {old_differs} THEN\n            \
             NEW.{new} := {forward};\n        \
             END IF;\n    \
             END IF;\n\
             {required}    \
             RETURN NEW;\n\
             END\n\
             $ormolu$"
        ),
        format!(
            "CREATE TRIGGER {trigger} BEFORE INSERT OR UPDATE ON {table}\n    \
             FOR EACH ROW EXECUTE FUNCTION {function}()"
        ),
    ])
}

pub(super) fn let_go(mirror: &Mirror<'_>) -> Result<Vec<String>, RenderError> {
    let trigger = quote::name(POSTGRES, &mirror.name)?;
    let table = quote::table(POSTGRES, &mirror.table.table)?;
    Ok(vec![
        format!("DROP TRIGGER {trigger} ON {table}"),
        format!("DROP FUNCTION {}()", function(mirror)?),
    ])
}

fn function(mirror: &Mirror<'_>) -> Result<String, RenderError> {
    let namespace = mirror.table.table.namespace.as_deref();
    quote::qualified(POSTGRES, namespace, &mirror.name)
}

/// Types of PostgreSQL alone may lack it, such as `json`, `xml` and `point`.
fn has_no_equality(mirror: &Mirror<'_>) -> bool {
    let native = |ty: &ormolu_schema::ir::ColumnType| {
        ty.native.contains_key(&POSTGRES) || matches!(ty.base, Type::Native { .. })
    };
    native(&mirror.before.1.ty) || native(&mirror.after.1.ty)
}
