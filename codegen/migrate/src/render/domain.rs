//! Domains, which only PostgreSQL has as objects.

use ormolu_schema::ir::{Check, Column, ColumnType, Dialect, Domain, Schema, TableName};

use super::engine::Storage;
use super::postgres::Postgres;
use super::{collation, default, expression, quote};
use crate::error::RenderError;
use crate::operation::{
    AlterDomain, ColumnOfDomain, CreateDomain, DomainChange, DropDomain, RebuildDomains,
};

const POSTGRES: Dialect = Dialect::Postgres;

/// Whether a domain is an object. Elsewhere its columns have what it says.
pub(crate) fn is_object(dialect: Dialect) -> bool {
    dialect == POSTGRES
}

/// The name by which a type is of a domain, where that is an object.
pub(super) fn type_name(
    ty: &ColumnType,
    schema: &Schema,
    dialect: Dialect,
) -> Result<Option<String>, RenderError> {
    let Some(name) = ty.domain.as_ref().filter(|_| is_object(dialect)) else {
        return Ok(None);
    };
    let domain = schema.domain(name);
    let list = domain.is_some_and(|domain| domain.is_element_of(ty));
    let brackets = if list { "[]" } else { "" };
    Ok(Some(format!("{}{brackets}", quote::table(dialect, name)?)))
}

/// The type that a domain, or a list of it, is made of.
pub(crate) fn made_of(schema: &Schema, ty: &ColumnType) -> Result<String, RenderError> {
    let Some(domain) = ty.domain.as_ref().and_then(|name| schema.domain(name)) else {
        return Ok(String::new());
    };
    let brackets = if domain.is_element_of(ty) { "[]" } else { "" };
    Ok(format!("{}{brackets}", storage(schema, domain)?.sql))
}

/// Whether a column's domain gives it its default, where that is an object.
pub(crate) fn gives_default(schema: &Schema, column: &Column, dialect: Dialect) -> bool {
    is_object(dialect) && schema.inherits_default(column)
}

/// Whether a column's domain gives it its collation, where that is an object.
pub(super) fn gives_collation(schema: &Schema, column: &Column, dialect: Dialect) -> bool {
    is_object(dialect) && schema.inherits_collation(column)
}

/// What cannot be changed of a domain: its type, and its collation.
pub(crate) fn kept(schema: &Schema, domain: &Domain) -> Result<String, RenderError> {
    let storage = storage(schema, domain)?;
    let check = storage.check.unwrap_or_default();
    Ok(format!("{}{} {check}", storage.sql, collated(domain)?))
}

/// The default of a domain, with its keyword.
pub(crate) fn kept_default(domain: &Domain) -> Result<String, RenderError> {
    match &domain.default {
        Some(value) => default::of_type(value, &domain.ty, place(domain), &Postgres),
        None => Ok(String::new()),
    }
}

/// A condition without its name; none where it is for other engines.
pub(crate) fn kept_check(domain: &Domain, check: &Check) -> Result<Option<String>, RenderError> {
    if check.expression.get(POSTGRES).is_none() {
        return Ok(None);
    }
    let place = format!("{}, check `{}`", place(domain), check.name);
    let condition = expression::required(&check.expression, POSTGRES, &place, "condition")?;
    Ok(Some(format!("CHECK {condition}")))
}

fn place(domain: &Domain) -> String {
    format!("domain `{}`", domain.name.dotted())
}

fn storage(schema: &Schema, domain: &Domain) -> Result<Storage, RenderError> {
    super::column::storage_of(place(domain), schema, &domain.ty, "VALUE", &Postgres)
}

fn collated(domain: &Domain) -> Result<String, RenderError> {
    match domain.collation.as_ref().and_then(|c| c.get(POSTGRES)) {
        Some(name) => collation::clause(name, POSTGRES),
        None => Ok(String::new()),
    }
}

fn constraint(domain: &Domain, check: &Check) -> Result<Option<String>, RenderError> {
    let name = quote::name(POSTGRES, &check.name)?;
    let condition = kept_check(domain, check)?;
    Ok(condition.map(|condition| format!("CONSTRAINT {name} {condition}")))
}

pub(super) fn create(create: &CreateDomain<'_>) -> Result<String, RenderError> {
    let CreateDomain { schema, domain } = *create;
    let storage = storage(schema, domain)?;
    let mut out = format!(
        "CREATE DOMAIN {} AS {}{}{}",
        quote::table(POSTGRES, &domain.name)?,
        storage.sql,
        collated(domain)?,
        kept_default(domain)?
    );
    if domain.not_null {
        out += " NOT NULL";
    }
    out += &super::column::check(&storage);
    for check in &domain.checks {
        if let Some(constraint) = constraint(domain, check)? {
            out += &format!("\n    {constraint}");
        }
    }
    Ok(out)
}

