use behaviour::rules::{Entry, Trace, entry};
use behaviour::{Moderator, Story};
use ormolu::{Error, Executor, Session};

use super::on_every_engine;

fn story(s: &Session) -> Vec<String> {
    s.context::<Story>().unwrap().0.lock().unwrap().clone()
}

#[test]
fn hooks_run_in_order_and_in_the_transaction() {
    on_every_engine(async |db| {
        let mut s = db.session();
        s.set_context(Story::default());
        s.set_context(Moderator("Ann"));
        let one = s.add(entry::new("One"));
        let two = s.add(entry::new("Two"));
        s.commit().await?;
        assert_eq!((s[one].slug.as_str(), s[one].revision), ("one", 0));
        s[one].title = "First".into();
        s.delete(two)?;
        s.commit().await?;
        assert_eq!(
            story(&s),
            [
                "insert One",
                "insert Two",
                "inserted One",
                "inserted Two",
                "Ann updates One to First",
                "delete Two",
                "updated First",
                "deleted Two",
            ]
        );
        let stored = Entry::get(s[one].id).one(&db).await?;
        assert_eq!((stored.slug.as_str(), stored.revision), ("one", 1));
        // What hooks wrote has the keys that were made by the INSERT.
        let traces = Trace::select()
            .filter(|t| t.entry_id.eq(stored.id))
            .order_by(|t| t.id);
        let traces: Vec<String> = traces.select(|t| t.what).all(&db).await?;
        assert_eq!(
            traces,
            ["inserted One", "Ann updates One to First", "updated First"]
        );
        Ok(())
    });
}

#[test]
fn a_hook_that_fails_fails_the_flush() {
    on_every_engine(async |db| {
        let mut s = db.session();
        s.add(entry::new("One"));
        let empty = s.add(entry::new(""));
        let error = s.flush().await.err().unwrap();
        assert_eq!(error.to_string(), "an entry without a title");
        s.rollback().await?;
        assert_eq!(Entry::select().count(&db).await?, 0);
        assert_eq!(Trace::select().count(&db).await?, 0);
        let _ = empty;
        let one = s.add(entry::new("One"));
        s.commit().await?;
        s[one].title = "Two".into();
        s.flush().await?;
        s.rollback().await?;
        assert_eq!((s[one].title.as_str(), s[one].revision), ("One", 0));
        Ok(())
    });
}

#[test]
fn an_update_that_changes_nothing_has_no_hooks() {
    on_every_engine(async |db| {
        let mut s = db.session();
        s.set_context(Story::default());
        let one = s.add(entry::new("One"));
        s.commit().await?;
        s[one].title = "Two".into();
        s[one].title = "One".into();
        s.commit().await?;
        assert_eq!(story(&s).len(), 2);
        Ok(())
    });
}

#[test]
fn statements_say_that_they_do_without() {
    on_every_engine(async |db| {
        let hooked = |error: Error| matches!(error, Error::Hooked { model: "Entry" });
        let insert = || Entry::insert(entry::new("One"));
        assert!(hooked(insert().run(&db).await.err().unwrap()));
        assert_eq!(insert().run(db.without_hooks()).await?.slug, "");
        let all = || Entry::insert_all([entry::new("Two")]);
        assert!(hooked(all().run(&db).await.err().unwrap()));
        all().run(db.without_hooks()).await?;
        assert!(hooked(
            Entry::copy_in([entry::new("x")])
                .run(&db)
                .await
                .err()
                .unwrap()
        ));
        let update = || Entry::update().all_rows().set(|e| e.title.to("x"));
        assert!(hooked(update().run(&db).await.err().unwrap()));
        assert_eq!(update().run(db.without_hooks()).await?, 2);
        let delete = || Entry::delete().all_rows().returning(|e| e.title);
        assert!(hooked(delete().run(&db).await.err().unwrap()));
        let mut tx = db.begin().await?;
        assert_eq!(delete().run((&mut tx).without_hooks()).await?, ["x", "x"]);
        tx.commit().await?;
        assert_eq!(Trace::select().count(&db).await?, 0);
        Ok(())
    });
}

/// What a hook makes of a row that is read counts as read: in a session it is no change.
#[test]
fn rows_that_are_read_have_a_hook() {
    on_every_engine(async |db| {
        let old = Entry::insert(entry::new("old: One"));
        let id = old.run(db.without_hooks()).await?.id;
        assert_eq!(Entry::get(id).one(&db).await?.title, "One");
        assert_eq!(
            Entry::select().all(&db).await?.first().unwrap().title,
            "One"
        );
        let titles: Vec<String> = Entry::select().select(|e| e.title).all(&db).await?;
        assert_eq!(titles, ["old: One"], "columns alone are no row");
        let mut s = db.session();
        let one = s.get::<Entry>(id).await?;
        assert_eq!(s[one].title, "One");
        assert!(!s.is_modified(one)?);
        s[one].title = "Two".into();
        s.refresh(one).await?;
        assert_eq!(s[one].title, "One");
        assert!(!s.has_work());
        Ok(())
    });
}
