//! Queries in closures: what comes back from each engine.

use behaviour::models::{Comment, Employee, Post, Tag, User};
use behaviour::models::{comment, employee, post, user};
use behaviour::{blog, on_every_engine};
use futures_util::TryStreamExt;
use ormolu::{Database, Error};

#[test]
fn filters_compare_and_combine() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 4, 0).await?;
        let count = Post::select()
            .filter(|p| p.rating.ge(2).and(p.rating.lt(4)))
            .count(&db)
            .await?;
        assert_eq!(count, 4);
        let count = Post::select()
            .filter(|p| p.rating.eq(1).or(p.rating.eq(4)))
            .count(&db)
            .await?;
        assert_eq!(count, 4);
        let count = Post::select()
            .filter(|p| p.rating.eq(1).not())
            .count(&db)
            .await?;
        assert_eq!(count, 6);
        let count = Post::select()
            .filter(|p| p.rating.between(2, 3))
            .count(&db)
            .await?;
        assert_eq!(count, 4);
        let count = Post::select()
            .filter(|p| p.body.is_null())
            .count(&db)
            .await?;
        assert_eq!(count, 8);
        let count = Post::select()
            .filter(|p| p.body.is_not_null())
            .count(&db)
            .await?;
        assert_eq!(count, 0);
        Ok(())
    });
}

#[test]
fn lists_of_any_length() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 4, 0).await?;
        let none: [i32; 0] = [];
        assert_eq!(
            Post::select()
                .filter(|p| p.rating.in_(none))
                .count(&db)
                .await?,
            0
        );
        assert_eq!(
            Post::select()
                .filter(|p| p.rating.not_in(none))
                .count(&db)
                .await?,
            4
        );
        assert_eq!(
            Post::select()
                .filter(|p| p.rating.in_([1, 3, 9]))
                .count(&db)
                .await?,
            2
        );
        let many: Vec<i32> = (2..30_000).collect();
        assert_eq!(
            Post::select()
                .filter(|p| p.rating.in_(many))
                .count(&db)
                .await?,
            3
        );
        let titles = ["post 001.1", "it's \"quoted\""];
        assert_eq!(
            Post::select()
                .filter(|p| p.title.in_(titles))
                .count(&db)
                .await?,
            1
        );
        Ok(())
    });
}

#[test]
fn like_escapes_what_a_user_typed() {
    on_every_engine(async |db: Database| {
        for title in ["100% sure", "100 sure", "a_b", "axb", "wow!", r"back\slash"] {
            Post::insert(post::new(title)).run(&db).await?;
        }
        let titles = async |needle: &str| {
            Post::select()
                .filter(|p| p.title.contains(needle))
                .order_by(|p| p.id.asc())
                .select(|p| p.title)
                .all(&db)
                .await
        };
        assert_eq!(titles("100%").await?, ["100% sure"]);
        assert_eq!(titles("a_b").await?, ["a_b"]);
        assert_eq!(titles("!").await?, ["wow!"]);
        assert_eq!(titles(r"\s").await?, [r"back\slash"]);
        let count = Post::select()
            .filter(|p| p.title.starts_with("100"))
            .count(&db)
            .await?;
        assert_eq!(count, 2);
        let count = Post::select()
            .filter(|p| p.title.ends_with("sure"))
            .count(&db)
            .await?;
        assert_eq!(count, 2);
        let count = Post::select()
            .filter(|p| p.title.like("a_b"))
            .count(&db)
            .await?;
        assert_eq!(count, 2);
        let count = Post::select()
            .filter(|p| p.title.ilike("WOW%"))
            .count(&db)
            .await?;
        assert_eq!(count, 1);
        Ok(())
    });
}

