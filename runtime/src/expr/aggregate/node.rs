use std::marker::PhantomData;

use crate::expr::{Node, OrderNode, Part};
use crate::value::{Kind, Value};

/// An aggregate with its clauses.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// Which.
    pub function: AggregateFn,
    /// Of what; `None` is `count(*)`.
    pub argument: Option<Node>,
    /// What else it is told: a separator, a fraction.
    pub parameter: Option<Value>,
    /// Of different values only.
    pub distinct: bool,
    /// `ORDER BY` inside.
    pub order: Vec<OrderNode>,
    /// Of these rows only.
    pub filter: Option<Node>,
    /// The type it must come back as, where the engine would choose another.
    pub kind: Kind,
}

/// An aggregate function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // named after the SQL functions
pub enum AggregateFn {
    Count,
    Sum,
    Avg,
    Min,
    Max,
    BoolAnd,
    BoolOr,
    VarSamp,
    VarPop,
    StddevSamp,
    StddevPop,
    StringAgg,
    ArrayAgg,
    JsonAgg,
    PercentileCont,
    PercentileDisc,
    Mode,
}

impl AggregateFn {
    /// Whether its result depends on the order of the rows.
    pub(crate) fn is_list(self) -> bool {
        matches!(self, Self::StringAgg | Self::ArrayAgg | Self::JsonAgg)
    }

    /// Whether it orders the rows by its own argument: `WITHIN GROUP (ORDER BY ..)`.
    pub(crate) fn is_ordered_set(self) -> bool {
        matches!(
            self,
            Self::PercentileCont | Self::PercentileDisc | Self::Mode
        )
    }
}

impl Aggregate {
    pub(crate) fn new(function: AggregateFn, argument: Option<Node>, kind: Kind) -> Self {
        Aggregate {
            function,
            argument,
            parameter: None,
            distinct: false,
            order: vec![],
            filter: None,
            kind,
        }
    }

    /// The expressions in it.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Node> {
        let order = self.order.iter().map(|term| &term.node);
        self.argument.iter().chain(&self.filter).chain(order)
    }
}

/// An aggregate to which `filter_where`, `distinct`, `order_by` and `over` can be said.
///
/// `C` says whose rows it is computed from; the result itself stands for all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregated<C = Node> {
    pub(crate) aggregate: Aggregate,
    rows: PhantomData<fn() -> C>,
}

impl<C> Aggregated<C> {
    pub(crate) fn new(aggregate: Aggregate) -> Self {
        Aggregated {
            aggregate,
            rows: PhantomData,
        }
    }
}

impl<C> From<Aggregated<C>> for Node {
    fn from(of: Aggregated<C>) -> Node {
        Node::Aggregate(Box::new(of.aggregate))
    }
}

impl<C: Clone + 'static> Part for Aggregated<C> {
    type Computed = Node;

    fn into_node(self) -> Node {
        self.into()
    }

    fn computed(node: Node) -> Node {
        node
    }
}
