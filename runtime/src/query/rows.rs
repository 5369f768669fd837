use std::sync::Arc;

use super::{CteNode, SelectNode, SetNode};
use crate::expr::{Alias, Node};
use crate::value::{Kind, Value};

/// Rows that are no table's.
#[derive(Clone, Debug, PartialEq)]
pub enum RowsNode {
    /// A SELECT.
    Query(Box<SelectNode>),
    /// `a UNION b` and its like.
    Set(Box<SetNode>),
    /// A query of the WITH clause.
    Cte(Arc<CteNode>),
    /// The rows of the step before, within a recursive CTE.
    Step {
        /// Which CTE.
        id: Alias,
        /// Its name.
        name: &'static str,
        /// The names of its columns.
        columns: Arc<[String]>,
        /// How they are stored.
        kinds: Arc<[Kind]>,
    },
    /// `VALUES (..), (..)`
    Values {
        /// The kinds of the columns.
        kinds: Vec<Kind>,
        /// The rows.
        rows: Vec<Vec<Value>>,
    },
    /// One row for each value, which travel as one parameter where the engine can.
    Unnest {
        /// How a value is stored.
        kind: Kind,
        /// The values.
        values: Vec<Value>,
    },
    /// The numbers from `start` to `stop`.
    Series {
        /// The first.
        start: i64,
        /// The last one there may be.
        stop: i64,
        /// From one to the next; not 0.
        step: i64,
    },
}

impl RowsNode {
    /// How the columns are stored.
    pub(crate) fn kinds(&self) -> Vec<Kind> {
        match self {
            RowsNode::Query(query) => column_kinds(&query.columns),
            RowsNode::Set(set) => column_kinds(&set.left.columns),
            RowsNode::Cte(cte) => cte.kinds.to_vec(),
            RowsNode::Step { kinds, .. } => kinds.to_vec(),
            RowsNode::Values { kinds, .. } => kinds.clone(),
            RowsNode::Unnest { kind, .. } => vec![*kind],
            RowsNode::Series { .. } => vec![Kind::I64],
        }
    }

    /// What the columns are called.
    pub(crate) fn columns(&self) -> Vec<String> {
        match self {
            RowsNode::Query(query) => column_names(&query.columns),
            RowsNode::Set(set) => column_names(&set.left.columns),
            RowsNode::Cte(cte) => cte.columns.to_vec(),
            RowsNode::Step { columns, .. } => columns.to_vec(),
            RowsNode::Values { kinds, .. } => {
                (1..=kinds.len()).map(|at| format!("column{at}")).collect()
            }
            RowsNode::Unnest { .. } | RowsNode::Series { .. } => vec!["value".to_owned()],
        }
    }

    /// What the source is called, where that name is free.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            RowsNode::Query(_) | RowsNode::Set(_) => "q",
            RowsNode::Cte(cte) => cte.name,
            RowsNode::Step { name, .. } => name,
            RowsNode::Values { .. } | RowsNode::Unnest { .. } => "list",
            RowsNode::Series { .. } => "series",
        }
    }
}

/// How the columns of a SELECT are stored.
pub(crate) fn column_kinds(columns: &[Node]) -> Vec<Kind> {
    let kind = |node: &Node| node.kind().unwrap_or(Kind::Text);
    columns.iter().map(kind).collect()
}

/// What the columns of a SELECT are called when they must have names: a column as it is called
/// itself, anything else by its position. No name comes twice.
pub(crate) fn column_names(columns: &[Node]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(columns.len());
    for (at, node) in columns.iter().enumerate() {
        let own = match node {
            Node::Column(column) => column.meta().name.to_owned(),
            Node::LinkColumn { name, .. } => (*name).to_owned(),
            _ => format!("c{}", at + 1),
        };
        let mut name = own.clone();
        let mut number = at + 1;
        while names.iter().any(|other| other.eq_ignore_ascii_case(&name)) {
            name = format!("{own}_{number}");
            number += 1;
        }
        names.push(name);
    }
    names
}
