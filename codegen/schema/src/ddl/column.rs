//! Column definitions: name, type, options.

use super::catalog::{Check, Column, KeyConstraint, Name, SqlText, SqlType, Table};
use super::constraint::{self, note};
use super::cursor::{Cursor, Reading};
use super::names;
use super::part::collation;
use super::tokens::Kind;
use crate::diagnostic::Diagnostic;
use crate::ir::{Identity, Timing};

/// Words that end a type or a default, for they begin the next option.
const OPTIONS: &[&str] = &[
    "NOT",
    "NULL",
    "DEFAULT",
    "CONSTRAINT",
    "PRIMARY",
    "UNIQUE",
    "KEY",
    "CHECK",
    "REFERENCES",
    "FOREIGN",
    "COLLATE",
    "COMMENT",
    "GENERATED",
    "AS",
    "AUTO_INCREMENT",
    "AUTOINCREMENT",
    "ON",
    "DEFERRABLE",
    "INITIALLY",
    "STORAGE",
    "COMPRESSION",
    "VISIBLE",
    "INVISIBLE",
    "COLUMN_FORMAT",
    "CHARSET",
    "SRID",
    "FIRST",
    "AFTER",
    "STORED",
    "VIRTUAL",
    "PERSISTENT",
    "USING",
    "INDEX",
];

/// Reads a column definition. Constraints written with the column go to the table.
pub(super) fn column(
    c: &mut Cursor<'_>,
    table: &mut Table,
    notes: &mut Vec<Diagnostic>,
) -> Reading<Column> {
    let name = c.name()?;
    let ty = sql_type(c)?;
    let mut column = Column {
        name,
        ty,
        not_null: false,
        default: None,
        on_update: None,
        generated: None,
        identity: None,
        collation: None,
        comment: None,
        local: true,
    };
    serial(c, &mut column, table);
    let mut constraint = None;
    while !c.is_done() && !c.is(",") {
        if c.take("CONSTRAINT") {
            // SQLite allows `CONSTRAINT name` with nothing behind it.
            constraint = Some(c.name()?);
            continue;
        }
        if c.is("FOREIGN") || (c.is_sqlite() && constraint::starts_table_constraint(c)) {
            break;
        }
        option(c, &mut column, table, constraint.take(), notes)?;
    }
    Ok(column)
}

/// The serial types are not types: they stand for an integer the database counts up.
fn serial(c: &Cursor<'_>, column: &mut Column, table: &mut Table) {
    let base = match column.ty.name.as_str() {
        "serial" if c.is_mysql() => {
            table.uniques.push(key_of(column, None));
            column.identity = Some(Identity {
                always: false,
                start: None,
                increment: None,
            });
            "bigint unsigned"
        }
        _ if !c.is_postgres() => return,
        "serial" | "serial4" => "integer",
        "bigserial" | "serial8" => "bigint",
        "smallserial" | "serial2" => "smallint",
        _ => return,
    };
    column.ty.name = base.to_owned();
    column.ty.sql.text = base.to_owned();
    column.ty.element = base.to_owned();
    column.not_null = true;
    if c.is_postgres() {
        // A default like any other: it can be dropped.
        let sequence = names::sequence(&table.name.text, &column.name.text);
        column.default = Some(SqlText {
            text: format!("nextval('{}'::regclass)", sequence.replace('\'', "''")),
            span: column.ty.sql.span,
        });
        table.sequences.push(sequence);
    }
}

fn key_of(column: &Column, name: Option<Name>) -> KeyConstraint {
    let span = column.name.span;
    KeyConstraint {
        name,
        columns: vec![column.name.clone()],
        nulls_equal: false,
        timing: Timing::AtOnce,
        descending: false,
        span,
    }
}

