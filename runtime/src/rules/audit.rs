use crate::dialect::Dialect;
use crate::driver::value_to_json;
use crate::model::{ModelMeta, TableMeta};
use crate::session::ColumnChange;
use crate::statement::Statement;
use crate::value::Value;
use crate::write::statement::{Text, rows_per_statement};

/// A trail of what happens to the rows of a model: for each a row of the trail's model, whose columns
/// are a number, the key, `operation`, `at`, `actor` where there is one, and `changes`.
#[derive(Clone, Copy)]
pub struct Audit {
    /// The trail's model. A function, since models may lead to each other.
    pub trail: fn() -> &'static ModelMeta,
    /// The parameter that says who did it.
    pub actor: Option<&'static str>,
}

impl std::fmt::Debug for Audit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Audit")
            .field("actor", &self.actor)
            .finish_non_exhaustive()
    }
}

impl TableMeta {
    /// The trail of what happens to its rows.
    pub(crate) fn audit(&self) -> Option<&'static Audit> {
        self.rules?.audit.as_ref()
    }
}

/// What happened to one row.
pub(crate) struct Happened {
    pub(crate) key: Vec<Value>,
    pub(crate) operation: &'static str,
    pub(crate) changes: Vec<ColumnChange>,
}

impl Happened {
    /// `{"title": ["old", "new"]}`. What must not show does not; that it changed does.
    fn changes(&self) -> Value {
        let mut map = serde_json::Map::new();
        for change in &self.changes {
            let shown = |value: &Value| match (change.sensitive, value) {
                (_, Value::Null(_)) => serde_json::Value::Null,
                (true, _) => "[redacted]".into(),
                // Numbers that JSON has no form for.
                (false, value) => value_to_json(value).unwrap_or(serde_json::Value::Null),
            };
            let pair = vec![shown(&change.old), shown(&change.new)];
            map.insert(change.column.to_owned(), pair.into());
        }
        Value::Json(map.into())
    }
}

impl Audit {
    /// The INSERTs for rows of the trail.
    pub(crate) fn inserts(&self, rows: &[Happened], dialect: Dialect) -> Vec<Statement> {
        let trail = (self.trail)();
        let actor = self.actor.map(|name| {
            let column = self.column(trail, "actor");
            super::set_by::mark(trail, column, name)
        });
        let columns: Vec<u16> = (1..trail.columns.len() as u16)
            .filter(|at| trail.columns[usize::from(*at)].name != "at")
            .collect();
        let per_statement = rows_per_statement(columns.len(), dialect);
        let chunks = rows.chunks(per_statement).map(|chunk| {
            let mut text = Text::new(dialect);
            text.push("INSERT INTO ").table(&trail.table).push(" (");
            text.list(&columns, |text, at| {
                text.name(trail.columns[usize::from(*at)].name);
            });
            text.push(") VALUES ").list(chunk, |text, _| {
                text.push("(").list(&columns, |text, at| {
                    text.bind(trail.columns[usize::from(*at)].kind);
                });
                text.push(")");
            });
            let mut values = Vec::with_capacity(chunk.len() * columns.len());
            for happened in chunk {
                values.extend(happened.key.iter().cloned());
                values.push(Value::Text(happened.operation.to_owned()));
                values.extend(actor.clone());
                values.push(happened.changes());
            }
            Statement::new(text.sql, values)
        });
        chunks.collect()
    }

    fn column(&self, trail: &ModelMeta, name: &str) -> u16 {
        let place = trail.columns.iter().position(|column| column.name == name);
        place.unwrap_or_default() as u16
    }
}