#[test]
fn joins_follow_relationships() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 2, 0).await?;
        User::insert(user::new("without posts")).run(&db).await?;
        let rows = User::select()
            .left_join(|u| u.posts())
            .order_by(|(u, p)| (u.id.asc(), p.id.asc()))
            .select(|(u, p)| (u.name, p.title))
            .all(&db)
            .await?;
        assert_eq!(rows.len(), 5);
        assert_eq!(rows[0], ("user 1".into(), Some("post 001.1".into())));
        assert_eq!(rows[4], ("without posts".into(), None));
        let rows = User::select()
            .join(|u| u.posts())
            .filter(|(u, p)| u.name.eq("user 2").and(p.rating.eq(2)))
            .select(|(u, p)| (u, p.title))
            .all(&db)
            .await?;
        assert_eq!(rows.len(), 1);
        assert_eq!(
            (rows[0].0.name.as_str(), rows[0].1.as_str()),
            ("user 2", "post 002.2")
        );
        Ok(())
    });
}

#[test]
fn a_table_joins_itself() {
    on_every_engine(async |db: Database| {
        let boss = Employee::insert(employee::new("boss")).run(&db).await?;
        Employee::insert(employee::new("worker").manager(boss.id))
            .run(&db)
            .await?;
        let rows = Employee::select()
            .left_join(|e| e.manager())
            .order_by(|(e, _)| e.id.asc())
            .select(|(e, m)| (e.name, m.name))
            .all(&db)
            .await?;
        assert_eq!(
            rows,
            [
                ("boss".into(), None),
                ("worker".into(), Some("boss".into()))
            ]
        );
        Ok(())
    });
}

#[test]
fn groups_and_aggregates() {
    on_every_engine(async |db: Database| {
        blog(&db, 3, 4, 0).await?;
        let rows = User::select()
            .join(|u| u.posts())
            .group_by(|(u, _)| u.name)
            .order_by(|name, _| name)
            .having(|_, (_, p)| p.id.count().gt(3))
            .select(|name, (_, p)| {
                (
                    name,
                    p.id.count(),
                    p.rating.sum(),
                    p.rating.avg(),
                    p.rating.min(),
                    p.rating.max(),
                )
            })
            .all(&db)
            .await?;
        assert_eq!(rows.len(), 3);
        assert_eq!(
            rows[0],
            ("user 1".into(), 4, Some(10), Some(2.5), Some(1), Some(4))
        );
        let nothing = Post::select()
            .filter(|p| p.rating.gt(1000))
            .select(|p| (p.rating.sum(), p.id.count(), p.rating.count_distinct()))
            .one(&db)
            .await?;
        assert_eq!(nothing, (None, 0, 0), "the sum of nothing is NULL");
        Ok(())
    });
}

/// O24: relationships in conditions, nested and negated.
#[test]
fn o24_conditions_reach_through_relationships() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 2, 2).await?;
        User::insert(user::new("lonely")).run(&db).await?;
        let with = User::select()
            .filter(|u| u.posts().any(|p| p.rating.eq(2)))
            .all(&db)
            .await?;
        assert_eq!(with.len(), 2);
        let without = User::select().filter(|u| u.posts().any(|p| p.rating.gt(0)).not());
        let rows = without.all(&db).await?.into_rows();
        assert_eq!(
            rows.iter().map(|u| u.name.as_str()).collect::<Vec<_>>(),
            ["lonely"]
        );
        let without = User::select().filter(|u| u.posts().none(|p| p.rating.gt(0)));
        assert_eq!(without.count(&db).await?, 1);
        let nested = User::select()
            .filter(|u| u.posts().any(|p| p.tags().any(|t| t.name.eq("tag 2"))))
            .count(&db)
            .await?;
        assert_eq!(nested, 2);
        let has = Post::select().filter(|p| p.author().has(|u| u.name.eq("user 1")));
        assert_eq!(has.count(&db).await?, 2);
        let tags = Tag::select()
            .filter(|t| t.posts().any(|p| p.author().has(|u| u.name.eq("user 2"))))
            .count(&db)
            .await?;
        assert_eq!(tags, 2);
        Ok(())
    });
}

/// O25: SQL's three truth values stay SQL's; the NULL-safe form is there by name.
#[test]
fn o25_null_is_neither_equal_nor_different() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 1, 0).await?;
        Post::insert(post::new("nobody's")).run(&db).await?;
        let id = User::select().one(&db).await?.id;
        assert_eq!(
            Post::select()
                .filter(|p| p.author_id.ne(id + 1))
                .count(&db)
                .await?,
            1
        );
        let distinct = Post::select().filter(|p| p.author_id.is_distinct_from(id + 1));
        assert_eq!(distinct.count(&db).await?, 2);
        Ok(())
    });
}

