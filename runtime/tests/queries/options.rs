use std::time::{Duration, Instant};

use insta::assert_snapshot;
use ormolu::{Database, Dialect, Error, Retry, cte, from, generate_series, sql};
use testkit::{Cut, Engine, Proxy, TestDatabase, run};

use crate::models::{Post, User};
use crate::running::on_engines;
use crate::support::{mariadb, sql as text_of};

#[test]
fn a_comment_stands_behind_the_statement() {
    let ids = || User::select().select(|u| u.id);
    assert_snapshot!(text_of(ids().filter(|u| u.active).comment("route: /users")));
    let hostile = ids().comment("*/ delete from users; /* **// /*/ ?\n$1 ! {}");
    assert_snapshot!(text_of(hostile.clone()));
    on_engines(|db| {
        let hostile = hostile
            .clone()
            .comment("*/ delete from users; -- '\"`\\ ? $1 /*! x */");
        async move {
            assert_eq!(hostile.clone().all(&db).await?.len(), 3);
            assert_eq!(hostile.clone().count(&db).await?, 3);
            assert!(hostile.clone().limit(1).exists(&db).await?);
            let models = User::select().comment("models").all(&db).await?;
            assert_eq!(models.len(), 3);
            assert!(!hostile.explain(&db).await?.text.is_empty());
            Ok(())
        }
    });
}

#[test]
fn comments_of_counted_and_wrapped_queries() {
    on_engines(|db| async move {
        let record = db.record();
        let some = || User::select().limit(2).comment("two users");
        some().count(&db).await?;
        some().exists(&db).await?;
        for statement in record.statements() {
            assert!(
                statement.sql.ends_with("/* two users */"),
                "{}",
                statement.sql
            );
        }
        let page = User::select().comment("a page");
        let page = page.keyset(|u| u.id.asc()).page(2, &db).await?;
        let other = User::select().comment("another one");
        let other = other.keyset(|u| u.id.asc());
        let rest = match page.next {
            Some(next) => other.after(next).page(2, &db).await?,
            None => page,
        };
        assert_eq!(
            rest.items.len(),
            1,
            "a cursor goes on whatever the comment is"
        );
        Ok(())
    });
}

#[test]
fn hints_at_indexes() {
    let posts = || {
        Post::select()
            .filter(|p| p.author_id.eq(1))
            .select(|p| p.id)
    };
    assert_snapshot!(text_of(posts().use_index(["posts_by_author"])));
    assert_snapshot!(text_of(posts().force_index(["posts_by_author"])));
    assert_snapshot!(mariadb(posts().ignore_index(["a`b", "c"])));
    let derived = from(posts()).use_index(["x"]).to_sql(Dialect::Postgres);
    assert_snapshot!(derived.unwrap_err().to_string());
    on_engines(|db| async move {
        db.execute_script(&["create index posts_by_author on posts (author_id)"])
            .await?;
        for query in [
            posts().use_index(["posts_by_author"]),
            posts().force_index(["posts_by_author"]),
            posts().ignore_index(["posts_by_author"]),
        ] {
            let mut ids = query.all(&db).await?;
            ids.sort();
            assert_eq!(ids, [1, 2]);
        }
        Ok(())
    });
}

#[test]
fn words_of_limits() {
    let limited = || {
        let busy = cte("busy", Post::select().select(|p| p.author_id));
        let limited = User::select().join_query(&busy, |(u, b)| u.id.eq(b));
        limited
            .select(|(u, _)| u.id)
            .timeout(Duration::from_millis(1_500))
    };
    assert_snapshot!(text_of(limited()));
    assert_snapshot!(mariadb(limited()));
    assert_snapshot!(text_of(limited().union(User::select().select(|u| u.id))));
}

/// A query that no engine is through with in a second.
macro_rules! endless {
    () => {{
        let numbers = || generate_series(1, 100_000);
        from(numbers())
            .cross_join_query(numbers())
            .cross_join_query(numbers())
            .filter(|(a, b, c)| (a * b + c).eq(-9))
            .select(|_| ormolu::count())
    }};
}

