use super::{GroupKey, Project, Scope, Select, SelectNode, Tuple};
use crate::expr::{Condition, Node, OrderTerms};

/// A query with a GROUP BY, waiting for what to select of each group.
#[derive(Clone)]
#[must_use = "a grouped query runs after `.select(..)`"]
pub struct Grouped<S: Scope, K> {
    ast: Box<SelectNode>,
    rows: S::Ungrouped,
    key: K,
}

impl<S: Scope, O> Select<S, O> {
    /// `GROUP BY` a column, an expression, a whole table or a tuple of them.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let query = User::select()
    ///     .join(|u| u.posts())
    ///     .group_by(|(u, _)| u.name)
    ///     .having(|_, (_, p)| p.id.count().gt(1))
    ///     .select(|name, (_, p)| (name, p.id.count()));
    /// // SELECT "users"."name", count("posts"."id") FROM "users" JOIN "posts" ON ..
    /// // GROUP BY "users"."name" HAVING count("posts"."id") > $1
    /// # let statement = query.to_sql(Dialect::Postgres)?;
    /// # let sql = statement.sql.as_str();
    /// # assert!(sql.starts_with(r#"SELECT "users"."name", count("posts"."id") FROM "users" JOIN "posts" ON "#), "{sql}");
    /// # assert!(sql.ends_with(r#" GROUP BY "users"."name" HAVING count("posts"."id") > $1"#), "{sql}");
    /// # assert_eq!(query.all(&db).await?, [("Ann".to_owned(), 2)]);
    /// # Ok(()) }
    /// ```
    pub fn group_by<K: GroupKey>(mut self, key: impl FnOnce(S) -> K) -> Grouped<S, K::Key> {
        let key = key(self.scope).group(&mut self.ast);
        Grouped {
            ast: self.ast,
            rows: self.scope.ungrouped(),
            key,
        }
    }
}

impl<S: Scope, K: Project + Clone> Grouped<S, K> {
    /// `HAVING`: a condition on groups; several must all hold.
    pub fn having<C: Condition>(mut self, condition: impl FnOnce(K, S::Ungrouped) -> C) -> Self {
        push_condition(
            &mut self.ast.having,
            condition(self.key.clone(), self.rows).condition(),
        );
        self
    }

    /// `ORDER BY` the key or aggregates; several follow each other, the first counting most.
    pub fn order_by<T: OrderTerms>(mut self, terms: impl FnOnce(K, S::Ungrouped) -> T) -> Self {
        terms(self.key.clone(), self.rows).push_terms(&mut self.ast.order);
        self
    }

    /// The columns of the result: the key, and aggregates of the scope's columns. Anything else
    /// has many values in a group, and does not compile.
    pub fn select<P: Project>(
        mut self,
        output: impl FnOnce(K, S::Ungrouped) -> P,
    ) -> Select<(), Tuple<P>> {
        self.ast.columns = Vec::with_capacity(P::WIDTH);
        output(self.key, self.rows).push_columns(&mut self.ast.columns);
        Select {
            ast: self.ast,
            scope: (),
            output: Tuple::new(),
        }
    }
}

/// Adds a condition to a list of which all must hold.
pub(crate) fn push_condition(all: &mut Vec<Node>, condition: Node) {
    if all.is_empty() {
        all.reserve(8); // hardly any query has more
    }
    match condition {
        Node::All(several) => all.extend(several),
        one => all.push(one),
    }
}
