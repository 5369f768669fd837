//! New rows get the tenant of the database handle, and those who are at work; no row goes from one
//! tenant to another.

use super::New;
use crate::error::{Error, Result};
use crate::graph::AnyTable;
use crate::model::{ColumnSet, Model, ModelMeta};
use crate::rules::{Parameters, foreign_tenant, set_by};
use crate::value::{Cell, Value};

/// The column that says to whom a row belongs, and its value here.
pub(crate) fn tenant<'p>(
    model: &ModelMeta,
    parameters: &'p Parameters,
) -> Result<Option<(u16, &'p Value)>> {
    let Some((column, name)) = model.table.tenant() else {
        return Ok(None);
    };
    Ok(Some((column, parameters.get(name)?)))
}

/// Gives a new row its tenant; one that has a tenant must have this one.
pub(crate) fn own<M: Model>(new: &mut New<M>, parameters: &Parameters) -> Result<()> {
    let mut rows = std::slice::from_mut(&mut new.row).iter_mut();
    own_rows(&mut rows, &mut new.incoming.unset, parameters)
}

/// As [`own`], for rows that leave the same columns open.
pub(super) fn own_rows<M: Model>(
    rows: &mut dyn Iterator<Item = &mut M>,
    unset: &mut ColumnSet,
    parameters: &Parameters,
) -> Result<()> {
    let tenant = tenant(M::META, parameters)?;
    let mut given = set_by::of_insert(M::META, parameters, |at| unset.contains(at))?;
    let owned = tenant.filter(|(column, _)| !unset.contains(*column));
    if let (Some((column, value)), None) = (tenant, owned) {
        given.push((column, value.clone()));
    }
    if owned.is_none() && given.is_empty() {
        return Ok(());
    }
    for row in rows {
        if let Some((column, value)) = owned
            && row.value(column.into()) != *value
        {
            return Err(foreign_tenant(M::META));
        }
        for (column, value) in &given {
            row.read((*column).into(), &Cell(value), 0)?;
        }
    }
    given.iter().for_each(|(column, _)| unset.remove(*column));
    Ok(())
}

/// As [`own`], for the pending rows of a session's table.
pub(crate) fn own_pending(
    table: &mut dyn AnyTable,
    rows: impl IntoIterator<Item = u32>,
    parameters: &Parameters,
) -> Result<()> {
    let tenant = tenant(table.meta(), parameters)?;
    for row in rows {
        let unset = table.unset(row);
        for (column, value) in set_by::of_insert(table.meta(), parameters, |at| unset.contains(at))?
        {
            table.give(row, &[column], &[value])?;
        }
        let Some((column, value)) = tenant else {
            continue;
        };
        if unset.contains(column) {
            table.give(row, &[column], std::slice::from_ref(value))?;
        } else if table.value(row, column.into()) != *value {
            return Err(foreign_tenant(table.meta()));
        }
    }
    Ok(())
}

/// Refuses stored rows that belong to somebody else, or are to.
pub(crate) fn check(
    table: &dyn AnyTable,
    rows: impl IntoIterator<Item = u32>,
    parameters: &Parameters,
) -> Result<()> {
    let Some((column, value)) = tenant(table.meta(), parameters)? else {
        return Ok(());
    };
    for row in rows {
        let mut changed = vec![];
        table.changed(row, &mut changed);
        if changed.contains(&column) || table.value(row, column.into()) != *value {
            return Err(foreign_tenant(table.meta()));
        }
    }
    Ok(())
}

/// An upsert may meet a row of another tenant, unless the key that is in the way names it.
pub(super) fn check_upsert(model: &ModelMeta, key: &[u16], any_key: bool) -> Result<()> {
    match model.table.tenant() {
        Some((column, _)) if any_key || !key.contains(&column) => Err(Error::Invalid(format!(
            "upsert of {}: a row in the way may be another tenant's; name a unique key with `{}` \
             in it",
            model.name,
            model.columns[usize::from(column)].name
        ))),
        _ => Ok(()),
    }
}
