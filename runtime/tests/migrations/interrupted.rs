//! What a runner knows of the statement within which another ended, whatever others did meanwhile.

use ormolu::migrate::{Migrations, Runner};
use ormolu::{Database, Dialect, Result};

use super::{Done, migration};

/// From now on no migration can be noted as going on: what has run then is as if its runner had
/// been killed right after it.
async fn deafen(db: &Database) -> Result<()> {
    let trigger: &[&str] = match db.dialect() {
        Dialect::Sqlite => &[
            "CREATE TRIGGER deaf BEFORE UPDATE ON _ormolu_migrations BEGIN SELECT RAISE(ABORT, 'deaf'); END",
        ],
        Dialect::Postgres => &[
            "CREATE FUNCTION deaf() RETURNS trigger AS 'BEGIN RAISE ''deaf''; END' LANGUAGE plpgsql",
            "CREATE TRIGGER deaf BEFORE UPDATE ON _ormolu_migrations FOR EACH ROW EXECUTE FUNCTION deaf()",
        ],
        _ => &[
            "CREATE TRIGGER deaf BEFORE UPDATE ON _ormolu_migrations FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'deaf'",
        ],
    };
    db.execute_script(trigger).await
}

async fn hear(db: &Database) -> Result<()> {
    let trigger: &[&str] = match db.dialect() {
        Dialect::Postgres => &["DROP FUNCTION deaf() CASCADE"],
        _ => &["DROP TRIGGER deaf"],
    };
    db.execute_script(trigger).await
}

/// The runner ends right behind the first statement.
async fn interrupt(db: &Database, runner: &Runner<'_>) -> Done {
    deafen(db).await?;
    let error = runner.up("head").await.unwrap_err().to_string();
    assert!(error.contains("deaf"), "{error}");
    Ok(hear(db).await?)
}

testkit::on_every_engine! {
    async fn a_migration_of_which_all_is_done_does_not_run_again(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        // The runner's own table.
        Migrations::new([]).run(&db).await?;
        let up = "-- ormolu:step transaction=false\nCREATE TABLE c (id integer PRIMARY KEY);";
        let migrations = Migrations::new([migration("m1", &[], up, "DROP TABLE c")]);
        let runner = migrations.runner(&db)?;
        interrupt(&db, &runner).await?;
        runner.up("head").await?;
        assert!(runner.status().await?.is_up_to_date());
        Ok(())
    }
}
