//! The runner on every engine.

use ormolu::migrate::{
    Batch, DataMigration, Direction, Event, Migration, MigrationContext, Migrations, Report,
    Standing,
};
use ormolu::{Database, Dialect, Statement};
use std::sync::{Arc, Mutex};
use testkit::TestDatabase;

use super::{count, migration, rows, three};

type Done = Result<(), Box<dyn std::error::Error>>;

async fn tables(db: &Database) -> ormolu::Result<Vec<String>> {
    let sql = match db.dialect() {
        Dialect::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
        Dialect::Postgres => "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'",
        _ => "SELECT table_name FROM information_schema.tables WHERE table_schema = database()",
    };
    let mut tables: Vec<String> = rows::<(String,)>(db, sql)
        .await?
        .into_iter()
        .map(|row| row.0)
        .collect();
    tables.retain(|table| !table.starts_with("_ormolu"));
    tables.sort();
    Ok(tables)
}

fn standings(status: &ormolu::migrate::Status) -> Vec<Standing> {
    status
        .migrations
        .iter()
        .map(|migration| migration.standing)
        .collect()
}

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

    async fn edited_unknown_and_out_of_order_are_told_apart(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let create = |name: &str| format!("CREATE TABLE {name} (id integer PRIMARY KEY)").leak() as &str;
        let first = || migration("m1", &[], create("a"), "DROP TABLE a");
        let second = || migration("m2", &["m1"], create("b"), "DROP TABLE b");
        Migrations::new([first(), second()]).run(&db).await?;

        let edited = Migrations::new([migration("m1", &[], create("other"), ""), second()]);
        assert_eq!(
            edited.run(&db).await.unwrap_err().to_string(),
            "migration m1 was changed after it was applied; take the change back and write a new \
             migration, or say that the database is as it says: `ormolu migrate stamp --accept m1`"
        );
        assert_eq!(
            standings(&edited.runner(&db)?.status().await?),
            [Standing::Edited, Standing::Applied]
        );
        edited.runner(&db)?.accept("m1").await?;
        assert!(edited.runner(&db)?.status().await?.is_up_to_date());

        let fewer = Migrations::new([migration("m1", &[], create("other"), "")]);
        assert_eq!(
            fewer.run(&db).await.unwrap_err().to_string(),
            "the database has migrations that are not here: m2; they may be those of a newer \
             version or of another branch"
        );

        let between = Migrations::new([
            migration("m1", &[], create("other"), ""),
            migration("m15", &["m1"], create("late"), ""),
            migration("m2", &["m15"], create("b"), ""),
        ]);
        let runner = between.runner(&db)?;
        assert_eq!(
            runner.up("head").await.unwrap_err().to_string(),
            "migration m15 is not applied, but m2, which comes after it, is; if it may run late, \
             say `--out-of-order`"
        );
        assert_eq!(standings(&runner.status().await?)[1], Standing::OutOfOrder);
        runner.out_of_order(true).up("head").await?;
        assert_eq!(tables(&db).await?, ["a", "b", "late"]);
        Ok(())
    }

    async fn stamps_change_only_the_record(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let migrations = three();
        let runner = migrations.runner(&db)?;
        runner.stamp(&["tags"], false).await?;
        assert!(tables(&db).await?.is_empty());
        assert_eq!(runner.status().await?.current, ["20260201T120000_tags"]);
        runner.stamp(&["base"], false).await?;
        runner.up("head").await?;
        assert_eq!(tables(&db).await?, ["notes", "tags"]);
        Ok(())
    }

    async fn a13_a_migration_is_recorded_once(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        three().run(&db).await?;
        let twice = "INSERT INTO _ormolu_migrations SELECT * FROM _ormolu_migrations";
        let error = db.execute_script(&[twice]).await.unwrap_err();
        assert!(error.is_unique_violation(), "{error}");

        // Somebody has taken the key away.
        let copy = ["CREATE TABLE copy AS SELECT * FROM _ormolu_migrations",
            "DROP TABLE _ormolu_migrations", "ALTER TABLE copy RENAME TO _ormolu_migrations", twice];
        db.execute_script(&copy).await?;
        let two = "the table `_ormolu_migrations` has 2 rows for migration 20260101T120000_notes,";
        let (migrations, again) = (three(), three());
        let runner = migrations.runner(&db)?;
        for refused in [
            again.run(&db).await.map(drop).unwrap_err(),
            runner.down("-1").await.map(drop).unwrap_err(),
            runner.status().await.map(drop).unwrap_err(),
            runner.stamp(&["head"], false).await.map(drop).unwrap_err(),
        ] {
            assert!(refused.to_string().starts_with(two), "{refused}");
        }
        // Nor is anything made of them that one migration takes the place of.
        let one = migration("20260201T120000_both", &[], "", "")
            .replaces("20260101T120000_notes")
            .replaces("20260201T120000_tags");
        let color = Migration::new("20260301T120000_color").after("20260201T120000_both");
        let squashed = Migrations::new([one, color]);
        let refused = squashed.run(&db).await.map(drop).unwrap_err();
        assert!(refused.to_string().starts_with(two), "{refused}");
        let kept = "SELECT count(*) FROM _ormolu_migrations WHERE id LIKE '%notes' OR id LIKE '%tags'";
        assert_eq!(count(&db, kept).await?, 4);

        runner.stamp(&["head"], true).await?;
        assert!(runner.status().await?.is_up_to_date());
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

    async fn what_waits_is_run_where_it_is_named(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let first = migration("m1", &[], "CREATE TABLE a (id integer PRIMARY KEY)", "DROP TABLE a").schema("s1");
        let second = migration("m2", &["m1"], "CREATE TABLE b (id integer PRIMARY KEY)", "DROP TABLE b").schema("s2 s1 s3");
        let wait = "-- ormolu:wait until no program of before runs\n\nCREATE TABLE c (id integer PRIMARY KEY)";
        let third = migration("m3", &["m2"], wait, "DROP TABLE c").schema("s3");
        let all = Migrations::new([first, second, third]);
        all.runner(&db)?.up("m1").await?;
        let held = Arc::new(Mutex::new(Vec::new()));
        let told = held.clone();
        let runner = all.runner(&db)?.on_event(move |event| {
            if let Event::Held { id } = event {
                told.lock().unwrap().push((*id).to_owned());
            }
        });
        let ran = |report: Report| report.ran.into_iter().map(|ran| ran.id).collect::<Vec<_>>();
        assert_eq!(ran(runner.up("head").await?), ["m2"]);
        assert_eq!(ran(runner.up("head").await?), Vec::<String>::new());
        assert_eq!(*held.lock().unwrap(), ["m3", "m3"]);
        // Programs of before and of after run between the two.
        for schema in ["s1", "s2", "s3"] {
            db.require_schema(schema).await?;
        }
        let error = db.require_schema("s4").await.unwrap_err().to_string();
        assert!(error.contains("the database has s2 or s1 or s3, of m2"), "{error}");
        assert_eq!(ran(runner.up("m3").await?), ["m3"]);
        assert!(db.require_schema("s1").await.is_err());
        // An id is no end of the history, however it ends.
        let wait = "-- ormolu:wait\n\nCREATE TABLE d (id integer PRIMARY KEY)";
        let fourth = migration("m4_add_overhead", &["m3"], wait, "DROP TABLE d");
        let graph = all.graph()?;
        let more = Migrations::new(graph.migrations().iter().cloned().chain([fourth]));
        assert_eq!(ran(more.runner(&db)?.up("m4_add_overhead").await?), ["m4_add_overhead"]);
        more.runner(&db)?.down("-1").await?;
        // Nobody uses a new database.
        all.runner(&db)?.down("base").await?;
        assert_eq!(ran(runner.up("head").await?), ["m1", "m2", "m3"]);
        Ok(())
    }

    async fn the_gate_knows_the_schema(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let first = migration("m1", &[], "CREATE TABLE a (id integer PRIMARY KEY)", "DROP TABLE a").schema("s1");
        let second = migration("m2", &["m1"], "CREATE TABLE b (id integer PRIMARY KEY)", "DROP TABLE b").schema("s2");
        let migrations = Migrations::new([first, second]);
        assert_eq!(
            db.require_schema("s2").await.unwrap_err().to_string(),
            "the program was made for the schema s2, and the database has no migrations; run the \
             migrations, or the program that fits"
        );
        migrations.run(&db).await?;
        db.require_schema("s2").await?;
        migrations.runner(&db)?.down("-1").await?;
        let error = db.require_schema("s2").await.unwrap_err().to_string();
        assert!(error.contains("the database has s1, of m1"), "{error}");
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

#[test]
fn sqlite_builds_tables_anew_and_checks_foreign_keys_after() {
    testkit::run(
        testkit::Engine::Sqlite,
        async |database: TestDatabase| -> Done {
            let db = Database::connect(database.url()).await?;
            let tables = "CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT);\n\
                      CREATE TABLE c (id INTEGER PRIMARY KEY, a_id INTEGER NOT NULL REFERENCES a (id) ON DELETE CASCADE);\n\
                      INSERT INTO a VALUES (1, 'x'); INSERT INTO c VALUES (1, 1);";
            let rebuild = "-- ormolu:step foreign_keys=off\n\
                       CREATE TABLE new_a (id INTEGER PRIMARY KEY, b INTEGER);\n\
                       INSERT INTO new_a SELECT id, 5 FROM a;\n\
                       DROP TABLE a;\n\
                       ALTER TABLE new_a RENAME TO a;";
            let losing = rebuild.replace("FROM a;", "FROM a WHERE id > 1;").leak();
            let first = || migration("m1", &[], tables, "");
            let wrong = Migrations::new([first(), migration("m2", &["m1"], losing, "")]);
            assert_eq!(
                wrong.run(&db).await.unwrap_err().to_string(),
                "migration m2 leaves rows that point at nothing in: c; nothing of it was kept"
            );
            assert_eq!(count(&db, "SELECT count(*) FROM c").await?, 1);
            let right = Migrations::new([first(), migration("m2", &["m1"], rebuild, "")]);
            right.run(&db).await?;
            // Rows that point at the table were not deleted with it, and are enforced again.
            assert_eq!(
                count(
                    &db,
                    "SELECT count(*) FROM c JOIN a ON a.id = c.a_id WHERE b = 5"
                )
                .await?,
                1
            );
            let refused = db
                .execute_script(&["INSERT INTO c VALUES (2, 9)"])
                .await
                .unwrap_err();
            assert!(refused.is_foreign_key_violation(), "{refused}");
            Ok(())
        },
    );
}

#[test]
fn postgres_builds_an_invalid_index_again() {
    testkit::run(
        testkit::Engine::Postgres,
        async |database: TestDatabase| -> Done {
            let db = Database::connect(database.url()).await?;
            let table = "CREATE TABLE a (id integer PRIMARY KEY, b integer);\nINSERT INTO a VALUES (1, 5), (2, 5);";
            let index =
                "-- ormolu:step transaction=false\nCREATE UNIQUE INDEX CONCURRENTLY a_b ON a (b);";
            let migrations = Migrations::new([
                migration("m1", &[], table, ""),
                migration("m2", &["m1"], index, "DROP INDEX a_b"),
            ]);
            let error = migrations.run(&db).await.unwrap_err().to_string();
            assert!(
                error.starts_with("migration m2, up, line 2, statement 1 of 1: "),
                "{error}"
            );
            let invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
            assert_eq!(count(&db, invalid).await?, 1, "PostgreSQL leaves it behind");
            db.execute_script(&["UPDATE a SET b = id"]).await?;
            migrations.run(&db).await?;
            assert_eq!(count(&db, invalid).await?, 0);
            assert_eq!(
                count(
                    &db,
                    "SELECT count(*) FROM pg_indexes WHERE indexname = 'a_b'"
                )
                .await?,
                1
            );
            Ok(())
        },
    );
}

#[test]
fn tenants_have_histories_of_their_own() {
    testkit::run(
        testkit::Engine::Postgres,
        async |database: TestDatabase| -> Done {
            let db = Database::connect(database.url()).await?;
            db.execute_script(&["CREATE SCHEMA tenant_a", "CREATE SCHEMA tenant_b"])
                .await?;
            let migrations = three();
            migrations
                .runner(&db)?
                .schema("tenant_a")
                .up("head")
                .await?;
            migrations.runner(&db)?.schema("tenant_b").up("+1").await?;
            assert_eq!(
                migrations
                    .runner(&db)?
                    .schema("tenant_b")
                    .status()
                    .await?
                    .current
                    .len(),
                1
            );
            assert_eq!(count(&db, "SELECT count(*) FROM tenant_a.tags").await?, 1);
            assert!(tables(&db).await?.is_empty());
            Ok(())
        },
    );
}

testkit::on_every_engine! {
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

/// What the runner notes once a statement is done.
fn first_statement_checksum(text: &str) -> String {
    let mut checksum = ormolu::migrate::Checksum::of("");
    checksum.add(text);
    checksum.to_string()
}

#[test]
fn databases_of_a_server_have_histories_of_their_own() {
    testkit::run(
        testkit::Engine::Mariadb,
        async |database: TestDatabase| -> Done {
            let db = Database::connect(database.url()).await?;
            let name = database.url().rsplit('/').next().unwrap();
            let tenants = [format!("{name}_a"), format!("{name}_b")];
            for tenant in &tenants {
                db.execute_script(&[&format!("CREATE DATABASE {tenant}")])
                    .await?;
            }
            let migrations = three();
            migrations
                .runner(&db)?
                .schema(tenants[0].clone())
                .up("head")
                .await?;
            migrations
                .runner(&db)?
                .schema(tenants[1].clone())
                .up("+1")
                .await?;
            let sql = format!("SELECT count(*) FROM {}._ormolu_migrations", tenants[0]);
            assert_eq!(count(&db, &sql).await?, 3);
            assert!(tables(&db).await?.is_empty());
            for tenant in &tenants {
                db.execute_script(&[&format!("DROP DATABASE {tenant}")])
                    .await?;
            }
            Ok(())
        },
    );
}
