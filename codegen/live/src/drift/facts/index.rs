use ormolu_schema::ir::{Dialect, Index, IndexPart, IndexTerm, Nulls};

use super::{Fact, Of, timing};
use crate::drift::difference::DifferenceKind as Kind;

impl Of<'_> {
    pub(super) fn indexes(&mut self) {
        for index in &self.model.indexes {
            let fact = self.index(index);
            // For MySQL a unique index is a constraint, unless it has parts of columns.
            let plain = index
                .parts
                .iter()
                .all(|p| p.prefix.is_none() && !p.descending);
            if self.is(Dialect::Mysql) && index.unique && plain && fact.sql.is_empty() {
                let columns = fact.text.trim_start_matches("unique ");
                let text = format!("{columns}{}", self.named(&index.name));
                self.insert(Kind::Unique, columns, Fact::plain(text));
            } else if index.exclusion.is_some() {
                self.insert(Kind::Exclusion, &index.name, fact);
            } else {
                self.insert(Kind::Index, &index.name, fact);
            }
        }
    }

    fn index(&self, index: &Index) -> Fact {
        let mut said = Parts::default();
        for part in &index.parts {
            let operator = part.operator.as_ref();
            let operator = operator.map_or(String::new(), |o| format!(" with {o}"));
            self.part(part, &operator, &mut said);
        }
        let unique = if index.unique { "unique " } else { "" };
        let mut tail = String::new();
        if let Some(method) = &index.method {
            tail += &format!(" using {}", self.text(method).to_lowercase());
        }
        if !index.include.is_empty() {
            tail += &format!(" include ({})", self.columns(&index.include));
        }
        if index.nulls_equal {
            tail += " nulls not distinct";
        }
        if self.is(Dialect::Postgres) && !index.postgres.is_empty() {
            let given = index.postgres.iter();
            let given: Vec<String> = given.map(|(key, value)| format!("{key}={value}")).collect();
            tail += &format!(" with ({})", given.join(", ").to_lowercase());
        }
        tail += index.exclusion.map_or("", timing);
        let predicate = index.predicate.as_ref().map(|sql| self.text(sql));
        said.fact(unique, &tail, predicate)
    }

    /// One part of an index, and what stands behind it.
    fn part(&self, part: &IndexPart, behind: &str, said: &mut Parts) {
        let (text, shape) = match &part.term {
            IndexTerm::Column(id) => {
                let name = self.model.column(*id).name.clone();
                (name.clone(), name)
            }
            IndexTerm::Expression(expression) => {
                let text = self.text(expression);
                said.sql.push(text.clone());
                (text, "{}".to_owned())
            }
        };
        let mut rest = part.prefix.map_or(String::new(), |n| format!("({n})"));
        if let Some(name) = part.collation.as_ref().map(|c| self.text(c)) {
            let name = name.replace('"', "").to_lowercase();
            if !name.is_empty() {
                rest += &format!(" collate {name}");
            }
        }
        if let (true, Some(class)) = (self.is(Dialect::Postgres), &part.operator_class) {
            rest += &format!(" {}", class.replace([' ', '\'', '"'], "").to_lowercase());
        }
        rest += if part.descending { " desc" } else { "" };
        rest += match part.nulls {
            Some(Nulls::First) if self.is(Dialect::Postgres) => " nulls first",
            Some(Nulls::Last) if self.is(Dialect::Postgres) => " nulls last",
            _ => "",
        };
        rest += behind;
        said.parts.push(format!("{text}{rest}"));
        said.shapes.push(format!("{shape}{rest}"));
    }
}

/// What is said of the parts of an index: for people, for comparison, and the SQL in it.
#[derive(Default)]
struct Parts {
    parts: Vec<String>,
    shapes: Vec<String>,
    sql: Vec<String>,
}

impl Parts {
    fn fact(mut self, head: &str, tail: &str, predicate: Option<String>) -> Fact {
        let (condition, place) = match &predicate {
            Some(sql) => (format!(" where {sql}"), " where"),
            None => (String::new(), ""),
        };
        self.sql.extend(predicate);
        Fact {
            text: format!("{head}({}){tail}{condition}", self.parts.join(", ")),
            shape: format!("{head}({}){tail}{place}", self.shapes.join(", ")),
            sql: self.sql,
        }
    }
}
