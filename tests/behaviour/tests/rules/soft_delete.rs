use behaviour::rules::{Article, Author, Remark, article, author, remark};
use ormolu::Error;
use ormolu::session::RowState;

use super::{journal, on_every_engine};

#[test]
fn a_deleted_row_is_hidden_and_comes_back() {
    on_every_engine(async |db| {
        journal(&db).await?;
        let mut s = db.session();
        let first = s.get::<Article>(1).await?;
        s.delete(first)?;
        s.commit().await?;
        assert_eq!(s.state(first)?, RowState::Detached);
        assert!(s.get_optional::<Article>(1).await?.is_none());

        assert!(Article::get(1).optional(&db).await?.is_none());
        let kept = Article::get(1).with_deleted().one(&db).await?;
        assert!(kept.deleted_at.is_some());
        assert_eq!(Article::select().with_deleted().count(&db).await?, 3);

        let again = s
            .one(Article::select().filter(|a| a.id.eq(1)).with_deleted())
            .await?;
        s.restore(again)?;
        s.commit().await?;
        assert!(Article::get(1).one(&db).await?.deleted_at.is_none());

        assert_eq!(Article::delete().key(1).run(&db).await?, 1);
        assert_eq!(
            Article::delete().key(1).run(&db).await?,
            0,
            "it is deleted already"
        );
        assert_eq!(Article::restore().key(1).run(&db).await?, 1);
        assert_eq!(Article::restore().key(1).run(&db).await?, 0);
        Ok(())
    });
}

#[test]
fn purging_deletes_for_good() {
    on_every_engine(async |db| {
        journal(&db).await?;
        Article::delete().key(1).run(&db).await?;
        assert_eq!(Article::purge().key(1).run(&db).await?, 1);
        assert!(
            Article::get(1)
                .with_deleted()
                .optional(&db)
                .await?
                .is_none()
        );
        let mut s = db.session();
        let second = s.get::<Article>(2).await?;
        s.purge(second)?;
        let fourth = s.get::<Article>(4).await?;
        s.delete(fourth)?;
        s.commit().await?;
        assert!(
            Article::get(2)
                .with_deleted()
                .optional(&db)
                .await?
                .is_none()
        );
        assert!(
            Article::get(4)
                .with_deleted()
                .optional(&db)
                .await?
                .is_some()
        );
        Ok(())
    });
}

#[test]
fn what_hangs_on_a_deleted_row_goes_with_it() {
    on_every_engine(async |db| {
        journal(&db).await?;
        let mut s = db.session();
        let first = s.get::<Article>(1).await?;
        let root = s.add(remark::new("root").article(first));
        s.flush().await?;
        let root_id = s[root].id;
        s.add(remark::new("reply").article(first).parent_id(root_id));
        let fourth = s.get::<Article>(4).await?;
        s.add(remark::new("other").article(fourth));
        s.commit().await?;

        let ann = s.one(Author::select().filter(|a| a.name.eq("Ann"))).await?;
        s.delete(ann)?;
        s.commit().await?;
        assert_eq!(s.state(first)?, RowState::Detached);
        assert_eq!(s.state(root)?, RowState::Detached);
        assert_eq!(Author::select().count(&db).await?, 1);
        assert_eq!(Article::select().count(&db).await?, 1);
        assert_eq!(Remark::select().count(&db).await?, 1);
        assert_eq!(Remark::select().with_deleted().count(&db).await?, 3);
        // Those out of another scope go as well.
        let left = Article::select()
            .unscoped(Article::PUBLISHED)
            .filter(|a| a.author_id.eq(1));
        assert_eq!(left.count(&db).await?, 0);
        Ok(())
    });
}

#[test]
fn a_session_deletes_rows_out_of_other_scopes() {
    on_every_engine(async |db| {
        journal(&db).await?;
        let mut s = db.session();
        let drafts = Article::select().filter(|a| a.title.eq("Third"));
        let draft = s.one(drafts.clone().unscoped(Article::PUBLISHED)).await?;
        s.delete(draft)?;
        s.commit().await?;
        assert_eq!(drafts.unscoped(Article::PUBLISHED).count(&db).await?, 0);
        Ok(())
    });
}

#[test]
fn bulk_deletes_follow_too_and_give_back() {
    on_every_engine(async |db| {
        journal(&db).await?;
        let mut s = db.session();
        let first = s.get::<Article>(1).await?;
        s.add(remark::new("a").article(first));
        s.commit().await?;
        let gone: Vec<String> = Article::delete()
            .filter(|a| a.title.in_(["First", "Fourth"]))
            .returning(|a| a.title)
            .run(&db)
            .await?;
        assert_eq!(gone.len(), 2);
        assert_eq!(Remark::select().count(&db).await?, 0);
        assert_eq!(Article::select().count(&db).await?, 1);
        Ok(())
    });
}

#[test]
fn a_rollback_takes_a_soft_delete_back() {
    on_every_engine(async |db| {
        journal(&db).await?;
        let mut s = db.session();
        let first = s.get::<Article>(1).await?;
        s.delete(first)?;
        s.flush().await?;
        assert_eq!(s.state(first)?, RowState::Deleted);
        s.rollback().await?;
        assert_eq!(s.state(first)?, RowState::Persistent);
        assert_eq!(s.get::<Article>(1).await?, first);
        assert_eq!(Article::select().count(&db).await?, 3);
        Ok(())
    });
}

#[test]
fn a_row_that_is_deleted_meanwhile_is_stale() {
    on_every_engine(async |db| {
        journal(&db).await?;
        let mut s = db.session();
        let first = s.get::<Article>(1).await?;
        Article::delete().key(1).run(&db).await?;
        s.delete(first)?;
        assert!(matches!(s.flush().await, Err(Error::Stale(_))));
        s.rollback().await?;
        Ok(())
    });
}

#[test]
fn includes_of_deleted_rows() {
    on_every_engine(async |db| {
        journal(&db).await?;
        Article::delete().key(1).run(&db).await?;
        let authors = Author::select()
            .with(author::articles().with_deleted().with(article::remarks()))
            .order_by(|a| a.id)
            .all(&db)
            .await?;
        assert_eq!(authors.first().unwrap().articles().len(), 2);
        Ok(())
    });
}
