//! CREATE TABLE.

use super::catalog::{Catalog, Column, KeyConstraint, Name, SqlType, Table, TableRef};
use super::column::column;
use super::constraint::{starts_table_constraint, table_constraint};
use super::cursor::{Cursor, Reading};
use super::inherit::inherit;
use super::like::{Included, like};
use super::names;
use super::part::option_as_written;
use super::view;
use crate::ddl::LOST_TABLE;
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Dialect, Identity};

/// Reads what follows `CREATE .. TABLE`.
pub(super) fn create_table(
    c: &mut Cursor<'_>,
    catalog: &mut Catalog,
    modifiers: &[String],
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    let guarded = c.take("IF NOT EXISTS");
    let name = c.table()?;
    let has = |word: &str| modifiers.iter().any(|m| m == word);
    if has("TEMP") || has("TEMPORARY") {
        catalog.folded.insert(catalog.key(&name));
        return Ok(());
    }
    if c.take("PARTITION OF") {
        catalog.folded.insert(catalog.key(&name));
        return Ok(());
    }
    if has("REPLACE") {
        catalog.remove_table(&name);
    }
    if let Some(first) = catalog.tables.get(&catalog.key(&name)) {
        if guarded {
            return Ok(());
        }
        let message = format!(
            "table `{}` is created twice: the first one counts",
            name.name.text
        );
        let twice = Diagnostic::warning("table-twice", name.name.span, message);
        notes.push(twice.related(first.name.span, "first here"));
        return Ok(());
    }
    if catalog.dialect == Dialect::Sqlite && catalog.fold(&name.name.text).starts_with("sqlite_") {
        // The engine's own books.
        catalog.folded.insert(catalog.key(&name));
        return Ok(());
    }
    let namespace = catalog.namespace_of(name.namespace.as_deref());
    let mut table = Table::new(namespace, name.name.clone());
    table.unlogged = has("UNLOGGED");
    if c.take("LIKE") {
        let other = c.table()?;
        like(&other, catalog, &mut table, &Included::ALL)?;
    } else if c.is("(") {
        elements(&mut c.group()?, catalog, &mut table, notes)?;
    }
    options(c, catalog, &mut table)?;
    if c.take("AS") || c.is_any(&["SELECT", "WITH"]) {
        let query = c.expression();
        let made = view::columns(&query, &[], &name, catalog);
        let made = made.map_err(|reason| unknown_columns(&name, &reason))?;
        // Only MySQL takes NOT NULL along.
        table.columns.extend(made.into_iter().map(|column| Column {
            not_null: column.not_null && c.is_mysql(),
            ty: match c.is_sqlite() {
                true => of_affinity(&column.ty),
                false => column.ty,
            },
            ..column
        }));
    }
    if has("FOREIGN") {
        let message = format!("foreign table `{}` is read as a table", name.name.text);
        notes.push(Diagnostic::warning(
            "foreign-table",
            name.name.span,
            message,
        ));
    }
    if table.columns.is_empty() {
        return Err(unknown_columns(&name, "it has none here"));
    }
    rowid(&mut table, catalog.dialect);
    merge_uniques(&mut table, catalog.dialect);
    names::fill(&mut table, catalog);
    catalog.qualify(&mut table);
    catalog.tables.insert(catalog.key(&name), table);
    Ok(())
}

fn unknown_columns(table: &TableRef, reason: &str) -> Box<Diagnostic> {
    let name = &table.name;
    let message = format!(
        "the columns of table `{}` are not known: {reason}",
        name.text
    );
    Box::new(Diagnostic::warning("no-columns", name.span, message))
}

/// The list in parentheses.
fn elements(
    c: &mut Cursor<'_>,
    catalog: &Catalog,
    table: &mut Table,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    while !c.is_done() {
        if c.take("LIKE") {
            let other = c.table()?;
            let included = Included::read(c);
            like(&other, catalog, table, &included)?;
        } else if c.take("PERIOD FOR") {
            c.skip_to(&[","]);
        } else if !table_constraint(c, table, notes)? {
            let column = column(c, table, notes)?;
            table.columns.push(column);
        }
        // SQLite needs no comma between constraints.
        let more = c.take(",") || (c.is_sqlite() && is_constraint(c));
        if !more && !c.is_done() {
            return Err(c.unexpected("`,`"));
        }
    }
    Ok(())
}

fn is_constraint(c: &Cursor<'_>) -> bool {
    starts_table_constraint(c) || c.is_any(&["CONSTRAINT", "CHECK"])
}

/// A column made by a query of SQLite has no more of a type than what the engine keeps in it.
fn of_affinity(ty: &SqlType) -> SqlType {
    let has = |letters: &[&str]| letters.iter().any(|l| ty.name.contains(l));
    let name = if has(&["int"]) {
        "int"
    } else if has(&["char", "clob", "text"]) {
        "text"
    } else if ty.name.is_empty() || has(&["blob"]) {
        ""
    } else if has(&["real", "floa", "doub"]) {
        "real"
    } else {
        "num"
    };
    let mut kept = ty.clone();
    kept.args.clear();
    (kept.name, kept.element) = (name.to_owned(), name.to_uppercase());
    kept.sql.text = kept.element.clone();
    kept
}

