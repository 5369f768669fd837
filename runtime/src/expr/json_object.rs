use serde_json::Value as Document;

use super::{Beside, Call, Expr, Function, Input, Node, Part};
use crate::value::Kind;

/// A JSON object of some expressions: `json_object((("id", p.id), ("title", p.title)))`.
///
/// With [`json_agg`](Expr::json_agg), related rows come as one value:
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// use ormolu::json_object;
///
/// let users = User::select().order_by(|u| u.id).select(|u| {
///     let posts = u.posts().aggregate(|p| {
///         json_object((("id", p.id), ("title", p.title))).json_agg().order_by(p.id)
///     });
///     (u.name, posts)
/// });
/// let users: Vec<(String, ormolu::serde_json::Value)> = users.all(&db).await?;
/// # assert_eq!(users[0].1[0]["id"], 1);
/// # assert_eq!(users[1].1, ormolu::serde_json::json!([]));
/// # Ok(()) }
/// ```
///
/// Each engine gives the same text for the same value: numbers, truth values, texts and JSON as
/// themselves, a NULL as `null`, decimals as exact text, dates and times in the form of ISO 8601
/// with six digits of the second, UUIDs with hyphens. Bytes and spans have no form there: an error
/// when the query is built.
///
/// | engine | SQL |
/// |---|---|
/// | PostgreSQL | `jsonb_build_object($1, "posts"."id", $2, "posts"."title")` |
/// | SQLite | `json_object(?, "posts"."id", ?, "posts"."title")` |
/// | MySQL, MariaDB | ``json_object(?, `posts`.`id`, ?, `posts`.`title`)`` |
pub fn json_object<F: Fields>(fields: F) -> Expr<Document, F::Rows> {
    let (mut names, mut values) = (vec![], vec![]);
    fields.push(&mut names, &mut values);
    let node = Call::node(Function::JsonObject(names), values, Kind::Json);
    Expr::new(F::Rows::computed(node))
}

/// A name with a value or an expression: a part of what [`json_object`] takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a field of a JSON object",
    label = "expected a name and a value: `(\"id\", u.id)`"
)]
pub trait Field {
    /// Whose rows it is about, as in [`Part::Computed`].
    type Rows: Part<Computed = Self::Rows>;
    /// Appends its name and its value.
    #[doc(hidden)]
    fn push(self, names: &mut Vec<String>, values: &mut Vec<Node>);
}

impl<S: Into<String>, I: Input> Field for (S, I) {
    type Rows = I::Rows;

    fn push(self, names: &mut Vec<String>, values: &mut Vec<Node>) {
        names.push(self.0.into());
        values.push(self.1.input());
    }
}

/// What [`json_object`] takes: a tuple of up to twelve [`Field`]s.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the fields of a JSON object",
    label = "expected a tuple of names with values: `((\"id\", u.id), (\"name\", u.name))`"
)]
pub trait Fields {
    /// Whose rows they are about: single ones of a grouped query if one of them is.
    type Rows: Part<Computed = Self::Rows>;
    /// Appends their names and values.
    #[doc(hidden)]
    fn push(self, names: &mut Vec<String>, values: &mut Vec<Node>);
}

impl<A: Field> Fields for (A,) {
    type Rows = A::Rows;

    fn push(self, names: &mut Vec<String>, values: &mut Vec<Node>) {
        self.0.push(names, values);
    }
}

/// A tuple is its last part beside the shorter tuple of those before it.
macro_rules! fields {
    ($($part:ident $at:tt),+; $last:ident $end:tt) => {
        impl<$($part: Field,)+ $last: Field> Fields for ($($part,)+ $last)
        where
            ($($part,)+): Fields,
            <($($part,)+) as Fields>::Rows: Beside<$last::Rows>,
        {
            type Rows = <<($($part,)+) as Fields>::Rows as Beside<$last::Rows>>::Both;

            fn push(self, names: &mut Vec<String>, values: &mut Vec<Node>) {
                $(self.$at.push(names, values);)+
                self.$end.push(names, values);
            }
        }
    };
}

fields!(A 0; B 1);
fields!(A 0, B 1; C 2);
fields!(A 0, B 1, C 2; D 3);
fields!(A 0, B 1, C 2, D 3; E 4);
fields!(A 0, B 1, C 2, D 3, E 4; F 5);
fields!(A 0, B 1, C 2, D 3, E 4, F 5; G 6);
fields!(A 0, B 1, C 2, D 3, E 4, F 5, G 6; H 7);
fields!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7; I 8);
fields!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8; J 9);
fields!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9; K 10);
fields!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10; L 11);
