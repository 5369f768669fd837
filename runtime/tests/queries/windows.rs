use insta::assert_snapshot;
use ormolu::{
    Bound, Dialect, Error, Exclude, count, cume_dist, dense_rank, ntile, percent_rank, rank,
    row_number, window,
};

use crate::models::{Post, Status, User};
use crate::running::on_engines;
use crate::support::sql;

#[test]
fn ranks() {
    let ranks = User::select().order_by(|u| u.id).select(|u| {
        (
            row_number().over(window().order_by(u.name.desc())),
            rank().over(window().order_by(u.active)),
            dense_rank().over(window().order_by(u.active)),
            percent_rank().over(window().order_by(u.age)),
            cume_dist().over(window().order_by(u.age)),
            ntile(2).over(window().partition_by(u.active).order_by((u.age, u.id))),
        )
    });
    assert_snapshot!(sql(ranks.clone()));
    on_engines(|db| {
        let ranks = ranks.clone();
        async move {
            let rounded = |fraction: f64| (fraction * 1e9).round();
            let rows = ranks.all(&db).await?.into_iter();
            let rows: Vec<_> = rows
                .map(|row| (row.0, row.1, row.2, rounded(row.3), rounded(row.4), row.5))
                .collect();
            let third = 1.0 / 3.0;
            let expected = [
                (3, 2, 2, rounded(1.0), rounded(1.0), 2),
                (2, 2, 2, rounded(0.0), rounded(third), 1),
                (1, 1, 1, rounded(0.5), rounded(2.0 * third), 1),
            ];
            assert_eq!(rows, expected, "{:?}", db.dialect());
            Ok(())
        }
    });
}

#[test]
fn neighbours() {
    let neighbours = Post::select().order_by(|p| p.id).select(|p| {
        let by_id = window().order_by(p.id);
        (
            p.score.lag(1).over(by_id.clone()),
            p.score.lag_or(1, 9.0).over(by_id.clone()),
            p.title.lead_or(2, "none").over(by_id.clone()),
            p.status.lead(1).over(by_id.clone()),
            p.title.first_value().over(by_id.clone()),
            p.title
                .last_value()
                .over(by_id.clone().rows(Bound::Unbounded, Bound::Unbounded)),
            p.id.nth_value(2).over(by_id),
        )
    });
    assert_snapshot!(sql(neighbours.clone()));
    on_engines(|db| {
        let neighbours = neighbours.clone();
        async move {
            let text = |text: &str| Some(text.to_owned());
            let published = Some(Status::Published);
            let expected = [
                (
                    None,
                    Some(9.0),
                    "one".to_owned(),
                    published,
                    text("One"),
                    text("one"),
                    None,
                ),
                (
                    Some(0.5),
                    Some(0.5),
                    "none".to_owned(),
                    published,
                    text("One"),
                    text("one"),
                    Some(2),
                ),
                (
                    None,
                    None,
                    "none".to_owned(),
                    None,
                    text("One"),
                    text("one"),
                    Some(2),
                ),
            ];
            assert_eq!(neighbours.all(&db).await?, expected, "{:?}", db.dialect());
            Ok(())
        }
    });
}

#[test]
fn aggregates_over_windows() {
    let totals = Post::select().order_by(|p| p.id).select(|p| {
        let by_author = window().partition_by(p.author_id);
        (
            count().over(by_author.clone()),
            p.price.sum().over(by_author.clone()),
            p.price.sum().over(window().order_by(p.id)),
            p.price.max().over(
                window()
                    .order_by(p.id)
                    .rows(Bound::Preceding(1), Bound::CurrentRow),
            ),
            p.price.avg().over(by_author),
            p.id.sum().over(
                window()
                    .order_by(p.id)
                    .rows(Bound::CurrentRow, Bound::Following(1)),
            ),
            p.id.sum().filter_where(p.id.gt(1)).over(window()),
            p.id.sum().over(
                window()
                    .order_by(p.id)
                    .range(Bound::Preceding(1), Bound::Following(0)),
            ),
        )
    });
    assert_snapshot!(sql(totals.clone()));
    on_engines(|db| {
        let totals = totals.clone();
        async move {
            let rows = totals.all(&db).await?;
            let sums: Vec<_> = rows
                .iter()
                .map(|row| (row.0, row.5, row.6, row.7))
                .collect();
            let expected = [
                (2, Some(3), Some(5), Some(1)),
                (2, Some(5), Some(5), Some(3)),
                (1, Some(3), Some(5), Some(5)),
            ];
            assert_eq!(sums, expected, "{:?}", db.dialect());
            let decimals: Vec<_> = rows
                .iter()
                .map(|row| [row.1, row.2, row.3, row.4].map(|n| n.unwrap().normalize().to_string()))
                .collect();
            let expected = [
                ["19.75", "9.5", "9.5", "9.875"],
                ["19.75", "19.75", "10.25", "9.875"],
                ["100", "119.75", "100", "100"],
            ];
            assert_eq!(decimals, expected, "{:?}", db.dialect());
            Ok(())
        }
    });
}

