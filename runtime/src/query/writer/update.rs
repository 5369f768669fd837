use super::{Level, Writer};
use crate::dialect::Dialect;
use crate::error::Result;
use crate::expr::{Alias, Node};
use crate::model::ModelMeta;
use crate::statement::Statement;

/// An UPDATE of the rows of one table that pass a filter.
pub(crate) struct UpdateNode {
    /// The table.
    pub(crate) model: &'static ModelMeta,
    /// What it is called in the expressions.
    pub(crate) alias: Alias,
    /// Columns with their new values.
    pub(crate) set: Vec<(u16, Node)>,
    /// Conditions, all of which must hold.
    pub(crate) filter: Vec<Node>,
}

/// Writes an UPDATE. Columns with an `on_update` of the schema that are not set get it.
pub(crate) fn write_update(update: &UpdateNode, dialect: Dialect) -> Result<Statement> {
    let mut writer = Writer::new(dialect);
    writer.declare(update.alias, update.model.table);
    writer.raw("UPDATE ");
    writer.table(update.model.table);
    writer.raw(" SET ");
    writer.list(&update.set, |writer, (at, value)| {
        let column = &update.model.columns[usize::from(*at)];
        writer.identifier(column.name);
        writer.raw(" = ");
        match value {
            Node::Bind(value) => writer.bind(Writer::align(value, Some(column.kind))),
            value => writer.node(value, Level::Or),
        }
    });
    for (at, column) in (0..).zip(update.model.columns) {
        let set = update.set.iter().any(|(known, _)| *known == at);
        if let (false, Some(sql)) = (set, column.on_update) {
            writer.raw(", ");
            writer.identifier(column.name);
            writer.raw(" = ");
            writer.raw(sql.get(dialect));
        }
    }
    writer.filter(&update.filter);
    writer.finish()
}
