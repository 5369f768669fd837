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

    async fn the_gate_goes_by_the_order_of_the_history(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let create = |id: &'static str, after: &[&'static str]| {
            let up = format!("CREATE TABLE {id} (id integer PRIMARY KEY)").leak();
            migration(id, after, up, format!("DROP TABLE {id}").leak())
        };
        let (first, third) = (|| create("m1", &[]).schema("s1"), |after| create("m3", after).schema("s3"));
        Migrations::new([first(), third(&["m1"])]).run(&db).await?;
        // One that was written before it, and is applied after it.
        let late = create("m2", &["m1"]).schema("s2");
        let all = Migrations::new([first(), late, third(&["m2"])]);
        all.runner(&db)?.out_of_order(true).up("head").await?;
        db.require_schema("s3").await?;
        assert!(db.require_schema("s2").await.is_err());
        // What was recorded in another order gets its own by the next runner.
        db.execute_script(&["UPDATE _ormolu_migrations SET place = 9 WHERE id = 'm2'"]).await?;
        assert!(db.require_schema("s3").await.is_err());
        all.run(&db).await?;
        db.require_schema("s3").await?;
        all.runner(&db)?.down("m2").await?;
        db.require_schema("s2").await?;
        all.runner(&db)?.stamp(&["head"], true).await?;
        Ok(db.require_schema("s3").await?)
    }

    async fn what_says_no_schema_is_not_asked_for_it(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        let other = migration("n1", &[], "CREATE TABLE b (id integer PRIMARY KEY)", "DROP TABLE b");
        Migrations::new([other.clone()]).run(&db).await?;
        assert_eq!(
            db.require_schema("s1").await.unwrap_err().to_string(),
            "the program was made for the schema s1, and the database has none that is known: no \
             migration there says the hash of one, and `ormolu migrate diff --record` writes one \
             that does; run the migrations, or the program that fits"
        );
        let first = migration("m1", &[], "CREATE TABLE a (id integer PRIMARY KEY)", "DROP TABLE a").schema("s1");
        Migrations::new([first, other]).runner(&db)?.up("heads").await?;
        Ok(db.require_schema("s1").await?)
    }
}
