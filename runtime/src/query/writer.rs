//! The one writer of SQL text.
//!
//! A file for each clause; what differs between the engines stands in `dialect/`, behind
//! [`Grammar`]. Identifiers are always quoted and values always bound, and equal statements have
//! equal text.

mod aggregate;
mod binds;
mod call;
mod clause;
mod connected;
mod construct;
mod delete;
mod expression;
mod from;
mod grammar;
mod grouped;
mod grouping;
mod history;
mod insert;
mod literal;
mod lock;
mod names;
mod options;
mod per_group;
mod scopes;
mod seek;
mod select;
mod set;
mod shape;
mod shared;
mod sources;
mod stored;
mod target;
mod texts;
mod update;
mod values;
mod window;
mod with;

pub(crate) use aggregate::{Call, Inside, name as aggregate_name};
pub(crate) use binds::{bind_limit, bind_rows, static_kind};
pub use binds::{keys_per_statement, rows_per_statement};
pub(crate) use call::{FORMLESS, is_whole, json_path};
pub(crate) use delete::write_delete;
pub(crate) use expression::Level;
pub(crate) use grammar::{Grammar, List};
pub(crate) use insert::{
    ConflictNode, InsertQueryNode, write_conflict, write_insert_query, write_insert_returning,
};
pub(crate) use per_group::count;
pub(crate) use sources::{Sources, ValueList};
pub(crate) use target::{Target, write_holding, write_locking};
pub(crate) use update::{UpdateNode, write_update};
pub(crate) use values::series_length;

use self::clause::Clause;
use self::literal::Debug;
use self::names::{Names, Title};
use self::options::First;
use self::shared::Shared;
use self::window::Windows;
use self::with::With;
use super::SelectNode;
use crate::dialect::{Dialect, mysql, postgres, sqlite};
use crate::error::{Error, Result};
use crate::expr::{Alias, Node};
use crate::model::{TableMeta, is_plain};
use crate::rules::Lift;
use crate::statement::Statement;
use crate::value::{Kind, Value};

/// Writes a SELECT, if none like it was written lately.
pub fn write_select(select: &SelectNode, dialect: Dialect) -> Result<Statement> {
    texts::statement(select, dialect, || written(select, dialect))
}

fn written(select: &SelectNode, dialect: Dialect) -> Result<Statement> {
    let mut writer = Writer::new(dialect);
    let Some(options) = &select.options else {
        writer.statement(select);
        return writer.finish();
    };
    writer.before(options);
    writer.statement(select);
    writer.behind(options);
    let mut statement = writer.finish()?;
    statement.timeout = options.timeout;
    Ok(statement)
}

/// Writes a SELECT for people, with the values in it.
pub(crate) fn write_for_people(select: &SelectNode, dialect: Dialect) -> Result<String> {
    let mut writer = Writer::new(dialect);
    writer.for_people(select.uses_sensitive());
    writer.statement(select);
    Ok(writer.finish()?.sql.as_str().to_owned())
}

fn grammar_of(dialect: Dialect) -> &'static dyn Grammar {
    match dialect {
        Dialect::Sqlite => &sqlite::Sqlite,
        Dialect::Postgres => &postgres::Postgres,
        Dialect::Mysql | Dialect::Mariadb => &mysql::Mysql,
    }
}

