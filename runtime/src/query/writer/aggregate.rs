use super::{Level, Writer};
use crate::expr::{AggregateFn, Node};
use crate::value::Kind;

impl Writer {
    pub(super) fn aggregate(
        &mut self,
        function: AggregateFn,
        argument: Option<&Node>,
        distinct: bool,
        kind: Kind,
    ) {
        match (function, argument) {
            (_, None) => self.raw("count(*)"),
            (AggregateFn::Count, Some(argument)) => {
                self.raw(if distinct {
                    "count(DISTINCT "
                } else {
                    "count("
                });
                if distinct {
                    self.collated(argument, Level::Or);
                } else {
                    self.expression(argument, Level::Or);
                }
                self.raw(")");
            }
            (_, Some(argument)) => self.grammar.aggregate(self, function, argument, kind),
        }
    }

    /// `function(argument)`
    pub(crate) fn call(&mut self, function: &str, argument: &Node) {
        self.raw(function);
        self.raw("(");
        self.expression(argument, Level::Or);
        self.raw(")");
    }
}

/// The engines' common name of an aggregate.
pub(crate) fn name(function: AggregateFn) -> &'static str {
    match function {
        AggregateFn::Count => "count",
        AggregateFn::Sum => "sum",
        AggregateFn::Avg => "avg",
        AggregateFn::Min => "min",
        AggregateFn::Max => "max",
    }
}
