use insta::assert_snapshot;
use ormolu::rust_decimal::Decimal;
use ormolu::uuid::Uuid;
use ormolu::{Dialect, Error, case, count, count_if, from, window};

use crate::models::{Post, Status, Tag, User};
use crate::running::on_engines;
use crate::support::sql;

#[test]
fn results_have_one_type_on_all_engines() {
    assert_snapshot!(sql(User::select().select(|u| (
        count(),
        u.bio.count(),
        u.name.count_distinct(),
        u.age.sum(),
        u.age.avg(),
        u.age.min(),
        u.name.max(),
    ))));
    assert_snapshot!(sql(Post::select().select(|p| (
        p.price.sum(),
        p.price.avg(),
        p.price.min(),
        p.price.count_distinct(),
        p.score.sum(),
        p.score.avg(),
    ))));
}

#[test]
fn groups() {
    let titles = User::select()
        .join(|u| u.posts())
        .group_by(|(u, _)| u.name)
        .having(|_, (_, p)| p.id.count().gt(1))
        .having(|name, _| name.ne("Bob"))
        .order_by(|_, (_, p)| p.id.count().desc())
        .select(|name, (_, p)| (name, p.id.count()));
    assert_snapshot!(sql(titles));
    let several = Post::select()
        .group_by(|p| (p.author_id, p.price))
        .having(|_, p| p.price.sum().ge(Decimal::TEN))
        .select(|key, p| (key, p.status.count()));
    assert_snapshot!(sql(several));
}

#[test]
fn a_group_by_an_expression_with_values_is_the_selected_one() {
    let decades = User::select()
        .group_by(|u| u.age / 10)
        .select(|decade, _| (count(), decade));
    assert_snapshot!(sql(decades));
}

#[test]
fn an_order_by_a_key_with_values_is_the_key() {
    let decades = User::select()
        .group_by(|u| u.age / 10)
        .having(|decade, _| decade.gt(2))
        .order_by(|decade, u| (decade.desc(), u.age.max()))
        .select(|decade, _| (count(), decade));
    assert_snapshot!(sql(decades.clone()));
    let hidden = User::select()
        .group_by(|u| u.age / 10)
        .order_by(|decade, _| decade)
        .select(|_, u| u.age.max());
    assert_snapshot!(sql(hidden.clone()));
    let names = User::select()
        .distinct()
        .order_by(|u| u.bio.or_value("none").desc())
        .select(|u| u.bio.or_value("none"));
    assert_snapshot!(sql(names.clone()));
    on_engines(|db| {
        let (decades, hidden, names) = (decades.clone(), hidden.clone(), names.clone());
        async move {
            assert_eq!(decades.all(&db).await?, [(1, Some(4)), (2, Some(3))]);
            assert_eq!(hidden.all(&db).await?, [Some(31), Some(40)]);
            assert_eq!(names.all(&db).await?, ["none", "c", "b"]);
            Ok(())
        }
    });
}

#[test]
fn a_column_beside_an_aggregate_is_refused() {
    assert_snapshot!(sql(User::select().select(|u| (u.name, count()))));
    assert_snapshot!(sql(User::select().select(|u| (count(), u.posts().count()))));
    assert_snapshot!(sql(User::select()
        .order_by(|u| u.id)
        .select(|u| u.age.max())));
    assert_snapshot!(sql(User::select()
        .filter(|u| u.age.max().gt(3))
        .select(|u| u.id)));
    assert_snapshot!(sql(User::select().select(|u| u.age.sum().sum())));
    // The column of the query around it has one value.
    let inside = User::select().select(|u| {
        let best = Post::select().filter(|p| p.author_id.eq(u.id));
        (
            u.name,
            best.select(|p| p.id.max().or_value(0) + u.id).scalar(),
        )
    });
    assert!(inside.to_sql(Dialect::Sqlite).is_ok());
}

#[test]
fn aggregates_of_some_rows() {
    let some = Post::select().select(|p| {
        (
            count_if(p.status.eq(Status::Draft)),
            count().filter_where(p.id.gt(1)).filter_where(p.id.lt(3)),
            p.price.sum().filter_where(p.id.lt(3)),
            p.author_id.count_distinct().filter_where(p.id.lt(3)),
            p.author_id.sum_distinct(),
            p.score.max().filter_where(p.id.gt(9)),
        )
    });
    assert_snapshot!(sql(some.clone()));
    on_engines(|db| {
        let some = some.clone();
        async move {
            let row = some.one(&db).await?;
            let price = row.2.map(|price| price.normalize().to_string());
            assert_eq!(price.as_deref(), Some("19.75"));
            assert_eq!(
                (row.0, row.1, row.3, row.4, row.5),
                (1, 1, 1, Some(3), None)
            );
            Ok(())
        }
    });
}

