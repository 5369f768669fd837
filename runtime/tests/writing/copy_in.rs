use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::stream;
use ormolu::{ConstraintKind, CopyIn, Dialect, Error, Result};

use crate::data::empty;
use crate::models::{Post, Setting, Tag, User, post, setting, tag, user};
use crate::support::sql_of;

testkit::on_every_engine! {
    async fn many_rows_are_loaded(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let record = db.record();
        let rows = (0..25_000).map(|n| tag::new(&format!("tag {n}")));
        assert_eq!(Tag::copy_in(rows).run(&db).await?, 25_000);
        let statements = if db.dialect() == Dialect::Postgres { 1 } else { 25 };
        assert_eq!(record.count(), statements);
        assert_eq!(record.control().len(), 2, "one transaction");
        assert_eq!(Tag::select().count(&db).await?, 25_000);
        let last = Tag::select().filter(|t| t.id.eq(25_000)).one(&db).await?;
        assert_eq!(last.name, "tag 24999");
        Ok(())
    }

    /// Separators and escapes of COPY, quotes, line ends, text beyond ASCII.
    async fn values_arrive_as_they_are(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let texts = ["a\tb", "c\nd\r", "\\N", "\\.", "e\\tf", "", "'\"`;", "g\u{8}h\u{b}", "ünï 🦀"];
        let rows = texts.iter().enumerate().map(|(n, text)| setting::new("s", &n.to_string(), text));
        assert_eq!(Setting::copy_in(rows).run(&db).await?, 9);
        let found = Setting::select().order_by(|s| s.name.asc()).select(|s| s.value).all(&db).await?;
        assert_eq!(found, texts);
        let users = [user::new("1@x", "null").visits(i64::MIN), user::new("2@x", "text").visits(0).bio("\\N")];
        assert_eq!(User::copy_in(users).run(&db).await?, 2);
        let found = User::select().order_by(|u| u.id.asc()).select(|u| (u.bio, u.visits)).all(&db).await?;
        assert_eq!(found, [(None, i64::MIN), (Some("\\N".to_owned()), 0)]);
        Ok(())
    }

    async fn rows_may_leave_different_columns_open(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let new = |n: i32| user::new(&format!("{n}@x"), "n");
        let record = db.record();
        let rows = [new(1), new(2), new(3).visits(40), new(4)];
        assert_eq!(User::copy_in(rows).run(&db).await?, 4);
        insta::with_settings!({snapshot_suffix => database.engine().name()}, {
            insta::assert_snapshot!(sql_of(&record));
        });
        let visits = User::select().order_by(|u| u.id.asc()).select(|u| u.visits).all(&db).await?;
        assert_eq!(visits, [7, 7, 40, 7]);
        Ok(())
    }

    async fn one_bad_row_and_nothing_is_stored(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let rows = (0..3_000).map(|n| user::new(&format!("{}@x", n % 2_999), "n"));
        let error = User::copy_in(rows).run(&db).await.unwrap_err();
        assert_eq!(error.constraint().unwrap().kind, ConstraintKind::Unique);
        assert_eq!(User::select().count(&db).await?, 0);
        Ok(())
    }

    /// The rows of a stream are taken as they are needed; its error ends the load.
    async fn a_stream_that_fails_stores_nothing(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let rows = (0..5_000).map(|n| match n {
            4_500 => Err(Error::Invalid("the file ends here".into())),
            n => Ok(tag::new(&format!("tag {n}"))),
        });
        let error = CopyIn::of_stream(stream::iter(rows)).run(&db).await.unwrap_err();
        assert_eq!(error.to_string(), "the file ends here");
        assert_eq!(Tag::select().count(&db).await?, 0);

        let mut tx = db.begin().await?;
        let rows = [Ok(tag::new("in a transaction"))];
        assert_eq!(CopyIn::of_stream(stream::iter(rows)).run(&mut tx).await?, 1);
        tx.rollback().await?;
        assert_eq!(Tag::select().count(&db).await?, 0);
        Ok(())
    }

    /// Dropped half-way, it stores nothing, and the connection is not used again.
    async fn a_dropped_load_stores_nothing(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let taken = AtomicUsize::new(0);
        let endless = stream::unfold(0, |n| {
            taken.fetch_add(1, Ordering::Relaxed);
            async move {
                tokio::task::yield_now().await;
                Some((Ok(tag::new(&format!("tag {n}"))), n + 1))
            }
        });
        let load = CopyIn::of_stream(endless).run(&db);
        let stopped = tokio::time::timeout(std::time::Duration::from_millis(100), load).await;
        assert!(stopped.is_err());
        assert!(taken.load(Ordering::Relaxed) > 0);
        assert_eq!(Tag::select().count(&db).await?, 0);
        assert_eq!(Tag::insert(tag::new("after")).run(&db).await?.name, "after");
        Ok(())
    }

    async fn rows_with_links_are_for_insert_all(database: TestDatabase) -> Result<()> {
        let db = empty(&database).await?;
        let error = Post::copy_in([post::new("x").author(1).tags([1])]).run(&db).await.unwrap_err();
        assert!(error.to_string().contains("has links"), "{error}");
        Ok(())
    }
}
