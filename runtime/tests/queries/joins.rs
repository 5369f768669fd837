use insta::assert_snapshot;
use ormolu::{Expr, exists};

use crate::models::{Post, Tag, User};
use crate::support::sql;

#[test]
fn along_relationships() {
    let inner = Post::select()
        .join(|p| p.author())
        .filter(|(p, u)| u.name.eq("Ann").and(p.id.gt(1)));
    assert_snapshot!(sql(inner.select(|(p, u)| (p.title, u.name))));
    let outer = User::select()
        .left_join(|u| u.posts())
        .filter(|(u, p)| u.bio.is_null().and(p.title.eq("x")));
    assert_snapshot!(sql(outer.select(|(u, p)| (u.name, p.title))));
    let many = Post::select()
        .join(|p| p.tags())
        .left_join(|(p, _)| p.author());
    assert_snapshot!(sql(many.select(|(p, t, u)| (p.id, t.name, u.name))));
}

#[test]
fn on_conditions_and_with_itself() {
    let pairs = User::select().join_on::<User>(|(a, b)| a.name.eq(b.name).and(a.id.lt(b.id)));
    assert_snapshot!(sql(pairs.select(|(a, b)| (a.id, b.id))));
    let boss = User::select().left_join_on::<User>(|(u, boss)| u.boss_id.eq(boss.id));
    assert_snapshot!(sql(boss.select(|(u, boss)| (u.name, boss.name))));
    let either = Tag::select().join_on::<Post>(|(t, p)| p.title.eq(t.name).or(p.id.eq(t.id)));
    assert_snapshot!(sql(either.select(|(t, _)| t.id)));
}

#[test]
fn predicates_on_relationships() {
    assert_snapshot!(sql(
        Tag::select().filter(|t| t.posts().any(|p| p.title.eq("x")))
    ));
    assert_snapshot!(sql(
        Tag::select().filter(|t| t.posts().none(|p| p.author().has(|u| u.active)))
    ));
    let every = User::select().filter(|u| u.posts().every(|p| p.score.gt(0.5).and(p.id.ne(u.id))));
    assert_snapshot!(sql(every.select(|u| u.id)));
    let counted = User::select().filter(|u| u.posts().count().gt(2).and(u.posts().exists()));
    assert_snapshot!(sql(counted.select(|u| (u.id, u.posts().count()))));
}

#[test]
fn a_relationship_to_the_own_table_of_the_query() {
    let nested = User::select().filter(|u| {
        u.posts()
            .any(|p| p.author().has(|author| author.id.eq(u.id)))
    });
    assert_snapshot!(sql(nested.select(|u| u.id)));
}

#[test]
fn subqueries() {
    let newest = |author: Expr<i64, ormolu::expr::Column>| {
        Post::select()
            .filter(move |p| p.author_id.eq(author))
            .order_by(|p| p.id.desc())
            .limit(1)
            .select(|p| p.title)
    };
    assert_snapshot!(sql(User::select().select(|u| (u.id, newest(u.id).scalar()))));
    let oldest = User::select().select(|u| u.age.max());
    assert_snapshot!(sql(User::select()
        .filter(|u| u.age.eq(oldest))
        .select(|u| u.id)));
    let with_posts = User::select().filter(|u| {
        exists(
            Post::select()
                .filter(|p| p.author_id.eq(u.id))
                .order_by(|p| p.id),
        )
    });
    assert_snapshot!(sql(with_posts.select(|u| u.id)));
}

#[test]
fn a_column_of_a_foreign_query_is_an_error() {
    let mut stolen = None;
    let _ = Post::select().filter(|p| {
        stolen = Some(p.id);
        true
    });
    let query = Tag::select().filter(|t| t.id.eq(stolen.unwrap()));
    let error = query.to_sql(ormolu::Dialect::Sqlite).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the query uses a column of a table that is not part of it"
    );
}
