use super::{Text, fits_arrays, rows_per_statement};
use crate::dialect::Dialect;
use crate::graph::AnyTable;
use crate::model::{ColumnMeta, ColumnSet, Fill, ModelMeta};
use crate::statement::{SqlText, Statement};
use crate::value::{Kind, Value};

/// An INSERT of rows of one model that leave the same columns open.
pub(crate) struct InsertText {
    pub(crate) model: &'static ModelMeta,
    dialect: Dialect,
    /// The columns with values.
    pub(crate) bound: Vec<u16>,
    /// The columns with SQL text instead.
    pub(crate) written: Vec<(u16, &'static str)>,
    /// The columns that only the database knows after it.
    pub(crate) filled: Vec<u16>,
    /// The key that SQLite counts up, if that is all it fills in: it says so by itself, and
    /// takes half as long without RETURNING.
    pub(crate) counted: Option<u16>,
    /// What each row leaves open of the columns with values, if not all leave the same.
    open: Vec<ColumnSet>,
    /// The text for so many rows.
    cached: Option<(usize, SqlText)>,
}

impl InsertText {
    pub(crate) fn new(model: &'static ModelMeta, unset: &ColumnSet, dialect: Dialect) -> Self {
        let (mut bound, mut written, mut filled) = (vec![], vec![], vec![]);
        for (at, column) in (0..).zip(model.columns) {
            let open = unset.contains(at);
            if at < model.inherited() {
                // The row of the base has it, and the key both have.
                bound.extend(model.key.contains(&at).then_some(at));
                continue;
            }
            match column.fill {
                Fill::Generated => filled.push(at),
                _ if !open => bound.push(at),
                Fill::Statement(text) => {
                    written.push((at, text.get(dialect)));
                    filled.push(at);
                }
                _ => filled.push(at),
            }
        }
        InsertText {
            model,
            dialect,
            bound,
            written,
            counted: counted(model, &filled, dialect),
            filled,
            open: vec![],
            cached: None,
        }
    }

    /// Of rows that leave different columns open: by row what it leaves open. Where one row has
    /// a value and another none, that one says DEFAULT.
    pub(crate) fn mixed(
        model: &'static ModelMeta,
        mut open: Vec<ColumnSet>,
        dialect: Dialect,
    ) -> Self {
        let own = model.inherited();
        let columns = || {
            (own..)
                .zip(&model.columns[usize::from(own)..])
                .map(|(at, _)| at)
        };
        if own > 0 {
            // The row of the base has the key by now.
            let key = || model.key.iter();
            open.iter_mut()
                .for_each(|unset| key().for_each(|at| unset.remove(*at)));
        }
        let in_all = |at: &u16| open.iter().all(|unset| unset.contains(*at));
        let in_any = |at: &u16| open.iter().any(|unset| unset.contains(*at));
        let mut text = InsertText::new(model, &columns().filter(in_all).collect(), dialect);
        let generated = |at: &u16| model.columns[usize::from(*at)].fill == Fill::Generated;
        text.filled = columns().filter(|at| generated(at) || in_any(at)).collect();
        text.open = open;
        text
    }

    /// The same that reads nothing back but keys.
    pub(crate) fn keys_only(mut self) -> Self {
        self.filled.retain(|at| self.model.key.contains(at));
        self.counted = counted(self.model, &self.filled, self.dialect);
        self
    }

    /// The same that reads nothing back.
    pub(crate) fn silent(mut self) -> Self {
        self.filled.clear();
        self.counted = None;
        self
    }

    /// The statement for rows of a table.
    pub(crate) fn insert(&mut self, table: &dyn AnyTable, rows: &[u32]) -> Statement {
        if rows.len() > 1 && self.by_arrays() {
            let arrays = self.bound.iter().map(|at| table.array(rows, (*at).into()));
            let arrays = arrays.collect();
            return Statement::new(self.text(rows.len()), arrays);
        }
        let mut values = Vec::with_capacity(rows.len() * self.bound.len());
        for &row in rows {
            for &at in &self.bound {
                if !self.leaves_open(row, at) {
                    values.push(table.value(row, at.into()));
                }
            }
        }
        if self.open.is_empty() {
            return self.statement(rows.len(), values);
        }
        Statement::new(self.rows(rows), values)
    }

