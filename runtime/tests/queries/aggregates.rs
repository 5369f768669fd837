use insta::assert_snapshot;
use ormolu::count;
use ormolu::rust_decimal::Decimal;

use crate::models::{Post, User};
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
fn a_group_by_an_expression_with_values_is_named_by_position() {
    let decades = User::select()
        .group_by(|u| u.age / 10)
        .select(|decade, _| (count(), decade));
    assert_snapshot!(sql(decades));
}