/// What follows the list.
fn options(c: &mut Cursor<'_>, catalog: &Catalog, table: &mut Table) -> Reading<()> {
    while !c.is_done() {
        let fills = c.is_any(&["AS", "SELECT"]) || (c.is("WITH") && c.is_at(2, "AS"));
        if fills || (c.is_mysql() && c.take_any(&["IGNORE", "REPLACE"]).is_some()) {
            return Ok(());
        }
        if c.take("INHERITS") {
            for parent in &mut c.group()?.items() {
                let parent = parent.table()?;
                inherit(&parent, catalog, table);
                table.parents.push(parent);
            }
        } else if c.take("WITHOUT ROWID") {
            table.without_rowid = true;
        } else if c.take("STRICT") {
            table.strict = true;
        } else if c.is_postgres() && c.is("WITH") && c.is_at(1, "(") {
            c.take("WITH");
            for option in &mut c.group()?.items() {
                table.options.push(option_as_written(option)?);
            }
        } else if c.is("PARTITION") && c.is_mysql() {
            c.skip_to(&[]);
        } else if c.is_mysql() {
            mysql_option(c, table)?;
        } else {
            c.skip();
        }
    }
    Ok(())
}

/// In SQLite a key of one INTEGER is the rowid, which counts up; without a rowid nothing does.
fn rowid(table: &mut Table, dialect: Dialect) {
    let Some(key) = table
        .primary_key
        .as_ref()
        .filter(|_| dialect == Dialect::Sqlite)
    else {
        return;
    };
    let at = match key.columns.as_slice() {
        [only] => table.column_at(&only.text, dialect),
        _ => None,
    };
    let without = table.without_rowid;
    if let Some(column) = at.map(|at| &mut table.columns[at])
        && column.ty.name == "integer"
    {
        // `INTEGER PRIMARY KEY DESC` is the one spelling that is not the rowid.
        let counts = !without && !key.descending && column.generated.is_none();
        column.identity = counts.then_some(Identity {
            always: false,
            start: None,
            increment: None,
        });
    }
}

/// One and the same key is made once, where the engine sees to that.
fn merge_uniques(table: &mut Table, dialect: Dialect) {
    if dialect == Dialect::Mysql {
        return;
    }
    let same = |a: &KeyConstraint, b: &KeyConstraint| {
        let columns = |a: &Name, b: &Name| a.text == b.text;
        a.nulls_equal == b.nulls_equal
            && a.timing == b.timing
            && a.columns.len() == b.columns.len()
            && a.columns.iter().zip(&b.columns).all(|(a, b)| columns(a, b))
    };
    // The rowid has no index that could serve a second time.
    let key = table.primary_key.as_ref();
    let key = key.filter(|_| {
        !table
            .columns
            .iter()
            .any(|c| c.identity.is_some() && dialect == Dialect::Sqlite)
    });
    let mut kept: Vec<KeyConstraint> = vec![];
    for unique in table.uniques.drain(..) {
        if key.is_some_and(|key| same(key, &unique)) {
            continue;
        }
        match kept.iter_mut().find(|other| same(other, &unique)) {
            Some(first) => first.name = first.name.take().or(unique.name),
            None => kept.push(unique),
        }
    }
    table.uniques = kept;
}

/// `ENGINE=InnoDB`, `DEFAULT CHARACTER SET utf8` and so on.
pub(super) fn mysql_option(c: &mut Cursor<'_>, table: &mut Table) -> Reading<()> {
    // MariaDB may keep the history of a table.
    if c.take(",") || c.take("WITH SYSTEM VERSIONING") {
        return Ok(());
    }
    c.take("DEFAULT");
    let key = match c.take_any(&["CHARACTER SET", "DATA DIRECTORY", "INDEX DIRECTORY"]) {
        Some("CHARACTER SET") => "CHARSET".to_owned(),
        Some(other) => other.to_owned(),
        None if c.is_word() => {
            let from = c.position();
            c.skip();
            c.since(from).text.to_ascii_uppercase()
        }
        None => return Err(c.unexpected("an option of the table")),
    };
    c.take("=");
    let from = c.position();
    c.skip();
    let value = c.since(from);
    match key.as_str() {
        // The counter is data, not schema.
        "AUTO_INCREMENT" => {}
        "COMMENT" => table.comment = c.part(from..c.position()).string().ok(),
        _ if value.text.is_empty() => return Err(c.unexpected("the option's value")),
        _ => table.options.push((key, value.text)),
    }
    table.comment.take_if(|comment| comment.is_empty());
    Ok(())
}

/// Makes an error of what costs a table.
pub(super) fn lost(mut error: Diagnostic) -> Diagnostic {
    (error.severity, error.code) = (Severity::Error, LOST_TABLE);
    error
        .label("the table is left out")
        .help("mend the statement, or go on without such tables: `--lossy`")
}
