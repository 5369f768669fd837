//! Which programs may run, and which migration waits until they do not.

use std::sync::{Arc, Mutex};

use ormolu::Database;
use ormolu::migrate::{Event, Migrations, Report};

use super::{Done, migration};

testkit::on_every_engine! {
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
