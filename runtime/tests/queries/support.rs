use ormolu::query::Scope;
use ormolu::{Dialect, Select};

/// The statement as MariaDB gets it, where that differs from MySQL.
pub(crate) fn mariadb<S: Scope, O>(query: Select<S, O>) -> String {
    match query.to_sql(Dialect::Mariadb) {
        Ok(statement) => statement.sql.as_str().to_owned(),
        Err(error) => error.to_string(),
    }
}

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