#[test]
fn truth_and_spread() {
    let users = User::select().select(|u| {
        (
            u.active.bool_and(),
            u.active.bool_or(),
            u.bio.eq("b").bool_or(),
            u.age.gt(99).bool_or(),
            u.age.var_samp(),
            u.age.var_pop(),
            u.age.stddev_samp(),
            u.age.stddev_pop(),
        )
    });
    assert_snapshot!(sql(users.clone()));
    on_engines(|db| {
        let users = users.clone();
        async move {
            let row = users.one(&db).await?;
            let truths = (Some(false), Some(true), Some(true), Some(false));
            assert_eq!((row.0, row.1, row.2, row.3), truths);
            let mean: f64 = 101.0 / 3.0;
            let squares: f64 = [40.0, 30.0, 31.0]
                .map(|age: f64| (age - mean).powi(2))
                .iter()
                .sum();
            let pop = squares / 3.0;
            let expected = [squares / 2.0, pop, (squares / 2.0).sqrt(), pop.sqrt()];
            for (got, expected) in [row.4, row.5, row.6, row.7].into_iter().zip(expected) {
                let close = got.is_some_and(|got| (got - expected).abs() < 1e-9);
                assert!(close, "{got:?} for {expected} on {:?}", db.dialect());
            }
            Ok(())
        }
    });
}

#[test]
fn lists_of_values() {
    let lists = || {
        Post::select().select(|p| {
            (
                p.title.string_agg(" / ").order_by(p.id.desc()),
                p.title
                    .string_agg("'\\")
                    .order_by(p.id)
                    .filter_where(p.id.ne(2)),
                p.title.string_agg(",").filter_where(p.id.gt(9)),
                p.id.array_agg().order_by(p.id.desc()),
                p.title.array_agg().order_by(p.id).filter_where(p.id.gt(1)),
                p.price.array_agg().order_by(p.id),
                p.score.array_agg().order_by(p.id),
                p.token.array_agg().order_by(p.id),
                p.author_id.array_agg().distinct().order_by(p.author_id),
                p.id.eq(2).array_agg().order_by(p.id),
                p.id.array_agg().filter_where(p.id.gt(9)),
                p.score.gt(0.7).array_agg().order_by(p.id),
            )
        })
    };
    assert_snapshot!(sql(lists()));
    on_engines(|db| async move {
        let row = lists().one(&db).await?;
        assert_eq!(row.0.as_deref(), Some("one / Two / One"));
        assert_eq!(row.1.as_deref(), Some("One'\\one"));
        assert_eq!(row.2, None);
        assert_eq!(row.3, [3, 2, 1]);
        assert_eq!(row.4, ["Two", "one"]);
        let prices: Vec<_> = row
            .5
            .iter()
            .map(|price| price.normalize().to_string())
            .collect();
        assert_eq!(prices, ["9.5", "10.25", "100"]);
        assert_eq!(row.6, [0.5, 1.5]);
        assert_eq!(row.7, [1, 2, 3].map(Uuid::from_u128));
        assert_eq!(row.8, [1, 2]);
        assert_eq!(row.9, [false, true, false]);
        assert_eq!(row.10, [0_i64; 0]);
        assert_eq!(row.11, [false, false, true]);
        Ok(())
    });
}

#[test]
fn text_with_quotes_comes_out_of_a_list_as_it_is() {
    on_engines(|db| async move {
        let hostile = ["\"", "\\", "a,b", "é\n", "]", "null"];
        db.execute_script(&["delete from tags"]).await?;
        for (id, text) in (1..).zip(hostile) {
            let text = match db.dialect() {
                Dialect::Mariadb | Dialect::Mysql => text.replace('\\', "\\\\"),
                _ => text.to_owned(),
            };
            db.execute_script(&[&format!("insert into tags values ({id}, '{text}')")])
                .await?;
        }
        let names = Tag::select().select(|t| t.name.array_agg().order_by(t.id));
        assert_eq!(names.one(&db).await?, hostile);
        let thirds = Post::select().select(|p| (p.score / 3.0).array_agg().order_by(p.id));
        assert_eq!(thirds.one(&db).await?, [0.5 / 3.0, 1.5 / 3.0]);
        Ok(())
    });
}

#[test]
fn a_long_list_is_not_cut_off() {
    on_engines(|db| async move {
        db.execute_script(&["delete from tags"]).await?;
        let name = "x".repeat(50);
        let rows: Vec<_> = (0..30_000).map(|id| format!("({id}, '{name}')")).collect();
        db.execute_script(&[&format!("insert into tags values {}", rows.join(", "))])
            .await?;
        let all = Tag::select().select(|t| t.name.string_agg(","));
        assert_eq!(
            all.one(&db).await?.map(|text| text.len()),
            Some(30_000 * 51 - 1)
        );
        Ok(())
    });
}

#[test]
fn mistakes_inside_aggregates() {
    let mistakes = [
        sql(User::select().select(|u| u.name.string_agg(", ").distinct())),
        sql(User::select().select(|u| u.name.string_agg(",").distinct().order_by(u.id))),
        sql(User::select().select(|u| u.age.sum().order_by(u.id))),
        sql(User::select().select(|u| u.age.count_distinct().over(window()))),
        sql(User::select().select(|u| u.name.string_agg(",").over(window()))),
    ];
    assert_snapshot!(mistakes.join("\n"));
}

