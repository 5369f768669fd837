use ormolu::query::Scope;
use ormolu::{Dialect, Select};

/// The statement in the three dialects, with its parameters.
pub(crate) fn sql<S: Scope, O>(query: Select<S, O>) -> String {
    let mut out = String::new();
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql] {
        let statement = match query.to_sql(dialect) {
            Ok(statement) => statement,
            Err(error) => {
                out += &format!("{dialect:?}: {error}\n");
                continue;
            }
        };
        out += &format!("{dialect:?}: {}\n", statement.sql.as_str());
        for (i, param) in statement.params.iter().enumerate() {
            out += &format!("    {}: {param:?}\n", i + 1);
        }
    }
    out
}
