use insta::assert_snapshot;
use ormolu::rust_decimal::Decimal;
use ormolu::uuid::Uuid;
use ormolu::{count, exists, from, generate_series, unnest, values};

use crate::models::{Post, Status, Tag, User};
use crate::running::on_engines;
use crate::support::{mariadb, sql};

#[test]
fn lists_as_sources() {
    let medals = values([(1_i64, "gold"), (2, "silver")]);
    let users = User::select().join_query(medals, |(u, v)| u.id.eq(v.0));
    assert_snapshot!(sql(users.select(|(u, v)| (u.name, v.1))));
    assert_snapshot!(sql(from(values([(1_i64, Some(Status::Draft))]))));
    assert_snapshot!(sql(from(values([1_i32; 0]))));
    assert_snapshot!(sql(from(unnest([1_i64, 2])).filter(|id| id.gt(1))));
    assert_snapshot!(sql(from(unnest([Status::Draft]))));
    assert_snapshot!(sql(from(unnest([0.5_f64]))));
    assert_snapshot!(sql(from(generate_series(1, 3))));
    assert_snapshot!(sql(
        from(generate_series(3, 1).step_by(-2)).filter(|n| n.gt(1))
    ));
    assert_snapshot!(sql(from(generate_series(3, 1))));
    assert_snapshot!(sql(from(generate_series(3, 1).step_by(0))));
    assert_snapshot!(sql(from(generate_series(1, 2_000_000))));
}

#[test]
fn lists_on_mariadb() {
    let medals = || values([(1_i64, Some("gold".to_owned())), (2, None)]);
    assert_snapshot!(mariadb(from(medals())));
    assert_snapshot!(mariadb(from(unnest(["a", "b"]))));
}

#[test]
fn values_come_back() {
    on_engines(|db| async move {
        let medals = || values([(1_i64, "gold"), (3, "silver")]);
        let users = User::select()
            .left_join_query(medals(), |(u, v)| u.id.eq(v.0))
            .order_by(|(u, _)| u.id)
            .select(|(u, v)| (u.name, v.1));
        let expected = [
            ("Ann".into(), Some("gold".into())),
            ("Bob".into(), None),
            ("Cid".into(), Some("silver".into())),
        ];
        assert_eq!(users.all(&db).await?, expected);
        let rows = vec![
            (1_i32, true, Some(Decimal::new(15, 1)), Uuid::from_u128(1)),
            (2, false, None, Uuid::from_u128(2)),
        ];
        let back = from(values(rows.clone())).order_by(|v| v.0);
        assert_eq!(back.all(&db).await?, rows);
        // A later text may be longer than the first.
        let texts = from(values(["a", "bcd", "ef"])).order_by(|text| text);
        assert_eq!(texts.all(&db).await?, ["a", "bcd", "ef"]);
        let by_name = User::select().join_query(values(["Ann", "Zoe"]), |(u, v)| u.name.eq(v));
        assert_eq!(by_name.select(|(u, _)| u.id).all(&db).await?, [1]);
        let by_status =
            Post::select().join_query(values([(Status::Draft, "d")]), |(p, v)| p.status.eq(v.0));
        assert_eq!(
            by_status.select(|(p, v)| (p.id, v.1)).all(&db).await?,
            [(1, "d".into())]
        );
        assert_eq!(from(values([(1, 2); 0])).count(&db).await?, 0);
        Ok(())
    });
}

#[test]
fn elements_come_back() {
    on_engines(|db| async move {
        let missing = from(unnest([1_i64, 2, 7]))
            .filter(|id| !exists(User::select().filter(move |u| u.id.eq(id))));
        assert_eq!(missing.all(&db).await?, [7]);
        let tokens = [Uuid::from_u128(3), Uuid::from_u128(9)];
        let found = Post::select().join_query(unnest(tokens), |(p, t)| p.token.eq(t));
        assert_eq!(found.select(|(p, _)| p.id).all(&db).await?, [3]);
        let texts = ["it's", "a \"b\"", "é\\", ""];
        let back = from(unnest(texts)).all(&db).await?;
        assert_eq!(back, texts);
        assert_eq!(from(unnest([0.1_f64, 1e300])).all(&db).await?, [0.1, 1e300]);
        assert_eq!(
            from(unnest([Some(1_i64), None])).all(&db).await?,
            [Some(1), None]
        );
        assert_eq!(from(unnest([1_i64; 0])).count(&db).await?, 0);
        let names = Tag::select().join_query(unnest(["orm"]), |(t, name)| t.name.eq(name));
        assert_eq!(names.count(&db).await?, 1);
        Ok(())
    });
}

#[test]
fn series_have_no_gaps() {
    on_engines(|db| async move {
        let ages = from(generate_series(29, 32))
            .left_join_on::<User>(|(n, u)| (u.id + 29).eq(n))
            .group_by(|(age, _)| age)
            .order_by(|age, _| age)
            .select(|age, (_, u)| (age, u.id.count()));
        assert_eq!(ages.all(&db).await?, [(29, 0), (30, 1), (31, 1), (32, 1)]);
        let down = from(generate_series(5, -4).step_by(-3));
        assert_eq!(down.order_by(|n| n.desc()).all(&db).await?, [5, 2, -1, -4]);
        assert_eq!(from(generate_series(1, 0)).all(&db).await?, [0; 0]);
        assert_eq!(from(generate_series(1, 0).step_by(2)).count(&db).await?, 0);
        assert_eq!(
            from(generate_series(i64::MAX, i64::MAX)).all(&db).await?,
            [i64::MAX]
        );
        let many = from(generate_series(1, 5_000)).select(|n| (n.max(), count()));
        assert_eq!(many.one(&db).await?, (Some(5_000), 5_000));
        Ok(())
    });
}
