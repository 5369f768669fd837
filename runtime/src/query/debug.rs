use super::{CteBody, Scope, Select, SelectNode, writer};
use crate::dialect::Dialect;
use crate::error::Result;
use crate::expr::Node;

impl<S: Scope, O> Select<S, O> {
    /// The statement as people read it, with the values in their places. For logs and tests
    /// only: it is no text to execute, and says so. Values that are compared with a sensitive
    /// column show as `'***'`; long ones are cut.
    ///
    /// ```text
    /// -- for reading, not for execution
    /// SELECT "users"."id" FROM "users" WHERE "users"."name" = 'Ann'
    /// ```
    pub fn debug_sql(&self, dialect: Dialect) -> Result<String> {
        let text = writer::write_for_people(&self.ast, dialect)?;
        Ok(format!("-- for reading, not for execution\n{text}"))
    }
}

impl Node {
    /// Whether the values in it must not show: it is about a sensitive column.
    ///
    /// With `hidden` a sensitive column may have come through a subquery, so that any column of
    /// one may be it.
    pub(crate) fn is_secret(&self, hidden: bool) -> bool {
        match self {
            // What they connect is looked at by itself.
            Node::All(_) | Node::Any(_) => false,
            node => {
                node.any(&|part| is_sensitive(part) || hidden && matches!(part, Node::Derived(_)))
            }
        }
    }
}

fn is_sensitive(node: &Node) -> bool {
    matches!(node, Node::Column(column) if column.meta().sensitive)
}

impl SelectNode {
    /// Whether a sensitive column is used in it, however deep.
    pub(crate) fn uses_sensitive(&self) -> bool {
        let mut found = false;
        self.each_node(&mut |node| found |= is_sensitive(node));
        self.each_query(&mut |query| found |= query.uses_sensitive());
        self.each_cte(&mut |cte| {
            found |= match &cte.body {
                CteBody::Query(query) => query.uses_sensitive(),
                CteBody::Recursion { base, step, .. } => {
                    base.uses_sensitive() || step.uses_sensitive()
                }
                // What a change returns may be any column of its table.
                CteBody::Change(change) => {
                    let columns = change.target().model.columns;
                    columns.iter().any(|column| column.sensitive)
                }
            };
        });
        found
    }
}
