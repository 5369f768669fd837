//! CREATE VIEW, and tables made from a query.

mod home;

use super::catalog::{Catalog, Column, Name, PendingView, SqlText, Table, TableRef, View};
use super::constraint::note;
use super::cursor::{Cursor, Reading};
use super::query;
use crate::diagnostic::Diagnostic;
use home::at_home;

/// Reads what follows `CREATE .. VIEW`. A view whose columns are known is a table that is only
/// read; any other is left out.
pub(super) fn create_view(
    c: &mut Cursor<'_>,
    catalog: &mut Catalog,
    modifiers: &[String],
) -> Reading<()> {
    c.take("IF NOT EXISTS");
    let name = c.table()?;
    let has = |word: &str| modifiers.iter().any(|m| m == word);
    let columns = if c.is("(") { c.names()? } else { vec![] };
    c.skip_to(&["AS"]);
    c.expect("AS")?;
    let view = View {
        query: at_home(query_of(c), catalog),
        materialized: has("MATERIALIZED"),
    };
    let key = catalog.key(&name);
    catalog.folded.insert(key.clone());
    let stood = catalog.tables.shift_remove(&key);
    let declared = stood.filter(|table| table.view.is_none());
    catalog.pending.shift_remove(&key);
    if !has("TEMP") && !has("TEMPORARY") {
        let pending = PendingView {
            name,
            columns,
            declared: declared.map_or_else(Vec::new, |table| table.columns),
            view,
            namespace: catalog.namespace.clone(),
            reason: String::new(),
        };
        make(pending, catalog);
    }
    Ok(())
}

/// Makes the views that others had to be made for first, and says why the rest is left out.
pub(super) fn settle(catalog: &mut Catalog, notes: &mut Vec<Diagnostic>) {
    loop {
        let pending = std::mem::take(&mut catalog.pending);
        let before = pending.len();
        for view in pending.into_values() {
            make(view, catalog);
        }
        if catalog.pending.len() == before {
            break;
        }
    }
    for pending in catalog.pending.values() {
        let (name, reason) = (&pending.name.name, &pending.reason);
        let message = format!("view `{}` left out: {reason}", name.text);
        notes.push(note("view", name.span, &message));
    }
}

fn make(pending: PendingView, catalog: &mut Catalog) {
    let outer = std::mem::replace(&mut catalog.namespace, pending.namespace.clone());
    let key = catalog.key(&pending.name);
    let selected = columns(
        &pending.view.query,
        &pending.columns,
        &pending.name,
        catalog,
    );
    match declared(&pending.declared, selected) {
        Ok(columns) => {
            let namespace = catalog.namespace_of(pending.name.namespace.as_deref());
            let mut table = Table::new(namespace, pending.name.name);
            table.columns = columns;
            table.view = Some(pending.view);
            catalog.qualify(&mut table);
            catalog.folded.remove(&key);
            catalog.tables.insert(key, table);
        }
        Err(reason) => {
            catalog
                .pending
                .insert(key, PendingView { reason, ..pending });
        }
    }
    catalog.namespace = outer;
}

/// The columns of a table that stood in for the view, as dumps make them: they have the names and
/// types that the engine found, and the query says which are never NULL.
fn declared(
    declared: &[Column],
    selected: Result<Vec<Column>, String>,
) -> Result<Vec<Column>, String> {
    if declared.is_empty() {
        return selected;
    }
    let selected = selected.unwrap_or_default();
    let same_number = selected.len() == declared.len();
    let column = |(at, column): (usize, &Column)| Column {
        not_null: same_number && selected[at].not_null,
        ..column.clone()
    };
    Ok(declared.iter().enumerate().map(column).collect())
}

/// The query, without what follows it.
fn query_of(c: &mut Cursor<'_>) -> SqlText {
    let from = c.position();
    while !c.is_done() {
        let tail = [
            "WITH DATA",
            "WITH NO DATA",
            "WITH CHECK OPTION",
            "WITH LOCAL CHECK OPTION",
            "WITH CASCADED CHECK OPTION",
        ];
        let end = c.position();
        if c.take_any(&tail).is_some() && c.is_done() {
            return c.bare_between(from, end);
        }
        if c.position() == end {
            c.skip();
        }
    }
    c.bare_between(from, c.position())
}

/// The columns of a query under the names that are given, or why they are not known.
pub(super) fn columns(
    query: &SqlText,
    names: &[Name],
    owner: &TableRef,
    catalog: &Catalog,
) -> Result<Vec<Column>, String> {
    let outputs = query::columns(query, catalog).ok_or("its columns are not known")?;
    if !names.is_empty() && names.len() != outputs.len() {
        return Err("it names another number of columns than it selects".to_owned());
    }
    let mut columns: Vec<Column> = vec![];
    for (at, output) in outputs.into_iter().enumerate() {
        let given = names.get(at).map(|name| name.text.clone());
        let Some(text) = given.or(output.name) else {
            return Err(format!("its column {} has no name", at + 1));
        };
        if columns.iter().any(|c| catalog.same(&c.name.text, &text)) {
            return Err(format!("it has two columns `{text}`"));
        }
        let Some((ty, nullable)) = output.value.and_then(|v| Some((v.ty?, v.nullable))) else {
            return Err(format!("the type of its column `{text}` is not known"));
        };
        let span = names.get(at).map_or(owner.name.span, |name| name.span);
        columns.push(Column {
            name: Name { text, span },
            ty,
            not_null: !nullable,
            default: None,
            on_update: None,
            generated: None,
            identity: None,
            collation: None,
            comment: None,
            local: true,
        });
    }
    Ok(columns)
}
