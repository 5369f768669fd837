use super::insert::columns;
use super::{Text, changed_by_update, fits_arrays, rows_per_statement};
use crate::dialect::Dialect;
use crate::model::{ColumnMeta, ModelMeta, VersionBy};
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
    /// The version that the row must still have.
    guard: Option<u16>,
    /// The version, if the statement counts it up.
    pub(crate) counted: Option<u16>,
    silent: bool,
    cached: Option<(usize, SqlText)>,
}

/// Beyond this many rows CASE takes longer to choose than a further statement costs.
const ROWS_PER_CASE: usize = 100;

impl UpdateText {
    pub(crate) fn new(model: &'static ModelMeta, set: &[u16], dialect: Dialect) -> Self {
        // That of a row in several tables is in one of them.
        let version = model.version.as_ref();
        let version = version.filter(|version| version.column >= model.inherited());
        let counted = version.filter(|version| match set {
            [] => version.by == VersionBy::Session, // the row changes in another table
            set => version.counts(set.iter().copied()),
        });
        UpdateText {
            model,
            dialect,
            set: set.to_vec(),
            returned: changed_by_update(model, set),
            guard: version.map(|version| version.column),
            counted: counted.map(|version| version.column),
            silent: false,
            cached: None,
        }
    }

    /// The columns by which a row must still be what it was: the key, and the version if the
    /// model has one.
    pub(crate) fn matched(&self) -> impl Iterator<Item = u16> + use<> {
        let guard = self.guard;
        self.model.key.iter().copied().chain(guard)
    }

    /// The same that changes nothing by itself, and gives nothing back.
    pub(crate) fn bare(mut self) -> Self {
        self.guard = None;
        self.counted = None;
        self.returned.clear();
        self
    }

    pub(crate) fn model(&self) -> &'static ModelMeta {
        self.model
    }

    /// The columns that it sets.
    pub(crate) fn set(&self) -> &[u16] {
        &self.set
    }

    /// The same whatever the row's version.
    pub(crate) fn unguarded(mut self) -> Self {
        self.guard = None;
        self
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
                let matched = self.matched().count();
                let parameters = self.set.len() * (self.model.key.len() + 1) + matched;
                rows_per_statement(parameters, self.dialect).min(ROWS_PER_CASE)
            }
        }
    }

    /// Whether the statement gives back [`returned`](Self::returned).
    pub(crate) fn returns(&self) -> bool {
        let can = match self.dialect {
            // Its RETURNING does not see what a trigger does after the UPDATE.
            Dialect::Sqlite => !self.model.version_by_trigger(),
            Dialect::Postgres => true,
            Dialect::Mysql | Dialect::Mariadb => false,
        };
        can && !self.silent && !self.returned.is_empty()
    }

    /// The statement for rows of which `values` holds the set columns and then those
    /// [`matched`](Self::matched), one row after the other.
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

    /// The set columns and those matched.
    fn columns(&self) -> impl Iterator<Item = &'static ColumnMeta> {
        let columns = self.model.columns;
        let all = self.set.iter().copied().chain(self.matched());
        all.map(|at| &columns[usize::from(at)])
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

    /// The version counted up, and the columns with an `on_update` that the program does not set.
    fn push_on_update(&self, text: &mut Text) {
        let mut comma = if self.set.is_empty() { "" } else { ", " };
        if let Some(at) = self.counted {
            let name = self.column(at).name;
            text.push(comma).name(name).push(" = ");
            text.table(&self.model.table).push(".").name(name);
            text.push(" + 1");
            comma = ", ";
        }
        for &at in &self.returned {
            if let Some(sql) = self.column(at).on_update {
                text.push(comma)
                    .name(self.column(at).name)
                    .push(" = ")
                    .push(sql.get(self.dialect));
                comma = ", ";
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
        push_match(&mut text, self.model, self.guard);
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
        for (at, key) in self.matched().enumerate() {
            let column = self.column(key);
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
        push_matches(&mut text, self.model, self.guard, rows);
        text.sql
    }

    /// The parameters of [`chosen`](Self::chosen).
    fn cases(&self, values: Vec<Value>) -> Vec<Value> {
        let (set, key) = (self.set.len(), self.model.key.len());
        let rows = || values.chunks(set + self.matched().count());
        let mut out = Vec::with_capacity(values.len() * 2);
        for at in 0..set {
            for row in rows() {
                out.extend_from_slice(&row[set..set + key]);
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

/// `id IN (?, ?)`, `((id = ? AND version = ?) OR (id = ? AND version = ?))`
pub(super) fn push_matches(text: &mut Text, model: &ModelMeta, guard: Option<u16>, rows: usize) {
    let Some(guard) = guard else {
        return push_keys(text, model, rows);
    };
    text.push("(");
    for at in 0..rows {
        text.push(if at == 0 { "(" } else { " OR (" });
        push_match(text, model, Some(guard));
        text.push(")");
    }
    text.push(")");
}

/// `id = ? AND version = ?`
pub(super) fn push_match(text: &mut Text, model: &ModelMeta, guard: Option<u16>) {
    push_key(text, model);
    if let Some(at) = guard {
        let column = &model.columns[usize::from(at)];
        text.push(" AND ").name(column.name).push(" = ");
        text.bind(column.kind);
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

/// An UPDATE that makes columns of rows NULL, whatever their versions.
pub(crate) fn nullify(
    model: &ModelMeta,
    columns: &[u16],
    keys: Vec<Value>,
    rows: usize,
    dialect: Dialect,
) -> Statement {
    let mut text = Text::new(dialect);
    text.push("UPDATE ").table(&model.table).push(" SET ");
    text.list(columns, |text, at| {
        let name = model.columns[usize::from(*at)].name;
        text.name(name).push(" = NULL");
    });
    text.push(" WHERE ");
    push_keys(&mut text, model, rows);
    Statement::new(text.sql, keys)
}
