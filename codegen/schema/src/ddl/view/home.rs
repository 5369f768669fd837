//! Queries without the name of the database that programs connect to.

use crate::ddl::catalog::{Catalog, SqlText};
use crate::ddl::tokens::{Kind, Token, tokens};

/// A query as it is meant in any database, whatever that is called where the view is made anew.
///
/// In front of a table, of `table.column` and of a function the name is that of the database. A
/// table or an alias may have the same name: in front of a column it is that.
pub(super) fn at_home(query: SqlText, catalog: &Catalog) -> SqlText {
    let (Some(home), None) = (&catalog.database, &catalog.namespace) else {
        return query;
    };
    let text = &query.text;
    let Ok(tokens) = tokens(text, 0..text.len(), catalog.dialect) else {
        return query;
    };
    let is_home = |token: &Token| match &token.kind {
        Kind::Word(name) | Kind::Quoted(name) => catalog.same(name, home),
        _ => false,
    };
    let written = |at: usize| tokens.get(at).map_or("", |t| &text[t.range.clone()]);
    let (mut bare, mut from) = (String::new(), 0);
    let mut places = Places::default();
    for (at, token) in tokens.iter().enumerate() {
        let first = at == 0 || written(at - 1) != ".";
        if first && is_home(token) && written(at + 1) == "." {
            let of_database = places.here == Place::Tables || matches!(written(at + 3), "." | "(");
            if let (true, Some(dot)) = (of_database, tokens.get(at + 1)) {
                bare += &text[from..token.range.start];
                from = dot.range.end;
            }
        }
        if first {
            places.pass(token, written(at));
        }
    }
    bare += &text[from..];
    SqlText {
        text: bare,
        ..query
    }
}

/// What a part of a query lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// What stands in parentheses, as long as it is no query.
    Arguments,
    /// Values: what is selected, conditions, an order.
    Values,
    Tables,
    /// The condition of a join, behind which more tables may come.
    On,
}

/// The places in all parentheses that are open.
struct Places {
    outer: Vec<Place>,
    here: Place,
    /// Whether a table comes next: a parenthesis then holds tables.
    opens: bool,
}

impl Default for Places {
    fn default() -> Self {
        Places {
            outer: vec![],
            here: Place::Values,
            opens: false,
        }
    }
}

impl Places {
    fn pass(&mut self, token: &Token, written: &str) {
        let word = match &token.kind {
            Kind::Word(_) | Kind::Symbol => written.to_ascii_uppercase(),
            _ => String::new(),
        };
        let here = self.here;
        match word.as_str() {
            "(" => {
                self.outer.push(here);
                if !self.opens {
                    self.here = Place::Arguments;
                }
                return;
            }
            ")" => self.here = self.outer.pop().unwrap_or(here),
            "SELECT" => self.here = Place::Values,
            "FROM" if here == Place::Values => self.here = Place::Tables,
            "ON" if here == Place::Tables => self.here = Place::On,
            "," | "JOIN" | "STRAIGHT_JOIN" if here == Place::On => self.here = Place::Tables,
            "WHERE" | "GROUP" | "HAVING" | "WINDOW" | "ORDER" | "LIMIT" | "UNION" | "EXCEPT"
            | "INTERSECT"
                if here != Place::Arguments =>
            {
                self.here = Place::Values;
            }
            _ => {}
        }
        let lists = matches!(word.as_str(), "FROM" | "," | "JOIN" | "STRAIGHT_JOIN");
        self.opens = lists && self.here == Place::Tables;
    }
}
