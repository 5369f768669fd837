//! The runner on every engine.

use std::sync::{Arc, Mutex};

use ormolu::migrate::{
    Batch, DataMigration, Direction, Event, Migration, MigrationContext, Migrations, Standing,
};
use ormolu::{Database, Dialect, Statement};

use super::{Done, count, migration, standings, tables, three};

testkit::on_every_engine! {
    async fn up_and_down(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let migrations = three();
        let runner = migrations.runner(&db)?;
        assert_eq!(standings(&runner.status().await?), [Standing::Pending; 3]);

        let report = runner.up("+2").await?;
        let ids: Vec<_> = report.ran.iter().map(|ran| ran.id.as_str()).collect();
        assert_eq!(ids, ["20260101T120000_notes", "20260201T120000_tags"]);
        assert_eq!(tables(&db).await?, ["notes", "tags"]);
        let status = runner.status().await?;
        assert_eq!(status.current, ["20260201T120000_tags"]);
        assert!(!status.is_up_to_date());

        migrations.run(&db).await?;
        assert!(runner.status().await?.is_up_to_date());
        assert_eq!(count(&db, "SELECT count(*) FROM tags WHERE color = 'red'").await?, 1);
        assert!(runner.up("head").await?.ran.is_empty());

        runner.down("notes").await?;
        assert_eq!(tables(&db).await?, ["notes"]);
        runner.up("head").await?;
        runner.down("base").await?;
        assert!(tables(&db).await?.is_empty());
        assert_eq!(count(&db, "SELECT count(*) FROM _ormolu_migrations").await?, 0);
        Ok(())
    }

    async fn a_plan_writes_nothing(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let plan = three().runner(&db)?.plan(Direction::Up, "head").await?;
        assert_eq!(plan.migrations.len(), 3);
        assert_eq!(plan.migrations[1].statements, ["CREATE TABLE tags (id integer PRIMARY KEY)"]);
        let all = match db.dialect() {
            Dialect::Sqlite => "SELECT count(*) FROM sqlite_master",
            Dialect::Postgres => "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'",
            _ => "SELECT count(*) FROM information_schema.tables WHERE table_schema = database()",
        };
        assert_eq!(count(&db, all).await?, 0);
        Ok(())
    }

    async fn a_failed_migration_says_where_it_stands_and_goes_on(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let bad = "CREATE TABLE a (id integer PRIMARY KEY);\n\n-- wrong\nCREATE TABLE b (id integr references c);\nINSERT INTO a VALUES (1);";
        let fixed = "CREATE TABLE a (id integer PRIMARY KEY);\nCREATE TABLE b (id integer PRIMARY KEY);\nINSERT INTO a VALUES (1);";
        // SQLite takes any word for a type.
        let (bad, good) = match db.dialect() {
            Dialect::Sqlite => (bad.replace("integr", "integer,").leak() as &str, fixed),
            _ => (bad, fixed),
        };
        let broken = Migrations::new([migration("m1", &[], bad, "DROP TABLE a; DROP TABLE b")]);
        let error = broken.run(&db).await.unwrap_err().to_string();
        assert!(error.starts_with("migration m1, up, line 4, statement 2 of 3: "), "{error}");
        let mended = Migrations::new([migration("m1", &[], good, "DROP TABLE a; DROP TABLE b")]);
        let status = mended.runner(&db)?.status().await?;
        if db.dialect() == Dialect::Mariadb {
            assert!(
                error.ends_with("statement 1 is done and stays; `ormolu migrate up` goes on after it"),
                "{error}"
            );
            let half = Standing::Half { direction: Direction::Up, done: 1, begun: false };
            assert_eq!(standings(&status), [half]);
            let back = mended.runner(&db)?.down("base").await.unwrap_err().to_string();
            assert_eq!(back, "migration m1 is half applied; `ormolu migrate up` has to end it first");
            let changed = good.replace("TABLE a (id integer", "TABLE a (id bigint").leak();
            let changed = Migrations::new([migration("m1", &[], changed, "")]);
            assert_eq!(
                changed.run(&db).await.unwrap_err().to_string(),
                "migration m1 is half done, and the 1 statements that are done were changed; undo \
                 that change: what comes after them may be mended"
            );
        } else {
            assert!(error.ends_with("nothing of the migration was kept"), "{error}");
            assert!(tables(&db).await?.is_empty());
        }
        mended.run(&db).await?;
        assert_eq!(tables(&db).await?, ["a", "b"]);
        assert_eq!(count(&db, "SELECT count(*) FROM a").await?, 1);
        assert!(mended.runner(&db)?.status().await?.is_up_to_date());
        Ok(())
    }

    async fn what_is_not_taken_back_is_applied_as_it_was(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let down = "-- ormolu:step transaction=false\nDROP TABLE nowhere";
        let migrations = Migrations::new([migration("m1", &[], "CREATE TABLE a (id integer)", down)]);
        migrations.run(&db).await?;
        let ann = "UPDATE _ormolu_migrations SET applied_by = 'ann', duration_ms = 7";
        db.execute_script(&[ann]).await?;
        let runner = migrations.runner(&db)?;
        let before = runner.status().await?;
        let error = runner.down("base").await.unwrap_err().to_string();
        assert!(error.ends_with("nothing of the migration was kept"), "{error}");
        assert_eq!(runner.status().await?, before);
        Ok(())
    }

    async fn steps_that_repeat_end_when_nothing_is_left(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let up = "CREATE TABLE a (id integer PRIMARY KEY, b integer);\n\
                  INSERT INTO a (id) VALUES (1), (2), (3), (4), (5), (6), (7);\n\
                  -- ormolu:step repeat\n\
                  UPDATE a SET b = 1 WHERE id IN (SELECT id FROM (SELECT id FROM a WHERE b IS NULL ORDER BY id LIMIT 3) c);";
        let migrations = Migrations::new([migration("m1", &[], up, "DROP TABLE a")]);
        let batches = Arc::new(Mutex::new(Vec::new()));
        let seen = batches.clone();
        let runner = migrations.runner(&db)?.on_event(move |event| {
            if let Event::Batch { rows: Some(rows), .. } = event {
                seen.lock().unwrap().push(*rows);
            }
        });
        runner.up("head").await?;
        assert_eq!(*batches.lock().unwrap(), [3, 3, 1]);
        assert_eq!(count(&db, "SELECT count(*) FROM a WHERE b = 1").await?, 7);
        Ok(())
    }

    async fn migrations_in_rust_go_on_where_they_were(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let table = migration(
            "m1",
            &[],
            "CREATE TABLE a (id integer PRIMARY KEY, b integer);\nINSERT INTO a (id) VALUES (1), (2), (3), (4)",
            "DROP TABLE a",
        );
        let all = || Migrations::new([table.clone(), Migration::new("m2_fill").after("m1").in_rust()]);
        assert_eq!(
            all().run(&db).await.unwrap_err().to_string(),
            "migration m2_fill is written in Rust, and this program does not have it; the program \
             that embeds the migrations runs it: `migrate!(..).with(\"m2_fill\", ..)`"
        );
        assert!(tables(&db).await?.is_empty(), "nothing runs before that is known");

        let failing = all().with("m2_fill", Fill { until: 3 })?;
        let error = failing.run(&db).await.unwrap_err().to_string();
        assert_eq!(
            error,
            "migration m2_fill, up: enough\n2 batches of this run are done and stay"
        );
        assert_eq!(count(&db, "SELECT count(*) FROM a WHERE b IS NOT NULL").await?, 2);
        all().with("m2_fill", Fill { until: 99 })?.run(&db).await?;
        assert_eq!(count(&db, "SELECT count(*) FROM a WHERE b = 1").await?, 4);
        let error = all().with("m2_fill", Fill { until: 99 })?.runner(&db)?.down("-1").await;
        assert!(error.unwrap_err().to_string().contains("the migration has no `down`"));
        Ok(())
    }

    async fn what_the_catalog_does_not_show_is_asked(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let up = "CREATE TABLE a (id integer PRIMARY KEY);\n\
                  -- ormolu:step transaction=false\n\
                  SELECT count(*) FROM a;\n\
                  -- ormolu:step\n\
                  INSERT INTO a VALUES (1);";
        let migrations = Migrations::new([migration("m1", &[], up, "DROP TABLE a")]);
        let lost = |begun: &str| {
            format!(
                "UPDATE _ormolu_migrations SET state = 'up', done = 1, begun = {begun}, checksum = '{}'",
                first_statement_checksum("CREATE TABLE a (id integer PRIMARY KEY)")
            )
        };
        migrations.run(&db).await?;
        // As a runner leaves it that was killed within the second statement.
        db.execute_script(&["DELETE FROM a", &lost("'begun'")]).await?;
        let half = Standing::Half { direction: Direction::Up, done: 1, begun: true };
        let runner = migrations.runner(&db)?;
        assert_eq!(standings(&runner.status().await?), [half]);
        assert_eq!(
            runner.up("head").await.unwrap_err().to_string(),
            "migration m1 was interrupted in statement 2 (up, line 3), and the database does not \
             show whether that is done:\n    SELECT count(*) FROM a\nlook, and then say \
             `--interrupted=done` or `--interrupted=again`"
        );
        runner.clone().interrupted(ormolu::migrate::Interrupted::Again).up("head").await?;
        assert_eq!(count(&db, "SELECT count(*) FROM a").await?, 1);

        db.execute_script(&["DELETE FROM a", &lost("'begun'")]).await?;
        runner.clone().interrupted(ormolu::migrate::Interrupted::Done).up("head").await?;
        assert_eq!(count(&db, "SELECT count(*) FROM a").await?, 1);
        assert!(runner.status().await?.is_up_to_date());
        Ok(())
    }
}

/// Numbers rows one after the other.
struct Fill {
    until: i64,
}

impl DataMigration for Fill {
    async fn up(&self, cx: &mut MigrationContext<'_>) -> ormolu::Result<Batch> {
        let next = cx.progress().map_or(1, |text| text.parse().unwrap());
        if next == self.until {
            return Err(ormolu::Error::Invalid("enough".into()));
        }
        let sql = format!("UPDATE a SET b = 1 WHERE id = {next} AND b IS NULL");
        let rows = cx
            .connection()
            .execute(&Statement::new(sql, vec![]))
            .await?
            .rows;
        Ok(match rows {
            0 => Batch::Done,
            _ => Batch::More((next + 1).to_string()),
        })
    }
}

/// What the runner notes once a statement is done.
fn first_statement_checksum(text: &str) -> String {
    let mut checksum = ormolu::migrate::Checksum::of("");
    checksum.add(text);
    checksum.to_string()
}