#[test]
fn percentiles() {
    let ages = || {
        User::select().select(|u| {
            (
                u.age.percentile_cont(0.25),
                u.age.percentile_disc(0.5),
                u.name.percentile_disc(1.0),
                u.bio.mode(),
            )
        })
    };
    let prices = || Post::select().select(|p| (p.price.percentile_disc(0.5), p.author_id.mode()));
    assert_snapshot!(sql(ages()) + &sql(prices()));
    let over = || {
        User::select().order_by(|u| u.id).select(|u| {
            let all = window().partition_by(u.active);
            (
                u.age.percentile_cont(0.5).over(all.clone()),
                u.age.percentile_disc(0.5).over(all),
            )
        })
    };
    on_engines(|db| async move {
        if matches!(db.dialect(), Dialect::Mariadb | Dialect::Mysql) {
            let refused = ages().all(&db).await;
            assert!(matches!(refused, Err(Error::Unsupported { .. })));
        } else {
            let row = ages().one(&db).await?;
            let (text, bio) = (Some("Cid".to_owned()), Some("b".to_owned()));
            assert_eq!(row, (Some(30.5), Some(31), text, bio));
            let (price, author) = prices().one(&db).await?;
            assert_eq!(
                price.map(|price| price.normalize()),
                Some(Decimal::new(1025, 2))
            );
            assert_eq!(author, Some(1));
        }
        if db.dialect() == Dialect::Postgres {
            let refused = over().all(&db).await;
            assert!(matches!(refused, Err(Error::Unsupported { .. })));
        } else {
            let expected = [
                (Some(35.0), Some(30)),
                (Some(35.0), Some(30)),
                (Some(31.0), Some(31)),
            ];
            assert_eq!(over().all(&db).await?, expected);
        }
        Ok(())
    });
}

/// Tables that Ormolu did not make hold decimals as floats on SQLite, and computed ones are text.
#[test]
fn decimals_of_a_numeric_column() {
    on_engines(|db| async move {
        if db.dialect() == Dialect::Sqlite {
            db.execute_script(&[
                "alter table posts add column number numeric",
                "update posts set number = price",
                "alter table posts drop column price",
                "alter table posts rename column number to price",
            ])
            .await?;
        }
        let ten = Decimal::TEN;
        let posts = || Post::select().order_by(|p| p.id);
        let of_author = Post::select().group_by(|p| p.author_id);
        let dear = of_author.having(|_, p| p.price.min().gt(ten));
        assert_eq!(dear.select(|author, _| author).all(&db).await?, [2]);
        let dear = User::select().filter(|u| u.posts().max(|p| p.price).lt(ten + ten));
        assert_eq!(dear.select(|u| u.id).all(&db).await?, [1]);
        let pairs = posts().select(|p| {
            let before = p.price.lag(1).over(window().order_by(p.id));
            (p.id, before.or_value(ten))
        });
        let cheaper = from(pairs).filter(|p| p.1.le(ten)).order_by(|p| p.0);
        assert_eq!(cheaper.select(|p| p.0).all(&db).await?, [1, 2]);
        let third = posts().filter(|p| p.price.greatest(ten).gt(p.price));
        assert_eq!(third.select(|p| p.id).all(&db).await?, [1]);
        let other = posts().filter(|p| p.price.nullif(Decimal::ONE_HUNDRED).is_null());
        assert_eq!(other.select(|p| p.id).all(&db).await?, [3]);
        let chosen = posts().filter(|p| {
            let price = case().when(p.id.gt(1), p.price).else_(Decimal::ZERO);
            price.between(Decimal::ZERO, ten + ten)
        });
        assert_eq!(chosen.select(|p| p.id).all(&db).await?, [1, 2]);
        let sorted = Post::select().order_by(|p| {
            let fifty = Decimal::from(50);
            case().when(p.id.gt(1), p.price).else_(fifty)
        });
        assert_eq!(sorted.select(|p| p.id).all(&db).await?, [2, 1, 3]);
        Ok(())
    });
}

/// An average that does not end can be calculated with.
#[test]
fn calculating_with_an_average() {
    on_engines(|db| async move {
        let thrice = Post::select().select(|p| p.price.avg() * Decimal::new(300, 2));
        let thrice = thrice.one(&db).await?.map(|sum| sum.round_dp(2));
        assert_eq!(thrice, Some(Decimal::new(11975, 2)));
        Ok(())
    });
}

#[test]
fn extremes_of_bytes() {
    let tokens = || Post::select().select(|p| (p.token.min(), p.token.max()));
    assert_snapshot!(sql(tokens()));
    on_engines(|db| async move {
        let ends = (Some(Uuid::from_u128(1)), Some(Uuid::from_u128(3)));
        assert_eq!(tokens().one(&db).await?, ends);
        Ok(())
    });
}
