use super::{
    ArrayFn, BitFn, Collation, Construct, Expr, FunctionMeta, JsonFn, MathFn, Node, Part, RangeFn,
    SearchFn, TextFn, TimeFn,
};
use crate::value::{Kind, Wrapped};

/// A function of the engine, or an operator that only some engines have, with what it is called
/// on.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Which.
    pub function: Function,
    /// Its arguments, in order.
    pub arguments: Vec<Node>,
    /// The type of the result.
    pub kind: Kind,
}

/// What is called. Each group has a file here and one of the same name in `dialect/<engine>/`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Function {
    /// On text.
    Text(TextFn),
    /// On numbers.
    Math(MathFn),
    /// On the bits of whole numbers.
    Bits(BitFn),
    /// On dates and times.
    Time(TimeFn),
    /// On JSON.
    Json(JsonFn),
    /// A JSON object of values with these names.
    JsonObject(Vec<String>),
    /// On arrays.
    Array(ArrayFn),
    /// On ranges.
    Range(RangeFn),
    /// A search by pattern or in full text.
    Search(SearchFn),
    /// `CASE [operand] WHEN a THEN b .. [ELSE c] END`: the arguments in this order.
    Case {
        /// Whether the first argument is what the WHENs are compared with.
        operand: bool,
        /// Whether the last argument is the ELSE.
        otherwise: bool,
    },
    /// `CAST(x AS ..)`, to the call's kind.
    Cast,
    /// `nullif(a, b)`
    NullIf,
    /// `(a, b)`
    Row,
    /// What is stored, in the form in which it is read.
    Read(&'static Wrapped),
    /// `x COLLATE c`
    Collate(Collation),
    /// A function that the schema declares.
    Declared(&'static FunctionMeta),
    /// A function of the program.
    Own(&'static Construct),
    /// A fragment of SQL, with `{}` where an argument stands.
    Raw(&'static str),
}

macro_rules! groups {
    ($($group:ident: $function:ty;)*) => {$(
        impl From<$function> for Function {
            fn from(function: $function) -> Self {
                Function::$group(function)
            }
        }
    )*};
}

groups! {
    Text: TextFn;
    Math: MathFn;
    Bits: BitFn;
    Time: TimeFn;
    Json: JsonFn;
    Array: ArrayFn;
    Range: RangeFn;
    Search: SearchFn;
}

impl Call {
    /// Several values as one.
    pub(crate) fn row(mut nodes: Vec<Node>) -> Node {
        match nodes.len() {
            1 => nodes.remove(0),
            // A row has no type of its own; nothing asks for it.
            _ => Call::node(Function::Row, nodes, Kind::Bool),
        }
    }

    pub(crate) fn node(function: impl Into<Function>, arguments: Vec<Node>, kind: Kind) -> Node {
        Node::Call(Box::new(Call {
            function: function.into(),
            arguments,
            kind,
        }))
    }

    /// Whether it binds something beside its arguments: a path.
    pub(crate) fn binds(&self) -> bool {
        matches!(
            self.function,
            Function::Json(_) | Function::JsonObject(_) | Function::Array(ArrayFn::At(_))
        )
    }

    /// Whether it makes one value of many rows.
    pub(crate) fn is_aggregate(&self) -> bool {
        matches!(self.function, Function::Declared(function) if function.aggregate)
    }

    /// Whether it is a condition that is unknown for NULL.
    pub(crate) fn may_be_unknown(&self) -> bool {
        match &self.function {
            Function::Json(function) => function.may_be_unknown(),
            _ => self.is_condition(),
        }
    }

    /// Whether it is written as a condition with an operator.
    pub(crate) fn is_condition(&self) -> bool {
        match &self.function {
            Function::Json(function) => function.is_condition(),
            Function::Array(function) => function.is_condition(),
            Function::Range(function) => function.is_condition(),
            Function::Search(_) => true,
            _ => false,
        }
    }
}

impl<T, N: Part> Expr<T, N> {
    /// A function of this expression and others.
    pub(crate) fn call<U>(
        self,
        function: impl Into<Function>,
        rest: impl IntoIterator<Item = Node>,
        kind: Kind,
    ) -> Expr<U, N::Computed> {
        let mut arguments = vec![self.node.into_node()];
        arguments.extend(rest);
        Self::computed(Call::node(function, arguments, kind))
    }
}
