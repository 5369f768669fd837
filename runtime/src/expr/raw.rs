use super::{Call, Expr, Function, Inputs, Node, Nullness, Part};
use crate::value::{Kind, Scalar};

impl Node {
    /// `NULL` as it stands in SQL.
    pub(crate) fn null(kind: Kind) -> Node {
        Call::node(Function::Raw("NULL"), vec![], kind)
    }
}

/// A fragment of SQL as an expression of type `T`, with `{}` where an argument stands: the way to
/// say what the engine can and Ormolu does not.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::raw_expr;
/// # fn main() {
/// let query = User::select()
///     .select(|u| raw_expr::<f64, _>("similarity({}, {})", (u.name, "Ann")));
/// // SELECT (similarity("users"."name", $1)) FROM "users"
/// # assert!(postgres(&query).contains(r#"similarity("users"."name", $1)"#));
/// # }
/// ```
///
/// The text is part of the program: no text that comes from outside gets into it, and values among
/// the arguments are bound. `{{` and `}}` are braces. Nothing in it is checked, and it means the
/// same on every engine only if you see to that. In a grouped query it counts as computed from
/// single rows; an aggregate of yours is declared in the schema. That `T` is what comes out is
/// your word, too: `Option<..>` where it may be NULL.
pub fn raw_expr<T: Nullness, A: Inputs>(sql: &'static str, inputs: A) -> Expr<T, A::Rows> {
    let node = Call::node(Function::Raw(sql), inputs.inputs(), T::Base::KIND);
    Expr::new(A::Rows::computed(node))
}
