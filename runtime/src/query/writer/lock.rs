use super::Writer;
use crate::error::Error;
use crate::expr::Node;
use crate::query::{JoinKind, LockNode, LockStrength, SelectNode};

impl Writer {
    /// `FOR UPDATE` and its like, with a space before it.
    pub(super) fn lock(&mut self, select: &SelectNode) {
        let Some(lock) = &select.lock else { return };
        self.rows_of_now("a row lock");
        let Some(strength) = lock.strength else {
            self.fail(Error::Invalid(
                "a detail of a row lock without the lock: say `for_update` or `for_share`".into(),
            ));
            return;
        };
        let grouped = !select.group.is_empty()
            || !select.having.is_empty()
            || select.columns.iter().any(Node::has_aggregate);
        let combined = if select.distinct || !select.distinct_on.is_empty() {
            Some("DISTINCT")
        } else if grouped {
            Some("GROUP BY or an aggregate")
        } else {
            None
        };
        if let Some(combined) = combined {
            self.fail(Error::Invalid(format!(
                "a query with {combined} has no rows to lock; lock them in a query of their own"
            )));
        }
        self.check_lockable(select, lock);
        self.grammar.lock(self, lock, strength);
    }

    fn check_lockable(&mut self, select: &SelectNode, lock: &LockNode) {
        let foreign = lock.of.iter().any(|alias| {
            select
                .tables()
                .all(|table| table.alias != *alias || !table.is_table())
        });
        if foreign {
            self.fail(Error::Invalid(
                "`of` names what is no table of the query: only rows of tables can be locked"
                    .into(),
            ));
        }
        let derived = select.tables().any(|table| !table.is_table());
        let outer = |kind| matches!(kind, JoinKind::Left | JoinKind::Right | JoinKind::Full);
        if lock.of.is_empty() && derived {
            self.fail(Error::Invalid(
                "only rows of tables can be locked: say with `of` which of the query's are meant, \
                 or lock them in a query of their own"
                    .into(),
            ));
        }
        if lock.of.is_empty() && select.joins.iter().any(|join| outer(join.kind)) {
            self.fail(Error::Invalid(
                "rows that an outer join may leave out cannot be locked: say with `of` which \
                 tables are meant, or load the relationship without `joined`"
                    .into(),
            ));
        }
    }

    /// ` FOR UPDATE OF "users" SKIP LOCKED`
    pub(crate) fn standard_lock(&mut self, lock: &LockNode, strength: LockStrength) {
        self.raw(match strength {
            LockStrength::Update => " FOR UPDATE",
            LockStrength::Share => " FOR SHARE",
        });
        if !lock.of.is_empty() {
            self.raw(" OF ");
            self.list(&lock.of, |writer, alias| writer.alias(*alias));
        }
        self.lock_wait(lock);
    }

    pub(crate) fn lock_wait(&mut self, lock: &LockNode) {
        use crate::query::LockWait;
        self.raw(match lock.wait {
            LockWait::Wait => "",
            LockWait::NoWait => " NOWAIT",
            LockWait::SkipLocked => " SKIP LOCKED",
        });
    }
}
