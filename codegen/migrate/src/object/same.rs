//! Whether two texts make the same, and the same under another name.

use ormolu_schema::ir::Dialect;

use super::Object;
use crate::lint::token::{Token, tokens};

impl Object {
    /// Whether both say the same from the name on, whatever their spaces, comments and quotes around
    /// names. A place among other triggers is none of it: no engine keeps that.
    ///
    /// ```
    /// use ormolu_migrate::object::Object;
    /// use ormolu_schema::ir::Dialect;
    ///
    /// let read = |text| Object::read(text, Dialect::Sqlite);
    /// let file = read("CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END;")?;
    /// let kept = read("CREATE TRIGGER t AFTER INSERT ON \"a\" BEGIN\n DELETE FROM b;\nEND")?;
    /// assert!(file.says(&kept));
    /// # Ok::<(), ormolu_migrate::object::ObjectError>(())
    /// ```
    #[must_use]
    pub fn says(&self, other: &Object) -> bool {
        let (own, other) = (self.spoken(), other.spoken());
        own.len() == other.len() && own.iter().zip(&other).all(|(a, b)| same(a, b))
    }

    /// The statement that makes a function under another name, or a trigger on another table.
    ///
    /// ```
    /// use ormolu_migrate::object::Object;
    /// use ormolu_schema::ir::Dialect;
    ///
    /// let text = "CREATE FUNCTION shop.half(n int) RETURNS int RETURN n / 2;";
    /// let half = Object::read(text, Dialect::Postgres)?;
    /// assert_eq!(half.create_at("f"), "CREATE FUNCTION f(n int) RETURNS int RETURN n / 2");
    /// # Ok::<(), ormolu_migrate::object::ObjectError>(())
    /// ```
    #[must_use]
    pub fn create_at(&self, path: &str) -> String {
        let (before, after) = (
            &self.create[..self.place.start],
            &self.create[self.place.end..],
        );
        format!("{before}{path}{after}")
    }

    /// The same object with the text that a database has for it. One that the engine can replace
    /// `in_place` has the same arguments and the same result.
    #[must_use]
    pub fn with_text(&self, create: &str, in_place: bool) -> Object {
        let mut found = Object {
            create: create.to_owned(),
            ..self.clone()
        };
        if !in_place {
            found.signature = vec![create.to_owned()];
        }
        found
    }

    /// Its tokens from the name on.
    pub(super) fn tokens(&self) -> Vec<Token> {
        let mysql = self.dialect.family() == Dialect::Mysql;
        let mut all = tokens(&self.text, self.words.clone(), mysql);
        while all.last().is_some_and(|token| token.is(";")) {
            all.pop();
        }
        all
    }

    /// Without `FOLLOWS` and `PRECEDES` of a trigger.
    fn spoken(&self) -> Vec<Token> {
        let mut all = self.tokens();
        let is_place = |at: usize| {
            let place = all[at + 1].is("follows") || all[at + 1].is("precedes");
            all[at].is("row") && place
        };
        let at = (0..all.len().saturating_sub(2)).find(|at| is_place(*at));
        if let Some(at) = at.filter(|_| self.dialect.family() == Dialect::Mysql) {
            all.drain(at + 1..at + 3);
        }
        all
    }
}

/// Names are one with quotes and without, whatever the case of their letters.
pub(super) fn same(a: &Token, b: &Token) -> bool {
    match a.is_name() && b.is_name() {
        true => a.text.eq_ignore_ascii_case(&b.text),
        false => (a.kind, &a.text) == (b.kind, &b.text),
    }
}
