use std::future::Future;

use futures_util::StreamExt;
use ormolu::rust_decimal::Decimal;
use ormolu::uuid::Uuid;
use ormolu::{Database, Dialect, Error, Result, any_of, count, exists};
use testkit::{TestDatabase, run};

use crate::models::{Post, Status, Tag, User};

/// Runs a test on every engine that is there, with a few rows in the tables.
pub(crate) fn on_engines<F: Future<Output = Result<()>>>(body: impl Fn(Database) -> F) {
    for engine in testkit::engines() {
        run(engine, |test: TestDatabase| async {
            let db = Database::connect(test.url()).await?;
            fill(&db).await?;
            body(db).await?;
            drop(test);
            Ok::<(), Error>(())
        });
    }
}

async fn fill(db: &Database) -> Result<()> {
    let (decimal, status, token, literal): (_, _, _, fn(u8) -> String) = match db.dialect() {
        Dialect::Sqlite => ("text", "text", "blob", |n| format!("x'{n:032x}'")),
        Dialect::Postgres => ("numeric(30, 10)", "blog.status", "uuid", |n| {
            format!("'{n:032x}'")
        }),
        Dialect::Mysql | Dialect::Mariadb => {
            ("numeric(30, 10)", "varchar(20)", "binary(16)", |n| {
                format!("x'{n:032x}'")
            })
        }
    };
    if db.dialect() == Dialect::Postgres {
        let status = "create type blog.status as enum ('draft', 'published')";
        db.execute_script(&["create schema blog", status]).await?;
    }
    let users = "create table users (id bigint primary key, name varchar(50) not null, \
                 bio varchar(50), age integer not null, active boolean not null, boss_id bigint)";
    let posts = format!(
        "create table posts (id bigint primary key, author_id bigint not null, \
         title varchar(50) not null, price {decimal} not null, score double precision, \
         status {status} not null, token {token} not null)"
    );
    let post = |id: u8, author: u8, title: &str, price: &str, score: &str, status: &str| {
        format!(
            "insert into posts values ({id}, {author}, '{title}', '{price}', {score}, \
             '{status}', {})",
            literal(id)
        )
    };
    db.execute_script(&[
        users,
        &posts,
        "create table tags (id bigint primary key, name varchar(50) not null)",
        "create table post_tags (post_id bigint not null, tag_id bigint not null)",
        "insert into users values (1, 'Ann', null, 40, true, null), \
         (2, 'Bob', 'b', 30, true, 1), (3, 'Cid', 'c', 31, false, 1)",
        &post(1, 1, "One", "9.5", "0.5", "draft"),
        &post(2, 1, "Two", "10.25", "null", "published"),
        &post(3, 2, "one", "100", "1.5", "published"),
        "insert into tags values (1, 'rust'), (2, 'orm')",
        "insert into post_tags values (1, 1), (1, 2), (3, 1)",
    ])
    .await
}

#[test]
fn the_four_ways_to_take_rows() {
    on_engines(|db| async move {
        let names = || User::select().order_by(|u| u.id).select(|u| u.name);
        assert_eq!(names().all(&db).await?, ["Ann", "Bob", "Cid"]);
        assert_eq!(names().first(&db).await?.as_deref(), Some("Ann"));
        assert_eq!(names().filter(|u| u.id.eq(9)).optional(&db).await?, None);
        assert_eq!(names().filter(|u| u.id.eq(2)).one(&db).await?, "Bob");
        assert!(matches!(
            names().one(&db).await,
            Err(Error::TooManyRows { .. })
        ));
        let none = names().filter(|_| false).one(&db).await;
        assert!(matches!(none, Err(Error::NotFound { .. })));
        let streamed: Vec<_> = names().stream(&db).collect().await;
        assert_eq!(
            streamed.into_iter().collect::<Result<Vec<_>>>()?,
            ["Ann", "Bob", "Cid"]
        );
        Ok(())
    });
}