#[test]
fn frames_of_groups_and_exclusion() {
    let others = User::select().order_by(|u| u.id).select(|u| {
        let by_active = window().order_by(u.active);
        (
            u.age.sum().over(
                by_active
                    .clone()
                    .groups(Bound::Preceding(1), Bound::CurrentRow),
            ),
            u.age.sum().over(
                window()
                    .order_by(u.id)
                    .rows(Bound::Unbounded, Bound::Unbounded)
                    .exclude(Exclude::CurrentRow),
            ),
            u.age.sum().over(by_active.clone().exclude(Exclude::Group)),
            u.age.sum().over(by_active.exclude(Exclude::Ties)),
        )
    });
    assert_snapshot!(sql(others.clone()));
    on_engines(|db| {
        let others = others.clone();
        async move {
            if matches!(db.dialect(), Dialect::Mariadb | Dialect::Mysql) {
                let refused = others.all(&db).await;
                assert!(matches!(refused, Err(Error::Unsupported { .. })));
                return Ok(());
            }
            let expected = [
                (Some(101), Some(61), Some(31), Some(71)),
                (Some(101), Some(71), Some(31), Some(61)),
                (Some(31), Some(70), None, Some(31)),
            ];
            assert_eq!(others.all(&db).await?, expected, "{:?}", db.dialect());
            Ok(())
        }
    });
}

#[test]
fn windows_over_groups() {
    let shares = Post::select()
        .group_by(|p| p.author_id)
        .order_by(|author, _| author)
        .select(|author, p| {
            (
                author,
                p.id.sum().sum().over(window()),
                rank().over(window().order_by(p.id.sum().desc())),
                p.id.count().lag(1).over(window().order_by(author)),
            )
        });
    assert_snapshot!(sql(shares.clone()));
    on_engines(|db| {
        let shares = shares.clone();
        async move {
            let rows = shares.all(&db).await?;
            let expected = [(1, Some(6), 1, None), (2, Some(6), 1, Some(2))];
            assert_eq!(rows, expected, "{:?}", db.dialect());
            Ok(())
        }
    });
}

#[test]
fn a_window_that_several_share_is_written_once() {
    let shared = User::select().order_by(|u| u.id).select(|u| {
        let of_age = window().partition_by(u.age / 10).order_by(u.id);
        (
            row_number().over(of_age.clone()),
            u.id.sum().over(of_age),
            count().over(window()),
            rank().over(window().order_by(u.name)),
        )
    });
    assert_snapshot!(sql(shared.clone()));
    on_engines(|db| {
        let shared = shared.clone();
        async move {
            let rows = shared.filter(|u| u.id.gt(0)).all(&db).await?;
            let expected = [(1, Some(1), 3, 1), (1, Some(2), 3, 2), (2, Some(5), 3, 3)];
            assert_eq!(rows, expected, "{:?}", db.dialect());
            Ok(())
        }
    });
}

#[test]
fn an_order_by_a_window() {
    let newest = Post::select()
        .order_by(|p| row_number().over(window().order_by(p.id.desc())))
        .select(|p| p.id);
    assert_snapshot!(sql(newest.clone()));
    on_engines(|db| {
        let newest = newest.clone();
        async move {
            assert_eq!(newest.all(&db).await?, [3, 2, 1]);
            Ok(())
        }
    });
}

#[test]
fn a_window_in_a_condition_is_refused() {
    let first = User::select().filter(|u| row_number().over(window().order_by(u.id)).eq(1));
    assert_snapshot!(sql(first));
    let nested = User::select().select(|u| {
        let ranked = rank().over(window().order_by(u.age));
        ranked.sum()
    });
    assert_snapshot!(sql(nested));
    let having = Post::select()
        .group_by(|p| p.author_id)
        .having(|author, _| rank().over(window().order_by(author)).eq(1))
        .select(|author, _| author);
    assert_snapshot!(sql(having));
}
