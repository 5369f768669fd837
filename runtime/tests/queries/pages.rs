use futures_util::{StreamExt, TryStreamExt};
use ormolu::{Dialect, Error};

use crate::models::{Post, Tag, User};
use crate::running::on_engines;

#[test]
fn numbered_pages() {
    on_engines(|db| async move {
        let record = db.record();
        let page = User::select()
            .order_by(|u| u.active)
            .paginate(2, 2, &db)
            .await?;
        assert_eq!((page.total, page.pages, page.page), (3, 2, 2));
        assert_eq!(
            page.items.rows().iter().map(|u| u.id).collect::<Vec<_>>(),
            [2]
        );
        let written: Vec<_> = record.statements().into_iter().map(|s| s.sql).collect();
        assert_eq!(written.len(), 2, "{written:?}");
        if db.dialect() == Dialect::Postgres {
            assert_eq!(written[0], r#"SELECT count(*) FROM "users""#);
            assert!(
                written[1].ends_with(
                    r#"FROM "users" ORDER BY "users"."active", "users"."id" LIMIT $1 OFFSET $2"#
                ),
                "{}",
                written[1]
            );
        }

        let titles = || Post::select().select(|p| p.title).order_by(|p| p.id);
        let beyond = titles().paginate(9, 2, &db).await?;
        assert_eq!((beyond.items.len(), beyond.total, beyond.pages), (0, 3, 2));
        let none = titles().filter(|_| false).paginate(1, 2, &db).await?;
        assert_eq!((none.items.len(), none.total, none.pages), (0, 0, 0));

        let groups = Post::select()
            .group_by(|p| p.author_id)
            .order_by(|author, _| author)
            .select(|author, p| (author, p.id.count()));
        let page = groups.paginate(2, 1, &db).await?;
        assert_eq!((page.items, page.total), (vec![(2, 1)], 2));

        let ages = || User::select().select(|u| u.active).distinct();
        let page = ages().order_by(|u| u.active).paginate(1, 1, &db).await?;
        assert_eq!((page.items, page.total), (vec![false], 2));

        for bad in [
            titles().paginate(0, 1, &db).await,
            titles().paginate(1, 0, &db).await,
        ] {
            assert!(matches!(bad, Err(Error::Invalid(_))), "{bad:?}");
        }
        let limited = titles().limit(3).paginate(1, 1, &db).await;
        assert!(matches!(limited, Err(Error::Invalid(_))), "{limited:?}");
        Ok(())
    });
}

/// The two statements of a page see one state, although somebody writes in between.
#[test]
fn a_page_fits_its_total() {
    on_engines(|db| async move {
        let writer = db.clone();
        let writing = tokio::spawn(async move {
            for id in 100..160 {
                let insert = format!("insert into tags values ({id}, 't{id}')");
                let mut transaction = writer.begin().await?;
                transaction.connection().execute_script(&[&insert]).await?;
                transaction.commit().await?;
            }
            Ok::<(), Error>(())
        });
        for _ in 0..30 {
            let page = Tag::select().paginate(1, 1000, &db).await?;
            assert_eq!(page.items.len() as u64, page.total);
        }
        writing.await.unwrap()
    });
}

#[test]
fn filters_on_demand() {
    on_engines(|db| async move {
        let names = |active: bool, age: Option<i32>| {
            User::select()
                .filter_if(active, |u| u.active)
                .filter_some(age, |u, age| u.age.gt(age))
                .order_by(|u| u.id)
                .select(|u| u.name)
                .all(&db)
        };
        assert_eq!(names(false, None).await?, ["Ann", "Bob", "Cid"]);
        assert_eq!(names(true, None).await?, ["Ann", "Bob"]);
        assert_eq!(names(true, Some(30)).await?, ["Ann"]);
        Ok(())
    });
}

#[test]
fn chunks() {
    on_engines(|db| async move {
        let ids = || User::select().order_by(|u| u.id).select(|u| u.id);
        let chunks: Vec<_> = ids().chunks(2, &db).try_collect().await?;
        assert_eq!(chunks, [vec![1, 2], vec![3]]);
        let chunks: Vec<_> = ids().chunks(0, &db).try_collect().await?;
        assert_eq!(chunks.len(), 3);
        assert_eq!(ids().filter(|_| false).chunks(2, &db).count().await, 0);
        Ok(())
    });
}