#[test]
fn counting_and_asking() {
    on_engines(|db| async move {
        let posts = || Post::select();
        assert_eq!(posts().count(&db).await?, 3);
        assert_eq!(posts().limit(2).count(&db).await?, 2);
        assert_eq!(posts().offset(1).count(&db).await?, 2);
        assert_eq!(
            posts()
                .select(|p| p.author_id)
                .distinct()
                .count(&db)
                .await?,
            2
        );
        assert_eq!(posts().distinct().count(&db).await?, 3);
        let groups = posts().group_by(|p| p.author_id).select(|author, _| author);
        assert_eq!(groups.count(&db).await?, 2);
        assert_eq!(posts().select(|p| p.score.sum()).count(&db).await?, 1);
        assert!(posts().filter(|p| p.id.gt(2)).exists(&db).await?);
        assert!(!posts().filter(|p| p.id.gt(3)).exists(&db).await?);
        assert!(!posts().offset(3).exists(&db).await?);
        Ok(())
    });
}

#[test]
fn rows_of_outer_joins_are_optional() {
    on_engines(|db| async move {
        let rows = User::select()
            .left_join(|u| u.posts())
            .order_by(|(u, p)| (u.id, p.id))
            .select(|(u, p)| (u.name, p.title, p));
        let rows = rows.all(&db).await?;
        let titles: Vec<_> = rows
            .iter()
            .map(|(name, title, _)| (&**name, title.as_deref()))
            .collect();
        let expected = [
            ("Ann", Some("One")),
            ("Ann", Some("Two")),
            ("Bob", Some("one")),
            ("Cid", None),
        ];
        assert_eq!(titles, expected);
        let first = rows[0].2.clone().unwrap();
        assert_eq!(first.price, Decimal::new(95, 1));
        assert_eq!(first.status, Status::Draft);
        assert_eq!(first.token, Uuid::from_u128(1));
        assert_eq!(rows[3].2, None);
        Ok(())
    });
}

#[test]
fn relationships_are_asked_about() {
    on_engines(|db| async move {
        let ids = || User::select().order_by(|u| u.id).select(|u| u.id);
        assert_eq!(
            ids()
                .filter(|u| u.posts().any(|p| p.title.eq("Two")))
                .all(&db)
                .await?,
            [1]
        );
        assert_eq!(
            ids().filter(|u| u.posts().none(|_| true)).all(&db).await?,
            [3]
        );
        let scored = ids().filter(|u| u.posts().every(|p| p.score.gt(0.0)));
        assert_eq!(scored.all(&db).await?, [2, 3]);
        let counts = ids().select(|u| u.posts().count());
        assert_eq!(counts.all(&db).await?, [2, 1, 0]);
        let rust = Post::select().filter(|p| p.tags().any(|t| t.name.eq("rust")));
        assert_eq!(
            rust.order_by(|p| p.id).select(|p| p.id).all(&db).await?,
            [1, 3]
        );
        let inactive = Post::select().filter(|p| p.author().has(|u| !u.active));
        assert!(!inactive.exists(&db).await?);
        let tagged = Tag::select().join(|t| t.posts()).group_by(|(t, _)| t.name);
        let tagged = tagged
            .order_by(|name, _| name)
            .select(|name, _| (name, count()));
        assert_eq!(
            tagged.all(&db).await?,
            [("orm".into(), 1), ("rust".into(), 2)]
        );
        Ok(())
    });
}

#[test]
fn subqueries() {
    on_engines(|db| async move {
        let eldest = User::select().filter(|u| u.age.eq(User::select().select(|u| u.age.max())));
        assert_eq!(eldest.select(|u| u.name).one(&db).await?, "Ann");
        let latest = User::select().order_by(|u| u.id).select(|u| {
            let titles = Post::select()
                .filter(|p| p.author_id.eq(u.id))
                .order_by(|p| p.id.desc());
            (u.id, titles.limit(1).select(|p| p.title).scalar())
        });
        let expected = [(1, Some("Two".into())), (2, Some("one".into())), (3, None)];
        assert_eq!(latest.all(&db).await?, expected);
        let bosses = User::select().select(|u| u.boss_id);
        let bosses = User::select().filter(|u| u.id.in_(bosses)).select(|u| u.id);
        assert_eq!(bosses.all(&db).await?, [1]);
        let without =
            User::select().filter(|u| !exists(Post::select().filter(|p| p.author_id.eq(u.id))));
        assert_eq!(without.select(|u| u.id).all(&db).await?, [3]);
        let two = Post::select().order_by(|p| p.id).limit(2).select(|p| p.id);
        let two = Post::select().filter(|p| p.id.not_in(two)).select(|p| p.id);
        assert_eq!(two.all(&db).await?, [3]);
        Ok(())
    });
}

