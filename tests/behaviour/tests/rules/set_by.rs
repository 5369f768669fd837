//! Columns that say who is at work.

use behaviour::rules::note::NotePatch;
use behaviour::rules::{Memo, Note, memo, note, parameters};
use ormolu::{Database, Error, Result};

use super::on_every_engine;

const ANN: i64 = 1;
const BOB: i64 = 2;

fn text(text: &str) -> NotePatch {
    NotePatch {
        text: text.into(),
        ..NotePatch::default()
    }
}

/// Who made and who changed the note of a name, as it is stored.
async fn signed(db: &Database, name: &str) -> Result<(Option<i64>, Option<i64>)> {
    let note = Note::select().filter(|n| n.name.eq(name));
    note.select(|n| (n.created_by, n.updated_by)).one(db).await
}

#[test]
fn a_session_says_who_is_at_work() {
    on_every_engine(async |db| {
        let mut s = db.with(parameters::ACTOR, ANN).session();
        let one = s.add(note::new("one"));
        let given = s.add(note::new("given").created_by(7));
        s.commit().await?;
        assert_eq!(
            (s[one].created_by, s[one].updated_by),
            (Some(ANN), Some(ANN))
        );
        assert_eq!(signed(&db, "given").await?, (Some(7), Some(ANN)));

        s.set_parameter(parameters::ACTOR, BOB);
        s[one].text = "new".into();
        s[given].text = "new".into();
        s[given].text = String::new();
        let record = db.record();
        s.commit().await?;
        assert_eq!(
            record.statements().len(),
            1,
            "the two columns by one UPDATE"
        );
        assert_eq!(
            (s[one].created_by, s[one].updated_by),
            (Some(ANN), Some(BOB))
        );
        assert_eq!(signed(&db, "one").await?, (Some(ANN), Some(BOB)));
        assert_eq!(
            signed(&db, "given").await?,
            (Some(7), Some(ANN)),
            "not changed"
        );

        // A foreign key that waits for a row is a change as well.
        let parent = s.add(note::new("parent"));
        s.set(given, note::parent(), parent)?;
        s.commit().await?;
        assert_eq!(signed(&db, "given").await?, (Some(7), Some(BOB)));
        Ok(())
    });
}

#[test]
fn statements_say_who_is_at_work() {
    on_every_engine(async |db| {
        let (ann, bob) = (
            db.with(parameters::ACTOR, ANN),
            db.with(parameters::ACTOR, BOB),
        );
        let one = Note::insert(note::new("one")).run(&ann).await?;
        assert_eq!((one.created_by, one.updated_by), (Some(ANN), Some(ANN)));
        let names = ["two", "three"];
        Note::insert_all(names.map(note::new)).run(&ann).await?;
        Note::copy_in([note::new("four")]).run(&ann).await?;
        assert_eq!(signed(&db, "two").await?, (Some(ANN), Some(ANN)));
        assert_eq!(signed(&db, "four").await?, (Some(ANN), Some(ANN)));
        Note::insert_from(
            Note::select()
                .filter(|n| n.name.eq("one"))
                .select(|n| n.text),
            |n| n.name,
        )
        .run(&bob)
        .await?;
        assert_eq!(signed(&db, "").await?, (Some(BOB), Some(BOB)));

        let named = |name: &'static str| Note::update().filter(move |n| n.name.eq(name));
        named("one").set(|n| n.text.to("a")).run(&bob).await?;
        assert_eq!(signed(&db, "one").await?, (Some(ANN), Some(BOB)));
        let own = named("two").set(|n| (n.text.to("a"), n.updated_by.to(9)));
        own.run(&bob).await?;
        assert_eq!(signed(&db, "two").await?, (Some(ANN), Some(9)));
        let many = Note::update_many([(one.id, text("b"))]);
        many.run(&ann).await?;
        assert_eq!(signed(&db, "one").await?, (Some(ANN), Some(ANN)));

        let upsert = |name: &str| Note::upsert(note::new(name).text("c")).on(Note::BY_NAME);
        upsert("one").update_all().run(&bob).await?;
        assert_eq!(signed(&db, "one").await?, (Some(ANN), Some(BOB)));
        upsert("five").update_all().run(&bob).await?;
        assert_eq!(signed(&db, "five").await?, (Some(BOB), Some(BOB)));
        upsert("five").set(|n, _| n.text.to("d")).run(&ann).await?;
        assert_eq!(signed(&db, "five").await?, (Some(BOB), Some(ANN)));
        Ok(())
    });
}

/// Rows of a session follow what a statement on it sets by itself.
#[test]
fn rows_follow_who_is_at_work() {
    on_every_engine(async |db| {
        let mut s = db.with(parameters::ACTOR, ANN).session();
        let one = s.add(note::new("one"));
        s.commit().await?;
        s.set_parameter(parameters::ACTOR, BOB);
        let id = s[one].id;
        let update = Note::update().filter(|n| n.id.eq(id));
        update.set(|n| n.text.to("a")).run(&mut s).await?;
        assert_eq!(s.read(one)?.updated_by, Some(BOB));
        s.set_parameter(parameters::ACTOR, ANN);
        let many = Note::update_many([(id, text("b"))]);
        many.run(&mut s).await?;
        assert_eq!(s.read(one)?.updated_by, Some(ANN));
        Ok(())
    });
}

/// Where the column may be NULL nobody has to be known.
#[test]
fn somebody_must_be_known() {
    on_every_engine(async |db| {
        let missing = |error: Error| matches!(error, Error::NoParameter { name: "actor" });
        let one = Note::insert(note::new("one")).run(&db).await?;
        assert_eq!((one.created_by, one.updated_by), (None, None));
        let ann = db.with(parameters::ACTOR, ANN);
        let update = || Note::update().all_rows().set(|n| n.text.to("a"));
        update().run(&ann).await?;
        assert_eq!(signed(&db, "one").await?, (None, Some(ANN)));
        update().run(&db).await?;
        assert_eq!(signed(&db, "one").await?, (None, None));

        assert!(missing(
            Memo::insert(memo::new("a")).run(&db).await.err().unwrap()
        ));
        let mut s = db.session();
        let a = s.add(memo::new("a"));
        assert!(missing(s.flush().await.err().unwrap()));
        s.set_parameter(parameters::ACTOR, ANN);
        s.commit().await?;
        assert_eq!(s[a].checked_by, ANN);
        let update = Memo::update().all_rows().set(|m| m.text.to("b"));
        assert!(missing(update.run(&db).await.err().unwrap()));

        // Who deletes a row that is kept changes it.
        s.set_parameter(parameters::ACTOR, BOB);
        s.delete(a)?;
        s.commit().await?;
        let kept = Memo::select().with_deleted().select(|m| m.checked_by);
        assert_eq!(kept.one(&db).await?, BOB);
        Memo::restore().all_rows().run(&ann).await?;
        let kept = Memo::select().select(|m| m.checked_by);
        assert_eq!(kept.one(&db).await?, ANN);
        Ok(())
    });
}
