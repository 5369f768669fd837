use super::{Call, Expr, Node, Operand, Part, Row, Textual};
use crate::value::{Kind, SqlType};

/// A search in text by the engine's own language of patterns or words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchFn {
    /// By a regular expression.
    Regex,
    /// In full text, by the words of a language.
    FullText {
        /// PostgreSQL's name of the language, if not the one of its configuration.
        language: Option<&'static str>,
    },
}

impl<T: SqlType, N: Part> Expr<T, N> {
    /// Whether a regular expression matches a part of the text. Case counts, unless the expression
    /// begins with `(?i)`. The language of the expressions is the engine's: PostgreSQL's own,
    /// PCRE on MariaDB, ICU on MySQL.
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `"users"."name" ~ $1` |
    /// | MariaDB | `` `users`.`name` REGEXP (? COLLATE utf8mb4_bin) `` |
    /// | MySQL | `` regexp_like(`users`.`name`, ?, 'c') `` |
    /// | SQLite | has none: an error when the query is built |
    pub fn matches_regex(
        self,
        pattern: impl Operand<String, N::Computed>,
    ) -> Expr<bool, N::Computed>
    where
        T::Base: Textual,
    {
        self.call(SearchFn::Regex, [pattern.operand()], Kind::Bool)
    }

    /// Whether the text has the words of a search as people type it.
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `to_tsvector("posts"."title") @@ websearch_to_tsquery($1)` |
    /// | MySQL | `` MATCH (`posts`.`title`) AGAINST (?) ``, for a column with a FULLTEXT index of its own |
    /// | SQLite | only in virtual tables: an error when the query is built |
    ///
    /// PostgreSQL wants all of the words, `or` and `-` between them, and takes the language of
    /// its configuration; see [`matches_in`](Self::matches_in). MySQL wants any of them.
    pub fn matches(self, words: impl Operand<String, N::Computed>) -> Expr<bool, N::Computed>
    where
        T::Base: Textual,
    {
        self.search(None, words.operand())
    }

    /// [`matches`](Self::matches) in a language of PostgreSQL, which can use an index on
    /// `to_tsvector('english', title)`. MySQL has no languages and passes over it.
    pub fn matches_in(
        self,
        language: &'static str,
        words: impl Operand<String, N::Computed>,
    ) -> Expr<bool, N::Computed>
    where
        T::Base: Textual,
    {
        self.search(Some(language), words.operand())
    }

    fn search(self, language: Option<&'static str>, words: Node) -> Expr<bool, N::Computed>
    where
        T::Base: Textual,
    {
        self.call(SearchFn::FullText { language }, [words], Kind::Bool)
    }
}

/// A search in several columns at once: `row((p.title, p.body)).matches("rust orm")`.
impl<T, C: Part> Row<T, C> {
    /// Whether the texts together have the words of a search as people type it; see
    /// [`Expr::matches`].
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `to_tsvector("posts"."title" \|\| ' ' \|\| coalesce("posts"."body", '')) @@ websearch_to_tsquery($1)` |
    /// | MySQL, MariaDB | ``MATCH (`posts`.`title`, `posts`.`body`) AGAINST (?)``, for a FULLTEXT index of these columns |
    /// | SQLite | only in virtual tables: an error when the query is built |
    pub fn matches(self, words: impl Operand<String, C>) -> Expr<bool, C::Computed>
    where
        T: TextCells,
    {
        self.search(None, words.operand())
    }

    /// [`matches`](Self::matches) in a language of PostgreSQL, which can use an index on the same
    /// expression. MySQL has no languages and passes over it.
    pub fn matches_in(
        self,
        language: &'static str,
        words: impl Operand<String, C>,
    ) -> Expr<bool, C::Computed>
    where
        T: TextCells,
    {
        self.search(Some(language), words.operand())
    }

    fn search(self, language: Option<&'static str>, words: Node) -> Expr<bool, C::Computed> {
        let mut arguments = self.into_nodes();
        arguments.push(words);
        let node = Call::node(SearchFn::FullText { language }, arguments, Kind::Bool);
        Expr::new(C::computed(node))
    }
}

/// The types of a row's cells, all of which are text.
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` can't be searched in",
    label = "one of the cells is not text"
)]
pub trait TextCells {}

macro_rules! text_cells {
    ($($cell:ident)+) => {
        impl<$($cell: Textual),+> TextCells for ($($cell,)+) {}
    };
}

text_cells!(A B);
text_cells!(A B C);
text_cells!(A B C D);
text_cells!(A B C D E);
text_cells!(A B C D E F);
