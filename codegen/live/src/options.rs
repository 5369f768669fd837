/// What to read of a database.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// PostgreSQL: the schemas to read. All but the engine's own where none is named.
    pub namespaces: Vec<String>,
    /// Names of tables that are not of the schema, such as a journal of migrations.
    pub except: Vec<String>,
}

impl Options {
    /// The tables that are left out, as the parameter of a statement.
    pub(crate) fn except_json(&self) -> String {
        json(&self.except)
    }

    /// The namespaces, as the parameter of a statement.
    pub(crate) fn namespaces_json(&self) -> String {
        json(&self.namespaces)
    }
}

fn json(names: &[String]) -> String {
    ormolu::serde_json::Value::from(names).to_string()
}
