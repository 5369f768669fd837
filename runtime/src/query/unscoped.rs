use chrono::{DateTime, Utc};

use super::select::Tuple;
use super::{Path, Related, Select};
use crate::load::{Include, Loaded};
use crate::relation::Relation;
use crate::rules::{Lift, ScopeName};

/// What comes out of a query that says how it sees the rows of tables.
pub trait Unscoped {
    /// Lifts scopes of what is loaded with the rows.
    #[doc(hidden)]
    fn lift(&mut self, _: Lift) {}
}

impl<P> Unscoped for Tuple<P> {}

impl<M, L> Unscoped for Loaded<M, L> {
    fn lift(&mut self, lift: Lift) {
        self.includes.iter_mut().for_each(|plan| plan.lift(&[lift]));
    }
}

/// Doing without the scopes of the schema: in the whole query, in the subqueries that stand in
/// it and in what is loaded with its rows.
impl<S, O: Unscoped> Select<S, O> {
    /// Without one scope: `Post::select().unscoped(Post::PUBLISHED)`.
    pub fn unscoped(self, scope: ScopeName) -> Self {
        self.lifting(Lift::One(scope))
    }

    /// Without any scope of any model, but for those that keep tenants apart: these are lifted
    /// by name alone.
    pub fn unscoped_all(self) -> Self {
        self.lifting(Lift::All)
    }

    /// With rows that are deleted softly, of every model.
    pub fn with_deleted(self) -> Self {
        self.lifting(Lift::Deleted)
    }

    /// The rows as they were at a moment: those of every table in the query, in its subqueries and
    /// in what is loaded with its rows. A table without `history: true` in the schema is an error
    /// when the query runs.
    ///
    /// ```ignore
    /// let then = User::select().as_of(moment).with(user::posts()).all(&db).await?;
    /// ```
    pub fn as_of(self, moment: DateTime<Utc>) -> Self {
        self.lifting(Lift::AsOf(moment))
    }

    fn lifting(mut self, lift: Lift) -> Self {
        self.ast.lifted.push(lift);
        self.output.lift(lift);
        self
    }
}

/// Doing without the scopes of the schema: in this relationship and in what is loaded from there.
impl<R, S, C> Include<R, S, C> {
    /// Without one scope.
    pub fn unscoped(self, scope: ScopeName) -> Self {
        self.lifting(Lift::One(scope))
    }

    /// Without any scope, but for those that keep tenants apart.
    pub fn unscoped_all(self) -> Self {
        self.lifting(Lift::All)
    }

    /// With rows that are deleted softly.
    pub fn with_deleted(self) -> Self {
        self.lifting(Lift::Deleted)
    }

    fn lifting(mut self, lift: Lift) -> Self {
        self.plan.lift(&[lift]);
        self.plan.apart = true;
        self
    }
}

/// Doing without the scopes of the schema: among the related rows.
impl<R: Relation> Path<R> {
    /// Without one scope: `u.posts().unscoped(Post::PUBLISHED).count()`.
    pub fn unscoped(self, scope: ScopeName) -> Related<R> {
        self.rows().lifting(Lift::One(scope))
    }

    /// Without any scope, but for those that keep tenants apart.
    pub fn unscoped_all(self) -> Related<R> {
        self.rows().lifting(Lift::All)
    }

    /// With rows that are deleted softly.
    pub fn with_deleted(self) -> Related<R> {
        self.rows().lifting(Lift::Deleted)
    }
}
