//! Scenarios measured with SQLAlchemy, by their number: what a load costs there and here.

use behaviour::models::{Post, User};
use behaviour::models::{post, user};
use behaviour::{blog, on_every_engine};
use futures_util::TryStreamExt;
use ormolu::Database;

/// O2: what is loaded later is loaded for all rows at once: one statement more instead of one
/// for each row.
#[test]
fn o2_loading_later_is_one_statement_for_all() {
    on_every_engine(async |db: Database| {
        blog(&db, 3, 3, 0).await?;
        let record = db.record();
        let users = User::select().all(&db).await?;
        let users = users.load(&db, user::posts()).await?;
        assert_eq!(record.count(), 2, "4 there");
        assert_eq!(users.iter().map(|u| u.posts().len()).sum::<usize>(), 9);
        Ok(())
    });
}

/// O6: a join that multiplies the parents needs no word about it: each comes once.
#[test]
fn o6_parents_of_a_joined_collection_come_once() {
    on_every_engine(async |db: Database| {
        blog(&db, 3, 3, 0).await?;
        let record = db.record();
        let users = User::select()
            .join(|u| u.posts())
            .order_by(|(u, p)| (u.id, p.id))
            .with(user::posts().from_join())
            .all(&db)
            .await?;
        assert_eq!(record.count(), 1);
        assert_eq!(record.statements()[0].rows, 9);
        let posts: Vec<usize> = users.iter().map(|u| u.posts().len()).collect();
        assert_eq!(posts, [3, 3, 3]);
        Ok(())
    });
}

/// O7: the authors of nine posts take one statement, not one for each author.
#[test]
fn o7_to_one_is_one_statement_more() {
    on_every_engine(async |db: Database| {
        blog(&db, 3, 3, 0).await?;
        let record = db.record();
        let posts = Post::select().all(&db).await?;
        let posts = posts.load(&db, post::author()).await?;
        assert_eq!(record.count(), 2, "4 there");
        assert!(
            posts
                .iter()
                .all(|p| p.author().map(|u| u.id()) == p.author_id())
        );
        Ok(())
    });
}

/// O9: every strategy goes with a stream but the one whose rows cannot be cut into batches,
/// which says so.
#[test]
fn o9_streams_load_by_batch_or_refuse() {
    on_every_engine(async |db: Database| {
        blog(&db, 5, 2, 0).await?;
        for include in [user::posts(), user::posts().subquery()] {
            let stream = User::select().with(include).stream(&db, 2);
            let mut batches = std::pin::pin!(stream);
            let mut sizes = vec![];
            while let Some(batch) = batches.try_next().await? {
                assert!(batch.iter().all(|u| u.posts().len() == 2));
                sizes.push(batch.len());
            }
            assert_eq!(sizes, [2, 2, 1]);
        }
        let joined = User::select().join(|u| u.posts());
        let joined = joined.with(user::posts().from_join());
        let mut batches = std::pin::pin!(joined.stream(&db, 2));
        let refused = batches.try_next().await.unwrap_err();
        assert!(
            refused.to_string().starts_with("a LIMIT would count"),
            "{refused}"
        );
        Ok(())
    });
}

/// O11: a row is read anew when the program says so, by one statement.
#[test]
fn o11_a_refresh_reads_again() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 0, 0).await?;
        let id = User::select().one(&db).await?.id;
        let mut s = db.session();
        let ann = s.get::<User>(id).await?;
        let named = User::update()
            .filter(|u| u.id.eq(id))
            .set(|u| u.nick.to("new"));
        named.run(&db).await?;
        assert_eq!(s[ann].nick, None, "nothing expires by itself");
        let record = db.record();
        s.refresh(ann).await?;
        assert_eq!(record.count(), 1);
        assert_eq!(s[ann].nick.as_deref(), Some("new"));
        Ok(())
    });
}

/// O18: a foreign key that is set by hand does not change what was loaded; loading again does.
#[test]
fn o18_a_changed_key_is_seen_by_the_next_load() {
    on_every_engine(async |db: Database| {
        blog(&db, 2, 1, 0).await?;
        let users = User::select().order_by(|u| u.id).all(&db).await?;
        let mut s = db.session();
        let first = Post::select()
            .order_by(|p| p.id)
            .limit(1)
            .with(post::author());
        let first = s.one(first).await?;
        s[first].author_id = Some(users[1].id);
        s.flush().await?;
        assert_eq!(s.view(first).author().map(|u| u.id()), Some(users[0].id));
        let again = s.load(first, post::author()).await?;
        assert_eq!(s.view(again).author().map(|u| u.id()), Some(users[1].id));
        s.rollback().await?;
        Ok(())
    });
}

/// Scenario 16: what is not loaded is not there at run time either, without SQL; what the
/// session has makes no difference to that.
#[test]
fn b16_what_is_not_loaded_never_asks_the_database() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 1, 0).await?;
        let posts = Post::select().all(&db).await?;
        let record = db.record();
        assert!(posts.first().unwrap().try_author().is_none());
        assert_eq!(record.count(), 0);
        let posts = posts.load(&db, post::author()).await?;
        assert!(posts.first().unwrap().try_author().is_some());
        assert_eq!(record.count(), 1);
        Ok(())
    });
}

/// Scenario 17: some columns alone are a struct or tuple of their own, which has no others.
#[test]
fn b17_a_projection_has_the_columns_it_names() {
    use behaviour::models::user::UserCard;
    on_every_engine(async |db: Database| {
        blog(&db, 1, 0, 0).await?;
        let record = db.record();
        let cards = User::select().select_as::<UserCard>().all(&db).await?;
        assert_eq!(cards[0].name, "user 1");
        assert!(!record.statements()[0].sql.contains("nick"));
        Ok(())
    });
}

/// Scenario 19: a row that is held is refreshed by its key, whatever filter it was found by.
#[test]
fn b19_a_refresh_does_not_ask_the_filter_again() {
    on_every_engine(async |db: Database| {
        blog(&db, 1, 0, 0).await?;
        let mut s = db.session();
        let ann = s.one(User::select().filter(|u| u.active)).await?;
        let off = User::update().all_rows().set(|u| u.active.to(false));
        off.run(&db).await?;
        s.refresh(ann).await?;
        assert!(!s[ann].active);
        User::delete().all_rows().run(&db).await?;
        let gone = s.refresh(ann).await.unwrap_err();
        assert_eq!(
            gone.stale().map(|stale| stale.model),
            Some("User"),
            "{gone:?}"
        );
        Ok(())
    });
}