pub(super) fn alter(alter: &AlterDomain<'_>) -> Result<Vec<String>, RenderError> {
    let domain = alter.domain;
    let name = quote::table(POSTGRES, &domain.name)?;
    let mut out = Vec::with_capacity(alter.changes.len());
    for change in &alter.changes {
        let constraint_name = |check: &Check| quote::name(POSTGRES, &check.name);
        let what = match change {
            DomainChange::Default => match kept_default(domain)? {
                default if default.is_empty() => "DROP DEFAULT".to_owned(),
                default => format!("SET{default}"),
            },
            DomainChange::Null if domain.not_null => "SET NOT NULL".to_owned(),
            DomainChange::Null => "DROP NOT NULL".to_owned(),
            DomainChange::DropCheck(check) => {
                format!("DROP CONSTRAINT {}", constraint_name(check)?)
            }
            DomainChange::AddCheck(check) => match constraint(domain, check)? {
                Some(constraint) => format!("ADD {constraint}"),
                None => continue,
            },
            DomainChange::RenameCheck(from, to) => format!(
                "RENAME CONSTRAINT {} TO {}",
                constraint_name(from)?,
                constraint_name(to)?
            ),
        };
        out.push(format!("ALTER DOMAIN {name} {what}"));
    }
    Ok(out)
}

/// What a type is called while another has its name.
pub(crate) fn aside(name: &TableName) -> TableName {
    let mut cut = format!("ormolu_old_{}", name.name);
    let longest = (0..=LONGEST.min(cut.len())).rev();
    let longest = longest.into_iter().find(|end| cut.is_char_boundary(*end));
    cut.truncate(longest.unwrap_or_default());
    TableName {
        name: cut,
        ..name.clone()
    }
}

/// So many bytes PostgreSQL takes for a name.
const LONGEST: usize = 63;

pub(super) fn rebuild(rebuild: &RebuildDomains<'_>) -> Result<Vec<String>, RenderError> {
    let mut out = vec![];
    for domain in &rebuild.domains {
        let name = quote::table(POSTGRES, &domain.name)?;
        let old = quote::name(POSTGRES, &aside(&domain.name).name)?;
        out.push(format!("ALTER DOMAIN {name} RENAME TO {old}"));
    }
    let schema = rebuild.schema;
    let is_made = |domain: &&Domain| {
        let mut all = rebuild.domains.iter().chain(&rebuild.new);
        all.any(|made| made.name == domain.name)
    };
    for domain in schema.domains.iter().filter(is_made) {
        out.push(create(&CreateDomain { schema, domain })?);
    }
    for of in &rebuild.columns {
        out.extend(column(of)?);
    }
    Ok(out)
}

/// A default of the old type would stand in the way of the new one.
fn column(of: &ColumnOfDomain<'_>) -> Result<Vec<String>, RenderError> {
    let table = quote::table(POSTGRES, &of.table.table)?;
    let name = quote::name(POSTGRES, &of.column.name)?;
    let storage = super::column::storage(of.table, of.column, &Postgres)?;
    let using = of.using.as_ref();
    let using = using.map_or_else(String::new, |using| format!(" USING {using}"));
    let collation = super::column::collation(of.table, of.column, &Postgres)?;
    let change = format!("ALTER COLUMN {name} TYPE {}{collation}{using}", storage.sql);
    if of.default.is_empty() {
        return Ok(vec![format!("ALTER TABLE {table} {change}")]);
    }
    let drop = format!("ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT");
    // Another one comes with the other changes of the table.
    let stays = default::clause(of.table, of.column, &Postgres)? == of.default;
    let rest = match stays {
        true => format!(
            "ALTER TABLE {table}\n    {change},\n    ALTER COLUMN {name} SET{}",
            of.default
        ),
        false => format!("ALTER TABLE {table} {change}"),
    };
    Ok(vec![drop, rest])
}

pub(super) fn drop(drop: &DropDomain) -> Result<String, RenderError> {
    let what = if drop.is_enum { "TYPE" } else { "DOMAIN" };
    Ok(format!(
        "DROP {what} {}",
        quote::table(POSTGRES, &drop.name)?
    ))
}
