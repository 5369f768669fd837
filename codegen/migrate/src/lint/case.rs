//! What the rules look at: a file as statements, with what is known of the tables before it.

use ormolu_schema::ddl::split::split;
use ormolu_schema::ir::{Column, Dialect, Model};

use super::File;
use super::mark::marks;
use super::statement::{Clause, Statement, Step, What, clauses};
use super::token::tokens;
use crate::operation::Table;

/// A file, read.
pub(super) struct Case<'a> {
    pub(super) file: &'a File<'a>,
    /// The text without comments; as long as the file.
    pub(super) masked: String,
    pub(super) statements: Vec<Statement>,
    /// Quotes and comments without an end: where, and what.
    pub(super) unclosed: Vec<(usize, &'static str)>,
    /// The tables that it creates, which have no rows that somebody waits for.
    created: Vec<String>,
}

/// A place where a rule found something.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) at: usize,
    pub(super) message: String,
}

impl Hit {
    pub(super) fn new(at: usize, message: impl Into<String>) -> Self {
        Hit {
            at,
            message: message.into(),
        }
    }
}

impl<'a> Case<'a> {
    pub(super) fn read(file: &'a File<'a>) -> Self {
        let split = split(file.sql, file.dialect);
        let steps = steps(file.sql);
        let mysql = file.dialect.family() == Dialect::Mysql;
        let mut statements = Vec::with_capacity(split.statements.len());
        for range in split.statements {
            let at = range.start;
            let tokens = tokens(&split.text, range, mysql);
            let step = steps.iter().rev().find(|(start, _)| *start <= at);
            statements.push(Statement {
                clauses: clauses(&tokens, mysql),
                tokens,
                step: step.map(|(_, step)| *step).unwrap_or_default(),
                at,
            });
        }
        let created = statements
            .iter()
            .flat_map(|statement| &statement.clauses)
            .filter(|clause| clause.what == What::CreateTable)
            .map(|clause| clause.table.clone())
            .collect();
        Case {
            file,
            masked: split.text,
            statements,
            unclosed: split
                .problems
                .into_iter()
                .map(|problem| (problem.range.start, problem.what))
                .collect(),
            created,
        }
    }

    /// Line and character of a byte, from 1.
    pub(super) fn place(&self, at: usize) -> (usize, usize) {
        let before = self.file.sql.get(..at).unwrap_or(self.file.sql);
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        (line, before[start..].chars().count() + 1)
    }

    /// All clauses with their statements.
    pub(super) fn clauses(&self) -> impl Iterator<Item = (&Statement, &Clause)> {
        let all = self.statements.iter();
        all.flat_map(|statement| {
            statement
                .clauses
                .iter()
                .map(move |clause| (statement, clause))
        })
    }

    /// Whether the file creates this table.
    pub(super) fn creates(&self, table: &str) -> bool {
        self.created.iter().any(|name| same(name, table))
    }

    /// Whether a table that the file creates takes this one's name: it is built anew.
    pub(super) fn rebuilds(&self, table: &str) -> bool {
        self.clauses().any(|(_, clause)| {
            clause.what == What::RenameTable
                && same(&clause.name, table)
                && self.creates(&clause.table)
        })
    }

    /// The table as it was before.
    pub(super) fn model(&self, table: &str) -> Option<&'a Model> {
        let (table, _) = self.old_names(table, "");
        let schema = self.file.before?;
        schema.models.iter().find(|m| same(&m.table.name, table))
    }

    /// What a table and a column were called before the file gave them new names.
    fn old_names<'n>(&'n self, table: &'n str, column: &'n str) -> (&'n str, &'n str) {
        let clauses: Vec<&Clause> = self.clauses().map(|(_, clause)| clause).collect();
        clauses
            .into_iter()
            .rev()
            .fold((table, column), |(table, column), clause| {
                match clause.what {
                    What::RenameTable
                        if same(&clause.name, table) && !self.creates(&clause.table) =>
                    {
                        (&clause.table, column)
                    }
                    What::RenameColumn if same(&clause.table, table) => {
                        match same(clause.new_name(), column) {
                            true => (table, &clause.name),
                            false => (table, column),
                        }
                    }
                    _ => (table, column),
                }
            })
    }

    /// Whether the migration is run where no program of before runs any longer.
    pub(super) fn waits(&self) -> bool {
        marks(self.file.sql).any(|mark| mark.alone && mark.word == "wait")
    }

    /// The same, with its table.
    pub(super) fn known_column(
        &self,
        table: &str,
        column: &str,
    ) -> Option<(Table<'a>, &'a Column)> {
        let model = self.model(table)?;
        let schema = self.file.before?;
        let (id, _) = schema
            .models()
            .find(|(_, other)| std::ptr::eq(*other, model))?;
        Some((Table { schema, id }, self.column(table, column)?))
    }

    /// The column as it was before.
    pub(super) fn column(&self, table: &str, column: &str) -> Option<&'a Column> {
        let columns = &self.model(table)?.columns;
        let (_, column) = self.old_names(table, column);
        columns.iter().find(|c| same(&c.name, column))
    }

    pub(super) fn is_postgres(&self) -> bool {
        self.file.dialect == Dialect::Postgres
    }

    /// The statements that share a transaction, on an engine where DDL can be taken back.
    pub(super) fn transactions(&self) -> Vec<Vec<&Statement>> {
        let mut all: Vec<Vec<&Statement>> = Vec::new();
        let mut last = None;
        for statement in &self.statements {
            let step = statement.step;
            if step.no_transaction {
                last = None;
                continue;
            }
            // A step that repeats has transactions of its own.
            if last != Some(step.repeat) {
                all.push(Vec::new());
                last = Some(step.repeat);
            }
            if let Some(statements) = all.last_mut() {
                statements.push(statement);
            }
        }
        all
    }

    /// Whether a statement runs in a transaction.
    pub(super) fn in_transaction(&self, statement: &Statement) -> bool {
        !statement.step.no_transaction
    }
}

/// Whether two names may be of one thing.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// Where steps begin, with their options.
fn steps(sql: &str) -> Vec<(usize, Step)> {
    let begins = marks(sql).filter(|mark| mark.alone && mark.word == "step");
    let step = |said: &str| {
        let has = |word: &str| said.split_ascii_whitespace().any(|said| said == word);
        Step {
            no_transaction: has("transaction=false"),
            repeat: has("repeat"),
            foreign_keys_off: has("foreign_keys=off"),
        }
    };
    begins.map(|mark| (mark.at, step(mark.said))).collect()
}
