use super::Writer;
use crate::error::Error;

/// What is being written, as far as it says which functions may stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clause {
    /// The columns of the result, and ORDER BY.
    Result,
    Where,
    On,
    GroupBy,
    Having,
    /// The assignments of an UPDATE.
    Set,
    /// What a statement that changes rows gives back of each.
    Returning,
    /// The arguments of an aggregate.
    Aggregate,
    /// The arguments of a window function, and its window.
    Window,
}

impl Clause {
    fn name(self) -> &'static str {
        match self {
            Clause::Result => "SELECT",
            Clause::Where => "WHERE",
            Clause::On => "ON",
            Clause::GroupBy => "GROUP BY",
            Clause::Having => "HAVING",
            Clause::Set => "SET",
            Clause::Returning => "RETURNING",
            Clause::Aggregate => "an aggregate",
            Clause::Window => "a window function",
        }
    }
}

impl Writer {
    /// Writes a clause.
    pub(super) fn within(&mut self, clause: Clause, write: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.clause, clause);
        write(self);
        self.clause = outer;
    }

    /// An aggregate is computed after WHERE and before SELECT.
    pub(super) fn check_aggregate_place(&mut self) {
        let way_out = match self.clause {
            Clause::Result | Clause::Having | Clause::Window => return,
            Clause::Where | Clause::On => "a condition on groups belongs into `having`",
            Clause::GroupBy | Clause::Aggregate | Clause::Set | Clause::Returning => {
                "select it in a query of its own, and use that as a subquery"
            }
        };
        self.fail(Error::Invalid(format!(
            "an aggregate stands in {}, where there are only single rows; {way_out}",
            self.clause.name()
        )));
    }

    /// A window function is computed last, from the rows that the query selects.
    pub(super) fn check_window_place(&mut self) {
        if self.clause != Clause::Result {
            self.fail(Error::Invalid(format!(
                "a window function stands in {}, but it is computed after that; select it in a \
                 subquery and filter that, or use `limit_per` for some rows of each group",
                self.clause.name()
            )));
        }
    }
}
