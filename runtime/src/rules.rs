//! What a schema says of a table's rows beyond their columns: which of them a query sees, and
//! what becomes of one that is deleted.

pub(crate) mod audit;
mod history;
mod lift;
mod parameter;
mod scope;
pub(crate) mod set_by;
mod test;
mod trail;
pub(crate) mod values;

use std::fmt;

pub use audit::Audit;
pub use history::{Past, history_of};
pub(crate) use lift::moment;
pub use lift::{Lift, ScopeName};
pub use parameter::Parameter;
pub(crate) use parameter::Parameters;
pub use scope::{Scope, ScopeKind};
pub use set_by::SetBy;
pub use test::{Term, Test};
pub use trail::{Trail, audit_of};
pub use values::{Normalize, ValueCheck, ValueRule, checked, normalized};

use crate::error::Error;
use crate::hooks::AnyHooks;
use crate::model::{Model, ModelMeta, TableMeta};

/// The rules of a table's rows. A model without any has none of these.
pub struct Rules {
    /// The model.
    pub model: &'static ModelMeta,
    /// The conditions that every query adds by itself.
    pub scopes: &'static [Scope],
    /// The column that says since when a row is deleted, where deleting keeps it.
    pub soft_delete: Option<u16>,
    /// The models whose rows are deleted softly with one of these.
    pub children: &'static [SoftChild],
    /// The column that says to whom a row belongs.
    pub tenant: Option<(u16, &'static str)>,
    /// What the program does when a session writes its rows.
    pub hooks: Option<&'static dyn AnyHooks>,
    /// The trail of what happens to its rows.
    pub audit: Option<Audit>,
    /// The model of the versions of its rows. A function, since models may lead to each other.
    pub history: Option<fn() -> &'static ModelMeta>,
    /// Its rows at a moment, where they are not those of one table.
    pub past: Option<&'static Past>,
    /// The columns that say who is at work.
    pub set_by: &'static [SetBy],
    /// What the values of columns are made, and have to be.
    pub values: &'static [ValueRule],
}

impl Rules {
    /// Those of a model that says none.
    pub const fn of(model: &'static ModelMeta) -> Self {
        Rules {
            model,
            scopes: &[],
            soft_delete: None,
            children: &[],
            tenant: None,
            hooks: None,
            audit: None,
            history: None,
            past: None,
            set_by: &[],
            values: &[],
        }
    }
}

/// A model whose rows are deleted softly with those that they point at.
pub struct SoftChild {
    /// The model. A function, since models may lead to each other.
    pub model: fn() -> &'static ModelMeta,
    /// Its foreign key's columns.
    pub columns: &'static [u16],
    /// The columns that they point at.
    pub target_columns: &'static [u16],
}

/// The model is left out: it leads back here.
impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rules")
            .field("scopes", &self.scopes)
            .field("soft_delete", &self.soft_delete)
            .field("tenant", &self.tenant)
            .field("hooks", &self.hooks.is_some())
            .field("audit", &self.audit)
            .field("history", &self.history.is_some())
            .field("past", &self.past)
            .field("set_by", &self.set_by)
            .field("values", &self.values)
            .finish_non_exhaustive()
    }
}

impl TableMeta {
    /// Whether queries add conditions of their own.
    pub(crate) fn is_scoped(&self) -> bool {
        self.rules.is_some_and(|rules| !rules.scopes.is_empty())
    }

    /// The column that says to whom a row belongs, and its parameter.
    pub(crate) fn tenant(&self) -> Option<(u16, &'static str)> {
        self.rules?.tenant
    }
}

/// What is known of a model, for generated code.
pub fn meta<M: Model>() -> &'static ModelMeta {
    M::META
}

/// A row belongs to another tenant, or is to.
pub(crate) fn foreign_tenant(model: &ModelMeta) -> Error {
    Error::OtherTenant { model: model.name }
}
