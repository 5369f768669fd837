use ormolu_migrate::pass::Ignored;

/// What to read of a database.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// PostgreSQL: the schemas to read. All but the engine's own where none is named.
    pub namespaces: Vec<String>,
    /// Patterns of names of tables and views that are not of the schema ([`Ignored`]), such as a
    /// journal of migrations. One that a foreign key of another table points at is read all the
    /// same, but nothing about it is a difference.
    pub except: Vec<String>,
}

impl Options {
    /// The tables that are not of the schema.
    pub(crate) fn ignored(&self) -> Ignored {
        Ignored::new(self.except.iter().cloned())
    }

    /// The namespaces, as the parameter of a statement.
    pub(crate) fn namespaces_json(&self) -> String {
        json(&self.namespaces)
    }
}

/// Names as one parameter of a statement.
pub(crate) fn json(names: &[String]) -> String {
    ormolu::serde_json::Value::from(names).to_string()
}
