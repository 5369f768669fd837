use super::Writer;
use super::clause::Clause;
use super::scopes::with;
use super::select::Place;
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::expr::{Alias, BinaryOp, Column, InValues, Node};
use crate::model::ModelMeta;
use crate::query::{JoinNode, RowsNode, SelectNode, Source, TableRef};
use crate::rules::Lift;
use crate::statement::Statement;
use crate::value::Value;

/// The rows of one table that an UPDATE or DELETE is for.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// The table.
    pub(crate) model: &'static ModelMeta,
    /// What it is called in the expressions.
    pub(crate) alias: Alias,
    /// Tables whose rows it is joined with. Inner joins only.
    pub(crate) joins: Vec<JoinNode>,
    /// Conditions, all of which must hold.
    pub(crate) filter: Vec<Node>,
    /// The scopes that it does without.
    pub(crate) lifted: Vec<Lift>,
}

impl Target {
    /// All rows of a table.
    pub(crate) fn new(model: &'static ModelMeta) -> Self {
        Target {
            model,
            alias: Alias::fresh(),
            joins: vec![],
            filter: vec![],
            lifted: vec![],
        }
    }

    /// The rows of a model, which may be some of a table that it shares with others.
    pub(crate) fn of_model(model: &'static ModelMeta) -> Self {
        Target::of_model_as(model, Alias::fresh())
    }

    /// The same under an alias.
    pub(crate) fn of_model_as(model: &'static ModelMeta, alias: Alias) -> Self {
        let mut target = Target {
            alias,
            ..Target::new(model)
        };
        if let Some((at, tags)) = model.lineage.and_then(|lineage| lineage.only) {
            let tag = |tag: &&str| model.tagged(at, tag);
            let column = Node::Column(target.column(at));
            let is_one = match tags {
                [one] => Node::binary(BinaryOp::Eq, column, Node::Bind(tag(one))),
                several => {
                    target.is_one_of(&[at], several.iter().map(|one| vec![tag(one)]).collect())
                }
            };
            target.filter.push(is_one);
        }
        target
    }

    /// One of its columns.
    pub(crate) fn column(&self, at: u16) -> Column {
        Column {
            alias: self.alias,
            model: self.model,
            at,
        }
    }

    /// The columns of its key.
    pub(crate) fn key(&self) -> Vec<Node> {
        let column = |at: &u16| Node::Column(self.column(*at));
        self.model.key.iter().map(column).collect()
    }

    /// Condition: columns of the row have one of these lists of values.
    pub(crate) fn is_one_of(&self, columns: &[u16], rows: Vec<Vec<Value>>) -> Node {
        let column = |at: &u16| self.column(*at);
        Node::InValues(Box::new(InValues {
            left: columns.iter().map(|at| column(at).into()).collect(),
            kinds: columns.iter().map(|at| column(at).meta().kind).collect(),
            rows,
            negated: false,
        }))
    }

    /// The table as it stands in a FROM; where the rows are in several tables, all of them.
    pub(crate) fn table(&self) -> TableRef {
        let table = match self.model.base() {
            Some(_) => self.model.source(),
            None => self.model.table,
        };
        TableRef {
            alias: self.alias,
            source: Source::Table(table),
        }
    }

    /// A SELECT of these rows.
    pub(crate) fn select(&self, columns: Vec<Node>) -> SelectNode {
        SelectNode {
            columns,
            from: Some(self.table()),
            joins: self.joins.clone(),
            filter: self.filter.clone(),
            lifted: self.lifted.clone(),
            ..SelectNode::default()
        }
    }
}

/// A SELECT whose rows stay locked until the transaction ends. MySQL and MariaDB only: there it
/// also reads the rows as they are now, and not as the transaction saw them first.
pub(crate) fn write_locking(select: &SelectNode, dialect: Dialect) -> Result<Statement> {
    let mut writer = Writer::new(dialect);
    // They lock nothing in a subquery that does not say so, and read it as it was.
    writer.locks_rows = matches!(dialect, Dialect::Mysql | Dialect::Mariadb);
    writer.statement(select);
    if writer.locks_rows {
        writer.raw(" FOR UPDATE");
    }
    writer.finish()
}

