//! What becomes of rows: what stays is as it was, or the plan said that it may be lost.

use migrations::{Failure, rows};
use ormolu::Database;
use ormolu_migrate::Step;
use ormolu_schema::ir::{ColumnType, Dialect, Model, Schema, TableName};

use crate::pair::{Renamed, What, bare};

/// The tables and columns of a schema, each with what it is in the other.
pub(crate) struct Kept {
    tables: Vec<Table>,
    /// Tables and columns that are in the schema before alone.
    gone: Vec<Lost>,
}

struct Table {
    names: Names<TableName>,
    columns: Vec<Column>,
    /// The database writes its rows, so that it has more of them.
    is_history: bool,
}

struct Column {
    names: Names<String>,
    types: (ColumnType, ColumnType),
}

/// A name before and after.
type Names<T> = (T, T);

/// What may be lost: a table, or a column of it.
type Lost = (Names<TableName>, Option<Names<String>>);

/// The values of each table's columns, by the keys of their rows.
pub(crate) struct Values(Vec<TableValues>);

type TableValues = Vec<Vec<(String, Option<String>)>>;

/// Of which schema the names are.
#[derive(Clone, Copy)]
pub(crate) enum Side {
    Before,
    After,
}

impl Side {
    fn of<T>(self, names: &Names<T>) -> &T {
        match self {
            Side::Before => &names.0,
            Side::After => &names.1,
        }
    }
}

impl Kept {
    pub(crate) fn of(before: &Schema, after: &Schema, renamed: &[Renamed]) -> Kept {
        let mut kept = Kept {
            tables: Vec::new(),
            gone: Vec::new(),
        };
        let history = |of: &Model| of.rules.history;
        for model in before.models.iter().filter(|model| model.view.is_none()) {
            let owner = before.models.iter().find(|of| {
                let id = history(of);
                id.is_some_and(|id| before.model(id).table == model.table)
            });
            let other = match owner {
                None => named(after, &new_name(renamed, &What::Table, &model.table)),
                Some(of) => named(after, &new_name(renamed, &What::Table, &of.table))
                    .and_then(history)
                    .map(|id| after.model(id)),
            };
            let Some(other) = other else {
                let name = model.table.clone();
                kept.gone.push(((name.clone(), name), None));
                continue;
            };
            kept.table(model, other, owner.is_some(), renamed);
        }
        kept
    }

    fn table(&mut self, model: &Model, other: &Model, is_history: bool, renamed: &[Renamed]) {
        let mut table = Table {
            names: (model.table.clone(), other.table.clone()),
            columns: Vec::new(),
            is_history,
        };
        let stored = model.columns.iter().filter(|c| c.generated.is_none());
        // Versions are held against the rows.
        for column in stored.filter(|_| !is_history) {
            let of = table.names.1.clone();
            let name = bare(column.name.clone());
            let name = new_name(renamed, &What::Column { of }, &name).name;
            let names = (column.name.clone(), name);
            let new = other.column_named(&names.1).map(|id| other.column(id));
            match new.filter(|new| new.generated.is_none()) {
                Some(new) => table.columns.push(Column {
                    names,
                    types: (column.ty.clone(), new.ty.clone()),
                }),
                None => self.gone.push((table.names.clone(), Some(names))),
            }
        }
        self.tables.push(table);
    }

    /// What the tables hold.
    pub(crate) async fn values(
        &self,
        db: &Database,
        side: Side,
        dialect: Dialect,
    ) -> Result<Values, Failure> {
        let mut all = Vec::new();
        for table in &self.tables {
            let name = side.of(&table.names);
            let mut columns = vec![rows(db, name, "id", dialect).await?];
            for column in &table.columns {
                let own: &String = side.of(&column.names);
                columns.push(rows(db, name, own, dialect).await?);
            }
            all.push(columns);
        }
        Ok(Values(all))
    }

    /// Whether what is gone was said to be lost.
    pub(crate) fn gone_was_said(&self, steps: &[&Step]) -> Result<(), Failure> {
        let mut gone = self.gone.iter();
        match gone.find(|lost| !is_said(steps, lost)) {
            Some(lost) => Err(Failure(format!("up drops {lost:?} and does not say so"))),
            None => Ok(()),
        }
    }

    /// Whether all rows are there, with the values that they had or of which was said that they may
    /// be lost.
    pub(crate) fn holds(
        &self,
        way: &str,
        (old, new): (&Values, &Values),
        steps: &[&Step],
        side: Side,
    ) -> Result<(), Failure> {
        for (table, (old, new)) in self.tables.iter().zip(old.0.iter().zip(&new.0)) {
            let name = &table.names.0.name;
            let fewer = new[0].len() < old[0].len();
            let differ = old[0].iter().zip(&new[0]).any(|(a, b)| a.0 != b.0);
            if fewer || !table.is_history && (differ || old[0].len() != new[0].len()) {
                return Err(Failure(format!(
                    "{way} changed the rows of `{name}`: {:?}, {:?}",
                    old[0], new[0]
                )));
            }
            let values = old[1..].iter().zip(&new[1..]);
            for (column, (old, new)) in table.columns.iter().zip(values) {
                let is_as_before = matches!(side, Side::Before);
                let same = match is_as_before || column.types.0 == column.types.1 {
                    true => old == new,
                    false => old.iter().map(shared).eq(new.iter().map(shared)),
                };
                let lost = (table.names.clone(), Some(column.names.clone()));
                if !same && !is_said(steps, &lost) {
                    return Err(Failure(format!(
                        "{way} changed `{name}.{}` and did not say so: {old:?}, {new:?}",
                        column.names.0
                    )));
                }
            }
        }
        Ok(())
    }
}

