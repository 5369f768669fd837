use super::{Argument, Call, Condition, Expr, Function, Node, Nullness, Operand, Part, Typed};
use crate::value::{Scalar, SqlType};

/// `CASE WHEN condition THEN value .. ELSE value END`.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::case;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let query = User::select().order_by(|u| u.id).select(|u| {
///     let known = case().when(u.visits.gt(9), "often").when(u.visits.gt(0), "sometimes");
///     (u.name, known.else_("never"))
/// });
/// // SELECT "users"."name", CASE WHEN "users"."visits" > $1 THEN $2 .. ELSE $5 END FROM "users"
/// # assert_eq!(query.first(&db).await?, Some(("Ann".to_owned(), "never".to_owned())));
/// # Ok(()) }
/// ```
pub fn case() -> CaseStart {
    CaseStart
}

/// A CASE without branches.
#[must_use = "a CASE needs branches"]
#[derive(Clone, Copy, Debug)]
pub struct CaseStart;

impl CaseStart {
    /// The first branch, whose value gives the CASE its type.
    pub fn when<B, N, V>(self, condition: Expr<B, N>, value: V) -> Case<V::Type, N::Computed>
    where
        N: Part,
        Expr<B, N>: Condition<N::Computed>,
        V: Typed<N::Computed>,
    {
        Case::new(vec![condition.condition(), value.typed()])
    }
}

/// A CASE with branches; [`else_`](Case::else_) or [`end`](Case::end) makes an expression of it.
#[must_use = "a CASE ends with `.else_(..)` or `.end()`"]
#[derive(Clone, Debug)]
pub struct Case<T, C = Node> {
    arguments: Vec<Node>,
    kind: std::marker::PhantomData<fn() -> (T, C)>,
}

impl<T: Nullness, C: Part> Case<T, C> {
    fn new(arguments: Vec<Node>) -> Self {
        Case {
            arguments,
            kind: std::marker::PhantomData,
        }
    }

    /// Another branch, for what no earlier condition held for.
    pub fn when<A: Argument<T::Base, C>>(
        mut self,
        condition: impl Condition<C>,
        value: A,
    ) -> Case<A::With<T>, C> {
        self.arguments.push(condition.condition());
        self.arguments.push(value.operand());
        Case::new(self.arguments)
    }

    /// The value where no condition held.
    pub fn else_<A: Argument<T::Base, C>>(mut self, value: A) -> Expr<A::With<T>, C::Computed> {
        self.arguments.push(value.operand());
        finish::<T, _, C>(self.arguments, false, true)
    }

    /// NULL where no condition held.
    pub fn end(self) -> Expr<Option<T::Base>, C::Computed> {
        finish::<T, _, C>(self.arguments, false, false)
    }
}

fn finish<T: SqlType, U, C: Part>(
    arguments: Vec<Node>,
    operand: bool,
    otherwise: bool,
) -> Expr<U, C::Computed> {
    let function = Function::Case { operand, otherwise };
    Expr::new(C::computed(Call::node(function, arguments, T::Base::KIND)))
}

/// `CASE x WHEN value THEN result .. ELSE result END`.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::case_of;
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let query = User::select()
///     .order_by(|u| u.id)
///     .select(|u| case_of(u.name).when("Ann", 1).when("Bob", 2).end());
/// # assert_eq!(query.all(&db).await?, [Some(1), Some(2)]);
/// # Ok(()) }
/// ```
pub fn case_of<T: SqlType, N: Part>(operand: Expr<T, N>) -> CaseOf<T, N> {
    CaseOf(operand)
}

/// A CASE of a value, without branches.
#[must_use = "a CASE needs branches"]
#[derive(Clone)]
pub struct CaseOf<T, N>(Expr<T, N>);

impl<T: SqlType, N: Part> CaseOf<T, N> {
    /// The first branch, whose result gives the CASE its type.
    pub fn when<V: Typed<N::Computed>>(
        self,
        value: impl Operand<T::Base, N::Computed>,
        result: V,
    ) -> Switch<T::Base, V::Type, N::Computed> {
        let operand = self.0.node.into_node();
        Switch {
            case: Case::new(vec![operand, value.operand(), result.typed()]),
            of: std::marker::PhantomData,
        }
    }
}

/// A CASE of a value of type `S`, with branches.
#[must_use = "a CASE ends with `.else_(..)` or `.end()`"]
#[derive(Clone, Debug)]
pub struct Switch<S, T, C = Node> {
    case: Case<T, C>,
    of: std::marker::PhantomData<fn() -> S>,
}

impl<S: Scalar, T: Nullness, C: Part> Switch<S, T, C> {
    /// Another branch.
    pub fn when<A: Argument<T::Base, C>>(
        mut self,
        value: impl Operand<S, C>,
        result: A,
    ) -> Switch<S, A::With<T>, C> {
        self.case.arguments.push(value.operand());
        self.case.arguments.push(result.operand());
        Switch {
            case: Case::new(self.case.arguments),
            of: self.of,
        }
    }

    /// The result where no value was the right one.
    pub fn else_<A: Argument<T::Base, C>>(mut self, result: A) -> Expr<A::With<T>, C::Computed> {
        self.case.arguments.push(result.operand());
        finish::<T, _, C>(self.case.arguments, true, true)
    }

    /// NULL where no value was the right one.
    pub fn end(self) -> Expr<Option<T::Base>, C::Computed> {
        finish::<T, _, C>(self.case.arguments, true, false)
    }
}
