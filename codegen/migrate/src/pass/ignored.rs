use ormolu_schema::ir::{Dialect, TableName};

use super::{Direction, PlanPass};
use crate::error::RenderError;
use crate::operation::Operation;
use crate::pattern;

/// Tables that somebody else makes and changes: nothing is planned for them, whether the schema has
/// a model for them or not. A foreign key that points at one is planned like any other.
///
/// Tables are named by patterns, in which `*` stands for anything: `spatial_*`, or `legacy.*` with
/// a schema of PostgreSQL, which is `public` where none is said. The last pattern that fits decides,
/// and one behind a `!` takes back what those before it said.
///
/// ```
/// use ormolu_migrate::pass::Ignored;
///
/// let ignored = Ignored::new(["spatial_*", "legacy.*", "!legacy.orders"]);
/// assert!(ignored.covers(None, "spatial_ref_sys"));
/// assert!(ignored.covers(Some("legacy"), "users"));
/// assert!(!ignored.covers(Some("legacy"), "orders"));
/// assert!(!ignored.covers(Some("public"), "users"));
///
/// assert!(Ignored::new(["public.users"]).covers(None, "users"));
/// // Without a dot a pattern is one of names alone.
/// assert!(!Ignored::new(["p*"]).covers(Some("public"), "users"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ignored(Vec<String>);

impl Ignored {
    /// The tables that fit these patterns.
    pub fn new<P: Into<String>>(patterns: impl IntoIterator<Item = P>) -> Self {
        Ignored(patterns.into_iter().map(Into::into).collect())
    }

    /// Whether a table is one of them.
    #[must_use]
    pub fn covers(&self, namespace: Option<&str>, name: &str) -> bool {
        let path = format!("{}.{name}", namespace.unwrap_or("public"));
        let fits = |pattern: &str| {
            pattern::fits(name, pattern) || (pattern.contains('.') && pattern::fits(&path, pattern))
        };
        let last = self.0.iter().rev().find_map(|pattern| {
            let (is_in, pattern) = match pattern.strip_prefix('!') {
                Some(pattern) => (false, pattern),
                None => (true, pattern.as_str()),
            };
            fits(pattern).then_some(is_in)
        });
        last.unwrap_or(false)
    }

    fn has(&self, table: &TableName) -> bool {
        self.covers(table.namespace.as_deref(), &table.name)
    }
}

impl PlanPass for Ignored {
    fn apply<'s>(
        &self,
        mut plan: Vec<Operation<'s>>,
        _: Dialect,
        _: Direction,
    ) -> Result<Vec<Operation<'s>>, RenderError> {
        let all = plan.len();
        plan.retain(|operation| {
            let name = operation.table().or(operation.sequence());
            !name.is_some_and(|name| self.has(name))
        });
        if plan.len() == all {
            return Ok(plan);
        }
        // What was only there for them goes with them.
        let used: Vec<String> = plan
            .iter()
            .filter_map(namespace)
            .map(str::to_owned)
            .collect();
        let unchecked = plan.iter().any(|operation| {
            matches!(
                operation,
                Operation::RebuildTable(_) | Operation::DropTable(_)
            )
        });
        plan.retain(|operation| match operation {
            Operation::CreateNamespace(create) => used.iter().any(|name| name == create.name),
            Operation::CheckForeignKeys => unchecked,
            _ => true,
        });
        Ok(plan)
    }
}

/// The namespace that an operation needs.
fn namespace<'o>(operation: &'o Operation<'_>) -> Option<&'o str> {
    match operation {
        Operation::CreateEnum(create) => create.enumeration.namespace.as_deref(),
        Operation::RebuildEnum(rebuild) => rebuild.after.namespace.as_deref(),
        Operation::CreateDomain(create) => create.domain.name.namespace.as_deref(),
        other => {
            let name = other.table().or(other.sequence());
            name?.namespace.as_deref()
        }
    }
}
