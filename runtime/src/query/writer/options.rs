use std::time::Duration;

use super::Writer;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::query::{IndexHint, Options, TableRef};
use crate::statement::push_comment;

/// What the first SELECT of a statement is to say.
#[derive(Clone, Default)]
pub(super) struct First {
    /// The limit of its time.
    longest: Option<Duration>,
    words: Vec<&'static str>,
}

/// The words for a dialect.
fn of(words: &[(Dialect, &'static str)], dialect: Dialect) -> impl Iterator<Item = &'static str> {
    let fits = move |(of, words): &(Dialect, &'static str)| (*of == dialect).then_some(*words);
    words.iter().filter_map(fits)
}

impl Writer {
    /// What stands before a statement to limit its time; what is to stand behind its first SELECT
    /// is kept for that.
    pub(super) fn before(&mut self, options: &Options) {
        let longest = options.timeout.filter(|_| self.dialect == Dialect::Mysql);
        self.first = First {
            longest,
            words: of(&options.prefix, self.dialect).collect(),
        };
        if let (Dialect::Mariadb, Some(longest)) = (self.dialect, options.timeout) {
            self.raw("SET STATEMENT max_statement_time = ");
            self.raw(&longest.as_secs_f64().max(0.000_001).to_string());
            self.raw(" FOR ");
        }
    }

    /// What stands behind the first SELECT of a statement.
    pub(super) fn behind_first_select(&mut self) {
        if let Some(longest) = self.first.longest.take() {
            let longest = longest.as_millis().max(1);
            self.raw("/*+ MAX_EXECUTION_TIME(");
            self.raw(&longest.to_string());
            self.raw(") */ ");
        }
        for words in std::mem::take(&mut self.first.words) {
            self.raw(words);
            self.raw(" ");
        }
    }

    /// What stands behind a statement.
    pub(super) fn behind(&mut self, options: &Options) {
        for words in of(&options.suffix, self.dialect) {
            self.raw(" ");
            self.raw(words);
        }
        let Some(text) = &options.comment else { return };
        push_comment(&mut self.sql, text);
    }

    /// ` USE INDEX ("a")` behind the first table.
    pub(super) fn index_hint(&mut self, hint: &IndexHint, of: &TableRef) {
        if !of.is_table() || hint.names.is_empty() {
            return self.fail(Error::Invalid(
                "a hint at indexes needs a table, and the name of at least one of its indexes"
                    .into(),
            ));
        }
        self.grammar.index_hint(self, hint);
    }
}
