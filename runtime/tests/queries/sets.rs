use insta::assert_snapshot;
use ormolu::rust_decimal::Decimal;
use ormolu::{Dialect, Error, exists, from, values};

use crate::models::{Post, Status, Tag, User};
use crate::running::on_engines;
use crate::support::sql;

#[test]
fn of_projections() {
    let names = || User::select().select(|u| u.name);
    let tags = || Tag::select().select(|t| t.name);
    assert_snapshot!(sql(names()
        .union(tags())
        .order_by(|name| name.desc())
        .limit(3)));
    assert_snapshot!(sql(names()
        .union_all(tags())
        .except(names())
        .intersect(tags())));
    let cut = names()
        .order_by(|u| u.id)
        .limit(1)
        .union_all(tags().union(names()));
    assert_snapshot!(sql(cut.filter(|name| name.ne("x"))));
    assert_snapshot!(sql(names().intersect_all(tags())));
    assert_snapshot!(sql(names()
        .except_all(tags())
        .order_by(|name| name.desc().nulls_first())));
}

#[test]
fn of_models_and_enumerations() {
    let young = User::select().filter(|u| u.age.lt(35));
    let active = User::select().filter(|u| u.active);
    assert_snapshot!(sql(young.union(active).order_by(|u| (u.name, u.id.desc()))));
    let statuses = |id: i64| {
        Post::select()
            .filter(move |p| p.id.eq(id))
            .select(|p| (p.id, p.status))
    };
    assert_snapshot!(sql(statuses(1).union(statuses(2))));
    assert_snapshot!(sql(statuses(1).union(statuses(2)).order_by(|s| s.1)));
}

#[test]
fn in_conditions() {
    let ids = User::select()
        .select(|u| u.id)
        .except(Post::select().select(|p| p.author_id));
    assert_snapshot!(sql(User::select()
        .filter(|u| u.id.in_(ids))
        .select(|u| u.name)));
    let either = Tag::select()
        .select(|t| t.id)
        .union(Post::select().select(|p| p.id));
    assert_snapshot!(sql(User::select()
        .filter(|_| exists(either))
        .select(|u| u.id)));
}

#[test]
fn rows_of_sets() {
    on_engines(|db| async move {
        let ids = || User::select().select(|u| u.id);
        let authors = || Post::select().select(|p| p.author_id);
        let sorted = ids().union_all(authors()).order_by(|id| id.desc());
        assert_eq!(sorted.all(&db).await?, [3, 2, 2, 1, 1, 1]);
        let both = ids().intersect(authors()).order_by(|id| id);
        assert_eq!(both.clone().all(&db).await?, [1, 2]);
        assert_eq!(both.count(&db).await?, 2);
        assert_eq!(ids().except(authors()).all(&db).await?, [3]);
        assert!(!ids().except(ids()).exists(&db).await?);
        assert_eq!(ids().union_all(ids()).limit(4).count(&db).await?, 4);
        // (a UNION b) INTERSECT c, whichever operator the engine puts first.
        let nested = ids()
            .union(authors())
            .intersect(ids().filter(|u| u.id.gt(1)));
        assert_eq!(nested.order_by(|id| id).all(&db).await?, [2, 3]);
        let right = ids().except(authors().intersect(ids().filter(|u| u.id.eq(1))));
        assert_eq!(right.order_by(|id| id).all(&db).await?, [2, 3]);
        // Decimals that are equal are one, however they are written down.
        let price = |places| from(values([Decimal::new(95 * 10_i64.pow(places), 1 + places)]));
        assert_eq!(price(0).union(price(2)).count(&db).await?, 1);
        assert_eq!(
            price(0)
                .union_all(price(2))
                .subquery()
                .distinct()
                .count(&db)
                .await?,
            1
        );
        assert!(!price(0).except(price(2)).exists(&db).await?);
        let cut = ids()
            .order_by(|u| u.id)
            .limit(1)
            .union_all(ids().order_by(|u| u.id.desc()).limit(1));
        assert_eq!(cut.order_by(|id| id).all(&db).await?, [1, 3]);
        let all = authors().except_all(ids());
        match db.dialect() {
            Dialect::Sqlite => {
                assert!(matches!(all.all(&db).await, Err(Error::Unsupported { .. })));
            }
            _ => assert_eq!(all.all(&db).await?, [1]),
        }
        let members = User::select().filter(|u| u.id.in_(ids().except(authors())));
        assert_eq!(members.select(|u| u.name).all(&db).await?, ["Cid"]);
        Ok(())
    });
}

#[test]
fn models_and_enumerations_of_sets() {
    on_engines(|db| async move {
        let young = User::select().filter(|u| u.age.lt(35));
        let active = User::select().filter(|u| u.active);
        let found = young.union(active).order_by(|u| u.id).all(&db).await?;
        assert_eq!(
            found.iter().map(|u| u.row().id).collect::<Vec<_>>(),
            [1, 2, 3]
        );
        let status = |id: i64| {
            Post::select()
                .filter(move |p| p.id.eq(id))
                .select(|p| p.status)
        };
        let both = status(1).union(status(2)).union(status(3));
        let both = both.order_by(|s| s.desc()).all(&db).await?;
        assert_eq!(both, [Status::Published, Status::Draft]);
        let distinct = Post::select()
            .select(|p| p.status)
            .distinct()
            .order_by(|p| p.status);
        assert_eq!(distinct.all(&db).await?, [Status::Draft, Status::Published]);
        let listed = Post::select().filter(|p| p.status.in_(status(2)));
        assert_eq!(listed.count(&db).await?, 2);
        Ok(())
    });
}

#[test]
fn distinct_in_the_order_of_an_enumeration() {
    let statuses = Post::select().select(|p| p.status).distinct();
    assert_snapshot!(sql(statuses.clone().order_by(|p| p.status).limit(1)));
    assert_snapshot!(sql(statuses.order_by(|p| p.id)));
}
