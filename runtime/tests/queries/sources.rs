use insta::assert_snapshot;
use ormolu::{Error, count, exists, from};

use crate::models::{Post, Tag, User};
use crate::running::on_engines;
use crate::support::{mariadb, sql};

/// How many posts an author has, and the latest of them.
macro_rules! per_author {
    () => {
        Post::select()
            .group_by(|p| p.author_id)
            .select(|author, p| (author, count(), p.id.max()))
    };
}

#[test]
fn a_query_in_from() {
    let busy = from(per_author!()).filter(|s| s.1.gt(1));
    assert_snapshot!(sql(busy.select(|s| (s.0, s.2))));
    let of_one = from(User::select().select(|u| u.age)).filter(|age| age.gt(30));
    assert_snapshot!(sql(of_one.select(|age| age.max())));
    let models = User::select()
        .order_by(|u| u.id)
        .limit(2)
        .subquery()
        .filter(|u| u.posts().exists());
    assert_snapshot!(sql(models));
    let mixed = Post::select()
        .left_join(|p| p.tags())
        .select(|(p, t)| (p.id, p.status, t, (t.id, p.title)))
        .subquery();
    assert_snapshot!(sql(mixed
        .filter(|s| s.2.name.eq("rust"))
        .select(|s| (s.1, s.2, s.3.1))));
}

#[test]
fn a_query_in_a_join() {
    let inner = User::select().join_query(per_author!(), |(u, s)| u.id.eq(s.0));
    assert_snapshot!(sql(inner.select(|(u, s)| (u.name, s.1, s.2))));
    let left = User::select().left_join_query(per_author!(), |(u, s)| u.id.eq(s.0));
    assert_snapshot!(sql(left.select(|(u, s)| (u.name, s.1.or_value(0)))));
    let of_models = Post::select()
        .left_join_query(User::select().filter(|u| u.active), |(p, u)| {
            p.author_id.eq(u.id)
        });
    assert_snapshot!(sql(of_models.select(|(p, u)| (p.id, u.name))));
    let total = Post::select().select(|p| p.score.sum());
    let share = Post::select().cross_join_query(total);
    assert_snapshot!(sql(share.select(|(p, total)| (p.id, p.score / total))));
    let grouped = User::select()
        .join_query(per_author!(), |(u, s)| u.id.eq(s.0))
        .group_by(|(u, _)| u.active)
        .select(|active, (_, s)| (active, s.1.sum()));
    assert_snapshot!(sql(grouped));
}

#[test]
fn lateral() {
    let latest = User::select()
        .join_lateral(|u| {
            let own = Post::select().filter(|p| p.author_id.eq(u.id));
            own.order_by(|p| p.id.desc()).limit(2)
        })
        .select(|(u, p)| (u.name, p.title));
    assert_snapshot!(sql(latest));
    let counted = User::select()
        .left_join_lateral(|u| {
            let own = Post::select().filter(|p| p.author_id.eq(u.id));
            own.select(|p| (p.id.max(), p.title.min()))
        })
        .select(|(u, s)| (u.name, s.0, s.1));
    assert_snapshot!(sql(counted));
}

#[test]
fn a_subquery_does_not_see_the_tables_beside_it() {
    let mut user = None;
    let query = User::select().filter(|u| {
        user = Some(u.id);
        true
    });
    let posts = Post::select().filter(|p| p.author_id.eq(user.unwrap()));
    let query = query.join_query(posts, |(u, p)| u.id.eq(p.author_id));
    let error = query.to_sql(ormolu::Dialect::Postgres).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a subquery in FROM uses a column of a table beside it: say `join_lateral`, or put the \
         condition into the join"
    );
}

#[test]
fn derived_rows_are_those_of_their_query() {
    on_engines(|db| async move {
        let busy = from(per_author!())
            .filter(|s| s.1.gt(1))
            .select(|s| (s.0, s.2));
        assert_eq!(busy.all(&db).await?, [(1, Some(2))]);
        assert_eq!(from(per_author!()).count(&db).await?, 2);
        let all = User::select()
            .left_join_query(per_author!(), |(u, s)| u.id.eq(s.0))
            .order_by(|(u, _)| u.id)
            .select(|(u, s)| (u.name, s.1, s.2));
        let expected = [
            ("Ann".into(), Some(2), Some(2)),
            ("Bob".into(), Some(1), Some(3)),
            ("Cid".into(), None, None),
        ];
        assert_eq!(all.all(&db).await?, expected);
        let total = Post::select().select(|p| p.score.sum());
        let share = Post::select()
            .cross_join_query(total)
            .order_by(|(p, _)| p.id)
            .select(|(p, total)| p.score / total);
        assert_eq!(share.all(&db).await?, [Some(0.25), None, Some(0.75)]);
        Ok(())
    });
}

