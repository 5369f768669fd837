use std::sync::Arc;

use super::Session;
use crate::driver::Budget;

impl Session {
    /// Lets the session run at most so many statements from here on; BEGIN, COMMIT and their like
    /// do not count. One more is an error with the list of those that ran: a guard for tests and
    /// for requests against a query in a loop.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let mut s = db.session();
    /// s.limit_statements(1);
    /// s.get::<User>(1).await?;
    /// let error = s.get::<User>(2).await.unwrap_err();
    /// assert!(matches!(error, ormolu::Error::StatementLimit { limit: 1, .. }));
    /// # Ok(()) }
    /// ```
    pub fn limit_statements(&mut self, limit: usize) {
        let budget = Arc::new(Budget::new(limit));
        self.database = self.database.with_budget(budget.clone());
        if let Some(transaction) = &mut self.transaction {
            transaction.connection().set_budget(Some(budget));
        }
    }
}
