use std::marker::PhantomData;

use super::Window;
use crate::expr::{Aggregate, Aggregated, Expr, Node};
use crate::value::{Kind, Value};

/// A function with its window.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowCall {
    /// The function.
    pub function: WindowFn,
    /// Its window.
    pub window: Window,
}

/// A function over a window.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // named after the SQL functions
pub enum WindowFn {
    RowNumber,
    Rank,
    DenseRank,
    PercentRank,
    CumeDist,
    Ntile(u32),
    Lag(Shift),
    Lead(Shift),
    FirstValue(Node),
    LastValue(Node),
    NthValue(Node, u32),
    Aggregate(Aggregate),
}

/// The value of another row.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// The value.
    pub value: Node,
    /// How many rows away.
    pub rows: u32,
    /// What there is where no such row is.
    pub default: Option<Value>,
}

impl Shift {
    pub(super) fn or(mut self, default: Value) -> Self {
        self.default = Some(default);
        self
    }
}

impl WindowCall {
    pub(crate) fn kind(&self) -> Option<Kind> {
        match &self.function {
            WindowFn::RowNumber | WindowFn::Rank | WindowFn::DenseRank => Some(Kind::I64),
            WindowFn::Ntile(_) => Some(Kind::I32),
            WindowFn::PercentRank | WindowFn::CumeDist => Some(Kind::F64),
            WindowFn::Lag(shift) | WindowFn::Lead(shift) => shift.value.kind(),
            WindowFn::FirstValue(value)
            | WindowFn::LastValue(value)
            | WindowFn::NthValue(value, _) => value.kind(),
            WindowFn::Aggregate(aggregate) => Some(aggregate.kind),
        }
    }

    /// Whether it binds a value beside those of its expressions.
    pub(crate) fn binds(&self) -> bool {
        match &self.function {
            WindowFn::Lag(shift) | WindowFn::Lead(shift) => shift.default.is_some(),
            WindowFn::Aggregate(aggregate) => aggregate.parameter.is_some(),
            _ => false,
        }
    }

    /// The expressions in it. An aggregate over a window is none; those it is computed from are.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Node> {
        let arguments: Vec<&Node> = match &self.function {
            WindowFn::Lag(Shift { value, .. })
            | WindowFn::Lead(Shift { value, .. })
            | WindowFn::FirstValue(value)
            | WindowFn::LastValue(value)
            | WindowFn::NthValue(value, _) => vec![value],
            WindowFn::Aggregate(aggregate) => aggregate.nodes().collect(),
            _ => vec![],
        };
        arguments.into_iter().chain(self.window.nodes())
    }
}

/// What a window function may be computed from.
#[diagnostic::on_unimplemented(
    message = "a window function of a grouped query is computed from its groups, not from their rows",
    label = "a value of the single rows",
    note = "aggregate it first: `p.score.sum().sum().over(..)` sums up the sums of the groups"
)]
pub trait Windowed {}

impl Windowed for Node {}

/// A window function that waits for its window.
#[derive(Clone, Debug)]
#[must_use = "a window function is complete with `.over(window())`"]
pub struct WindowFunction<T> {
    function: WindowFn,
    ty: PhantomData<fn() -> T>,
}

impl<T> WindowFunction<T> {
    pub(super) fn new(function: WindowFn) -> Self {
        WindowFunction {
            function,
            ty: PhantomData,
        }
    }

    /// `function OVER (window)`
    pub fn over(self, window: Window) -> Expr<T> {
        over(self.function, window)
    }
}

impl<T, C> Expr<T, Aggregated<C>> {
    /// `aggregate OVER (window)`: computed for each row from the rows of its window.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # use ormolu::window;
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// // A running total, and the share of the whole.
    /// let query = Post::select().order_by(|p| p.id).select(|p| (
    ///     p.id.sum().over(window().order_by(p.id)),
    ///     p.id * 100 / p.id.sum().over(window()),
    /// ));
    /// # assert_eq!(query.all(&db).await?, [(Some(1), Some(33)), (Some(3), Some(66))]);
    /// # Ok(()) }
    /// ```
    pub fn over(self, window: Window) -> Expr<T>
    where
        C: Windowed,
    {
        over(WindowFn::Aggregate(self.node.aggregate), window)
    }
}

fn over<T>(function: WindowFn, window: Window) -> Expr<T> {
    Expr::new(Node::Window(Box::new(WindowCall { function, window })))
}
