use super::{Lift, ScopeName, Test};
use crate::expr::{Alias, Node};
use crate::model::ModelMeta;

/// A condition on the rows of a table that every query of it adds by itself, until it is lifted.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// Its name in the schema.
    pub name: &'static str,
    /// What it is for.
    pub kind: ScopeKind,
    /// What holds for the rows in it.
    pub test: Test,
}

/// What a scope is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// What the schema says.
    Own,
    /// Hides rows that are deleted softly.
    NotDeleted,
    /// Keeps tenants apart.
    Tenant,
}

impl Scope {
    /// The condition on a table of a query.
    pub(crate) fn condition(&self, model: &'static ModelMeta, alias: Alias) -> Node {
        self.test.node(model, alias)
    }

    /// Whether it is lifted.
    pub(crate) fn is_lifted(&self, model: &'static ModelMeta, lifted: &[Lift]) -> bool {
        // A scope of a base is lifted of its variants, too.
        let here = |name: &ScopeName| model.tables().any(|table| table == name.table);
        lifted.iter().any(|lift| match lift {
            Lift::Everything => true,
            Lift::All => self.kind != ScopeKind::Tenant,
            Lift::Own => self.kind == ScopeKind::Own,
            Lift::Deleted => self.kind == ScopeKind::NotDeleted,
            Lift::AsOf(_) => false,
            Lift::One(name) => name.scope == self.name && here(name),
        })
    }
}
