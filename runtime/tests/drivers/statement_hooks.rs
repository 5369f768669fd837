use std::sync::{Arc, Mutex};

use ormolu::{Access, Error, RanStatement, Result, StatementHooks, UpcomingStatement, Value};

use crate::{count, insert, number, statement, with_items};

/// Notes what it is told, marks statements, and refuses those of a word.
struct Watch {
    name: &'static str,
    log: Arc<Mutex<Vec<String>>>,
}

impl Watch {
    fn note(&self, line: String) {
        self.log
            .lock()
            .unwrap()
            .push(format!("{}: {line}", self.name));
    }
}

impl StatementHooks for Watch {
    fn before_statement(&self, statement: &mut UpcomingStatement<'_>) -> Result<()> {
        if statement.sql().contains("forbidden") {
            return Err(Error::Invalid("not here".into()));
        }
        statement.comment(format!("{} */ {}", self.name, statement.parameters()));
        Ok(())
    }

    fn after_statement(&self, statement: &RanStatement<'_>) {
        let end = &statement.sql()[statement.sql().len() - 20..];
        self.note(match (statement.rows(), statement.error()) {
            (Some(rows), None) => format!("{rows} row(s), {end}"),
            (None, Some(Error::Constraint(_))) => format!("constraint, {end}"),
            other => format!("{other:?}"),
        });
    }

    fn after_command(&self, sql: &str) {
        let command = sql.split(' ').next().unwrap_or_default();
        self.note(command.replace("START", "BEGIN"));
    }
}

testkit::on_every_engine! {
    async fn hooks_see_each_statement_and_may_mark_or_refuse_it(database: TestDatabase) -> Result<()> {
        let plain = with_items(&database).await;
        let log: Arc<Mutex<Vec<String>>> = Arc::default();
        let watch = |name| Watch { name, log: log.clone() };
        let db = plain.with_statement_hooks(watch("a")).with_statement_hooks(watch("b"));
        let told = || std::mem::take(&mut *log.lock().unwrap());

        let recorder = db.record();
        let mut tx = db.begin().await?;
        insert(tx.connection(), 1).await?;
        tx.savepoint("s").await?;
        insert(tx.connection(), 1).await.unwrap_err();
        tx.rollback_to("s").await?;
        tx.commit().await?;
        let marked = "/* a * / 1 */ /* b * / 1 */";
        assert!(recorder.statements()[0].sql.ends_with(marked));
        let end = &marked[marked.len() - 20..];
        let lines = [
            "BEGIN".to_owned(),
            format!("1 row(s), {end}"),
            "SAVEPOINT".to_owned(),
            format!("constraint, {end}"),
            "ROLLBACK".to_owned(),
            "COMMIT".to_owned(),
        ];
        let each = lines.iter().flat_map(|line| [format!("a: {line}"), format!("b: {line}")]);
        assert_eq!(told(), each.collect::<Vec<_>>());

        // A refusal is no failure: the transaction goes on.
        let mut tx = db.begin().await?;
        let text = "INSERT INTO items (id) VALUES (?) /* forbidden */";
        let refused = statement(db.dialect(), text, vec![Value::I64(2)]);
        let refused = tx.connection().execute(&refused).await.unwrap_err();
        assert!(matches!(refused, Error::Invalid(_)), "{refused}");
        insert(tx.connection(), 3).await?;
        tx.commit().await?;
        assert_eq!(count(&plain).await, 2);

        // The handle that they were not given to has none.
        told();
        assert_eq!(number(&plain, "SELECT 7").await?, 7);
        plain.connection(Access::Write).await?.execute_script(&["DELETE FROM items"]).await?;
        assert_eq!(told(), Vec::<String>::new());
        Ok(())
    }
}