    fn leaves_open(&self, row: u32, at: u16) -> bool {
        let open = self.open.get(row as usize);
        open.is_some_and(|open| open.contains(at))
    }

    /// How many rows go into one statement.
    pub(crate) fn rows_per_statement(&self) -> usize {
        if self.by_arrays() || self.counted.is_some() {
            return 10_000;
        }
        if self.bound.is_empty() && self.written.is_empty() && !self.mysql() {
            return 1; // `DEFAULT VALUES` has no form for several rows
        }
        rows_per_statement(self.bound.len(), self.dialect)
    }

    /// The statement for rows whose values stand one after the other.
    pub(crate) fn statement(&mut self, rows: usize, values: Vec<Value>) -> Statement {
        if self.counted.is_some() {
            let sql = self.text(1);
            return Statement::repeated(sql, values, rows);
        }
        let sql = self.text(rows);
        let values = match rows > 1 && self.by_arrays() {
            true => columns(self.columns(), values),
            false => values,
        };
        Statement::new(sql, values)
    }

    /// Whether a COPY does what the INSERT does: it takes values alone.
    pub(crate) fn copies(&self) -> bool {
        let alone = |column: &ColumnMeta| !matches!(column.kind, Kind::Wrapped(_));
        self.written.is_empty() && !self.bound.is_empty() && self.columns().all(alone)
    }

    /// `COPY t (a, b) FROM STDIN`. PostgreSQL only.
    pub(crate) fn copy(&self) -> Statement {
        let mut text = Text::new(self.dialect);
        text.push("COPY ").table(&self.model.table).push(" (");
        text.list(self.columns(), |text, column| {
            text.name(column.name);
        });
        text.push(") FROM STDIN");
        Statement::new(text.sql, vec![])
    }

    /// How many rows one [`load`](Self::load) takes.
    pub(crate) fn rows_per_load(&self) -> usize {
        match self.dialect {
            Dialect::Sqlite => 1_000,
            _ => self.rows_per_statement(),
        }
    }

    /// The statement for rows of which nothing is read back: SQLite runs that of one row for
    /// each.
    pub(crate) fn load(&mut self, rows: usize, values: Vec<Value>) -> Statement {
        match self.dialect {
            Dialect::Sqlite => Statement::repeated(self.text(1), values, rows),
            _ => self.statement(rows, values),
        }
    }

    fn text(&mut self, rows: usize) -> SqlText {
        match &self.cached {
            Some((known, sql)) if *known == rows => sql.clone(),
            _ => {
                let arrays = rows > 1 && self.by_arrays();
                let sql: SqlText = if arrays {
                    self.arrays()
                } else {
                    self.rows(&vec![0; rows])
                }
                .into();
                self.cached = Some((rows, sql.clone()));
                sql
            }
        }
    }

    fn mysql(&self) -> bool {
        matches!(self.dialect, Dialect::Mysql | Dialect::Mariadb)
    }

    fn by_arrays(&self) -> bool {
        self.dialect == Dialect::Postgres
            && self.open.is_empty()
            && !self.bound.is_empty()
            && fits_arrays(self.columns())
    }

    fn columns(&self) -> impl Iterator<Item = &'static ColumnMeta> {
        let columns = self.model.columns;
        self.bound.iter().map(|at| &columns[usize::from(*at)])
    }

    fn head(&self) -> Text {
        let mut text = Text::new(self.dialect);
        text.push("INSERT INTO ").table(&self.model.table);
        let written = self
            .written
            .iter()
            .map(|(at, _)| &self.model.columns[usize::from(*at)]);
        if !self.bound.is_empty() || !self.written.is_empty() {
            text.push(" (")
                .list(self.columns().chain(written), |text, column| {
                    text.name(column.name);
                })
                .push(")");
        }
        text
    }

