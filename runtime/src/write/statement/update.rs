use super::insert::columns;
use super::{Text, changed_by_update, fits_arrays, rows_per_statement};
use crate::dialect::Dialect;
use crate::model::{ColumnMeta, ModelMeta};
use crate::statement::{SqlText, Statement};
use crate::value::Value;

/// An UPDATE of the same columns of many rows, each by its key.
///
/// PostgreSQL joins one array for each column, MySQL and MariaDB choose by CASE; SQLite runs the
/// statement for one row after the other, which is faster there than anything larger.
pub(crate) struct UpdateText {
    model: &'static ModelMeta,
    dialect: Dialect,
    set: Vec<u16>,
    /// The columns that change with them and are read back where the engine returns them.
    pub(crate) returned: Vec<u16>,
    silent: bool,
    cached: Option<(usize, SqlText)>,
}

/// Beyond this many rows CASE takes longer to choose than a further statement costs.
const ROWS_PER_CASE: usize = 100;

impl UpdateText {
    pub(crate) fn new(model: &'static ModelMeta, set: &[u16], dialect: Dialect) -> Self {
        UpdateText {
            model,
            dialect,
            set: set.to_vec(),
            returned: changed_by_update(model, set),
            silent: false,
            cached: None,
        }
    }

    /// The same that gives nothing back.
    pub(crate) fn silent(mut self) -> Self {
        self.silent = true;
        self
    }

    /// How many rows go into one statement.
    pub(crate) fn rows_per_statement(&self) -> usize {
        let key_changes = self.model.key.iter().any(|key| self.set.contains(key));
        match self.dialect {
            // Rows that trade keys must do so one by one for the error to name one.
            _ if key_changes => 1,
            Dialect::Sqlite => 10_000,
            Dialect::Postgres if fits_arrays(self.columns()) => 10_000,
            Dialect::Postgres => 1,
            Dialect::Mysql | Dialect::Mariadb => {
                let parameters = self.set.len() * (self.model.key.len() + 1) + self.model.key.len();
                rows_per_statement(parameters, self.dialect).min(ROWS_PER_CASE)
            }
        }
    }

    /// Whether the statement gives back [`returned`](Self::returned).
    pub(crate) fn returns(&self) -> bool {
        !self.silent
            && !self.returned.is_empty()
            && matches!(self.dialect, Dialect::Sqlite | Dialect::Postgres)
    }

    /// The statement for rows of which `values` holds the set columns and then the key, one row
    /// after the other.
    pub(crate) fn statement(&mut self, rows: usize, values: Vec<Value>) -> Statement {
        let runs = match self.dialect {
            Dialect::Sqlite => rows,
            _ => 1,
        };
        let rows = rows / runs.max(1);
        let sql = match &self.cached {
            Some((known, sql)) if *known == rows => sql.clone(),
            _ => {
                let sql: SqlText = self.text(rows).into();
                self.cached = Some((rows, sql.clone()));
                sql
            }
        };
        let values = match self.dialect {
            _ if rows == 1 => values,
            Dialect::Postgres => columns(self.columns(), values),
            _ => self.cases(values),
        };
        Statement::repeated(sql, values, runs)
    }