fn named<'s>(schema: &'s Schema, table: &TableName) -> Option<&'s Model> {
    schema.models.iter().find(|model| model.table == *table)
}

fn new_name(renamed: &[Renamed], what: &What, old: &TableName) -> TableName {
    let mut renamed = renamed.iter();
    let new = renamed.find(|new| new.what == *what && new.from == *old);
    new.map_or(old, |new| &new.to).clone()
}

/// Whether a step says that the values of a table or a column may be lost.
fn is_said(steps: &[&Step], (table, column): &Lost) -> bool {
    let mut said = steps.iter().flat_map(|step| &step.lossy);
    let tables = [&table.0.name, &table.1.name].into_iter();
    let columns = column.as_ref().map(|(old, new)| [old, new]);
    let names: Vec<String> = match columns {
        None => tables.map(|table| format!("`{table}`")).collect(),
        Some(columns) => tables
            .flat_map(|table| columns.map(|column| format!("`{table}.{column}`")))
            .collect(),
    };
    said.any(|said| names.iter().any(|name| said.contains(name)))
}

/// A value in the form that it has in all types which can hold it.
fn shared((key, value): &(String, Option<String>)) -> (&str, Option<String>) {
    let value = value.as_deref().map(|text| match text {
        "true" => "1".to_owned(),
        "false" => "0".to_owned(),
        text => moment(text)
            .or_else(|| uuid(text))
            .or_else(|| number(text))
            .unwrap_or_else(|| text.to_owned()),
    });
    (key, value)
}

/// A date, or a date and a time, without what says no more.
fn moment(text: &str) -> Option<String> {
    let day = text.get(..10)?;
    let is_day = day.char_indices().all(|(at, c)| match at {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    });
    let time = text[10..].trim_start_matches(['T', ' ']);
    let time = time.trim_end_matches("+00").trim_end_matches('Z');
    let time = match time.contains('.') {
        true => time.trim_end_matches('0').trim_end_matches('.'),
        false => time,
    };
    let time = if time.is_empty() { "00:00:00" } else { time };
    is_day.then(|| format!("{day} {time}"))
}

fn uuid(text: &str) -> Option<String> {
    let digits = text.replace('-', "").to_lowercase();
    let is_uuid = digits.len() == 32 && digits.chars().all(|c| c.is_ascii_hexdigit());
    is_uuid.then_some(digits)
}

fn number(text: &str) -> Option<String> {
    text.parse::<f64>().ok().map(|number| number.to_string())
}

#[test]
fn values_are_the_same_in_every_type() {
    let same = [
        ("1", "1.00"),
        ("1", "true"),
        ("2024-01-01", "2024-01-01T00:00:00.000000Z"),
        ("2024-01-01 01:02:03+00", "2024-01-01T01:02:03.000000"),
        (
            "00000000000000000000000000000001",
            "00000000-0000-0000-0000-000000000001",
        ),
    ];
    let other = [
        ("1", "1.125"),
        ("1", "01:00"),
        ("2024-01-01", "2024-01-01 01:02:03"),
    ];
    let of = |text: &str| shared(&(String::new(), Some(text.to_owned()))).1;
    assert!(same.iter().all(|(a, b)| of(a) == of(b)));
    assert!(other.iter().all(|(a, b)| of(a) != of(b)));
}

#[test]
fn what_is_not_said_is_a_failure() {
    let of = |columns: &str| {
        migrations::schema(&format!(
            "ormolu: 1\ndialects: [sqlite]\nmodels: {{ A: {{ table: t0, columns: {{ id: {{ type: int, \
             primary_key: true }}{columns} }} }} }}"
        ))
    };
    let plan = ormolu_migrate::diff(&of(", c1: int, c2: int"), &of(", c2: int"), Dialect::Sqlite);
    let plan = plan.unwrap();
    let steps: Vec<&Step> = plan.up.iter().collect();
    let names = |of: &str, to: &str| (of.to_owned(), to.to_owned());
    let tables = |to: &str| (bare("old".to_owned()), bare(to.to_owned()));
    let column = |table: &str, column: &str| (tables(table), Some(names("was", column)));
    assert!(is_said(&steps, &column("t0", "c1")));
    assert!(!is_said(&steps, &column("t0", "c2")));
    assert!(!is_said(&steps, &column("t1", "c1")));
    assert!(!is_said(&steps, &(tables("t0"), None)));
}
