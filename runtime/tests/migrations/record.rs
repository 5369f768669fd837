//! What the database says it has, against the history.

use ormolu::Database;
use ormolu::migrate::{Migration, Migrations, Standing};

use super::{Done, count, migration, standings, tables, three};

testkit::on_every_engine! {
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
            "the database has migrations that are not here: m2; get the files from the newer version \
             or the other branch that they are of, or forget them: `ormolu migrate stamp --purge m1`"
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

    async fn what_is_unknown_for_good_is_forgotten(database: TestDatabase) -> Done {
        let db = Database::connect(database.url()).await?;
        three().run(&db).await?;
        let none = Migrations::new([]);
        let error = none.run(&db).await.unwrap_err().to_string();
        assert!(error.ends_with("`ormolu migrate stamp --purge base`"), "{error}");
        let mut left = three().graph()?.migrations().to_vec();
        left.truncate(2);
        let left = Migrations::new(left);
        let error = left.run(&db).await.unwrap_err().to_string();
        assert!(error.ends_with("`ormolu migrate stamp --purge 20260201T120000_tags`"), "{error}");
        let runner = left.runner(&db)?;
        runner.stamp(&["20260201T120000_tags"], true).await?;
        assert!(runner.status().await?.is_up_to_date());
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
}
