use super::{Check, Name, SqlText, SqlType};
use crate::ddl::names;

/// A type with conditions. Its columns get what it says.
#[derive(Clone, Debug)]
pub(in crate::ddl) struct Domain {
    pub(in crate::ddl) namespace: Option<String>,
    pub(in crate::ddl) name: Name,
    pub(in crate::ddl) base: SqlType,
    pub(in crate::ddl) not_null: bool,
    pub(in crate::ddl) default: Option<SqlText>,
    pub(in crate::ddl) collation: Option<String>,
    /// Conditions on `VALUE`.
    pub(in crate::ddl) checks: Vec<Check>,
    pub(in crate::ddl) comment: Option<String>,
}

impl Domain {
    /// Adds a condition, with the name that PostgreSQL gives it where it has none.
    pub(in crate::ddl) fn add_check(&mut self, name: Option<Name>, expression: SqlText) {
        let taken = |text: &String| {
            let mut names = self.checks.iter().filter_map(|check| check.name.as_ref());
            names.any(|name| name.text == *text)
        };
        let mut free = (0..).map(|n| names::domain_check(&self.name.text, n));
        let span = expression.span;
        let own = || {
            free.find(|text| !taken(text))
                .map(|text| Name { text, span })
        };
        let name = name.or_else(own);
        self.checks.push(Check { name, expression });
    }
}
