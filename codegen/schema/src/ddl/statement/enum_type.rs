//! CREATE TYPE and ALTER TYPE: enumerations.

use crate::ddl::catalog::{Catalog, EnumType, TableRef};
use crate::ddl::constraint::note;
use crate::ddl::cursor::{Cursor, Reading};
use crate::ddl::rename::rename_type;
use crate::diagnostic::Diagnostic;

/// Reads what follows `CREATE TYPE`.
pub(super) fn create_type(
    c: &mut Cursor<'_>,
    catalog: &mut Catalog,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    let name = c.table()?;
    if !c.take("AS ENUM") {
        let message = format!(
            "type `{}` is opaque: its columns are read as text",
            name.name.text
        );
        notes.push(note("opaque-type", name.name.span, &message));
        return Ok(());
    }
    let values = c
        .group()?
        .items()
        .iter_mut()
        .map(Cursor::string)
        .collect::<Reading<Vec<_>>>()?;
    let namespace = catalog.namespace_of(name.namespace.as_deref());
    let key = catalog.key(&name);
    if let Some(first) = catalog.enums.get(&key) {
        let message = format!(
            "type `{}` is created twice: the first one counts",
            name.name.text
        );
        let twice = Diagnostic::warning("type-twice", name.name.span, message);
        return Err(Box::new(twice.related(first.name.span, "first here")));
    }
    catalog.enums.insert(
        key,
        EnumType {
            namespace,
            name: name.name,
            values,
            comment: None,
        },
    );
    Ok(())
}

/// Reads `RENAME TO ..` and `SET SCHEMA ..`: what a type is called, and will be.
pub(super) fn renamed(c: &mut Cursor<'_>, old: TableRef) -> Reading<Option<(TableRef, TableRef)>> {
    let mut new = old.clone();
    if c.take("RENAME TO") {
        new.name = c.name()?;
    } else if c.take("SET SCHEMA") {
        new.namespace = Some(c.name()?.text);
    } else {
        return Ok(None);
    }
    Ok(Some((old, new)))
}

/// Reads what follows `ALTER TYPE`.
pub(super) fn alter_type(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    let name = c.table()?;
    let Some(at) = catalog.find(&catalog.enums, &name) else {
        return Ok(());
    };
    if let Some((old, new)) = renamed(c, catalog.whole(&catalog.enums, &name, at))? {
        rename_type(catalog, &old, new);
        return Ok(());
    }
    let values = &mut catalog.enums[at].values;
    let position = |values: &[String], value: &str| values.iter().position(|v| v == value);
    if c.take("ADD VALUE") {
        c.take("IF NOT EXISTS");
        let value = c.string()?;
        if values.contains(&value) {
            return Ok(());
        }
        let at = match c.take_any(&["BEFORE", "AFTER"]) {
            Some(side) => {
                let after = usize::from(side == "AFTER");
                position(values, &c.string()?).map(|at| at + after)
            }
            None => None,
        };
        values.insert(at.unwrap_or(values.len()), value);
    } else if c.take("RENAME VALUE") {
        let old = c.string()?;
        c.expect("TO")?;
        let new = c.string()?;
        if let Some(at) = position(values, &old) {
            values[at] = new;
        }
    }
    Ok(())
}