/// SQL text under construction, with its parameters.
///
/// Its methods return nothing: the first error is kept, and comes out of [`Writer::finish`].
pub(crate) struct Writer {
    dialect: Dialect,
    grammar: &'static dyn Grammar,
    /// Whether the quote around names is a backtick.
    backticks: bool,
    sql: String,
    params: Vec<Value>,
    names: Names,
    /// What the SELECT being written says more than once, and binds once.
    shared: Shared,
    windows: Windows,
    clause: Clause,
    /// The keys that the groups being computed leave out.
    absent: Vec<Node>,
    with: With,
    /// The columns of the next SELECT are compared with those of others.
    compared: bool,
    /// Set where the text is for people.
    debug: Option<Debug>,
    /// The row that an upsert was to insert.
    excluded: Option<Alias>,
    /// Whether the rows of models that inherit are locked where their SELECT stands.
    locks_rows: bool,
    /// The columns written, while somebody asks for them.
    seen: Option<Vec<(Alias, &'static str)>>,
    /// What the first SELECT is to say.
    first: First,
    error: Option<Error>,
    /// The scopes that what is being written does without.
    lifted: Vec<Lift>,
}

impl Writer {
    pub(crate) fn new(dialect: Dialect) -> Self {
        let grammar = grammar_of(dialect);
        Writer {
            dialect,
            grammar,
            backticks: grammar.backticks(),
            sql: String::with_capacity(512),
            params: Vec::with_capacity(8),
            names: Names::default(),
            shared: Shared::default(),
            windows: Windows::default(),
            clause: Clause::Result,
            absent: vec![],
            with: With::default(),
            compared: false,
            debug: None,
            excluded: None,
            locks_rows: false,
            seen: None,
            first: First::default(),
            error: None,
            lifted: vec![],
        }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// A writer that goes on where a statement ends.
    pub(crate) fn after(statement: Statement, dialect: Dialect) -> Self {
        let mut writer = Writer::new(dialect);
        writer.raw(statement.sql.as_str());
        writer.params = statement.params;
        writer
    }

    /// The statement, or the first thing that went wrong.
    pub(crate) fn finish(self) -> Result<Statement> {
        let (bound, limit) = (self.params.len(), bind_limit(self.dialect));
        match self.error {
            Some(error) => Err(error),
            None if bound > limit => Err(Error::Invalid(format!(
                "the statement binds {bound} values, and {} takes {limit} in one: ask in parts",
                self.dialect
            ))),
            None => Ok(Statement::new(self.sql, self.params)),
        }
    }

    /// SQL words. Not for names or values.
    pub(crate) fn raw(&mut self, words: &str) {
        self.sql.push_str(words);
    }

    /// A quoted name.
    pub(crate) fn identifier(&mut self, name: &str) {
        self.sql.push(self.quote());
        self.letters(name, is_plain(name));
        self.sql.push(self.quote());
    }

    /// The quoted name of a table of the statement.
    fn title(&mut self, title: Title) {
        self.sql.push(self.quote());
        self.title_letters(title);
        self.sql.push(self.quote());
    }

    /// `"table"."column"`
    fn dotted(&mut self, table: Title, column: &str, plain: bool) {
        self.sql.push(self.quote());
        self.title_letters(table);
        self.raw(if self.backticks { "`.`" } else { "\".\"" });
        self.letters(column, plain);
        self.sql.push(self.quote());
    }

    fn quote(&self) -> char {
        if self.backticks { '`' } else { '"' }
    }

    fn title_letters(&mut self, title: Title) {
        self.letters(title.base, title.plain);
        if title.number > 1 {
            self.sql.push('_');
            decimal(&mut self.sql, title.number as usize);
        }
    }

    /// A name between quotes.
    fn letters(&mut self, name: &str, plain: bool) {
        if plain {
            self.sql.push_str(name);
        } else {
            self.odd_letters(name);
        }
    }

    /// A name that may have quotes in it, or be none at all.
    #[cold]
    fn odd_letters(&mut self, name: &str) {
        if name.is_empty() || name.contains('\0') {
            self.fail(Error::Invalid(format!(
                "{name:?} can't be the name of a table or column: it is empty or has a NUL in it"
            )));
        }
        let quote = self.quote();
        for letter in name.chars() {
            if letter == quote {
                self.sql.push(quote);
            }
            self.sql.push(letter);
        }
    }

    /// A table's quoted name, with its schema.
    pub(crate) fn table(&mut self, table: TableMeta) {
        self.qualified(table.namespace, table.name);
    }

    pub(crate) fn qualified(&mut self, namespace: Option<&str>, name: &str) {
        if let Some(namespace) = namespace {
            self.identifier(namespace);
            self.raw(".");
        }
        self.identifier(name);
    }

    /// Binds a value: its placeholder, with a cast where the engine needs one.
    pub(crate) fn bind(&mut self, value: Value) {
        let kind = value.kind();
        if let Kind::Wrapped(of) = kind {
            return self.around(of.write(self.dialect), |writer| {
                writer.bind(value.into_bare());
            });
        }
        self.placeholder(value);
        self.grammar.bind_cast(self, kind);
    }

    /// Something between SQL words.
    pub(crate) fn around(&mut self, (before, behind): (&str, &str), write: impl FnOnce(&mut Self)) {
        self.raw(before);
        write(self);
        self.raw(behind);
    }

    /// Binds a value that the engine knows the type of.
    pub(crate) fn placeholder(&mut self, value: Value) {
        if self.debug.is_some() {
            return self.literal(&value);
        }
        let number = match self.shared.again() {
            Some(number) => number,
            None => {
                self.params.push(value);
                self.params.len()
            }
        };
        self.shared.wrote(number);
        self.grammar.placeholder(&mut self.sql, number);
    }

    /// An expression where an operator binds as strongly as `level`.
    pub(crate) fn node(&mut self, node: &Node, level: Level) {
        self.expression(node, level);
    }

    /// Conditions that must all hold.
    pub(crate) fn conditions(&mut self, conditions: &[Node]) {
        for (i, condition) in conditions.iter().enumerate() {
            if i > 0 {
                self.raw(" AND ");
            }
            let level = if conditions.len() > 1 {
                Level::Not
            } else {
                Level::Or
            };
            self.expression(condition, level);
        }
    }

    /// The columns that `write` would write; nothing is written.
    fn columns_in(&mut self, write: impl FnOnce(&mut Self)) -> Vec<(Alias, &'static str)> {
        let (sql, params) = (self.sql.len(), self.params.len());
        self.seen = Some(vec![]);
        write(self);
        self.sql.truncate(sql);
        self.params.truncate(params);
        self.seen.take().unwrap_or_default()
    }

    /// Things with commas between them.
    pub(crate) fn list<T>(&mut self, items: &[T], mut each: impl FnMut(&mut Self, &T)) {
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.raw(", ");
            }
            each(self, item);
        }
    }

    pub(crate) fn fail(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }

    /// The dialect lacks something.
    pub(crate) fn unsupported(&mut self, feature: &'static str) {
        let dialect = self.dialect;
        self.fail(Error::Unsupported { feature, dialect });
    }

    /// A text bound where a value of a named type stands on the other side becomes one.
    pub(crate) fn align(value: &Value, kind: Option<Kind>) -> Value {
        match (value, kind) {
            (Value::Text(text), Some(Kind::Named(of))) => Value::Named(text.clone(), of),
            (Value::Null(Kind::Text), Some(kind @ Kind::Named(_))) => Value::Null(kind),
            _ => value.clone(),
        }
    }
}

/// A number in digits; faster than by way of formatting.
pub(crate) fn decimal(sql: &mut String, number: usize) {
    if number >= 10 {
        decimal(sql, number / 10);
    }
    sql.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests;
