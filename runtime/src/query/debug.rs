use super::{Scope, Select, writer};
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
    pub(crate) fn is_secret(&self) -> bool {
        match self {
            // What they connect is looked at by itself.
            Node::All(_) | Node::Any(_) => false,
            node => node.any(&|part| match part {
                Node::Column(column) => column.meta().sensitive,
                _ => false,
            }),
        }
    }
}