#[test]
fn aggregates_are_exact() {
    on_engines(|db| async move {
        let ages = User::select().select(|u| {
            (
                u.age.sum(),
                u.age.avg(),
                u.age.min(),
                u.bio.count(),
                u.age.max(),
            )
        });
        let (sum, avg, min, bios, max) = ages.one(&db).await?;
        assert_eq!((sum, min, bios, max), (Some(101), Some(30), 2, Some(40)));
        assert!((avg.unwrap() - 101.0 / 3.0).abs() < 1e-9);
        let prices = Post::select().select(|p| {
            (
                p.price.sum(),
                p.price.min(),
                p.price.max(),
                p.score.avg(),
                p.price.avg(),
            )
        });
        let (sum, min, max, score, avg) = prices.one(&db).await?;
        assert_eq!(sum, Some(Decimal::new(11975, 2)));
        assert_eq!(
            (min, max),
            (Some(Decimal::new(95, 1)), Some(Decimal::ONE_HUNDRED))
        );
        assert_eq!(score, Some(1.0));
        assert_eq!(avg.unwrap().round_dp(6), Decimal::new(39_916_667, 6));
        let nothing = Post::select()
            .filter(|_| false)
            .select(|p| (p.price.sum(), p.id.count()));
        assert_eq!(nothing.one(&db).await?, (None, 0));
        Ok(())
    });
}

#[test]
fn decimals_have_the_order_of_numbers() {
    on_engines(|db| async move {
        let sorted = Post::select().order_by(|p| p.price.desc()).select(|p| p.id);
        assert_eq!(sorted.all(&db).await?, [3, 2, 1]);
        let dear = Post::select()
            .filter(|p| p.price.gt(Decimal::TEN))
            .order_by(|p| p.id);
        assert_eq!(dear.select(|p| p.id).all(&db).await?, [2, 3]);
        let listed =
            Post::select().filter(|p| p.price.in_([Decimal::new(10_250, 3), Decimal::ONE]));
        assert_eq!(listed.select(|p| p.id).all(&db).await?, [2]);
        Ok(())
    });
}

#[test]
fn lists_of_every_kind() {
    on_engines(|db| async move {
        let ids = || Post::select().order_by(|p| p.id).select(|p| p.id);
        let tokens = [Uuid::from_u128(2), Uuid::from_u128(3)];
        assert_eq!(
            ids().filter(|p| p.token.in_(tokens)).all(&db).await?,
            [2, 3]
        );
        assert_eq!(
            ids().filter(|p| p.token.not_in(tokens)).all(&db).await?,
            [1]
        );
        assert_eq!(
            ids()
                .filter(|p| p.status.in_([Status::Draft]))
                .all(&db)
                .await?,
            [1]
        );
        assert_eq!(
            ids()
                .filter(|p| p.status.eq(Status::Published))
                .all(&db)
                .await?,
            [2, 3]
        );
        assert_eq!(
            ids().filter(|p| p.score.in_([0.5, 2.0])).all(&db).await?,
            [1]
        );
        assert_eq!(
            ids()
                .filter(|p| p.title.in_(["One", "Two"]))
                .filter(|p| p.id.ne(3))
                .all(&db)
                .await?,
            [1, 2]
        );
        assert_eq!(ids().filter(|p| p.id.in_(2..1000)).all(&db).await?, [2, 3]);
        assert_eq!(ids().filter(|p| p.id.in_([1; 0])).all(&db).await?, [0; 0]);
        assert_eq!(ids().filter(|p| p.id.not_in([1; 0])).count(&db).await?, 3);
        let statuses = Post::select().order_by(|p| p.id).select(|p| p.status);
        assert_eq!(statuses.first(&db).await?, Some(Status::Draft));
        Ok(())
    });
}