#[test]
fn a_statement_is_stopped_at_its_own_limit() {
    on_engines(|db| async move {
        let start = Instant::now();
        let stopped = endless!()
            .timeout(Duration::from_millis(300))
            .all(&db)
            .await;
        let stopped = stopped.unwrap_err();
        assert!(
            matches!(&stopped, Error::StatementTimeout { limit, .. } if limit.as_millis() == 300),
            "{stopped:?}"
        );
        assert_eq!(stopped.retry(), Retry::Never);
        assert!(start.elapsed() < Duration::from_secs(5));
        // The next one on the same connection has none.
        let quick = User::select()
            .timeout(Duration::from_secs(9))
            .count(&db)
            .await?;
        assert_eq!(quick, 3);
        let mut transaction = db.begin().await?;
        let ids = User::select()
            .select(|u| u.id)
            .timeout(Duration::from_secs(9));
        assert_eq!(ids.all(&mut transaction).await?.len(), 3);
        if db.dialect() == Dialect::Postgres {
            let limit = sql!("select current_setting('statement_timeout')");
            let limit = limit.fetch_as::<(String,)>().one(&mut transaction).await?;
            assert_eq!(limit.0, "0");
        }
        transaction.rollback().await
    });
}

#[test]
fn a_lone_write_that_nobody_answers_may_be_stored() {
    for engine in testkit::engines() {
        if engine == Engine::Sqlite {
            continue;
        }
        run(engine, |test: TestDatabase| async move {
            let proxy = Proxy::start(&test).await;
            let limit = Duration::from_millis(200);
            let db = Database::builder().statement_timeout(limit);
            let db = db.connect(proxy.url()).await?;
            db.execute_script(&["create table notes (id bigint primary key)"])
                .await?;
            let write = || sql!("insert into notes values (1)").execute(&db);
            proxy.cut("insert", Cut::Silence);
            let lost = write().await.unwrap_err();
            assert!(matches!(lost, Error::StatementTimeout { .. }), "{lost:?}");
            assert_eq!(lost.retry(), Retry::Unknown);
            proxy.cut("select id", Cut::Silence);
            let read = sql!("select id from notes").fetch_as::<(i64,)>();
            let lost = read.all(&db).await.unwrap_err();
            assert_eq!(lost.retry(), Retry::Never, "{lost:?}");
            assert_eq!(write().await?, 1);
            Ok::<(), Error>(())
        });
    }
}

#[test]
fn a_statement_of_ones_own_that_only_reads() {
    on_engines(|db| async move {
        let read = sql!("with n as (select 1 as a) select a from n").read_only();
        let rows = match db.dialect() {
            Dialect::Postgres => {
                let rows = read.fetch_as::<(i32,)>().all(&db).await?;
                rows.into_iter().map(|row| i64::from(row.0)).collect()
            }
            _ => read
                .fetch_as::<(i64,)>()
                .all(&db)
                .await?
                .into_iter()
                .map(|row| row.0)
                .collect::<Vec<_>>(),
        };
        assert_eq!(rows, [1]);
        if db.dialect() == Dialect::Sqlite {
            let write = sql!("delete from users").read_only().execute(&db).await;
            assert!(matches!(write, Err(Error::Database(_))), "{write:?}");
            assert_eq!(User::select().count(&db).await?, 3);
        }
        Ok(())
    });
}

#[test]
fn words_of_ones_own_stand_on_their_engine() {
    let ids = || {
        let all = User::select().order_by(|u| u.id).select(|u| u.id);
        all.prefix(Dialect::Mysql, "SQL_BIG_RESULT")
            .prefix(Dialect::Mysql, "SQL_NO_CACHE")
            .prefix(Dialect::Mariadb, "SQL_NO_CACHE")
            .suffix(Dialect::Postgres, "FOR READ ONLY")
            .comment("all")
    };
    assert_snapshot!(text_of(ids()));
    assert_snapshot!(mariadb(ids()));
    assert_snapshot!(mariadb(ids().limit_per(1, |u| u.active)));
    let top = cte("top", ids().limit(2));
    let outer = from(&top).prefix(Dialect::Mariadb, "SQL_NO_CACHE");
    assert_snapshot!(mariadb(outer.clone()));
    on_engines(|db| {
        let outer = outer.clone();
        async move {
            assert_eq!(ids().all(&db).await?, [1, 2, 3]);
            assert_eq!(ids().count(&db).await?, 3);
            assert!(ids().limit(1).exists(&db).await?);
            assert_eq!(outer.all(&db).await?, [1, 2]);
            Ok(())
        }
    });
}