#[test]
fn tables_come_through_a_subquery_whole() {
    on_engines(|db| async move {
        let tagged = Post::select()
            .left_join(|p| p.tags())
            .select(|(p, t)| (p.id, p.status, t, (p.title, t.id)))
            .subquery()
            .order_by(|s| (s.0, s.2.id));
        let rows = tagged
            .clone()
            .select(|s| (s.0, s.2, s.3.0))
            .all(&db)
            .await?;
        let names: Vec<_> = rows
            .iter()
            .map(|(id, tag, title)| (*id, tag.as_ref().map(|tag| &tag.name[..]), &title[..]))
            .collect();
        let expected = [
            (1, Some("rust"), "One"),
            (1, Some("orm"), "One"),
            (2, None, "Two"),
            (3, Some("rust"), "one"),
        ];
        assert_eq!(names, expected);
        assert_eq!(tagged.all(&db).await?.len(), 4);
        let first = User::select().order_by(|u| u.id).limit(2).subquery();
        let writers = first.filter(|u| u.posts().any(|p| p.id.eq(3)));
        let writers = writers.all(&db).await?;
        assert_eq!(
            writers
                .iter()
                .map(|u| u.row().name.clone())
                .collect::<Vec<_>>(),
            ["Bob"]
        );
        let active = User::select().filter(|u| u.active);
        let rows = User::select()
            .left_join_query(active, |(u, a)| u.boss_id.eq(a.id))
            .order_by(|(u, _)| u.id)
            .select(|(_, a)| a);
        let names: Vec<_> = rows.all(&db).await?;
        let names: Vec<_> = names
            .into_iter()
            .map(|user| user.map(|user| user.name))
            .collect();
        assert_eq!(
            names,
            [None, Some("Ann".to_owned()), Some("Ann".to_owned())]
        );
        Ok(())
    });
}

#[test]
fn lateral_runs_for_each_row() {
    on_engines(|db| async move {
        let latest = User::select()
            .left_join_lateral(|u| {
                let own = Post::select().filter(|p| p.author_id.eq(u.id));
                own.order_by(|p| p.id.desc()).limit(1)
            })
            .order_by(|(u, _)| u.id)
            .select(|(u, p)| (u.id, p.title));
        match db.dialect() {
            ormolu::Dialect::Postgres => {
                let expected = [(1, Some("Two".into())), (2, Some("one".into())), (3, None)];
                assert_eq!(latest.all(&db).await?, expected);
            }
            _ => assert!(matches!(
                latest.all(&db).await,
                Err(Error::Unsupported { .. })
            )),
        }
        Ok(())
    });
}

#[test]
fn the_first_of_each_group() {
    let newest = || {
        Post::select()
            .distinct_on(|p| p.author_id)
            .order_by(|p| p.id.desc())
    };
    assert_snapshot!(sql(newest().select(|p| (p.author_id, p.title))));
    let reversed = Post::select()
        .distinct_on(|p| (p.author_id, p.status))
        .order_by(|p| (p.author_id.desc(), p.id))
        .limit(2);
    assert_snapshot!(sql(reversed.select(|p| p.title)));
    on_engines(|db| async move {
        let titles = newest().select(|p| (p.author_id, p.title));
        assert_eq!(
            titles.all(&db).await?,
            [(1, "Two".into()), (2, "one".into())]
        );
        assert_eq!(newest().count(&db).await?, 2);
        let models = newest().all(&db).await?;
        assert_eq!(
            models.iter().map(|p| p.row().id).collect::<Vec<_>>(),
            [2, 3]
        );
        let ids = newest().select(|p| p.id);
        let others = Post::select().filter(|p| p.id.not_in(ids));
        assert_eq!(others.select(|p| p.id).all(&db).await?, [1]);
        Ok(())
    });
}

#[test]
fn ties_come_along() {
    let youngest = || {
        User::select()
            .order_by(|u| u.active.desc())
            .limit_with_ties(1)
    };
    assert_snapshot!(sql(youngest().select(|u| u.name)));
    assert_snapshot!(sql(youngest().offset(1).select(|u| u.name)));
    assert_snapshot!(mariadb(youngest().offset(1).select(|u| u.name)));
    let error = User::select()
        .limit_with_ties(1)
        .to_sql(ormolu::Dialect::Sqlite);
    assert_eq!(
        error.unwrap_err().to_string(),
        "`limit_with_ties` without `order_by`: all rows would be equal"
    );
    on_engines(|db| async move {
        let mut names = youngest().select(|u| u.name).all(&db).await?;
        names.sort();
        assert_eq!(names, ["Ann", "Bob"]);
        assert_eq!(youngest().count(&db).await?, 2);
        assert_eq!(youngest().offset(1).count(&db).await?, 1);
        assert_eq!(youngest().offset(2).count(&db).await?, 1);
        Ok(())
    });
}

#[test]
fn b58_unconnected_tables_are_refused() {
    let message = |query: Result<_, Error>| {
        query
            .map(|_: ormolu::Statement| ())
            .unwrap_err()
            .to_string()
    };
    let apart = User::select().join_on::<Post>(|(u, _)| u.age.gt(1));
    assert_snapshot!(message(apart.to_sql(ormolu::Dialect::Sqlite)));
    let third = Post::select()
        .join(|p| p.author())
        .join_on::<Tag>(|(_, _, t)| t.name.eq("rust"));
    assert_snapshot!(message(third.clone().to_sql(ormolu::Dialect::Sqlite)));
    let filtered = third.filter(|(p, _, t)| p.title.eq(t.name));
    assert!(filtered.to_sql(ormolu::Dialect::Sqlite).is_ok());
    let through_the_query_around = User::select().filter(|u| {
        exists(
            Post::select()
                .join_on::<Tag>(move |(_, t)| t.id.eq(u.id))
                .filter(move |(p, _)| p.author_id.eq(u.id)),
        )
    });
    assert!(
        through_the_query_around
            .to_sql(ormolu::Dialect::Sqlite)
            .is_ok()
    );
    let lonely = User::select().join_query(per_author!(), |(_, s)| s.1.gt(1));
    assert_snapshot!(message(lonely.to_sql(ormolu::Dialect::Sqlite)));
    assert_snapshot!(sql(User::select()
        .cross_join::<Tag>()
        .select(|(u, t)| (u.id, t.id))));
}
