//! What holds of domains, which only PostgreSQL has.

use ormolu_schema::ir::{Dialect, PerDialect, Schema};

use super::{Fact, Facts, Kind, default};
use crate::drift::types;

pub(super) fn add(schema: &Schema, facts: &mut Facts) {
    let dialect = facts.dialect;
    for of in schema.domains.iter().filter(|_| has(dialect)) {
        let mut insert = |kind: Kind, name: &str, fact: Fact| {
            let about = (of.name.dotted(), kind, name.to_owned());
            facts.all.insert(about, fact);
        };
        let collation = of.collation.as_ref().map(|sql| collation(sql, dialect));
        let collated = collation.map_or_else(String::new, |name| format!(" collate {name}"));
        let ty = types::text(&of.ty, schema, dialect);
        insert(Kind::Domain, "", Fact::plain(ty + &collated));
        if of.not_null {
            insert(Kind::Null, "", Fact::plain("not null"));
        }
        if let Some(fact) = of.default.as_ref().and_then(|d| default(d, dialect)) {
            insert(Kind::Default, "", fact);
        }
        for check in &of.checks {
            if let Some(sql) = check.expression.get(dialect) {
                insert(Kind::Check, &check.name, Fact::sql(sql));
            }
        }
        if let Some(comment) = &of.comment {
            insert(Kind::Comment, "", Fact::quoted(comment));
        }
    }
}

/// Whether an engine has domains.
pub(super) fn has(dialect: Dialect) -> bool {
    dialect == Dialect::Postgres
}

fn collation(sql: &PerDialect<String>, dialect: Dialect) -> String {
    let name = sql.get(dialect).map_or("", String::as_str);
    name.trim_matches('"').to_lowercase()
}
