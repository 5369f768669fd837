use std::marker::PhantomData;

use super::face::Of;
use super::include::Include;
use super::loaded::Loaded;
use super::plan::{Plan, Strategy};
use crate::model::Model;
use crate::query::Select;
use crate::relation::{Relation, Set};

/// A model that others inherit from. Implemented by generated code.
#[diagnostic::on_unimplemented(
    message = "no model inherits from `{Self}`",
    label = "its rows are nothing else",
    note = "`inherits: {{ from: .., by: .. }}` in the schema makes variants"
)]
pub trait Family: Model {
    /// The ways to its variants: each is `(Way, those after it)`, and the end `()`.
    type Ways: Ways;
}

/// A relationship from a base to a variant, and the ways from there to variants of that.
pub struct Way<R, W>(PhantomData<fn() -> (R, W)>);

/// What the ways to variants load.
#[doc(hidden)]
pub struct Kinds(Vec<Plan>);

/// The ways to the variants of a base.
#[doc(hidden)]
pub trait Ways: 'static {
    /// The relationships to load, by joins or by a statement for each.
    fn kinds(joined: bool) -> Kinds;
}

impl Ways for () {
    fn kinds(_: bool) -> Kinds {
        Kinds(vec![])
    }
}

impl<R: Relation, W: Ways, N: Ways> Ways for (Way<R, W>, N) {
    fn kinds(joined: bool) -> Kinds {
        let mut plan = Plan::new(&Of::<R>(PhantomData));
        plan.choose(match joined {
            true => Strategy::Joined,
            false => Strategy::SelectIn,
        });
        plan.nested = W::kinds(joined).0;
        let mut plans = vec![plan];
        plans.extend(N::kinds(joined).0);
        Kinds(plans)
    }
}

/// The loaded set `Self` with the variants that `W` leads to.
pub trait SetWays<W> {
    /// The larger set.
    type Out: 'static;
}

impl<L: 'static> SetWays<()> for L {
    type Out = L;
}

/// A variant of which nothing is loaded but its own variants.
type Whole<R, W> = <<<R as Relation>::Child as Model>::Bare as SetWays<W>>::Out;

impl<L, R, W, N, S> SetWays<(Way<R, W>, N)> for L
where
    R: Relation,
    <R::Child as Model>::Bare: SetWays<W>,
    L: Set<R, Whole<R, W>, Out = S>,
    S: SetWays<N>,
{
    type Out = S::Out;
}

/// Adds what loads the variants.
fn add<M: Family>(joined: bool, lifted: &[crate::rules::Lift], plans: &mut Vec<Plan>) {
    for mut plan in M::Ways::kinds(joined).0 {
        plan.lift(lifted);
        plan.add(plans);
    }
}

/// Queries of a base whose rows come as what they are. A `.with(..)` of one of the variants that
/// follows loads that one as it says.
impl<S, M: Family, L: 'static> Select<S, Loaded<M, L>> {
    /// Loads each row as the variant that it is, over all levels: one statement for each kind, by
    /// the keys of the rows.
    pub fn variants_selectin<Out>(self) -> Select<S, Loaded<M, Out>>
    where
        L: SetWays<M::Ways, Out = Out>,
    {
        self.variants(false)
    }

    /// Loads each row as the variant that it is, over all levels, by outer joins in the statement
    /// of the query.
    pub fn variants_joined<Out>(self) -> Select<S, Loaded<M, Out>>
    where
        L: SetWays<M::Ways, Out = Out>,
    {
        self.variants(true)
    }

    fn variants<Out>(mut self, joined: bool) -> Select<S, Loaded<M, Out>> {
        add::<M>(joined, &self.ast.lifted, &mut self.output.includes);
        Select {
            ast: self.ast,
            scope: self.scope,
            output: Loaded::of(self.output.includes),
        }
    }
}

/// The same for the rows that a relationship leads to.
impl<R: Relation<Child: Family>, L: 'static, C> Include<R, L, C> {
    /// Loads each row as the variant that it is: one statement for each kind.
    pub fn variants_selectin<Out>(self) -> Include<R, Out, C>
    where
        L: SetWays<<R::Child as Family>::Ways, Out = Out>,
    {
        self.variants(false)
    }

    /// Loads each row as the variant that it is, by outer joins in the statement of the rows.
    pub fn variants_joined<Out>(self) -> Include<R, Out, C>
    where
        L: SetWays<<R::Child as Family>::Ways, Out = Out>,
    {
        self.variants(true)
    }

    fn variants<Out>(mut self, joined: bool) -> Include<R, Out, C> {
        let lifted = self.plan.lifted.clone();
        add::<R::Child>(joined, &lifted, &mut self.plan.nested);
        Include::of(self.plan)
    }
}
