//! Constraints of a table.

use super::catalog::{Check, ForeignKey, Index, IndexTerm, KeyConstraint, Name, Table};
use super::cursor::{Cursor, Reading};
use super::part::{columns, options, part, parts};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{ReferentialAction, Timing};

/// Whether a constraint of the table begins here, and not a column.
pub(super) fn starts_table_constraint(c: &Cursor<'_>) -> bool {
    let after_name = if c.is("CONSTRAINT") { 2 } else { 0 };
    let is = |words: &[&str]| {
        words
            .iter()
            .enumerate()
            .all(|(n, w)| c.is_at(after_name + n, w))
    };
    is(&["PRIMARY", "KEY", "("])
        || is(&["PRIMARY", "KEY", "USING"])
        || is(&["UNIQUE", "("])
        || is(&["FOREIGN", "KEY"])
}

/// Reads one element of a table if it is a constraint or a key.
pub(super) fn table_constraint(
    c: &mut Cursor<'_>,
    table: &mut Table,
    notes: &mut Vec<Diagnostic>,
) -> Reading<bool> {
    let begin = c.here();
    let mut name = None;
    let named = c.take("CONSTRAINT");
    if named {
        c.take("IF NOT EXISTS");
    }
    if named && !c.is_any(&["PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE"]) {
        name = Some(c.name()?);
    }
    if c.take("PRIMARY KEY") {
        primary_key(c, table, name, notes)?;
    } else if c.is("UNIQUE") && !is_column(c) {
        c.take("UNIQUE");
        unique(c, table, name, notes)?;
    } else if c.take("FOREIGN KEY") {
        c.take("IF NOT EXISTS");
        if !c.is("(") {
            let index = c.name()?;
            name = name.or(Some(index));
        }
        let columns = c.names()?;
        let mut key = references(c, name, columns, notes)?;
        key.span.start = begin.start;
        table.foreign_keys.push(key);
    } else if c.is("CHECK") && c.is_at(1, "(") {
        c.take("CHECK");
        let expression = c.group()?.expression();
        table.checks.push(Check { name, expression });
        tail(c, notes);
    } else if c.is_postgres() && c.is("EXCLUDE") && (c.is_at(1, "USING") || c.is_at(1, "(")) {
        c.take("EXCLUDE");
        exclusion(c, table, name, notes)?;
    } else if c.is_mysql() && index_keyword(c) {
        mysql_index(c, table, notes)?;
    } else if named {
        return Err(c.unexpected("a constraint"));
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// A remark that nothing depends on.
pub(super) fn note(code: &'static str, span: crate::source::Span, message: &str) -> Diagnostic {
    Diagnostic {
        severity: Severity::Note,
        ..Diagnostic::warning(code, span, message)
    }
}

fn is_column(c: &Cursor<'_>) -> bool {
    // `unique` and `key` with a type behind them are columns, where the engine allows that.
    !(c.is_at(1, "(")
        || c.is_at(1, "KEY")
        || c.is_at(1, "INDEX")
        || c.is_at(1, "NULLS")
        || c.is_at(1, "USING")
        || c.is_mysql())
}

fn index_keyword(c: &Cursor<'_>) -> bool {
    c.is_any(&["KEY", "INDEX", "FULLTEXT", "SPATIAL"])
}

fn primary_key(
    c: &mut Cursor<'_>,
    table: &mut Table,
    name: Option<Name>,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    let span = c.here();
    using(c);
    if c.take("USING INDEX") {
        let index = c.name()?;
        let at = table
            .indexes
            .iter()
            .position(|i| i.name.as_ref().is_some_and(|n| n.text == index.text));
        if let Some(index) = at.map(|at| table.indexes.remove(at)) {
            let columns = columns(&index.parts);
            table.primary_key = Some(KeyConstraint {
                name: name.or(index.name),
                columns,
                nulls_equal: false,
                timing: key_timing(c, notes),
                descending: false,
                span,
            });
        }
        return Ok(());
    }
    if !c.is("(") {
        c.name()?;
        using(c);
    }
    let mut columns = vec![];
    for item in &mut c.group()?.items() {
        columns.push(item.name()?);
    }
    let (_, timing) = key_tail(c, notes);
    table.primary_key = Some(KeyConstraint {
        name,
        columns,
        nulls_equal: false,
        timing,
        descending: false,
        span,
    });
    Ok(())
}

fn unique(
    c: &mut Cursor<'_>,
    table: &mut Table,
    mut name: Option<Name>,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    let span = c.here();
    c.take_any(&["KEY", "INDEX"]);
    c.take("IF NOT EXISTS");
    let nulls_equal = nulls_not_distinct(c);
    if c.take("USING INDEX") {
        let index = c.name()?;
        let at = table
            .indexes
            .iter()
            .position(|i| i.name.as_ref().is_some_and(|n| n.text == index.text));
        if let Some(index) = at.map(|at| table.indexes.remove(at)) {
            let columns = columns(&index.parts);
            let name = name.or(index.name);
            table.uniques.push(KeyConstraint {
                name,
                columns,
                nulls_equal,
                timing: key_timing(c, notes),
                descending: false,
                span,
            });
        }
        return Ok(());
    }
    using(c);
    if !c.is("(") {
        let index = c.name()?;
        name = name.or(Some(index));
        using(c);
    }
    let parts = parts(c)?;
    let (_, timing) = key_tail(c, notes);
    // Only a plain list of columns is a constraint; the rest of them are unique indexes.
    let plain = parts
        .iter()
        .all(|p| p.prefix.is_none() && matches!(p.term, IndexTerm::Column(_)));
    if plain {
        let columns = columns(&parts);
        table.uniques.push(KeyConstraint {
            name,
            columns,
            nulls_equal,
            timing,
            descending: false,
            span,
        });
    } else {
        let unique = true;
        let index = Index::new(name, parts, span);
        table.indexes.push(Index { unique, ..index });
    }
    Ok(())
}

/// `EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (..)`.
fn exclusion(
    c: &mut Cursor<'_>,
    table: &mut Table,
    name: Option<Name>,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    let span = c.here();
    let mut index = Index::new(name, vec![], span);
    index.method = using(c).or(Some("btree".to_owned()));
    for item in &mut c.group()?.items() {
        let mut part = part(item)?;
        item.expect("WITH")?;
        part.operator = Some(item.rest().text);
        index.parts.push(part);
    }
    loop {
        if c.take("INCLUDE") {
            index.include = c.names()?;
        } else if c.is("WITH") && c.is_at(1, "(") {
            c.take("WITH");
            index.options = options(c)?;
        } else if c.take("USING INDEX TABLESPACE") {
            c.skip();
        } else if c.take("WHERE") {
            index.predicate = Some(c.group()?.expression());
        } else {
            break;
        }
    }
    index.exclusion = Some(tail(c, notes));
    table.indexes.push(index);
    Ok(())
}

/// `KEY name (columns)` among the columns of a MySQL table.
fn mysql_index(c: &mut Cursor<'_>, table: &mut Table, notes: &mut Vec<Diagnostic>) -> Reading<()> {
    let span = c.here();
    let mut method = c.take_any(&["FULLTEXT", "SPATIAL"]).map(str::to_lowercase);
    c.take_any(&["KEY", "INDEX"]);
    c.take("IF NOT EXISTS");
    method = method.or(using(c));
    let name = if c.is("(") { None } else { Some(c.name()?) };
    method = method.or(using(c));
    let parts = parts(c)?;
    method = method.or(key_tail(c, notes).0).filter(|m| m != "btree");
    let index = Index::new(name, parts, span);
    table.indexes.push(Index { method, ..index });
    Ok(())
}

/// `USING btree`.
pub(super) fn using(c: &mut Cursor<'_>) -> Option<String> {
    if c.is("USING") && !c.is_at(1, "INDEX") && c.take("USING") {
        return c.name().ok().map(|n| n.text.to_lowercase());
    }
    None
}

/// What may follow a key's columns: the method, and when it is checked.
fn key_tail(c: &mut Cursor<'_>, notes: &mut Vec<Diagnostic>) -> (Option<String>, Timing) {
    let mut method = None;
    loop {
        if c.is("USING") && !c.is_at(1, "INDEX") {
            method = using(c);
        } else if c.take_any(&["KEY_BLOCK_SIZE", "COMMENT"]).is_some() {
            c.take("=");
            c.skip();
        } else if c.take("WITH PARSER") || c.take("USING INDEX TABLESPACE") {
            c.skip();
        } else if c
            .take_any(&["VISIBLE", "INVISIBLE", "IGNORED", "NOT IGNORED"])
            .is_some()
        {
        } else if c.take_any(&["INCLUDE", "WITH"]).is_some() {
            c.skip();
        } else if c.is("ON") && c.is_at(1, "CONFLICT") {
            on_conflict(c);
        } else {
            break;
        }
    }
    (method, key_timing(c, notes))
}

/// SQLite's `ON CONFLICT x`.
pub(super) fn on_conflict(c: &mut Cursor<'_>) {
    if c.take("ON CONFLICT") {
        c.skip();
    }
}

pub(super) fn nulls_not_distinct(c: &mut Cursor<'_>) -> bool {
    c.take_any(&["NULLS NOT DISTINCT", "NULLS DISTINCT"]) == Some("NULLS NOT DISTINCT")
}

/// When a key is checked that is none of another table: SQLite reads over what is said of it.
pub(super) fn key_timing(c: &mut Cursor<'_>, notes: &mut Vec<Diagnostic>) -> Timing {
    let said = tail(c, notes);
    match c.is_postgres() {
        true => said,
        false => Timing::AtOnce,
    }
}

/// What may follow any constraint; answers when it is checked.
pub(super) fn tail(c: &mut Cursor<'_>, notes: &mut Vec<Diagnostic>) -> Timing {
    const TAILS: &[&str] = &[
        "NOT DEFERRABLE",
        "DEFERRABLE",
        "INITIALLY DEFERRED",
        "INITIALLY IMMEDIATE",
        "NOT VALID",
        "NO INHERIT",
        "NOT ENFORCED",
        "ENFORCED",
    ];
    let (mut timing, mut never) = (Timing::AtOnce, false);
    loop {
        let span = c.here();
        let Some(word) = c.take_any(TAILS) else {
            return timing;
        };
        never |= word == "NOT DEFERRABLE";
        timing = match word {
            _ if never => Timing::AtOnce,
            "DEFERRABLE" if timing == Timing::AtOnce => Timing::OnRequest,
            "INITIALLY DEFERRED" => Timing::AtCommit,
            _ => timing,
        };
        if matches!(word, "NOT VALID" | "NOT ENFORCED") {
            let message = "this constraint does not hold for every row";
            let unchecked = Diagnostic::warning("unchecked-constraint", span, message);
            notes.push(unchecked.help("models take it for one that does"));
        }
    }
}

/// `REFERENCES table (columns) ON DELETE ..`.
pub(super) fn references(
    c: &mut Cursor<'_>,
    name: Option<Name>,
    columns: Vec<Name>,
    notes: &mut Vec<Diagnostic>,
) -> Reading<ForeignKey> {
    let span = c.here();
    c.expect("REFERENCES")?;
    let target = c.table()?;
    let target_columns = if c.is("(") { c.names()? } else { vec![] };
    let mut key = ForeignKey {
        name,
        columns,
        target,
        target_columns,
        on_delete: ReferentialAction::NoAction,
        on_update: ReferentialAction::NoAction,
        timing: Timing::AtOnce,
        span,
    };
    loop {
        if c.take("ON DELETE") {
            key.on_delete = action(c)?;
            if c.is("(") {
                c.skip();
            }
        } else if c.take("ON UPDATE") {
            key.on_update = action(c)?;
        } else if c.take("MATCH") {
            c.skip();
        } else {
            break;
        }
    }
    key.timing = tail(c, notes);
    Ok(key)
}

fn action(c: &mut Cursor<'_>) -> Reading<ReferentialAction> {
    const ACTIONS: &[(&str, ReferentialAction)] = &[
        ("NO ACTION", ReferentialAction::NoAction),
        ("RESTRICT", ReferentialAction::Restrict),
        ("CASCADE", ReferentialAction::Cascade),
        ("SET NULL", ReferentialAction::SetNull),
        ("SET DEFAULT", ReferentialAction::SetDefault),
    ];
    let found = ACTIONS
        .iter()
        .find(|(words, _)| c.take(words))
        .map(|(_, action)| *action);
    found.ok_or_else(|| c.unexpected("an action such as `CASCADE`"))
}
