use ormolu_schema::ir::{Dialect, Enum, TableName};

use crate::error::RenderError;
use crate::operation::{AddEnumValue, RebuildEnum};
use crate::render::{domain, quote};

pub(super) fn name(enumeration: &Enum) -> Result<String, RenderError> {
    let namespace = enumeration.namespace.as_deref();
    quote::qualified(Dialect::Postgres, namespace, &enumeration.sql_name)
}

pub(super) fn create(enumeration: &Enum) -> Result<String, RenderError> {
    let values = enumeration.variants.iter().map(|v| v.value.as_str());
    let values = quote::texts(Dialect::Postgres, values)?;
    Ok(format!(
        "CREATE TYPE {} AS ENUM ({values})",
        name(enumeration)?
    ))
}

/// Asked for twice it is there once: outside of a transaction a migration may be run again.
pub(super) fn add_value(add: &AddEnumValue<'_>) -> Result<String, RenderError> {
    let text = |text: &str| quote::text(Dialect::Postgres, text);
    let variants = &add.enumeration.variants;
    let place = match add.behind {
        Some(other) => format!(" AFTER {}", text(other)?),
        None => match variants.get(1) {
            Some(next) => format!(" BEFORE {}", text(&next.value)?),
            None => String::new(),
        },
    };
    Ok(format!(
        "ALTER TYPE {} ADD VALUE IF NOT EXISTS {}{place}",
        name(add.enumeration)?,
        text(add.value)?
    ))
}

/// Values cannot be taken from a type: a new one takes its place. A row with a value that is gone
/// makes it fail.
pub(super) fn rebuild(rebuild: &RebuildEnum<'_>) -> Result<Vec<String>, RenderError> {
    let new = name(rebuild.after)?;
    let old_name = domain::aside(&TableName {
        namespace: rebuild.before.namespace.clone(),
        name: rebuild.before.sql_name.clone(),
    })
    .name;
    let old = Enum {
        sql_name: old_name.clone(),
        ..rebuild.before.clone()
    };
    let old_name = quote::name(Dialect::Postgres, &old_name)?;
    let mut out = vec![
        format!("ALTER TYPE {new} RENAME TO {old_name}"),
        create(rebuild.after)?,
    ];
    for (table, column, default) in &rebuild.columns {
        let table = quote::table(Dialect::Postgres, &table.table)?;
        let column = quote::name(Dialect::Postgres, &column.name)?;
        let change = format!("ALTER COLUMN {column} TYPE {new} USING {column}::text::{new}");
        if default.is_empty() {
            out.push(format!("ALTER TABLE {table} {change}"));
            continue;
        }
        out.push(format!(
            "ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT"
        ));
        out.push(format!(
            "ALTER TABLE {table}\n    {change},\n    ALTER COLUMN {column} SET{default}"
        ));
    }
    if !rebuild.keeps_old {
        out.push(format!("DROP TYPE {}", name(&old)?));
    }
    Ok(out)
}