    /// The set columns and those of the key.
    fn columns(&self) -> impl Iterator<Item = &'static ColumnMeta> {
        let columns = self.model.columns;
        let all = self.set.iter().chain(self.model.key);
        all.map(|at| &columns[usize::from(*at)])
    }

    fn column(&self, at: u16) -> &'static ColumnMeta {
        &self.model.columns[usize::from(at)]
    }

    fn text(&self, rows: usize) -> String {
        match self.dialect {
            _ if rows == 1 => self.one(),
            Dialect::Postgres => self.joined(),
            _ => self.chosen(rows),
        }
    }

    fn head(&self) -> Text {
        let mut text = Text::new(self.dialect);
        text.push("UPDATE ").table(&self.model.table).push(" SET ");
        text
    }

    /// The columns with an `on_update` that the program does not set.
    fn push_on_update(&self, text: &mut Text) {
        for &at in &self.returned {
            if let Some(sql) = self.column(at).on_update {
                text.push(", ")
                    .name(self.column(at).name)
                    .push(" = ")
                    .push(sql.get(self.dialect));
            }
        }
    }

    /// `UPDATE t SET a = ? WHERE id = ?`
    fn one(&self) -> String {
        let mut text = self.head();
        text.list(&self.set, |text, at| {
            let column = self.column(*at);
            text.name(column.name).push(" = ").bind(column.kind);
        });
        self.push_on_update(&mut text);
        text.push(" WHERE ");
        push_key(&mut text, self.model);
        if self.returns() {
            text.returning(self.model, &self.returned);
        }
        text.sql
    }

    /// `UPDATE t SET a = v.k1 FROM UNNEST($1::text[], $2::int8[]) .. WHERE t.id = v.k2`
    fn joined(&self) -> String {
        let mut text = self.head();
        text.list((1..).zip(&self.set), |text, (nth, at)| {
            let column = self.column(*at);
            text.name(column.name)
                .push(" = ")
                .unnested(nth, column.kind);
        });
        self.push_on_update(&mut text);
        text.push(" FROM ");
        text.unnest(self.columns());
        text.push(" WHERE ");
        for (at, key) in self.model.key.iter().enumerate() {
            let column = self.column(*key);
            text.push(if at == 0 { "" } else { " AND " });
            text.table(&self.model.table)
                .push(".")
                .name(column.name)
                .push(" = ");
            text.unnested(self.set.len() + at + 1, column.kind);
        }
        if !self.returns() {
            return text.sql;
        }
        let mut outer = Text::new(self.dialect);
        text.push(" RETURNING v.nth, ")
            .list(&self.returned, |text, at| {
                text.read_of(&self.model.table, self.column(*at));
            });
        outer
            .push("WITH done AS (")
            .push(&text.sql)
            .push(") SELECT ")
            .list(&self.returned, |text, at| {
                text.name(self.column(*at).name);
            });
        outer.push(" FROM done ORDER BY nth");
        outer.sql
    }

    /// `UPDATE t SET a = CASE WHEN id = ? THEN ? .. ELSE a END WHERE id IN (?, ..)`
    fn chosen(&self, rows: usize) -> String {
        let mut text = self.head();
        text.list(&self.set, |text, at| {
            let column = self.column(*at);
            text.name(column.name).push(" = CASE");
            for _ in 0..rows {
                text.push(" WHEN ");
                push_key(text, self.model);
                text.push(" THEN ").bind(column.kind);
            }
            text.push(" ELSE ").name(column.name).push(" END");
        });
        self.push_on_update(&mut text);
        text.push(" WHERE ");
        push_keys(&mut text, self.model, rows);
        text.sql
    }

    /// The parameters of [`chosen`](Self::chosen).
    fn cases(&self, values: Vec<Value>) -> Vec<Value> {
        let (set, width) = (self.set.len(), self.set.len() + self.model.key.len());
        let rows = || values.chunks(width);
        let mut out = Vec::with_capacity(values.len() * 2);
        for at in 0..set {
            for row in rows() {
                out.extend_from_slice(&row[set..]);
                out.push(row[at].clone());
            }
        }
        rows().for_each(|row| out.extend_from_slice(&row[set..]));
        out
    }
}

/// `id = ?`
pub(super) fn push_key(text: &mut Text, model: &ModelMeta) {
    for (at, key) in model.key.iter().enumerate() {
        let column = &model.columns[usize::from(*key)];
        text.push(if at == 0 { "" } else { " AND " });
        text.name(column.name).push(" = ").bind(column.kind);
    }
}

/// `id IN (?, ?)`, `((a = ? AND b = ?) OR (a = ? AND b = ?))`
pub(super) fn push_keys(text: &mut Text, model: &ModelMeta, rows: usize) {
    match model.key {
        [key] => {
            let column = &model.columns[usize::from(*key)];
            text.name(column.name)
                .push(" IN (")
                .list(0..rows, |text, _| {
                    text.bind(column.kind);
                });
        }
        _ => {
            text.push("(");
            for at in 0..rows {
                text.push(if at == 0 { "(" } else { " OR (" });
                push_key(text, model);
                text.push(")");
            }
        }
    }
    text.push(")");
}
