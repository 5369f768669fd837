use std::marker::PhantomData;

use super::values::ValueRow;
use super::{RowCall, RowFunction, RowSource, RowsNode, Tuple};
use crate::expr::{FunctionMeta, Inputs, Node};

/// Rows of a function of the database: see [`raw_rows`].
#[derive(Clone, Debug)]
pub struct RawSource<R> {
    function: RowFunction,
    row: PhantomData<fn() -> R>,
}

/// A function of the database that gives rows, as a source: its call in the engine's own words,
/// with `{}` where an argument stands, and what the columns of its rows are called and hold.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// use ormolu::{from, raw_rows};
///
/// let words = || raw_rows::<String, _>("json_each({})", &["value"], (r#"["a", "b"]"#,));
/// let words = from(words()).all(&db).await?;
/// // SELECT "rows"."value" FROM json_each(?) AS "rows"
/// # assert_eq!(words, ["a", "b"]);
/// # Ok(()) }
/// ```
///
/// In [`join_lateral`](crate::Select::join_lateral) its arguments may be columns of the tables so
/// far, on every engine:
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # fn main() -> ormolu::Result<()> {
/// # use ormolu::raw_rows;
/// let query = Post::select()
///     .join_lateral(|p| {
///         let split = "regexp_split_to_table({}, ' ')";
///         raw_rows::<String, _>(split, &["word"], (p.title,))
///     })
///     .select(|(p, word)| (p.id, word));
/// // SELECT "posts"."id", "rows"."word" FROM "posts"
/// // JOIN regexp_split_to_table("posts"."title", ' ') AS "rows" ("word") ON TRUE
/// # let statement = query.to_sql(Dialect::Postgres)?;
/// # let sql = r#"SELECT "posts"."id", "rows"."word" FROM "posts" JOIN regexp_split_to_table("posts"."title", ' ') AS "rows" ("word") ON TRUE"#;
/// # assert_eq!(statement.sql.as_str(), sql);
/// # Ok(()) }
/// ```
///
/// The text is part of the program, and values among the arguments are bound; nothing in it is
/// checked, as with [`raw_expr`](crate::raw_expr). PostgreSQL gives the columns these names; on
/// the other engines they must be those that the function has.
pub fn raw_rows<R: ValueRow, A: Inputs<Rows = Node>>(
    sql: &'static str,
    columns: &'static [&'static str],
    inputs: A,
) -> RawSource<R> {
    source(RowCall::Raw(sql), columns, inputs)
}

/// Calls a declared function that gives rows; for generated code.
pub fn call_rows<R: ValueRow, A: Inputs<Rows = Node>>(
    function: &'static FunctionMeta,
    columns: &'static [&'static str],
    inputs: A,
) -> RawSource<R> {
    source(RowCall::Declared(function), columns, inputs)
}

fn source<R: ValueRow>(
    call: RowCall,
    columns: &'static [&'static str],
    inputs: impl Inputs,
) -> RawSource<R> {
    let function = RowFunction {
        call,
        arguments: inputs.inputs(),
        columns,
        kinds: R::kinds(),
    };
    RawSource {
        function,
        row: PhantomData,
    }
}

impl<R: ValueRow> RowSource for RawSource<R> {
    type Project = R::Project;
    type Output = Tuple<R::Project>;

    fn rows(self) -> RowsNode {
        RowsNode::Function(Box::new(self.function))
    }
}
