use super::{Project, Scope, Select};

/// Which rows of the order come.
impl<S: Scope, O> Select<S, O> {
    /// At most so many rows, and those behind them that `order_by` takes for equal to the last.
    /// Without an `order_by` that is an error.
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `.. ORDER BY "users"."age" FETCH FIRST $1 ROWS WITH TIES` |
    /// | MariaDB | ``.. ORDER BY `users`.`age` FETCH FIRST ? ROWS WITH TIES`` |
    /// | SQLite, MySQL | `SELECT .. FROM (SELECT .., rank() OVER (ORDER BY ..) AS "n" ..) AS "q" WHERE "q"."n" <= ? ORDER BY "q"."n"` |
    pub fn limit_with_ties(mut self, rows: u64) -> Self {
        self.ast.limit = Some(rows);
        self.ast.with_ties = true;
        self
    }

    /// `DISTINCT ON`: of the rows with equal values of a column or a tuple of columns, the one
    /// that comes first by `order_by`. The rows come in the order of those columns.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # fn main() {
    /// // The latest post of each author:
    /// let query = Post::select().distinct_on(|p| p.author_id).order_by(|p| p.id.desc());
    /// // SELECT DISTINCT ON ("posts"."author_id") .. FROM "posts"
    /// // ORDER BY "posts"."author_id", "posts"."id" DESC
    /// # let sql = r#"FROM "posts" ORDER BY "posts"."author_id", "posts"."id" DESC"#;
    /// # assert!(postgres(&query).ends_with(sql));
    /// # }
    /// ```
    ///
    /// The other engines number the rows: `row_number() OVER (PARTITION BY .. ORDER BY ..) <= 1`.
    pub fn distinct_on<K: Project>(mut self, key: impl FnOnce(S) -> K) -> Self {
        self.ast.distinct_on.clear();
        key(self.scope).push_columns(&mut self.ast.distinct_on);
        self
    }
}
