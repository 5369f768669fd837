//! A has-one leads to one row or to none.

use behaviour::models::{Profile, User};
use behaviour::models::{profile, user};
use behaviour::{blog, on_every_engine};
use ormolu::{Database, Error};

/// The schema compiler asks for a unique key, and the key refuses a second row.
#[test]
fn the_unique_key_of_a_has_one_holds() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 0, 0).await?;
        let user = User::select().one(&db).await?;
        Profile::insert(profile::new("one").user(user.id))
            .run(&db)
            .await?;
        let twice = Profile::insert(profile::new("two").user(user.id))
            .run(&db)
            .await
            .unwrap_err();
        assert!(twice.is_unique_violation(), "{twice:?}");
        let users = User::select().with(user::profile()).all(&db).await?;
        assert_eq!(users.first().unwrap().profile().unwrap().motto(), "one");
        Ok(())
    });
}

/// Scenario 7: where the database lacks that key, two rows are an error, not a choice.
#[test]
fn b7_two_rows_for_a_has_one_are_refused() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 0, 0).await?;
        db.execute_script(&[
            "DROP TABLE profiles",
            "CREATE TABLE profiles (
                id BIGINT PRIMARY KEY, user_id BIGINT NOT NULL, motto VARCHAR(200) NOT NULL)",
        ])
        .await?;
        let users = User::select().order_by(|u| u.id.asc()).all(&db).await?;
        let [first, second] = [0, 1].map(|at| users.iter().nth(at).unwrap().id());
        for (id, of, motto) in [(1, first, "one"), (2, second, "two"), (3, second, "three")] {
            Profile::insert(profile::new(motto).user(of).id(id))
                .run(&db)
                .await?;
        }
        let expected = "User.profile leads to one row, but several rows of Profile point at the \
                        same parent; a unique key on their foreign key prevents that";
        for include in [user::profile(), user::profile().joined()] {
            let all = User::select().with(include.clone());
            let refused = all.all(&db).await.unwrap_err();
            assert!(
                matches!(refused, Error::SeveralForOne { .. }),
                "{refused:?}"
            );
            assert_eq!(refused.to_string(), expected);
            // Whoever has one profile loads as ever.
            let one = User::select().filter(|u| u.id.eq(first)).with(include);
            let users = one.all(&db).await?;
            assert_eq!(users.first().unwrap().profile().unwrap().motto(), "one");
        }
        Ok(())
    });
}