fn option(
    c: &mut Cursor<'_>,
    column: &mut Column,
    table: &mut Table,
    constraint: Option<Name>,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    if c.take("NOT NULL") {
        column.not_null = true;
        constraint::on_conflict(c);
    } else if c.take("NULL") {
        column.not_null = false;
        constraint::on_conflict(c);
    } else if c.take("DEFAULT") {
        column.default = default(c);
    } else if c.take("PRIMARY KEY") || (c.is_mysql() && c.take("KEY")) {
        primary_key(c, column, table, constraint, notes);
    } else if c.take("UNIQUE") {
        c.take("KEY");
        let mut key = key_of(column, constraint);
        key.nulls_equal = constraint::nulls_not_distinct(c);
        key.timing = constraint::key_timing(c, notes);
        constraint::on_conflict(c);
        table.uniques.push(key);
    } else if c.take("CHECK") {
        let expression = c.group()?.expression();
        table.checks.push(Check {
            name: constraint,
            expression,
        });
        constraint::tail(c, notes);
    } else if c.is("REFERENCES") {
        let columns = vec![column.name.clone()];
        table
            .foreign_keys
            .push(constraint::references(c, constraint, columns, notes)?);
    } else if c.take("COLLATE") {
        column.collation = Some(collation(c)?);
    } else if c.take("COMMENT") {
        column.comment = Some(c.string()?).filter(|text| !text.is_empty());
    } else if c.take("GENERATED ALWAYS AS IDENTITY") {
        column.identity = Some(identity(c, true)?);
        column.not_null = true;
    } else if c.take("GENERATED BY DEFAULT AS IDENTITY") {
        column.identity = Some(identity(c, false)?);
        column.not_null = true;
    } else if c.is_mysql() && c.is("GENERATED") && c.is_at(3, "ROW") {
        // MariaDB keeps the time of a row's version in it.
        c.take("GENERATED ALWAYS AS");
        let from = c.position();
        c.skip();
        c.skip();
        column.generated = Some((c.since(from), true));
        column.not_null = true;
    } else if c.take("GENERATED ALWAYS AS") || c.take("AS") {
        let expression = c.group()?.expression();
        let span = c.here();
        let kind = c.take_any(&["STORED", "PERSISTENT", "VIRTUAL"]);
        let mut stored = matches!(kind, Some("STORED" | "PERSISTENT"));
        if c.is_postgres() && !stored {
            // PostgreSQL before version 18 has none.
            notes.push(note(
                "virtual-column",
                span,
                "virtual column read as stored",
            ));
            stored = true;
        }
        column.generated = Some((expression, stored));
    } else if c.take("AUTO_INCREMENT") || c.take("AUTOINCREMENT") {
        table.autoincrement |= c.is_sqlite();
        column.identity = Some(Identity {
            always: false,
            start: None,
            increment: None,
        });
    } else if c.take("ON UPDATE") {
        column.on_update = default(c);
    } else {
        ignored(c, notes);
    }
    Ok(())
}

/// Options that say nothing about the shape of the data, and options nobody knows.
fn ignored(c: &mut Cursor<'_>, notes: &mut Vec<Diagnostic>) {
    if c.take_any(&[
        "CHARACTER SET",
        "CHARSET",
        "STORAGE",
        "COMPRESSION",
        "COLUMN_FORMAT",
    ])
    .is_some()
    {
        c.take("=");
        c.skip();
    } else if c.take("SRID") {
        c.skip();
    } else if c
        .take_any(&["VISIBLE", "INVISIBLE", "FIRST", "ENFORCED", "WITH OPTIONS"])
        .is_some()
    {
    } else if c.take("AFTER") {
        c.skip();
    } else if c
        .take_any(&["NOT ENFORCED", "NOT VALID", "NO INHERIT"])
        .is_some()
    {
    } else {
        let text: String = c
            .peek()
            .map(|t| c.written(t).chars().take(40).collect())
            .unwrap_or_default();
        let message = format!("column option `{text}` is not known and left out");
        notes.push(Diagnostic::warning(
            "unknown-column-option",
            c.here(),
            message,
        ));
        c.skip();
        while !c.is_done() && !c.is(",") && !c.is_any(OPTIONS) {
            c.skip();
        }
    }
}

fn primary_key(
    c: &mut Cursor<'_>,
    column: &mut Column,
    table: &mut Table,
    constraint: Option<Name>,
    notes: &mut Vec<Diagnostic>,
) {
    let mut key = key_of(column, constraint);
    key.descending = c.take("DESC");
    c.take("ASC");
    constraint::on_conflict(c);
    key.timing = constraint::key_timing(c, notes);
    table.primary_key = Some(key);
    if c.take("AUTOINCREMENT") || !c.is_sqlite() {
        column.not_null = true;
    }
}

