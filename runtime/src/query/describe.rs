use super::rows::column_names;
use super::{JoinKind, Project, Select, SelectNode, Source, TableRef, Tuple};
use crate::expr::Node;
use crate::load::Loaded;
use crate::model::Model;
use crate::value::Kind;

/// What a query is made of: see [`Select::describe`].
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// The columns of a row, in order.
    pub columns: Vec<DescribedColumn>,
    /// The tables and other sources of its FROM, in order.
    pub tables: Vec<DescribedTable>,
}

/// A column of a query's rows.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribedColumn {
    /// Its name: that of a table's column, or one by its position.
    pub name: String,
    /// How its values are stored.
    pub kind: Kind,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// The table's column that it is, if it is nothing computed: `(table, column)`.
    pub origin: Option<(&'static str, &'static str)>,
    /// Whether the schema says that its values show in no text for people.
    pub sensitive: bool,
}

/// A source of a query's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribedTable {
    /// The table's name; for what is no table, what the statement calls it.
    pub name: &'static str,
    /// Its schema in the database.
    pub namespace: Option<&'static str>,
    /// Whether it is a table, and not a subquery, a CTE or a list.
    pub is_table: bool,
    /// How it is joined; `None` for the first.
    pub join: Option<JoinKind>,
}

/// What a query gives back, as far as a description of it goes.
pub trait Described {
    /// Whether each column may be NULL.
    #[doc(hidden)]
    fn nullable() -> Vec<bool>;
}

impl<P: Project> Described for Tuple<P> {
    fn nullable() -> Vec<bool> {
        let mut out = Vec::with_capacity(P::WIDTH);
        P::push_nullable(&mut out);
        out
    }
}

impl<M: Model, L> Described for Loaded<M, L> {
    fn nullable() -> Vec<bool> {
        M::META
            .columns
            .iter()
            .map(|column| column.nullable)
            .collect()
    }
}

impl<S, O: Described> Select<S, O> {
    /// The query's columns with their types, and its tables, for programs that look at queries
    /// they did not write.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # fn main() {
    /// let query = User::select().left_join(|u| u.posts()).select(|(u, p)| (u.name, p.title));
    /// let description = query.describe();
    /// let title = &description.columns[1];
    /// assert_eq!((&title.name[..], title.nullable), ("title", true));
    /// assert_eq!(title.origin, Some(("posts", "title")));
    /// assert_eq!(description.tables[0].name, "users");
    /// # }
    /// ```
    pub fn describe(&self) -> Description {
        Description {
            columns: columns(&self.ast, &O::nullable()),
            tables: tables(&self.ast),
        }
    }
}

fn columns(query: &SelectNode, nullable: &[bool]) -> Vec<DescribedColumn> {
    let names = column_names(&query.columns);
    let columns = query.columns.iter().zip(names).zip(nullable);
    let column = |((node, name), &nullable): ((&Node, String), &bool)| {
        let own = match node {
            Node::Column(column) => Some(column),
            _ => None,
        };
        DescribedColumn {
            name,
            kind: node.kind().unwrap_or(Kind::Text),
            nullable,
            origin: own.map(|own| (own.model.table.name, own.meta().name)),
            sensitive: own.is_some_and(|own| own.meta().sensitive),
        }
    };
    columns.map(column).collect()
}

fn tables(query: &SelectNode) -> Vec<DescribedTable> {
    let mut out = vec![];
    if let Some(first) = &query.from {
        push(first, None, &mut out);
    }
    for join in &query.joins {
        push(&join.table, Some(join.kind), &mut out);
    }
    out
}

fn push(table: &TableRef, join: Option<JoinKind>, out: &mut Vec<DescribedTable>) {
    let (name, namespace) = match &table.source {
        Source::Table(meta) => (meta.name, meta.namespace),
        Source::Rows(derived) => (derived.rows.name(), None),
        Source::Joined(first, joins) => {
            push(first, join, out);
            let joined = joins.iter().map(|inner| &inner.table);
            return joined.for_each(|inner| push(inner, join, out));
        }
    };
    out.push(DescribedTable {
        name,
        namespace,
        is_table: table.is_table(),
        join,
    });
}
