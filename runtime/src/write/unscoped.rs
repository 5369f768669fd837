use super::{Delete, Update};
use crate::model::Model;
use crate::rules::{Lift, ScopeName};

/// Doing without the scopes of the schema, also in the subqueries of the statement.
impl<M: Model, W, S> Update<M, W, S> {
    /// Without one scope.
    pub fn unscoped(self, scope: ScopeName) -> Self {
        self.lifting(Lift::One(scope))
    }

    /// Without any scope, but for those that keep tenants apart.
    pub fn unscoped_all(self) -> Self {
        self.lifting(Lift::All)
    }

    /// Also of rows that are deleted softly.
    pub fn with_deleted(self) -> Self {
        self.lifting(Lift::Deleted)
    }

    fn lifting(mut self, lift: Lift) -> Self {
        self.node.target.lifted.push(lift);
        self
    }
}

/// Doing without the scopes of the schema, also in the subqueries of the statement.
impl<M: Model, W, S> Delete<M, W, S> {
    /// Without one scope.
    pub fn unscoped(self, scope: ScopeName) -> Self {
        self.lifting(Lift::One(scope))
    }

    /// Without any scope, but for those that keep tenants apart.
    pub fn unscoped_all(self) -> Self {
        self.lifting(Lift::All)
    }

    fn lifting(mut self, lift: Lift) -> Self {
        self.target.lifted.push(lift);
        self
    }
}
