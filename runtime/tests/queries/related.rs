use insta::assert_snapshot;
use ormolu::rust_decimal::Decimal;

use crate::models::{Post, Tag, User};
use crate::running::on_engines;
use crate::support::sql;

#[test]
fn aggregates_of_related_rows() {
    let users = || {
        User::select().order_by(|u| u.id).select(|u| {
            (
                u.posts().count(),
                u.posts().filter(|p| p.score.gt(0.1)).count(),
                u.posts().sum(|p| p.price),
                u.posts().max(|p| p.title),
                u.posts().filter(|p| p.id.ne(1)).min(|p| p.id),
                u.posts().avg(|p| p.score),
                u.posts()
                    .aggregate(|p| p.title.string_agg("+").order_by(p.id)),
            )
        })
    };
    assert_snapshot!(sql(users()));
    let tags = Tag::select().order_by(|t| t.posts().max(|p| p.price).desc());
    assert_snapshot!(sql(tags.select(|t| t.name)));
    on_engines(|db| async move {
        let rows = users().all(&db).await?;
        let text = |text: &str| Some(text.to_owned());
        let ann = (
            2,
            1,
            Some(Decimal::new(1975, 2)),
            text("Two"),
            Some(2),
            Some(0.5),
            text("One+Two"),
        );
        let rows: Vec<_> = rows
            .into_iter()
            .map(|mut row| {
                row.2 = row.2.map(|price| price.normalize());
                row
            })
            .collect();
        assert_eq!(rows[0], ann);
        assert_eq!(rows[2], (0, 0, None, None, None, None, None));
        Ok(())
    });
}

#[test]
fn conditions_at_any_depth() {
    let deep = || {
        User::select()
            .filter(|u| {
                let tagged = u.posts().filter(|p| p.id.lt(3)).any(|p| {
                    p.tags()
                        .any(|t| t.posts().any(|other| other.author_id.ne(u.id)))
                });
                tagged.or(u.posts().filter(|p| p.id.gt(9)).every(|p| p.id.eq(0)))
            })
            .filter(|u| u.posts().filter(|p| p.id.eq(2)).none(|p| p.title.eq("x")))
            .order_by(|u| u.id)
            .select(|u| u.id)
    };
    assert_snapshot!(sql(deep()));
    on_engines(|db| async move {
        assert_eq!(deep().all(&db).await?, [1, 2, 3]);
        Ok(())
    });
}

#[test]
fn paths_to_one_row() {
    let posts = || {
        Post::select()
            .filter(|p| p.author().get(|a| a.name).ne("Zoe"))
            .order_by(|p| (p.author().get(|a| a.name).desc(), p.id))
            .select(|p| {
                (
                    p.id,
                    p.author().get(|a| a.age + 1),
                    p.author().get(|a| a.posts().count()),
                )
            })
    };
    assert_snapshot!(sql(posts()));
    on_engines(|db| async move {
        let expected = [
            (3, Some(31), Some(1)),
            (1, Some(41), Some(2)),
            (2, Some(41), Some(2)),
        ];
        assert_eq!(posts().all(&db).await?, expected);
        Ok(())
    });
}

#[test]
fn identity_of_rows() {
    on_engines(|db| async move {
        let ann = User::select()
            .filter(|u| u.id.eq(1))
            .select(|u| u)
            .one(&db)
            .await?;
        let one = Post::select()
            .filter(|p| p.id.eq(1))
            .select(|p| p)
            .one(&db)
            .await?;
        let rust = Tag::select()
            .filter(|t| t.id.eq(1))
            .select(|t| t)
            .one(&db)
            .await?;
        if db.dialect() == ormolu::Dialect::Sqlite {
            assert_snapshot!(sql(Post::select()
                .filter(|p| p.author().is(&ann))
                .select(|p| p.id)));
            let others = Post::select().filter(|p| p.author().is_not(&ann));
            assert_snapshot!(sql(others.select(|p| p.id)));
            assert_snapshot!(sql(Post::select()
                .filter(|p| p.tags().contains(&rust))
                .select(|p| p.id)));
        }
        let posts = || Post::select().order_by(|p| p.id);
        let ids = posts().filter(|p| p.author().is(&ann)).select(|p| p.id);
        assert_eq!(ids.all(&db).await?, [1, 2]);
        let ids = posts().filter(|p| p.author().is_not(&ann)).select(|p| p.id);
        assert_eq!(ids.all(&db).await?, [3]);
        let ids = posts()
            .filter(|p| p.tags().contains(&rust))
            .select(|p| p.id);
        assert_eq!(ids.all(&db).await?, [1, 3]);
        let ids = User::select()
            .filter(|u| u.posts().contains(&one))
            .select(|u| u.id);
        assert_eq!(ids.all(&db).await?, [1]);
        Ok(())
    });
}
