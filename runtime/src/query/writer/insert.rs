use super::select::Place;
use super::set::SetList;
use super::{Level, Target, Writer};
use crate::dialect::Dialect;
use crate::error::{Error, InvalidValues, Result};
use crate::expr::{Alias, Column, Node};
use crate::query::SelectNode;
use crate::rules::values::faults;
use crate::statement::Statement;

/// What an INSERT does with a row whose key is there already.
pub(crate) struct ConflictNode {
    /// The table.
    pub(crate) target: Target,
    /// What the row that was to be inserted is called in the expressions.
    pub(crate) excluded: Alias,
    /// The unique key: positions of its columns.
    pub(crate) key: &'static [u16],
    /// Columns with their new values; none to leave the row as it is.
    pub(crate) set: Vec<(Column, Node)>,
    /// Conditions, all of which must hold for the row to change.
    pub(crate) filter: Vec<Node>,
}

/// Adds what is done on a conflict to an INSERT. With `inserted`, a last column says whether the
/// row is new (PostgreSQL only).
pub(crate) fn write_conflict(
    insert: Statement,
    conflict: &ConflictNode,
    returning: &[Node],
    inserted: bool,
    dialect: Dialect,
) -> Result<Statement> {
    let mut writer = Writer::after(insert, dialect);
    // The engines call the row so; a table of that name could not be told from it.
    if conflict
        .target
        .model
        .table
        .name
        .eq_ignore_ascii_case(EXCLUDED)
    {
        return Err(Error::Invalid(
            "no upsert into a table called `excluded`: that is the new row's name".into(),
        ));
    }
    InvalidValues::check(faults(&conflict.set, Some(conflict.excluded)))?;
    writer.declare_excluded(conflict.excluded);
    writer.declare_target(&conflict.target);
    let grammar = writer.grammar;
    grammar.on_conflict(&mut writer, conflict);
    writer.returning(returning);
    if inserted {
        writer.raw(", ");
        writer.alias(conflict.target.alias);
        writer.raw(".xmax = 0");
    }
    writer.finish()
}

/// Adds a RETURNING to an INSERT.
pub(crate) fn write_insert_returning(
    insert: Statement,
    target: &Target,
    returning: &[Node],
    dialect: Dialect,
) -> Result<Statement> {
    let mut writer = Writer::after(insert, dialect);
    writer.declare_target(target);
    writer.returning(returning);
    writer.finish()
}

/// An INSERT of the rows of a query.
#[derive(Clone, Debug)]
pub(crate) struct InsertQueryNode {
    /// The table.
    pub(crate) target: Target,
    /// The columns that the query gives, in its order.
    pub(crate) columns: Vec<u16>,
    /// Columns that the statement gives by SQL text.
    pub(crate) written: Vec<(u16, &'static str)>,
    /// The query.
    pub(crate) query: Box<SelectNode>,
}

impl InsertQueryNode {
    /// An INSERT of nothing.
    pub(crate) fn empty(target: Target) -> Self {
        InsertQueryNode {
            target,
            columns: vec![],
            written: vec![],
            query: Box::default(),
        }
    }
}

/// Writes an INSERT of the rows of a query.
pub(crate) fn write_insert_query(
    insert: &InsertQueryNode,
    returning: &[Node],
    dialect: Dialect,
) -> Result<Statement> {
    let mut writer = Writer::new(dialect);
    if writer.grammar.with_before_insert() {
        writer.with_ctes_of(&insert.query, |writer| {
            writer.insert_query(insert, returning);
        });
    } else {
        writer.insert_query(insert, returning);
    }
    writer.finish()
}

/// The name of the row that was to be inserted.
const EXCLUDED: &str = "excluded";

impl Writer {
    pub(super) fn insert_query(&mut self, insert: &InsertQueryNode, returning: &[Node]) {
        let name = |at: u16| insert.target.column(at).meta().name;
        self.raw("INSERT INTO ");
        self.table(insert.target.model.table);
        self.raw(" (");
        let written = insert.written.iter().map(|(at, _)| *at);
        let columns: Vec<u16> = insert.columns.iter().copied().chain(written).collect();
        self.list(&columns, |writer, at| writer.identifier(name(*at)));
        self.raw(") ");
        if insert.written.is_empty() {
            self.select(&insert.query);
        } else {
            self.raw("SELECT ");
            let names: Vec<String> = (1..=insert.columns.len())
                .map(|nth| format!("c{nth}"))
                .collect();
            for name in &names {
                self.identifier("q");
                self.raw(".");
                self.identifier(name);
                self.raw(", ");
            }
            self.list(&insert.written, |writer, (_, text)| writer.raw(text));
            self.raw(" FROM (");
            self.query(&insert.query, Place::Named(&names));
            self.raw(") AS ");
            self.identifier("q");
        }
        self.declare_target(&insert.target);
        self.returning(returning);
    }

    fn declare_excluded(&mut self, alias: Alias) {
        self.names.declare(alias, EXCLUDED);
        self.excluded = Some(alias);
    }

    /// ` ON CONFLICT (key) DO UPDATE SET .. WHERE ..`
    pub(crate) fn standard_on_conflict(&mut self, conflict: &ConflictNode) {
        self.raw(" ON CONFLICT (");
        self.list(conflict.key, |writer, at| {
            writer.identifier(conflict.target.column(*at).meta().name);
        });
        if conflict.set.is_empty() {
            self.raw(") DO NOTHING");
            return;
        }
        self.raw(") DO UPDATE SET ");
        self.set_list(&conflict.set_list(&[], false));
        self.filter(&conflict.filter);
    }

    /// `column = column`, which changes nothing.
    pub(crate) fn unchanged(&mut self, conflict: &ConflictNode) {
        let Some(at) = conflict.key.first() else {
            return;
        };
        let column = Node::Column(conflict.target.column(*at));
        self.node(&column, Level::Atom);
        self.raw(" = ");
        self.node(&column, Level::Atom);
    }
}

impl ConflictNode {
    pub(crate) fn set_list<'a>(&'a self, only_if: &'a [Node], qualified: bool) -> SetList<'a> {
        SetList {
            target: &self.target,
            set: &self.set,
            only_if,
            qualified,
        }
    }
}
