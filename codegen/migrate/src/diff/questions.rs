//! What looks like a new name, but is not said to be one.

use ormolu_schema::ir::{Column, Dialect, Model, Schema, TableName, Type};

use super::renames::{self, Names};
use super::{Pairs, mention};
use crate::error::RenderError;
use crate::migration::{Answer, Question};
use crate::operation::Table;
use crate::render::kept;

/// The questions without an answer.
pub(crate) fn ask(
    before: &Schema,
    after: &Schema,
    names: &Names,
    answers: &[Answer],
    dialect: Dialect,
) -> Result<Vec<Question>, RenderError> {
    let renamed = renames::apply(before, names, dialect);
    let pairs = Pairs::of(&renamed.schema, after);
    let mut questions = Vec::new();
    about_tables(&pairs, dialect, &mut questions)?;
    for (old, new) in &pairs.kept {
        about_columns(*old, *new, dialect, &mut questions)?;
    }
    about_values(&renamed.schema, after, names, &mut questions);
    questions.retain(|question| answers.iter().all(|answer| answer.question != *question));
    Ok(questions)
}

/// A table that is gone and a new one of which most columns are the same.
fn about_tables(
    pairs: &Pairs<'_>,
    dialect: Dialect,
    questions: &mut Vec<Question>,
) -> Result<(), RenderError> {
    let mut free: Vec<Table<'_>> = pairs.new.clone();
    for old in &pairs.gone {
        let mut best = None;
        for (at, new) in free.iter().enumerate() {
            let (same, all) = likeness(*old, *new, dialect)?;
            let named = old.model().name == new.model().name;
            let is_like = same * 5 >= all * 3 && (same > 1 || all == 1);
            if (is_like || named) && best.is_none_or(|(_, most)| same > most) {
                best = Some((at, same));
            }
        }
        if let Some((at, _)) = best {
            let new = free.remove(at);
            questions.push(Question::Table {
                from: old.model().table.clone(),
                to: new.model().table.clone(),
            });
        }
    }
    Ok(())
}

/// How many columns are the same, of how many of the larger table.
fn likeness(
    old: Table<'_>,
    new: Table<'_>,
    dialect: Dialect,
) -> Result<(usize, usize), RenderError> {
    let (a, b) = (&old.model().columns, &new.model().columns);
    let mut same = 0;
    for column in a {
        let Some(id) = new.model().column_named(&column.name) else {
            continue;
        };
        same += usize::from(alike(old, column, new, new.model().column(id), dialect)?);
    }
    Ok((same, a.len().max(b.len())))
}

/// A column that is gone and a new one that keeps the same.
fn about_columns(
    old: Table<'_>,
    new: Table<'_>,
    dialect: Dialect,
    questions: &mut Vec<Question>,
) -> Result<(), RenderError> {
    let (before, after) = (old.model(), new.model());
    let only_in = |column: &Column, other: &Model| {
        other.column_named(&column.name).is_none() && column.generated.is_none()
    };
    let gone = before
        .columns
        .iter()
        .filter(|column| only_in(column, after));
    let mut free: Vec<&Column> = after.columns.iter().collect();
    free.retain(|column| only_in(column, before));
    for column in gone {
        let mut found = None;
        for (at, other) in free.iter().enumerate() {
            let fits = column.field == other.field || alike(old, column, new, other, dialect)?;
            if fits {
                found = Some(at);
                break;
            }
        }
        if let Some(at) = found {
            questions.push(Question::Column {
                table: after.table.clone(),
                from: column.name.clone(),
                to: free.remove(at).name.clone(),
            });
        }
    }
    Ok(())
}

/// Whether two columns hold the same, whatever they are called.
fn alike(
    old: Table<'_>,
    a: &Column,
    new: Table<'_>,
    b: &Column,
    dialect: Dialect,
) -> Result<bool, RenderError> {
    let (mut from, mut to) = (
        kept::of_column(old, a, dialect)?,
        kept::of_column(new, b, dialect)?,
    );
    from.check = mention::replaced(&from.check, &a.name, &b.name);
    (from.comment, to.comment) = (None, None);
    (from.default, to.default) = (String::new(), String::new());
    let same_type = a.ty.base == b.ty.base || matches!(a.ty.base, Type::Enum(_));
    Ok(same_type && from == to)
}

/// A value that is gone where a new one stands.
fn about_values(before: &Schema, after: &Schema, names: &Names, questions: &mut Vec<Question>) {
    for new in &after.enums {
        let name = TableName {
            namespace: new.namespace.clone(),
            name: new.sql_name.clone(),
        };
        let same = |e: &&ormolu_schema::ir::Enum| {
            e.sql_name == new.sql_name && e.namespace == new.namespace
        };
        let Some(old) = before.enums.iter().find(same) else {
            continue;
        };
        if old.variants.len() != new.variants.len() {
            continue;
        }
        for (a, b) in old.variants.iter().zip(&new.variants) {
            let moved = |of: &ormolu_schema::ir::Enum, value: &str| {
                of.variants.iter().any(|v| v.value == value)
            };
            let said = names
                .values
                .iter()
                .any(|(of, from, to)| *of == name && (*from == a.value || *to == b.value));
            if a.value != b.value && !moved(new, &a.value) && !moved(old, &b.value) && !said {
                questions.push(Question::Value {
                    of: name.clone(),
                    from: a.value.clone(),
                    to: b.value.clone(),
                });
            }
        }
    }
}
