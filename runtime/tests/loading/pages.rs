use ormolu::Result;

use crate::data::blog;
use crate::models::{Comment, Shelf, User, comment, post, shelf, user};

testkit::on_every_engine! {
    /// What is joined turns round together with the rows it belongs to.
    async fn pages_have_their_includes_in_both_directions(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 3, 3, 0).await?;
        let pages = || {
            Comment::select()
                .with(comment::post().joined().with(post::tags()))
                .with(comment::author().joined())
                .keyset(|c| (c.author_id.desc(), c.id.desc()))
        };
        let whole = pages().page(100, &db).await?.items;
        let order = |rows: &[Comment]| rows.iter().map(|c| c.id).collect::<Vec<_>>();
        let mut seen = vec![];
        let mut page = pages().from_end().page(4, &db).await?;
        loop {
            for comment in &page.items {
                assert_eq!(comment.author().map(|u| u.id), comment.author_id);
                assert_eq!(comment.post().id, comment.post_id);
            }
            seen.splice(0..0, order(page.items.rows()));
            let Some(previous) = page.previous else { break };
            page = pages().before(previous).page(4, &db).await?;
        }
        assert!(seen.len() > 4);
        assert_eq!(seen, order(whole.rows()));
        Ok(())
    }

    async fn a_page_is_a_statement_for_each_level(database: TestDatabase) -> Result<()> {
        let db = blog(database.url(), 5, 2, 0).await?;
        let record = db.record();
        let first = User::select().with(user::posts()).keyset(|u| u.id.desc()).page(2, &db).await?;
        assert_eq!(record.count(), 2);
        assert!(first.items.iter().all(|u| u.posts().len() == 2));
        let numbered = User::select().with(user::posts()).paginate(3, 2, &db).await?;
        assert_eq!(record.count(), 5);
        assert_eq!((numbered.total, numbered.pages, numbered.items.len()), (5, 3, 1));
        assert_eq!(numbered.items.iter().map(|u| u.posts().len()).sum::<usize>(), 2);
        Ok(())
    }

    async fn a_composite_key_ends_the_order(database: TestDatabase) -> Result<()> {
        let db = crate::data::empty(database.url()).await?;
        let insert = "INSERT INTO shelves VALUES (1, 'a', NULL), (2, 'a', NULL), (1, 'b', 'x')";
        crate::data::run(&db, insert).await?;
        let pages = || Shelf::select().with(shelf::books()).keyset(|s| s.label);
        let first = pages().page(1, &db).await?;
        assert_eq!(names(first.items.rows()), ["b1"]);
        let second = pages().after(first.next).page(1, &db).await?;
        assert_eq!(names(second.items.rows()), ["a1"]);
        let third = pages().after(second.next).page(1, &db).await?;
        assert_eq!(names(third.items.rows()), ["a2"]);
        assert_eq!(third.next, None);
        Ok(())
    }
}

fn names(shelves: &[Shelf]) -> Vec<String> {
    shelves
        .iter()
        .map(|s| format!("{}{}", s.room, s.number))
        .collect()
}
