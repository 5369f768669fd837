use super::run::bare;
use super::{Select, Tuple};
use crate::expr::{Expr, Node, Operand};
use crate::value::SqlType;

/// `EXISTS (SELECT 1 ..)`: whether the query has a row. Its closures may use the columns of the
/// query around it.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// # let users =
/// User::select().filter(|u| exists(Post::select().filter(|p| p.author_id.eq(u.id))))
/// # .all(&db).await?;
/// # assert_eq!(users.iter().map(|u| u.name()).collect::<Vec<_>>(), ["Ann"]);
/// # Ok(()) }
/// ```
pub fn exists<S, O>(query: Select<S, O>) -> Expr<bool> {
    Expr::new(Node::Exists(Box::new(bare(*query.ast))))
}

impl<S, T: SqlType, N: Into<Node>> Select<S, Tuple<Expr<T, N>>> {
    /// The query as a value: `(SELECT ..)`. NULL if it has no row; several are an error of the
    /// engine, or the first one on SQLite, so see that there is only one.
    pub fn scalar(self) -> Expr<Option<T::Base>> {
        Expr::new(Node::Scalar(self.ast))
    }
}

impl<S, T, N: Into<Node>> Operand<T> for Select<S, Tuple<Expr<T, N>>> {
    fn operand(self) -> Node {
        Node::Scalar(self.ast)
    }
}

impl<S, T, N: Into<Node>> Operand<T> for Select<S, Tuple<Expr<Option<T>, N>>> {
    fn operand(self) -> Node {
        Node::Scalar(self.ast)
    }
}