#[test]
fn calculations_agree() {
    on_engines(|db| async move {
        let numbers = User::select().filter(|u| u.id.eq(2)).select(|u| {
            let zero = u.age - u.age;
            (
                u.age / 4,
                u.age / zero,
                -(u.age + 1) * 2,
                u.boss_id + u.id,
                u.name.length(),
            )
        });
        assert_eq!(numbers.one(&db).await?, (Some(7), None, -62, Some(3), 3));
        let decades = User::select()
            .group_by(|u| u.age / 10)
            .order_by(|_, u| u.age.max())
            .select(|decade, _| (decade, count()));
        assert_eq!(decades.all(&db).await?, [(Some(3), 2), (Some(4), 1)]);
        Ok(())
    });
}

#[test]
fn unknown_is_false_as_a_value() {
    on_engines(|db| async move {
        let known = User::select().order_by(|u| u.id).select(|u| {
            (
                u.bio.eq("b"),
                !u.bio.eq("b"),
                u.bio.is_null(),
                u.bio.is_distinct_from("b"),
                u.active,
            )
        });
        let expected = [
            (false, false, true, true, true),
            (true, false, false, false, true),
            (false, true, false, true, false),
        ];
        assert_eq!(known.all(&db).await?, expected);
        Ok(())
    });
}

#[test]
fn nulls_stand_where_they_are_told() {
    on_engines(|db| async move {
        let ids = |query: ormolu::Select<_, _>| async {
            query
                .select(|u: crate::models::UserTable| u.id)
                .all(&db)
                .await
        };
        let first = User::select().order_by(|u| (u.bio.desc().nulls_first(), u.id));
        assert_eq!(ids(first).await?, [1, 3, 2]);
        let last = User::select().order_by(|u| (u.bio.asc().nulls_last(), u.id));
        assert_eq!(ids(last).await?, [2, 3, 1]);
        Ok(())
    });
}

/// `contains` and its like against Rust's own, over text with every character that means
/// something to one of the engines.
#[test]
fn patterns_match_what_rust_matches() {
    const ALPHABET: [char; 14] = [
        'a', 'A', 'b', '%', '_', '!', '*', '?', '[', ']', '^', '\\', '\'', 'é',
    ];
    let mut seed = 7_u32;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) as usize % below
    };
    let mut word = |longest: usize| -> String {
        (0..random(longest + 1))
            .map(|_| ALPHABET[random(ALPHABET.len())])
            .collect()
    };
    let texts: Vec<String> = (0..100).map(|_| word(5)).collect();
    let parts: Vec<String> = (0..40).map(|_| word(2)).collect();
    on_engines(|db| {
        let (texts, parts) = (&texts, &parts);
        async move {
            db.execute_script(&["delete from tags"]).await?;
            let rows: Vec<_> = texts
                .iter()
                .enumerate()
                .map(|(i, text)| {
                    let text = text.replace('\'', "''");
                    let text = match db.dialect() {
                        Dialect::Mariadb | Dialect::Mysql => text.replace('\\', "\\\\"),
                        _ => text,
                    };
                    format!("({i}, '{text}')")
                })
                .collect();
            db.execute_script(&[&format!("insert into tags values {}", rows.join(", "))])
                .await?;
            for part in parts {
                let found = Tag::select().order_by(|t| t.id).select(|t| {
                    (
                        t.name,
                        t.name.contains(part),
                        t.name.starts_with(part),
                        t.name.ends_with(part),
                    )
                });
                for (name, contains, starts, ends) in found.all(&db).await? {
                    let got = (contains, starts, ends);
                    let expected = (
                        name.contains(part),
                        name.starts_with(part),
                        name.ends_with(part),
                    );
                    assert_eq!(got, expected, "{part:?} in {name:?} on {:?}", db.dialect());
                }
            }
            let upper =
                Tag::select().filter(|t| any_of([t.name.ilike("A!_%"), t.name.like("a!_%")]));
            let upper: Vec<String> = upper.select(|t| t.name).all(&db).await?;
            let expected = texts
                .iter()
                .filter(|text| text.to_lowercase().starts_with("a_"))
                .count();
            assert_eq!(upper.len(), expected);
            Ok(())
        }
    });
}

#[test]
fn futures_can_move_between_threads() {
    fn is_send<T: Send>(_: T) {}
    fn queries(db: &Database) {
        is_send(User::select().select(|u| (u.id, u.name)).all(db));
        is_send(User::select().count(db));
        is_send(
            User::select()
                .join(|u| u.posts())
                .select(|(u, p)| (u, p))
                .stream(db),
        );
    }
    let _ = queries;
}
