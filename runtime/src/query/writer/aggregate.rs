use super::clause::Clause;
use super::{Level, Writer};
use crate::error::Error;
use crate::expr::{Aggregate, AggregateFn, Node, Window};
use crate::value::{Kind, Value};

/// An aggregate where it stands: by itself, or over a window.
pub(crate) struct Call<'a> {
    pub(crate) aggregate: &'a Aggregate,
    pub(crate) over: Option<&'a Window>,
}

impl Call<'_> {
    /// What it is computed from, as it is stored.
    pub(crate) fn argument_kind(&self) -> Option<Kind> {
        self.aggregate.argument.as_ref().and_then(Node::kind)
    }
}

/// What stands in the parentheses of an aggregate.
#[derive(Default)]
pub(crate) struct Inside<'a> {
    /// Around the argument: `CAST(` and ` AS DOUBLE)`.
    pub(crate) around: (&'a str, &'a str),
    /// Whether different values are told apart, or sorted, by the argument.
    pub(crate) collated: bool,
    /// After the argument, and before the ORDER BY.
    pub(crate) parameter: Option<&'a Value>,
    /// The ORDER BY goes to `WITHIN GROUP (..)`, with the argument in it.
    pub(crate) within_group: bool,
    /// After everything else.
    pub(crate) after: &'a str,
}

impl Writer {
    /// An aggregate, by itself or over a window.
    pub(super) fn aggregate(&mut self, aggregate: &Aggregate, over: Option<&Window>) {
        self.check_aggregate(aggregate, over);
        let clause = match over {
            Some(_) => Clause::Window,
            None => {
                self.check_aggregate_place();
                Clause::Aggregate
            }
        };
        let call = Call { aggregate, over };
        // An aggregate sees the rows as they are, whatever its group leaves out.
        let absent = match over {
            Some(_) => self.absent.clone(),
            None => vec![],
        };
        let outer = std::mem::replace(&mut self.absent, absent);
        self.within(clause, |writer| match aggregate.function {
            AggregateFn::Count => writer.call_aggregate("count", &call, &Inside::default()),
            _ => writer.grammar.aggregate(writer, &call),
        });
        self.absent = outer;
    }

    fn check_aggregate(&mut self, aggregate: &Aggregate, over: Option<&Window>) {
        let function = aggregate.function;
        let same = |order: &Node| aggregate.argument.as_ref() == Some(order);
        let mistake = if aggregate.distinct && over.is_some() {
            "DISTINCT can't be said of an aggregate over a window: no engine has both"
        } else if !aggregate.order.is_empty() && !function.is_list() {
            "ORDER BY inside an aggregate is for `string_agg` and `array_agg`; the result of \
             others does not depend on it"
        } else if aggregate.distinct && !aggregate.order.iter().all(|term| same(&term.node)) {
            "an aggregate of DISTINCT values can be ordered by those values only"
        } else if aggregate.distinct && function.is_ordered_set() {
            "DISTINCT can't be said of a percentile or of `mode`"
        } else {
            return;
        };
        self.fail(Error::Invalid(mistake.into()));
    }

    /// `name([DISTINCT] argument[, parameter][ ORDER BY ..])[ FILTER (WHERE ..)][ OVER ..]`
    pub(crate) fn call_aggregate(&mut self, name: &str, call: &Call<'_>, inside: &Inside<'_>) {
        let aggregate = call.aggregate;
        self.raw(name);
        self.raw(if aggregate.distinct {
            "(DISTINCT "
        } else {
            "("
        });
        if !inside.within_group {
            self.filtered_argument(aggregate, inside);
        }
        if let Some(parameter) = inside.parameter {
            self.raw(if inside.within_group { "" } else { ", " });
            self.bind(parameter.clone());
        }
        self.order(&aggregate.order);
        self.raw(inside.after);
        self.raw(")");
        if inside.within_group {
            self.raw(" WITHIN GROUP (ORDER BY ");
            self.filtered_argument(aggregate, inside);
            self.raw(")");
        }
        self.filter_and_over(call);
    }

    /// `[ FILTER (WHERE ..)][ OVER ..]`
    fn filter_and_over(&mut self, call: &Call<'_>) {
        if let (Some(filter), true) = (&call.aggregate.filter, self.grammar.filters_aggregates()) {
            self.raw(" FILTER (WHERE ");
            self.expression(filter, Level::Or);
            self.raw(")");
        }
        if let Some(window) = call.over {
            self.over(window);
        }
    }

    /// The argument; NULL for other rows where the engine has no FILTER.
    fn filtered_argument(&mut self, aggregate: &Aggregate, inside: &Inside<'_>) {
        let (before, after) = inside.around;
        let Some(filter) = aggregate
            .filter
            .as_ref()
            .filter(|_| !self.grammar.filters_aggregates())
        else {
            self.raw(before);
            self.argument(aggregate, inside.collated, "*");
            self.raw(after);
            return;
        };
        self.raw(before);
        self.raw("CASE WHEN ");
        self.expression(filter, Level::Or);
        self.raw(" THEN ");
        self.argument(aggregate, inside.collated, "1");
        self.raw(" END");
        self.raw(after);
    }

    fn argument(&mut self, aggregate: &Aggregate, collated: bool, all: &str) {
        match &aggregate.argument {
            None => self.raw(all),
            Some(argument) if collated || aggregate.distinct => {
                self.collated(argument, Level::Or);
            }
            Some(argument) => self.expression(argument, Level::Or),
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
        AggregateFn::BoolAnd => "bool_and",
        AggregateFn::BoolOr => "bool_or",
        AggregateFn::VarSamp => "var_samp",
        AggregateFn::VarPop => "var_pop",
        AggregateFn::StddevSamp => "stddev_samp",
        AggregateFn::StddevPop => "stddev_pop",
        AggregateFn::StringAgg => "string_agg",
        AggregateFn::ArrayAgg => "array_agg",
        AggregateFn::JsonAgg => "json_agg",
        AggregateFn::PercentileCont => "percentile_cont",
        AggregateFn::PercentileDisc => "percentile_disc",
        AggregateFn::Mode => "mode",
    }
}