#[test]
fn subqueries_as_values_and_lists() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 3, 0).await?;
        let best = Post::select().select(|p| p.rating.max());
        let top = Post::select()
            .filter(|p| p.rating.eq(best.scalar()))
            .count(&db)
            .await?;
        assert_eq!(top, 2);
        let authors = Post::select()
            .filter(|p| p.rating.eq(3))
            .select(|p| p.author_id);
        let users = User::select()
            .filter(|u| u.id.in_(authors))
            .count(&db)
            .await?;
        assert_eq!(users, 2);
        let counted = User::select()
            .order_by(|u| u.id.asc())
            .select(|u| (u.name, u.posts().count()))
            .all(&db)
            .await?;
        assert_eq!(counted[0], ("user 1".into(), 3));
        Ok(())
    });
}

#[test]
fn one_first_and_optional_say_what_they_found() {
    on_every_engine(async |db: Database| {
        assert!(matches!(
            User::select().one(&db).await,
            Err(Error::NotFound { .. })
        ));
        assert!(User::select().optional(&db).await?.is_none());
        assert!(User::select().first(&db).await?.is_none());
        blog(&db, 2, 0, 0).await?;
        assert!(matches!(
            User::select().one(&db).await,
            Err(Error::TooManyRows { .. })
        ));
        assert!(matches!(
            User::select().optional(&db).await,
            Err(Error::TooManyRows { .. })
        ));
        let first = User::select()
            .order_by(|u| u.id.desc())
            .first(&db)
            .await?
            .unwrap();
        assert_eq!(first.name, "user 2");
        assert!(
            User::select()
                .filter(|u| u.name.eq("user 1"))
                .exists(&db)
                .await?
        );
        assert!(
            !User::select()
                .filter(|u| u.name.eq("nobody"))
                .exists(&db)
                .await?
        );
        Ok(())
    });
}

#[test]
fn limits_offsets_and_distinct() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 3, 0).await?;
        let page = Post::select()
            .order_by(|p| p.id.asc())
            .limit(2)
            .offset(3)
            .select(|p| p.title)
            .all(&db)
            .await?;
        assert_eq!(page, ["post 002.1", "post 002.2"]);
        assert_eq!(Post::select().offset(4).count(&db).await?, 2);
        assert_eq!(Post::select().limit(0).all(&db).await?.len(), 0);
        let ratings = Post::select()
            .select(|p| p.rating)
            .distinct()
            .order_by(|p| p.rating.asc())
            .all(&db)
            .await?;
        assert_eq!(ratings, [1, 2, 3]);
        Ok(())
    });
}

#[test]
fn a_stream_yields_every_row() {
    on_every_engine(async |db: Database| {
        let rows: Vec<_> = (0..5_000).map(|n| post::new(format!("post {n}"))).collect();
        Post::insert_all(rows).run(&db).await?;
        let ids = Post::select().order_by(|p| p.id.asc()).select(|p| p.id);
        let mut stream = std::pin::pin!(ids.stream(&db));
        let (mut n, mut last) = (0, 0);
        while let Some(id) = stream.try_next().await? {
            assert!(id > last);
            (n, last) = (n + 1, id);
        }
        assert_eq!(n, 5_000);
        Ok(())
    });
}

/// Both kinds of tokio runtime serve every engine.
#[test]
fn a_current_thread_runtime_works_too() {
    behaviour::on_every_engine_current_thread(async |db: Database| {
        blog(&db, 2, 2, 1).await?;
        let mut tx = db.begin().await?;
        Comment::insert(comment::new("hello").post(1))
            .run(&mut tx)
            .await?;
        tx.commit().await?;
        let posts = Post::select().with(post::comments()).all(&db).await?;
        assert_eq!(posts.iter().map(|p| p.comments().len()).sum::<usize>(), 1);
        Ok(())
    });
}
