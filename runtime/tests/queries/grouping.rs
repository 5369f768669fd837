use insta::assert_snapshot;
use ormolu::{count, cube, grouping, grouping_sets, rank, rollup, window};

use crate::models::{Post, Status, User};
use crate::running::on_engines;
use crate::support::sql;

#[test]
fn subtotals_and_a_total() {
    let totals = || {
        Post::select()
            .group_by(|p| rollup((p.author_id, p.status)))
            .having(|_, p| p.id.sum().gt(0))
            .order_by(|(author, status), p| {
                (author.asc().nulls_last(), grouping(status), p.id.min())
            })
            .select(|(author, status), p| {
                (
                    author,
                    status,
                    count(),
                    p.author_id.max(),
                    grouping(status),
                    p.id.sum(),
                )
            })
    };
    assert_snapshot!(sql(totals()));
    on_engines(|db| async move {
        let (draft, published) = (Some(Status::Draft), Some(Status::Published));
        let expected = [
            (Some(1), draft, 1, Some(1), 0, Some(1)),
            (Some(1), published, 1, Some(1), 0, Some(2)),
            (Some(1), None, 2, Some(1), 1, Some(3)),
            (Some(2), published, 1, Some(2), 0, Some(3)),
            (Some(2), None, 1, Some(2), 1, Some(3)),
            (None, None, 3, Some(2), 1, Some(6)),
        ];
        assert_eq!(totals().all(&db).await?, expected, "{:?}", db.dialect());
        assert_eq!(totals().count(&db).await?, 6);
        Ok(())
    });
}

#[test]
fn each_subset_of_the_keys() {
    let ages = || {
        User::select()
            .filter(|u| u.id.gt(0))
            .group_by(|u| cube((u.active, u.age / 10)))
            .order_by(|(active, decade), _| {
                (grouping(active), grouping(decade.clone()), active, decade)
            })
            .select(|(active, decade), _| (active, decade.clone(), decade + 1, count()))
    };
    assert_snapshot!(sql(ages()));
    on_engines(|db| async move {
        let (yes, no) = (Some(true), Some(false));
        let expected = [
            (no, Some(3), Some(4), 1),
            (yes, Some(3), Some(4), 1),
            (yes, Some(4), Some(5), 1),
            (no, None, None, 1),
            (yes, None, None, 2),
            (None, Some(3), Some(4), 2),
            (None, Some(4), Some(5), 1),
            (None, None, None, 3),
        ];
        assert_eq!(ages().all(&db).await?, expected, "{:?}", db.dialect());
        assert_eq!(ages().limit(2).offset(6).all(&db).await?, expected[6..]);
        Ok(())
    });
}

#[test]
fn chosen_sets() {
    let sets = || {
        Post::select()
            .group_by(|p| {
                grouping_sets((p.author_id, p.status), |(author, status)| {
                    (author, status, ())
                })
            })
            .order_by(|(author, status), _| (grouping(author), grouping(status), author, status))
            .select(|(author, _), p| (author, p.title.string_agg(",").order_by(p.id)))
    };
    assert_snapshot!(sql(sets()));
    let keys_only = || {
        User::select()
            .group_by(|u| rollup(u.active))
            .select(|active, _| active)
    };
    assert_snapshot!(sql(keys_only()));
    on_engines(|db| async move {
        let text = |text: &str| Some(text.to_owned());
        let expected = [
            (Some(1), text("One,Two")),
            (Some(2), text("one")),
            (None, text("One")),
            (None, text("Two,one")),
            (None, text("One,Two,one")),
        ];
        assert_eq!(sets().all(&db).await?, expected, "{:?}", db.dialect());
        let mut keys = keys_only().all(&db).await?;
        keys.sort();
        assert_eq!(keys, [None, Some(false), Some(true)]);
        db.execute_script(&["delete from users"]).await?;
        assert_eq!(keys_only().all(&db).await?, [None]);
        Ok(())
    });
}

#[test]
fn what_a_query_for_each_set_cannot_say() {
    let ranked = Post::select()
        .group_by(|p| rollup(p.author_id))
        .select(|author, p| (author, rank().over(window().order_by(p.id.count()))));
    assert_snapshot!(sql(ranked));
}

#[test]
fn some_rows_of_each() {
    let newest = || {
        Post::select()
            .filter(|p| p.id.gt(0))
            .order_by(|p| (p.score.desc().nulls_first(), p.id))
            .limit_per(1, |p| p.author_id)
    };
    assert_snapshot!(sql(newest().select(|p| (p.id, p.title))));
    let by_price = || {
        Post::select()
            .order_by(|p| p.price.desc())
            .limit_per(2, |p| p.status)
    };
    assert_snapshot!(sql(by_price().select(|p| p.id)));
    assert_snapshot!(sql(newest().group_by(|p| p.id).select(|id, _| id)));
    on_engines(|db| async move {
        assert_eq!(newest().select(|p| p.id).all(&db).await?, [2, 3]);
        assert_eq!(newest().count(&db).await?, 2);
        let models = newest().select(|p| p).all(&db).await?;
        assert_eq!(models[0].title, "Two");
        assert_eq!(by_price().select(|p| p.id).all(&db).await?, [3, 2, 1]);
        assert_eq!(by_price().limit(1).select(|p| p.id).all(&db).await?, [3]);
        Ok(())
    });
}
