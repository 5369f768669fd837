//! CREATE DOMAIN and ALTER DOMAIN.

use super::enum_type::renamed;
use crate::ddl::catalog::{Catalog, Check, Domain};
use crate::ddl::column::{default, sql_type};
use crate::ddl::cursor::{Cursor, Reading};
use crate::ddl::part::collation;
use crate::ddl::rename::rename_type;

/// Reads what follows `CREATE DOMAIN`.
pub(super) fn create_domain(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    let name = c.table()?;
    c.take("AS");
    let mut domain = Domain {
        namespace: catalog.namespace_of(name.namespace.as_deref()),
        name: name.name.clone(),
        base: catalog.placed(sql_type(c)?),
        not_null: false,
        default: None,
        collation: None,
        checks: vec![],
        comment: None,
    };
    let mut constraint = None;
    while !c.is_done() {
        if c.take("CONSTRAINT") {
            constraint = Some(c.name()?);
        } else if c.take("NOT NULL") {
            (domain.not_null, constraint) = (true, None);
        } else if c.take("NULL") {
            constraint = None;
        } else if c.take("DEFAULT") {
            constraint = None;
            domain.default = default(c);
        } else if c.take("COLLATE") {
            domain.collation = Some(collation(c)?);
        } else if c.take("CHECK") {
            let expression = c.group()?.expression();
            domain.add_check(constraint.take(), expression);
        } else {
            c.skip();
        }
    }
    catalog.domains.insert(catalog.key(&name), domain);
    Ok(())
}

/// Reads what follows `ALTER DOMAIN`.
pub(super) fn alter_domain(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    let name = c.table()?;
    let Some(at) = catalog.find(&catalog.domains, &name) else {
        return Ok(());
    };
    if let Some((old, new)) = renamed(c, catalog.whole(&catalog.domains, &name, at))? {
        rename_type(catalog, &old, new);
        return Ok(());
    }
    let domain = &mut catalog.domains[at];
    if c.take("SET DEFAULT") {
        domain.default = default(c);
    } else if c.take("DROP DEFAULT") {
        domain.default = None;
    } else if c.take("SET NOT NULL") {
        domain.not_null = true;
    } else if c.take("DROP NOT NULL") {
        domain.not_null = false;
    } else if c.take("ADD") {
        let name = match c.take("CONSTRAINT") {
            true => Some(c.name()?),
            false => None,
        };
        if c.take("NOT NULL") {
            domain.not_null = true;
        } else {
            c.expect("CHECK")?;
            let expression = c.group()?.expression();
            domain.add_check(name, expression);
        }
    } else if c.take("RENAME CONSTRAINT") {
        let old = c.name()?.text;
        c.expect("TO")?;
        let new = c.name()?;
        let names = domain.checks.iter_mut().filter_map(|c| c.name.as_mut());
        for name in names.filter(|name| name.text == old) {
            name.text.clone_from(&new.text);
        }
    } else if c.take("DROP CONSTRAINT") {
        c.take("IF EXISTS");
        let dropped = c.name()?.text;
        let is = |check: &Check| check.name.as_ref().is_some_and(|n| n.text == dropped);
        domain.checks.retain(|check| !is(check));
    }
    Ok(())
}