    /// `INSERT INTO t (a, b) VALUES (?, ?), (?, ?) RETURNING id`
    fn rows(&self, rows: &[u32]) -> String {
        let mut text = self.head();
        if self.bound.is_empty() && self.written.is_empty() && !self.mysql() {
            text.push(" DEFAULT VALUES");
        } else {
            if self.bound.is_empty() && self.written.is_empty() {
                text.push(" ()");
            }
            text.push(" VALUES ").list(rows, |text, row| {
                text.push("(").list(&self.bound, |text, at| {
                    let column = &self.model.columns[usize::from(*at)];
                    match column.fill {
                        _ if !self.leaves_open(*row, *at) => text.bind(column.kind),
                        Fill::Statement(sql) => text.push(sql.get(self.dialect)),
                        _ => text.push("DEFAULT"),
                    };
                });
                self.push_written(text);
                text.push(")");
            });
        }
        self.push_returning(&mut text);
        text.sql
    }

    /// `INSERT INTO t (a, b) SELECT k1, k2 FROM UNNEST($1::int8[], $2::text[]) .. RETURNING id`
    fn arrays(&self) -> String {
        let mut text = self.head();
        text.push(" SELECT ")
            .list((1..).zip(self.columns()), |text, (nth, column)| {
                text.unnested(nth, column.kind);
            });
        self.push_written(&mut text);
        text.push(" FROM ");
        text.unnest(self.columns());
        text.push(" ORDER BY nth");
        self.push_returning(&mut text);
        text.sql
    }

    fn push_written(&self, text: &mut Text) {
        if !self.bound.is_empty() && !self.written.is_empty() {
            text.push(", ");
        }
        text.list(&self.written, |text, (_, sql)| {
            text.push(sql);
        });
    }

    fn push_returning(&self, text: &mut Text) {
        if self.dialect != Dialect::Mysql && self.counted.is_none() {
            text.returning(self.model, &self.filled);
        }
    }
}

/// The key that SQLite counts up, if nothing else is filled in.
fn counted(model: &ModelMeta, filled: &[u16], dialect: Dialect) -> Option<u16> {
    match (dialect, model.key, filled) {
        (Dialect::Sqlite, [key], [open]) if key == open => {
            (model.columns[usize::from(*key)].fill == Fill::Identity).then_some(*key)
        }
        _ => None,
    }
}

/// Rows of values, one after the other, as one array for each column.
pub(super) fn columns<'m>(
    columns: impl Iterator<Item = &'m ColumnMeta>,
    values: Vec<Value>,
) -> Vec<Value>
where
    'm: 'static,
{
    let columns: Vec<&ColumnMeta> = columns.collect();
    let rows = values.len() / columns.len().max(1);
    let mut cells: Vec<Vec<Value>> = columns.iter().map(|_| Vec::with_capacity(rows)).collect();
    for (at, value) in values.into_iter().enumerate() {
        cells[at % columns.len()].push(value);
    }
    let cells = columns.into_iter().zip(cells);
    cells
        .map(|(column, values)| array(column, values))
        .collect()
}

/// The values of a column. Those of named types travel as text and are cast row by row.
fn array(column: &'static ColumnMeta, values: Vec<Value>) -> Value {
    match &column.kind {
        Kind::Named(_) => {}
        Kind::Wrapped(of) => {
            return Value::Array(&of.kind, values.into_iter().map(Value::into_bare).collect());
        }
        kind => return Value::Array(kind, values),
    }
    let text = |value| match value {
        Value::Named(text, _) => Value::Text(text),
        Value::Null(_) => Value::Null(Kind::Text),
        value => value,
    };
    Value::Array(&Kind::Text, values.into_iter().map(text).collect())
}
