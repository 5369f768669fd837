//! One runner at a time.

use std::time::Duration;

use ormolu::migrate::{Batch, DataMigration, Locking, Migration, MigrationContext, Migrations};
use ormolu::{Access, Database, Dialect, Rows, Statement};

use super::{Done, count, migration, three};

testkit::on_every_engine! {
    async fn five_at_once_run_each_migration_once(database: TestDatabase) -> Done {
        let mut tasks = Vec::new();
        for locking in [Locking::Auto, Locking::Auto, Locking::Auto, Locking::Auto, Locking::Auto] {
            let url = database.url().to_owned();
            tasks.push(tokio::spawn(async move {
                let db = Database::connect(&url).await.unwrap();
                let report = three().runner(&db).unwrap().locking(locking).up("head").await;
                report.unwrap().ran.len()
            }));
        }
        let mut ran = 0;
        for task in tasks {
            ran += task.await?;
        }
        assert_eq!(ran, 3);
        Ok(())
    }

    async fn the_holder_is_named(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let slow = match db.dialect() {
            Dialect::Sqlite => "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000000) INSERT INTO a SELECT max(i) FROM n",
            Dialect::Postgres => "INSERT INTO a SELECT 1 FROM pg_sleep(2)",
            _ => "INSERT INTO a SELECT SLEEP(2)",
        };
        let up = format!("CREATE TABLE a (id integer PRIMARY KEY);\n-- ormolu:step transaction=false\n{slow}");
        let migrations = Migrations::new([migration("m1", &[], up.leak(), "DROP TABLE a")]);
        let first = tokio::spawn({
            let (db, migrations) = (db.clone(), migrations.clone());
            async move { migrations.run(&db).await.map(|report| report.ran.len()) }
        });
        tokio::time::sleep(Duration::from_millis(500)).await;
        let other = Database::connect(database.url()).await?;
        let refused = migrations.runner(&other)?.wait(Duration::from_millis(300)).up("head").await;
        let message = refused.unwrap_err().to_string();
        assert!(message.contains(" runs migrations on this database; waited 300ms for it"), "{message}");
        let who = match db.dialect() {
            Dialect::Sqlite => ", process ",
            Dialect::Postgres => "server process ",
            _ => "(connection ",
        };
        assert!(message.contains(who), "{message}");
        assert_eq!(first.await??, 1);
        assert!(migrations.runner(&other)?.up("head").await?.ran.is_empty());
        Ok(())
    }

    async fn a_lock_does_not_outlive_a_failure(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let wrong = Migrations::new([migration("m1", &[], "CREATE TABLE", "")]);
        wrong.run(&db).await.unwrap_err();
        let other = Database::connect(database.url()).await?;
        let runner = three().runner(&other)?.wait(Duration::from_millis(500));
        runner.up("head").await?;
        Ok(())
    }

    async fn a_row_is_taken_over_only_from_who_is_gone(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let migrations = three();
        let runner = migrations.runner(&db)?.locking(Locking::Row).wait(Duration::from_millis(200));
        runner.up("+1").await?;
        assert_eq!(count(&db, "SELECT count(*) FROM _ormolu_lock").await?, 0);

        // Somebody on a machine that nothing is known of.
        db.execute_script(&["INSERT INTO _ormolu_lock VALUES (1, 't', 'ann@far, process 1', 'far/1/x', 0)"]).await?;
        let message = runner.up("head").await.unwrap_err().to_string();
        assert_eq!(
            message,
            "ann@far, process 1 runs migrations on this database; waited 200ms for it; if that is \
             surely over, `--steal-lock` takes the lock away"
        );
        runner.clone().steal_lock(true).up("+1").await?;

        // Nor where the server has closed the connection: behind a pooler there may be another.
        db.execute_script(&["INSERT INTO _ormolu_lock VALUES (1, 't', 'ann', 'far/1/x', 2147483647)"]).await?;
        let message = runner.up("head").await.unwrap_err().to_string();
        assert!(message.starts_with("ann runs migrations on this database"), "{message}");
        db.execute_script(&["DELETE FROM _ormolu_lock"]).await?;

        // A process of this machine that has ended, and one of a container that has its name.
        let gone = ended()?;
        let elsewhere = gone.replace("/pid", "/pid1");
        let insert = |mark: &str| format!("INSERT INTO _ormolu_lock VALUES (1, 't', 'ann', '{mark}', 0)");
        db.execute_script(&[&insert(&elsewhere)]).await?;
        let message = runner.up("head").await.unwrap_err().to_string();
        assert!(message.starts_with("ann runs migrations on this database"), "{message}");
        db.execute_script(&["DELETE FROM _ormolu_lock", &insert(&gone)]).await?;
        assert_eq!(runner.up("head").await?.ran.len(), 1);
        Ok(())
    }

    async fn a_row_stays_while_the_server_goes_on(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let up = "CREATE TABLE seen (id bigint);\nINSERT INTO seen SELECT server_process FROM _ormolu_lock";
        let all = Migrations::new([migration("m1", &[], up, "DROP TABLE seen")]);
        let runner = all.runner(&db)?.locking(Locking::Row);
        runner.up("head").await?;
        let known = count(&db, "SELECT count(*) FROM seen WHERE id > 0").await?;
        let (own, sleep) = match db.dialect() {
            Dialect::Sqlite => {
                assert_eq!(known, 0);
                return Ok(());
            }
            Dialect::Postgres => ("pg_backend_pid()::bigint", "SELECT 1::bigint FROM pg_sleep(2)"),
            _ => ("CAST(CONNECTION_ID() AS SIGNED)", "SELECT SLEEP(2)"),
        };
        assert_eq!(known, 1);
        // A process that was killed, and its statement, which the server goes on with.
        let session = Database::connect(database.url()).await?;
        let mut lease = session.lease(Access::Write).await?;
        let mut rows = Rows::<(i64,)>::new();
        lease.fetch(&Statement::new(format!("SELECT {own}"), vec![]), &mut rows).await?;
        let server = rows.into_vec()[0].0;
        let row = format!("INSERT INTO _ormolu_lock VALUES (1, 't', 'ann', '{}', {server})", ended()?);
        db.execute_script(&[&row]).await?;
        let work = tokio::spawn(async move { lease.execute_script(&[sleep]).await.map(|()| lease) });
        tokio::time::sleep(Duration::from_millis(300)).await;
        let error = runner.clone().wait(Duration::from_millis(300)).down("base").await.unwrap_err();
        assert!(error.to_string().starts_with("ann runs migrations on this database"), "{error}");
        let lease = work.await??;
        // The connection is there still, and idle.
        assert_eq!(runner.wait(Duration::from_secs(1)).down("base").await?.ran.len(), 1);
        drop(lease);
        Ok(())
    }

    async fn a_row_is_free_once_its_runner_is_no_more(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let all = |does| {
            let first = migration("m1", &[], "CREATE TABLE a (id integer PRIMARY KEY)", "");
            Migrations::new([first, Migration::new("m2").after("m1").in_rust()]).with("m2", does)
        };
        let row = |migrations: Migrations, db: &Database| {
            let (db, wait) = (db.clone(), Duration::from_millis(500));
            tokio::spawn(async move {
                let runner = migrations.runner(&db).unwrap().locking(Locking::Row).wait(wait);
                runner.up("head").await.map(|report| report.ran.len())
            })
        };
        let waits = row(all(Does::Wait)?, &db);
        tokio::time::sleep(Duration::from_millis(1000)).await;
        let other = Database::connect(database.url()).await?;
        let refused = row(all(Does::End)?, &other).await?.unwrap_err().to_string();
        assert!(refused.contains(" runs migrations on this database"), "{refused}");
        waits.abort();
        waits.await.unwrap_err();
        assert!(row(all(Does::Panic)?, &other).await.unwrap_err().is_panic());
        assert_eq!(row(all(Does::End)?, &other).await??, 1);
        assert_eq!(count(&other, "SELECT count(*) FROM _ormolu_lock").await?, 0);
        Ok(())
    }
}

/// How a migration goes on.
#[derive(Clone, Copy)]
enum Does {
    Wait,
    Panic,
    End,
}

impl DataMigration for Does {
    async fn up(&self, _: &mut MigrationContext<'_>) -> ormolu::Result<Batch> {
        match self {
            Does::Wait => std::future::pending().await,
            Does::Panic => panic!("in a migration"),
            Does::End => Ok(Batch::Done),
        }
    }
}

/// The mark of a process of this place that is there no more.
fn ended() -> std::io::Result<String> {
    let read = |path| std::fs::read_to_string(path).map(|text| text.trim().to_owned());
    let host = read("/proc/sys/kernel/hostname")?;
    let machine = read("/etc/machine-id").unwrap_or_default();
    let numbers = std::fs::read_link("/proc/self/ns/pid")?;
    let numbers = numbers.to_string_lossy().replace([':', '[', ']'], "");
    let boot = read("/proc/sys/kernel/random/boot_id")?;
    let boot = boot.split('-').next().unwrap_or_default();
    Ok(format!("{host}/{machine}/{numbers}/999999999/{boot}-1"))
}
