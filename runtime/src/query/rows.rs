use std::sync::Arc;

use super::{CteNode, SelectNode, SetNode};
use crate::expr::{Alias, FunctionMeta, Node};
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
    /// One row for each element of an array.
    Elements {
        /// The array.
        list: Node,
        /// How an element is stored.
        kind: Kind,
    },
    /// A function that gives rows.
    Function(Box<RowFunction>),
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

/// A function that gives rows, in the engine's own words.
#[derive(Clone, Debug, PartialEq)]
pub struct RowFunction {
    /// Which.
    pub call: RowCall,
    /// Its arguments, in order.
    pub arguments: Vec<Node>,
    /// What the columns of its rows are called.
    pub columns: &'static [&'static str],
    /// How they are stored.
    pub kinds: Vec<Kind>,
}

/// How a function that gives rows is called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RowCall {
    /// By a text with `{}` where an argument stands.
    Raw(&'static str),
    /// By the name that the schema declares.
    Declared(&'static FunctionMeta),
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
            RowsNode::Unnest { kind, .. } | RowsNode::Elements { kind, .. } => vec![*kind],
            RowsNode::Function(function) => function.kinds.clone(),
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
            RowsNode::Unnest { .. } | RowsNode::Elements { .. } | RowsNode::Series { .. } => {
                vec!["value".to_owned()]
            }
            RowsNode::Function(function) => {
                let name = |at: usize| match function.columns.get(at) {
                    Some(name) => (*name).to_owned(),
                    None => format!("column{}", at + 1),
                };
                (0..function.kinds.len()).map(name).collect()
            }
        }
    }

    /// What the source is called, where that name is free.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            RowsNode::Query(_) | RowsNode::Set(_) => "q",
            RowsNode::Cte(cte) => cte.name,
            RowsNode::Step { name, .. } => name,
            RowsNode::Values { .. } | RowsNode::Unnest { .. } | RowsNode::Elements { .. } => "list",
            RowsNode::Function(_) => "rows",
            RowsNode::Series { .. } => "series",
        }
    }
}

impl RowsNode {
    /// Shows the expressions in it; those of a query are its own.
    pub(crate) fn each_node(&self, visit: &mut dyn FnMut(&Node)) {
        match self {
            RowsNode::Elements { list, .. } => list.each(visit),
            RowsNode::Function(function) => {
                function.arguments.iter().for_each(|node| node.each(visit));
            }
            _ => {}
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
