use super::set::SetList;
use super::{Target, Writer};
use crate::dialect::Dialect;
use crate::error::{InvalidValues, Result};
use crate::expr::{Column, Node};
use crate::rules::foreign_tenant;
use crate::rules::values::faults;
use crate::statement::Statement;

/// An UPDATE of the rows of one table, perhaps by those of others.
#[derive(Clone, Debug)]
pub(crate) struct UpdateNode {
    /// Which rows.
    pub(crate) target: Target,
    /// Columns with their new values.
    pub(crate) set: Vec<(Column, Node)>,
}

/// Writes an UPDATE. Columns with an `on_update` of the schema that are not set get it.
pub(crate) fn write_update(
    update: &UpdateNode,
    returning: &[Node],
    dialect: Dialect,
) -> Result<Statement> {
    let mut writer = Writer::new(dialect);
    let values = update.set.iter().map(|(_, value)| value.clone());
    let parts = values.chain(returning.iter().cloned()).collect();
    writer.changing(&update.target, parts, |writer| {
        writer.update(update);
        writer.returning(returning);
    });
    writer.finish()
}

impl Writer {
    pub(super) fn update(&mut self, update: &UpdateNode) {
        self.lifting(&update.target.lifted, |writer| writer.update_rows(update));
    }

    fn update_rows(&mut self, update: &UpdateNode) {
        if let Err(error) = update.check() {
            self.fail(error);
        }
        self.in_one_table(&update.target);
        self.declare_target(&update.target);
        if update.target.joins.is_empty() {
            self.raw("UPDATE ");
            self.table(update.target.model.table);
            self.raw(" SET ");
            self.set_list(&update.set_list(false));
            self.target_filter(&update.target);
        } else {
            self.grammar.joined_update(self, update);
        }
    }
}

impl UpdateNode {
    /// Refuses what the schema says that no statement sets.
    pub(crate) fn check(&self) -> Result<()> {
        let model = self.target.model;
        let mut set = self.set.iter();
        if let Some((tenant, _)) = model.table.tenant()
            && set.any(|(column, _)| column.at == tenant)
        {
            return Err(foreign_tenant(model));
        }
        InvalidValues::check(faults(&self.set, None))
    }

    pub(crate) fn set_list(&self, qualified: bool) -> SetList<'_> {
        SetList {
            target: &self.target,
            set: &self.set,
            only_if: &[],
            qualified,
        }
    }
}
