use ormolu::{ConstraintError, ConstraintKind, Database, Dialect, Error, Result, Retry, Value};

use crate::{number, statement};

const PARENTS: &str = "CREATE TABLE parents (id BIGINT PRIMARY KEY, email VARCHAR(50) NOT NULL, \
     CONSTRAINT parents_email_key UNIQUE (email), CONSTRAINT parents_id_check CHECK (id > 0))";
const CHILDREN: &str = "CREATE TABLE children (id BIGINT PRIMARY KEY, parent_id BIGINT NOT NULL, \
     CONSTRAINT children_parent_fkey FOREIGN KEY (parent_id) REFERENCES parents (id))";

async fn fails(db: &Database, text: &str, params: Vec<Value>) -> Error {
    let statement = statement(db.dialect(), text, params);
    let mut connection = db.connection(ormolu::Access::Write).await.unwrap();
    connection.execute(&statement).await.unwrap_err()
}

fn violated(error: &Error) -> &ConstraintError {
    error
        .constraint()
        .unwrap_or_else(|| panic!("not a constraint: {error:?}"))
}

async fn parents(database: &testkit::TestDatabase) -> Result<Database> {
    let db = Database::connect(database.url()).await?;
    db.execute_script(&[PARENTS, CHILDREN]).await?;
    db.execute_script(&["INSERT INTO parents (id, email) VALUES (1, 'secret@example.org')"])
        .await?;
    Ok(db)
}

testkit::on_every_engine! {
    async fn a_unique_violation_names_the_constraint(database: TestDatabase) -> Result<()> {
        let db = parents(&database).await?;
        let text = "INSERT INTO parents (id, email) VALUES (?, ?)";
        let params = vec![Value::I64(2), Value::Text("secret@example.org".into())];
        let error = fails(&db, text, params).await;
        let violated = violated(&error);
        assert_eq!(violated.kind, ConstraintKind::Unique);
        if db.dialect() == Dialect::Sqlite {
            assert_eq!(violated.table.as_deref(), Some("parents"));
            assert_eq!(violated.columns, ["email"]);
        } else {
            assert_eq!(violated.name.as_deref(), Some("parents_email_key"));
        }
        assert!(violated.statement.starts_with("INSERT INTO parents"));
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
        assert_eq!(error.retry(), Retry::Never);
        Ok(())
    }

    async fn a_foreign_key_violation(database: TestDatabase) -> Result<()> {
        let db = parents(&database).await?;
        let text = "INSERT INTO children (id, parent_id) VALUES (1, 77)";
        let error = fails(&db, text, vec![]).await;
        let violated = violated(&error);
        assert_eq!(violated.kind, ConstraintKind::ForeignKey);
        if db.dialect() != Dialect::Sqlite {
            assert_eq!(violated.name.as_deref(), Some("children_parent_fkey"));
            assert_eq!(violated.table.as_deref(), Some("children"));
        }
        Ok(())
    }

    async fn a_missing_value_names_the_column(database: TestDatabase) -> Result<()> {
        let db = parents(&database).await?;
        let error = fails(&db, "INSERT INTO parents (id, email) VALUES (2, NULL)", vec![]).await;
        let violated = violated(&error);
        assert_eq!(violated.kind, ConstraintKind::NotNull);
        assert_eq!(violated.columns, ["email"]);
        Ok(())
    }

    async fn a_check_violation_names_the_check(database: TestDatabase) -> Result<()> {
        let db = parents(&database).await?;
        let error = fails(&db, "INSERT INTO parents (id, email) VALUES (-1, 'x')", vec![]).await;
        let violated = violated(&error);
        assert_eq!(violated.kind, ConstraintKind::Check);
        assert_eq!(violated.name.as_deref(), Some("parents_id_check"));
        Ok(())
    }

    async fn a_refused_statement_shows_its_text(database: TestDatabase) -> Result<()> {
        let db = Database::connect(database.url()).await?;
        let error = number(&db, "SELECT missing FROM nowhere").await.unwrap_err();
        let Error::Database(refusal) = &error else { panic!("{error:?}") };
        assert_eq!(refusal.statement, "SELECT missing FROM nowhere");
        assert!(refusal.message.contains("nowhere"), "{error}");
        Ok(())
    }

    async fn a_cell_of_another_type_names_the_column(database: TestDatabase) -> Result<()> {
        let db = Database::connect(database.url()).await?;
        let error = number(&db, "SELECT 'five' AS total").await.unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with("column total: expected an integer, found "), "{text}");
        assert!(!text.contains("five"), "{text}");
        assert_eq!(number(&db, "SELECT 5").await?, 5);
        Ok(())
    }

    async fn a_connection_refused_does_not_show_the_password(database: TestDatabase) {
        if database.engine() == testkit::Engine::Sqlite {
            return;
        }
        let scheme = database.url().split(':').next().unwrap().to_owned();
        let url = format!("{scheme}://somebody:hunter2@127.0.0.1:1/nothing");
        let error = Database::connect(&url).await.unwrap_err();
        assert_eq!(error.retry(), Retry::Reconnect);
        let text = format!("{error} {error:?}");
        assert!(text.contains("127.0.0.1:1/nothing"), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    }
}
