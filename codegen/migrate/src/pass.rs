//! Passes over a plan, before it becomes SQL.

mod concurrent_indexes;
mod ignored;
mod lock_timeout;
mod no_drop;
mod split_not_null;
mod valid_later;

use ormolu_schema::ir::Dialect;

pub use concurrent_indexes::ConcurrentIndexes;
pub use ignored::Ignored;
pub use lock_timeout::LockTimeout;
pub use no_drop::NoDrop;
pub use split_not_null::SplitNotNull;
pub use valid_later::ValidLater;

use crate::error::RenderError;
use crate::operation::{AlterTable, Change, Online, Operation};

/// Changes a plan before it becomes SQL: what it answers takes the plan's place. A plan of which
/// nothing is left is an empty one.
///
/// A pass may run over what another one answered, and over its own answer: then it changes nothing.
///
/// ```
/// use ormolu_migrate::operation::Operation;
/// use ormolu_migrate::pass::{Direction, PlanPass};
/// use ormolu_migrate::{Options, RenderError, diff_through};
/// use ormolu_schema::ir::Dialect;
/// # use ormolu_schema::{Input, compile};
///
/// /// Leaves views to somebody else.
/// struct NoViews;
///
/// impl PlanPass for NoViews {
///     fn apply<'s>(
///         &self,
///         mut plan: Vec<Operation<'s>>,
///         _: Dialect,
///         _: Direction,
///     ) -> Result<Vec<Operation<'s>>, RenderError> {
///         plan.retain(|op| !matches!(op, Operation::CreateView(_) | Operation::DropView(_)));
///         Ok(plan)
///     }
/// }
///
/// # let schema = |models: &str| {
/// #     let text = format!("ormolu: 1\ndialects: [sqlite]\nmodels:\n{models}");
/// #     compile(&Input::text("schema.yaml", text)).result.unwrap().0
/// # };
/// let before = schema("  User:\n    columns: { id: { type: bigint, primary_key: true } }\n");
/// let after = schema(
///     "  User:
///     columns: { id: { type: bigint, primary_key: true }, name: text? }
///   Named:
///     view: SELECT id FROM users WHERE name IS NOT NULL
///     columns: { id: bigint }
/// ");
/// let options = Options::default();
/// let plan = diff_through(&before, &after, Dialect::Sqlite, &options, &[&NoViews])?;
/// assert_eq!(plan.up.len(), 1);
/// assert_eq!(plan.up[0].title, "table `users`: add column `name`");
/// # Ok::<(), RenderError>(())
/// ```
pub trait PlanPass {
    /// The plan of one direction.
    ///
    /// # Errors
    /// Why there is to be no such plan. Where it is the way back, the migration has none, and says
    /// so.
    fn apply<'s>(
        &self,
        plan: Vec<Operation<'s>>,
        dialect: Dialect,
        direction: Direction,
    ) -> Result<Vec<Operation<'s>>, RenderError>;
}

/// Which way a plan leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the new schema.
    Up,
    /// Back to the old one.
    Down,
}

/// What together makes a plan that others hardly notice: each lock is short, and each long work
/// without one. SQLite has one writer, whom nothing helps but being quick.
pub(crate) const ONLINE: [&dyn PlanPass; 4] =
    [&ValidLater, &ConcurrentIndexes, &SplitNotNull, &LockTimeout];

/// The tables that a plan makes: they have no rows, and nobody waits for them.
fn new_tables<'s>(plan: &[Operation<'s>]) -> Vec<crate::operation::Table<'s>> {
    let made = plan.iter().filter_map(|operation| match operation {
        Operation::CreateTable(create) => Some(create.table),
        _ => None,
    });
    made.collect()
}

/// Takes the changes of a table that come alone, after what is left of them.
fn apart<'s>(
    mut alter: AlterTable<'s>,
    alone: impl Fn(&Change<'s>) -> Vec<Online<'s>>,
    out: &mut Vec<Operation<'s>>,
) {
    let mut apart = Vec::new();
    alter.changes.retain(|change| {
        let alone = alone(change);
        let stays = alone.is_empty();
        apart.extend(alone.into_iter().map(Operation::Online));
        stays
    });
    if !alter.changes.is_empty() {
        out.push(Operation::AlterTable(alter));
    }
    out.extend(apart);
}
