use super::{Expr, Node, Operand, Part};
use crate::value::SqlType;

/// A type that is text: `String`, and newtypes of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not text",
    label = "only text can be matched with a pattern or changed in case"
)]
pub trait Textual {}

impl Textual for String {}

/// Text patterns. In all of them upper and lower case differ, on every engine and whatever the
/// column's collation, except in [`ilike`](Expr::ilike) and for columns with `compare: lower`.
impl<T: SqlType, N: Part> Expr<T, N> {
    /// Matches a pattern: `%` is any text, `_` any character, and `!` takes the next one as it
    /// is. Text of a user belongs into [`contains`](Self::contains) and its like, which escape.
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `"users"."name" LIKE $1 ESCAPE '!'` |
    /// | SQLite | `"users"."name" GLOB ?`, since its LIKE ignores case; the pattern is translated, and must be a value |
    /// | MySQL | `` `users`.`name` LIKE ? COLLATE utf8mb4_bin ESCAPE '!' `` |
    pub fn like(self, pattern: impl Operand<String, N::Computed>) -> Expr<bool, N::Computed>
    where
        T::Base: Textual,
    {
        Self::computed(like(self.node.into_node(), pattern.operand(), false))
    }

    /// [`like`](Self::like) without regard to case. SQLite knows the cases of ASCII only.
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `"users"."name" ILIKE $1 ESCAPE '!'` |
    /// | SQLite | `"users"."name" LIKE ? ESCAPE '!'` |
    /// | MySQL | `` lower(`users`.`name`) LIKE lower(?) COLLATE utf8mb4_bin ESCAPE '!' `` |
    pub fn ilike(self, pattern: impl Operand<String, N::Computed>) -> Expr<bool, N::Computed>
    where
        T::Base: Textual,
    {
        Self::computed(like(self.node.into_node(), pattern.operand(), true))
    }

    /// Whether the text has `part` in it; `%` and `_` in it mean themselves.
    pub fn contains(self, part: impl AsRef<str>) -> Expr<bool, N::Computed>
    where
        T::Base: Textual,
    {
        Self::computed(fixed(self.node.into_node(), "%", part.as_ref(), "%"))
    }

    /// Whether the text begins with `part`; `%` and `_` in it mean themselves.
    pub fn starts_with(self, part: impl AsRef<str>) -> Expr<bool, N::Computed>
    where
        T::Base: Textual,
    {
        Self::computed(fixed(self.node.into_node(), "", part.as_ref(), "%"))
    }

    /// Whether the text ends with `part`; `%` and `_` in it mean themselves.
    pub fn ends_with(self, part: impl AsRef<str>) -> Expr<bool, N::Computed>
    where
        T::Base: Textual,
    {
        Self::computed(fixed(self.node.into_node(), "%", part.as_ref(), ""))
    }
}

fn like(text: Node, pattern: Node, insensitive: bool) -> Node {
    Node::Like {
        insensitive: insensitive || text.ignores_case(),
        text: Box::new(text),
        pattern: Box::new(pattern),
    }
}

fn fixed(text: Node, before: &str, part: &str, after: &str) -> Node {
    let pattern = format!("{before}{}{after}", escape(part));
    like(text, Node::Bind(crate::value::Value::Text(pattern)), false)
}

/// Text as a pattern that matches just itself.
fn escape(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    for c in part.chars() {
        if matches!(c, '%' | '_' | '!') {
            out.push('!');
        }
        out.push(c);
    }
    out
}