/// As [`write_locking`], on PostgreSQL too: for rows that more than one statement writes.
pub(crate) fn write_holding(select: &SelectNode, dialect: Dialect) -> Result<Statement> {
    let mut statement = write_locking(select, dialect)?;
    let is_table = |join: &JoinNode| matches!(join.table.source, Source::Table(_));
    if dialect == Dialect::Postgres && select.joins.iter().all(is_table) {
        statement.sql = format!("{} FOR UPDATE", statement.sql.as_str()).into();
    }
    Ok(statement)
}

impl Writer {
    /// Refuses a statement on one table for rows that are in several.
    pub(super) fn in_one_table(&mut self, target: &Target) {
        if target.model.base().is_some() {
            self.fail(Error::Invalid(format!(
                "this statement is for one table, and rows of {} are stored in several: update \
                 or delete them by `.run(..)`, or in a session",
                target.model.name
            )));
        }
    }

    /// Gives the table and those joined with it their names.
    pub(super) fn declare_target(&mut self, target: &Target) {
        self.declare_table(&target.table());
        for join in &target.joins {
            self.declare_table(&join.table);
        }
    }

    /// A statement that changes the rows of a target. Where a CTE is joined, its WITH clause
    /// stands before all; subqueries have clauses of their own.
    pub(super) fn changing(
        &mut self,
        target: &Target,
        parts: Vec<Node>,
        write: impl Fn(&mut Self),
    ) {
        let cte = |join: &JoinNode| match &join.table.source {
            Source::Rows(derived) => matches!(derived.rows, RowsNode::Cte(_)),
            _ => false,
        };
        if !target.joins.iter().any(cte) {
            return write(self);
        }
        if self.dialect == Dialect::Mariadb {
            return self.unsupported("WITH before an UPDATE or DELETE; join a subquery instead");
        }
        self.with_ctes_of(&target.select(parts), write);
    }

    /// `a, b` of the tables joined with the target.
    pub(crate) fn joined_tables(&mut self, target: &Target) {
        self.list(&target.joins, |writer, join| {
            writer.source(&join.table, target.alias);
        });
    }

    /// `target JOIN a ON .. JOIN b ON ..`
    pub(crate) fn target_with_joins(&mut self, target: &Target) {
        self.source(&target.table(), target.alias);
        self.joins(&target.joins, target.alias);
    }

    /// ` WHERE ..`
    pub(crate) fn target_filter(&mut self, target: &Target) {
        let scopes = self.scopes_of_target(target, false);
        self.filter(&with(&target.filter, scopes));
    }

    /// ` WHERE ..` with the conditions of the joins, where those stand in no ON.
    pub(crate) fn joined_filter(&mut self, target: &Target) {
        let mut all: Vec<Node> = vec![];
        for join in &target.joins {
            match &join.on {
                Node::All(several) => all.extend(several.iter().cloned()),
                one => all.push(one.clone()),
            }
        }
        all.extend(target.filter.iter().cloned());
        all.extend(self.scopes_of_target(target, true));
        self.filter(&all);
    }

    /// ` RETURNING a, b`, for a driver.
    pub(crate) fn returning(&mut self, columns: &[Node]) {
        self.returning_in(columns, Place::Result);
    }

    /// ` RETURNING a, b`
    pub(super) fn returning_in(&mut self, columns: &[Node], place: Place<'_>) {
        if columns.is_empty() {
            return;
        }
        self.raw(" RETURNING ");
        self.within(Clause::Returning, |writer| {
            writer.list(columns, |writer, column| writer.column(column, place));
        });
    }
}
