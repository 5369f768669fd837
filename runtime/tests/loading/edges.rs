use ormolu::{Error, Result};

use crate::data::{blog, empty, run};
use crate::models::{City, Country, Post, Profile, User};
use crate::models::{city, country, post, profile, user};

testkit::on_every_engine! {
    /// Scenario UselistFalseMultipleRows: an error, whichever way it is loaded.
    async fn two_rows_for_a_has_one_are_an_error(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 2, 0, 0).await?;
        run(&db, "INSERT INTO profiles VALUES (1, 1, 'one'), (2, 1, 'two')").await?;
        let expected = "User.profile leads to one row, but several rows of Profile point at the \
                        same parent; a unique key on their foreign key prevents that";
        for include in [user::profile(), user::profile().joined()] {
            let error = User::select().with(include.clone()).all(&db).await.unwrap_err();
            assert!(matches!(error, Error::SeveralForOne { .. }), "{error:?}");
            assert_eq!(error.to_string(), expected);
            let limited = User::select().order_by(|u| u.id).limit(1).with(include).all(&db).await;
            assert_eq!(limited.unwrap_err().to_string(), expected);
        }
        Ok(())
    }

    async fn a_missing_required_parent_is_an_error(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 1, 1, 0).await?;
        run(&db, "INSERT INTO posts VALUES (9, 99, 'orphan', NULL)").await?;
        let error = Post::select().with(post::author()).all(&db).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "Post.author is required, but the row it points at was not found"
        );
        run(&db, "INSERT INTO profiles VALUES (1, 42, 'lost')").await?;
        let error = Profile::get(1).with(profile::user()).one(&db).await.unwrap_err();
        assert!(matches!(error, Error::MissingRequired { .. }), "{error:?}");
        Ok(())
    }

    async fn one_and_optional_count_rows(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 2, 1, 1).await?;
        let record = db.record();
        let several = User::select().with(user::posts()).one(&db).await.unwrap_err();
        assert_eq!(several.to_string(), "more than one User found where one was expected");
        assert_eq!(record.count(), 1, "nothing is loaded with rows that are too many");
        let none = User::select().filter(|u| u.id.eq(9)).one(&db).await.unwrap_err();
        assert_eq!(none.to_string(), "no User found");
        assert!(User::select().filter(|u| u.id.eq(9)).optional(&db).await?.is_none());
        assert!(matches!(User::select().optional(&db).await, Err(Error::TooManyRows { .. })));
        let first = User::select().order_by(|u| u.id.desc()).with(user::posts()).first(&db).await?;
        assert_eq!(first.unwrap().view().posts().first().unwrap().title(), "post 2.1");
        Ok(())
    }

    async fn get_is_one_fixed_statement(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 2, 2, 1).await?;
        let record = db.record();
        assert_eq!(User::get(2).one(&db).await?.name, "user 2");
        assert_eq!(record.control().len(), 0, "a single statement needs no transaction");
        assert!(User::get(3).optional(&db).await?.is_none());
        assert!(matches!(User::get(3).one(&db).await, Err(Error::NotFound { entity: "User" })));
        record.clear();
        let user = User::get(1).with(user::posts().with(post::tags())).one(&db).await?;
        assert_eq!(record.count(), 3);
        assert_eq!(user.view().posts().iter().map(|p| p.tags().len()).collect::<Vec<_>>(), [1, 1]);
        record.clear();
        let post = Post::get(3).with(post::author().joined()).one(&db).await?;
        assert_eq!((post.view().author().id, record.count()), (2, 1));
        Ok(())
    }
}

/// The engine may find rows by a key that is spelt otherwise. Nothing is guessed then.
#[test]
fn keys_that_match_only_without_case_are_an_error() {
    testkit::run(testkit::Engine::Mariadb, async |database| {
        let db = empty(database.url()).await?;
        run(&db, "INSERT INTO countries VALUES ('DE', 'Germany')").await?;
        run(&db, "INSERT INTO cities VALUES (1, 'de', 'Bonn')").await?;
        let expected = "the keys of the two sides do not match exactly; either a row that is \
                        pointed at is missing, or the column's collation takes different texts \
                        for equal";
        let down = Country::select()
            .with(country::cities())
            .all(&db)
            .await
            .unwrap_err();
        assert_eq!(down.to_string(), format!("Country.cities: {expected}"));
        let up = City::select()
            .with(city::country())
            .all(&db)
            .await
            .unwrap_err();
        assert_eq!(up.to_string(), format!("City.country: {expected}"));
        // The engine matches the two itself here.
        let joined = City::select()
            .with(city::country().joined())
            .all(&db)
            .await?;
        assert_eq!(joined.get(0).unwrap().country().unwrap().name(), "Germany");
        Ok::<_, ormolu::Error>(())
    });
}
