use super::derived::{Columns, Layout};
use super::{DerivedNode, Project, RowsNode, Scope, Select, SelectNode, Source, TableRef, Tuple};
use crate::expr::Alias;
use crate::load::Loaded;
use crate::model::{Inner, Model};

/// What can stand in a FROM or a join besides tables: a query, a [`Cte`](super::Cte),
/// [`values`](super::values()) and the like.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source of rows",
    label = "expected a query, `&cte`, `values(..)`, `unnest(..)` or `generate_series(..)`",
    note = "a query of models is one without `.with(..)`; after a right or full join, `.select(..)` says what its columns are"
)]
pub trait RowSource {
    /// What one row is made of.
    type Project: Project;
    /// What comes out of a query of all its rows.
    type Output: Default;
    /// The rows.
    #[doc(hidden)]
    fn rows(self) -> RowsNode;
}

/// The columns of a source.
pub(crate) type ColumnsOf<R> = <<R as RowSource>::Project as Project>::Columns;

/// What closures get for a source.
pub type ItemOf<R> = <ColumnsOf<R> as Columns>::Item;

/// What closures get for a source on the optional side of a join.
pub type OuterOf<R> = <<ColumnsOf<R> as Columns>::Outer as Columns>::Item;

impl<S, P: Project> RowSource for Select<S, Tuple<P>> {
    type Project = P;
    type Output = Tuple<P>;

    fn rows(self) -> RowsNode {
        RowsNode::Query(self.ast)
    }
}

impl<S, M: Model> RowSource for Select<S, Loaded<M, M::Bare>> {
    type Project = M::Table<Inner>;
    type Output = Loaded<M, M::Bare>;

    fn rows(self) -> RowsNode {
        RowsNode::Query(self.ast)
    }
}

/// A query of all rows of a source: a subquery in FROM, a CTE, a list of values.
///
/// Closures get what was selected: a tuple's parts as `s.0`, `s.1`; a single expression or table
/// as itself.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::{count, from};
/// # fn main() {
/// let counts = Post::select().group_by(|p| p.author_id).select(|author, _| (author, count()));
/// let query = from(counts).filter(|s| s.1.gt(1)).select(|s| s.1.max());
/// // SELECT max("q"."c2") FROM (SELECT "posts"."author_id" AS "author_id", count(*) AS "c2"
/// // FROM "posts" GROUP BY "posts"."author_id") AS "q" WHERE "q"."c2" > $1
/// # let sql = r#"SELECT max("q"."c2") FROM (SELECT "posts"."author_id" AS "author_id", count(*) AS "c2" FROM "posts" GROUP BY "posts"."author_id") AS "q" WHERE "q"."c2" > $1"#;
/// # assert_eq!(postgres(&query), sql);
/// # }
/// ```
pub fn from<R: RowSource>(source: R) -> Select<ItemOf<R>, R::Output> {
    let (table, columns) = place::<R::Project>(source.rows(), false);
    let mut ast = Box::new(SelectNode {
        from: Some(table),
        ..SelectNode::default()
    });
    columns.push_columns(&mut ast.columns);
    Select {
        ast,
        scope: columns.item(),
        output: R::Output::default(),
    }
}

impl<S: Scope, O> Select<S, O>
where
    Self: RowSource,
{
    /// The query as the source of another one, which sees its columns as they were selected: as
    /// [`from`]. What comes after is applied to the finished rows, LIMIT and DISTINCT included.
    pub fn subquery(self) -> Select<ItemOf<Self>, <Self as RowSource>::Output> {
        from(self)
    }
}

/// A source under a new alias, with its columns.
pub(crate) fn place<P: Project>(rows: RowsNode, lateral: bool) -> (TableRef, P::Columns) {
    let alias = Alias::fresh();
    let kinds = rows.kinds();
    let mut layout = Layout::new(alias, &kinds);
    let columns = P::columns(&mut layout);
    let parts = layout.into_parts();
    let node = DerivedNode {
        rows,
        parts,
        lateral,
    };
    let table = TableRef {
        alias,
        source: Source::Rows(Box::new(node)),
    };
    (table, columns)
}

/// A source's rows as a SELECT.
pub(crate) fn query<R: RowSource>(source: R) -> SelectNode {
    match source.rows() {
        RowsNode::Query(query) => *query,
        rows => {
            let (table, columns) = place::<R::Project>(rows, false);
            let mut query = SelectNode {
                from: Some(table),
                ..SelectNode::default()
            };
            columns.push_columns(&mut query.columns);
            query
        }
    }
}
