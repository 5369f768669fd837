use insta::assert_snapshot;
use ormolu::rust_decimal::Decimal;
use ormolu::{Dialect, row};

use crate::models::{Post, Status, User};
use crate::running::on_engines;
use crate::support::sql;

#[test]
fn rows() {
    let after = Post::select().filter(|p| row((p.author_id, p.title)).gt((1, "Two")));
    assert_snapshot!(sql(after.select(|p| p.id)));
    let listed = Post::select().filter(|p| {
        row((p.author_id, p.status))
            .in_([(1, Status::Draft), (2, Status::Published)])
            .and(row((p.id, p.price)).ne(row((p.author_id, p.price))))
            .and(row((p.id, p.id)).in_([(0, 0); 0]))
    });
    assert_snapshot!(sql(listed.select(|p| p.id)));
    let users = User::select().select(|u| (u.id, u.boss_id));
    let found = Post::select().filter(|p| row((p.author_id, p.id)).in_(users));
    assert_snapshot!(sql(found.select(|p| p.id)));
}

#[test]
fn rows_of_groups() {
    let several = Post::select()
        .group_by(|p| (p.author_id, p.status))
        .having(|(author, _), p| row((author, p.id.count())).ge((1, 1)))
        .select(|key, _| key);
    assert_snapshot!(sql(several));
}

#[test]
fn rows_agree() {
    on_engines(|db| async move {
        let ids = || Post::select().order_by(|p| p.id).select(|p| p.id);
        let after = ids().filter(|p| row((p.author_id, p.id)).gt((1, 1)));
        assert_eq!(after.all(&db).await?, [2, 3]);
        let dear = ids().filter(|p| row((p.price, p.id)).ge((Decimal::new(1025, 2), 2)));
        assert_eq!(dear.all(&db).await?, [2, 3]);
        let listed = [(1, "Two", Status::Published), (1, "One", Status::Published)];
        let found = ids().filter(|p| row((p.author_id, p.title, p.status)).in_(listed));
        assert_eq!(found.all(&db).await?, [2]);
        let others = ids().filter(|p| row((p.id, p.author_id)).not_in([(1, 1), (3, 2)]));
        assert_eq!(others.all(&db).await?, [2]);
        let users = User::select().select(|u| (u.id, u.boss_id));
        let found = ids().filter(|p| row((p.author_id, p.author_id)).in_(users));
        assert_eq!(found.all(&db).await?, [0; 0]);
        Ok(())
    });
}

#[test]
fn searches() {
    let found = Post::select().filter(|p| {
        p.title
            .matches_regex("^[A-Z]")
            .and(!p.title.matches("one or two"))
    });
    assert_snapshot!(sql(found.select(|p| p.id)));
    let found = Post::select().filter(|p| p.title.matches_in("english", "ones"));
    assert_snapshot!(sql(found.select(|p| p.id)));
    let wrong = Post::select().filter(|p| p.title.matches_in("a'b", "x"));
    assert_snapshot!(sql(wrong.select(|p| p.id)));
}

#[test]
fn searches_agree() {
    on_engines(|db| async move {
        if db.dialect() == Dialect::Sqlite {
            return Ok(());
        }
        if db.dialect() == Dialect::Mariadb {
            db.execute_script(&["create fulltext index title on posts (title)"])
                .await?;
        }
        let ids = || Post::select().order_by(|p| p.id).select(|p| p.id);
        let upper = ids().filter(|p| p.title.matches_regex("^[O]ne?"));
        assert_eq!(upper.all(&db).await?, [1]);
        let both = ids().filter(|p| p.title.matches_regex("(?i)^o"));
        assert_eq!(both.all(&db).await?, [1, 3]);
        db.execute_script(&["update posts set title = 'Foxes jump' where id = 2"])
            .await?;
        let words = ids().filter(|p| p.title.matches("foxes"));
        assert_eq!(words.all(&db).await?, [2]);
        let words = ids().filter(|p| p.title.matches_in("english", "foxes"));
        assert_eq!(words.all(&db).await?, [2]);
        Ok(())
    });
}