/// The options of an identity.
pub(super) fn identity(c: &mut Cursor<'_>, always: bool) -> Reading<Identity> {
    let mut identity = Identity {
        always,
        start: None,
        increment: None,
    };
    if !c.is("(") {
        return Ok(identity);
    }
    let mut options = c.group()?;
    while !options.is_done() {
        if options.take("START") {
            options.take("WITH");
            identity.start = number(&mut options);
        } else if options.take("INCREMENT") {
            options.take("BY");
            identity.increment = number(&mut options);
        } else {
            options.skip();
        }
    }
    // What the engine does anyway is not said.
    identity.start = identity.start.filter(|n| *n != 1);
    identity.increment = identity.increment.filter(|n| *n != 1);
    Ok(identity)
}

pub(super) fn number(c: &mut Cursor<'_>) -> Option<i64> {
    let from = c.position();
    c.take("-");
    c.next()?;
    c.since(from).text.replace(' ', "").parse().ok()
}

/// The expression after DEFAULT, up to the next option.
pub(super) fn default(c: &mut Cursor<'_>) -> Option<SqlText> {
    let from = c.position();
    c.skip();
    while !c.is_done() && !c.is(",") && !c.is_any(OPTIONS) && !is_character_set(c) {
        c.skip();
    }
    Some(c.bare(from))
}

fn is_character_set(c: &Cursor<'_>) -> bool {
    c.is("CHARACTER") && c.is_at(1, "SET")
}

/// Reads a type: words, arguments, words, brackets.
pub(super) fn sql_type(c: &mut Cursor<'_>) -> Reading<SqlType> {
    let from = c.position();
    let mut ty = SqlType {
        namespace: None,
        name: String::new(),
        args: vec![],
        dimensions: 0,
        element: String::new(),
        sql: SqlText {
            text: String::new(),
            span: c.here(),
        },
    };
    let mut words: Vec<String> = vec![];
    let mut brackets = None;
    while let Some(token) = c.peek() {
        let first = words.is_empty();
        // To SQLite this word is a part of a type like any other.
        let word = c.is_sqlite() && c.is("AUTO_INCREMENT");
        let stop = c.is_any(OPTIONS) && (!first || c.is_sqlite()) && !word;
        match &token.kind {
            Kind::Word(_) if stop || (!first && is_character_set(c)) => break,
            Kind::Word(word) if word.eq_ignore_ascii_case("ARRAY") && !first => {
                brackets.get_or_insert(c.position());
                c.next();
                ty.dimensions += 1;
                if c.is("[") {
                    c.skip();
                }
            }
            Kind::Word(_) if !first && !c.is_sqlite() && !continues_type(c) => break,
            Kind::Word(word) => {
                words.push(word.to_lowercase());
                c.next();
            }
            Kind::Quoted(word) if first || c.is_sqlite() => {
                let word = if c.is_postgres() {
                    word.clone()
                } else {
                    word.to_lowercase()
                };
                words.push(word);
                c.next();
            }
            Kind::Symbol if c.is(".") && words.len() == 1 => {
                c.next();
                ty.namespace = words.pop();
            }
            Kind::Symbol if c.is("(") && ty.args.is_empty() && !first => {
                ty.args = c.group()?.items().iter_mut().map(argument).collect();
            }
            Kind::Symbol if c.is("[") && c.is_postgres() => {
                brackets.get_or_insert(c.position());
                c.skip();
                ty.dimensions += 1;
            }
            _ => break,
        }
    }
    if words.is_empty() && !c.is_sqlite() {
        return Err(c.unexpected("a type"));
    }
    ty.name = words.join(" ");
    ty.sql = c.since(from);
    ty.element = c.between(from, brackets.unwrap_or(c.position())).text;
    Ok(ty)
}

/// Words that go on with a type of PostgreSQL or MySQL. SQLite takes any.
const TYPE_WORDS: &[&str] = &[
    "UNSIGNED",
    "SIGNED",
    "ZEROFILL",
    "BINARY",
    "ASCII",
    "UNICODE",
    "VARYING",
    "PRECISION",
    "VARCHAR",
    "CHARACTER",
    "CHAR",
    "VARBINARY",
    "TIME",
    "ZONE",
    "YEAR",
    "MONTH",
    "DAY",
    "HOUR",
    "MINUTE",
    "SECOND",
    "TO",
];

fn continues_type(c: &Cursor<'_>) -> bool {
    c.is_any(TYPE_WORDS) || (c.is_any(&["WITH", "WITHOUT"]) && c.is_at(1, "TIME"))
}

fn argument(c: &mut Cursor<'_>) -> String {
    match c.peek().map(|t| &t.kind) {
        Some(Kind::Text(text)) => text.clone(),
        _ => c.rest().text,
    }
}
