use insta::assert_snapshot;
use ormolu::{Dialect, Error};

use crate::models::{Post, Tag, User};
use crate::running::on_engines;
use crate::support::sql;

#[test]
fn right_and_full() {
    let right = Post::select().right_join(|p| p.author());
    assert_snapshot!(sql(right.select(|(p, u)| (p.title, u.name))));
    let on = Post::select().right_join_on::<User>(|(p, u)| p.author_id.eq(u.id));
    assert_snapshot!(sql(on.select(|(p, u)| (p, u.id))));
    let full = Post::select().full_join(|p| p.tags());
    assert_snapshot!(sql(full.select(|(p, t)| (p.id, t.name))));
    let on = User::select().full_join_on::<Tag>(|(u, t)| u.id.eq(t.id));
    assert_snapshot!(sql(on.select(|(u, t)| (u.name, t.name))));
}

#[test]
fn with_a_condition_on_what_is_joined() {
    let inner = User::select().join_where(|u| u.posts(), |(_, p)| p.title.like("O%"));
    assert_snapshot!(sql(inner.select(|(u, p)| (u.id, p.id))));
    let left = User::select().left_join_where(|u| u.posts(), |(u, p)| p.id.gt(u.id));
    assert_snapshot!(sql(left.select(|(u, p)| (u.id, p.id))));
    let many = Post::select().left_join_where(|p| p.tags(), |(_, t)| t.name.eq("orm"));
    assert_snapshot!(sql(many.select(|(p, t)| (p.id, t.name))));
}

#[test]
fn rows_of_both_sides() {
    on_engines(|db| async move {
        let right = Post::select()
            .right_join(|p| p.author())
            .order_by(|(p, u)| (u.id, p.id))
            .select(|(p, u)| (p.title, u.name));
        let expected = [
            (Some("One".into()), "Ann".into()),
            (Some("Two".into()), "Ann".into()),
            (Some("one".into()), "Bob".into()),
            (None, "Cid".into()),
        ];
        assert_eq!(right.all(&db).await?, expected);
        let full = User::select()
            .full_join_on::<Tag>(|(u, t)| u.id.eq(t.id + 1))
            .order_by(|(u, t)| (u.id.asc().nulls_last(), t.id))
            .select(|(u, t)| (u.id, t.id));
        if matches!(db.dialect(), Dialect::Mariadb | Dialect::Mysql) {
            let refused = full.all(&db).await.unwrap_err();
            assert!(matches!(refused, Error::Unsupported { .. }));
            assert_snapshot!(refused.to_string());
        } else {
            let expected = [(Some(1), None), (Some(2), Some(1)), (Some(3), Some(2))];
            assert_eq!(full.all(&db).await?, expected);
        }
        Ok(())
    });
}

#[test]
fn conditions_of_a_join_keep_the_rows_of_the_left_side() {
    on_engines(|db| async move {
        let late = User::select()
            .left_join_where(|u| u.posts(), |(_, p)| p.id.gt(1))
            .order_by(|(u, _)| u.id)
            .select(|(u, p)| (u.id, p.id));
        assert_eq!(
            late.all(&db).await?,
            [(1, Some(2)), (2, Some(3)), (3, None)]
        );
        // Post 1 has two tags: it comes once, with the one that is meant.
        let tagged = Post::select()
            .left_join_where(|p| p.tags(), |(_, t)| t.name.eq("orm"))
            .order_by(|(p, _)| p.id)
            .select(|(p, t)| (p.id, t.name));
        let expected = [(1, Some("orm".into())), (2, None), (3, None)];
        assert_eq!(tagged.all(&db).await?, expected);
        assert_eq!(User::select().cross_join::<Tag>().count(&db).await?, 6);
        Ok(())
    });
}
