//! Rules of a base hold for its variants, in one table and in several.
#![allow(clippy::unwrap_used, clippy::panic)]

use behaviour::family::parameters::{CLERK, TENANT};
use behaviour::family::{
    AssetAudit, Document, Letter, Memo, Note, Reminder, Robot, Site, Stamp, asset, document,
    letter, memo, note, reminder, robot, site, stamp,
};
use behaviour::{Story, on_every_engine_family};
use ormolu::serde_json::json;
use ormolu::session::RowState;
use ormolu::{Database, Error, Executor, Result, StaleReason};

/// A document of each kind, with what hangs on them.
async fn desk(db: &Database) -> Result<()> {
    let mut s = db.session();
    s.add(document::new("plain"));
    let letter = s.add(letter::new("long letter", "Ann", 3));
    let reminder = s.add(reminder::new("pay", "Bob", 1, 2));
    s.add(memo::new("ask", true));
    s.add(note::new("on a letter").document(letter));
    s.add(note::new("on a reminder").document(reminder));
    s.add(stamp::new(80).letter(letter));
    s.add(stamp::new(90).letter(reminder));
    s.commit().await
}

#[test]
fn scopes_of_a_base_hide_rows_of_its_variants() {
    on_every_engine_family(async |db| {
        let db = db.with(TENANT, 1);
        desk(&db).await?;
        let mut s = db.session();
        s.add(letter::new("hidden", "Ann", 3).secret(true));
        s.add(letter::new("thick", "Ann", 11));
        s.add(memo::new("whisper", false).secret(true));
        s.commit().await?;
        assert_eq!(Document::select().count(&db).await?, 5);
        assert_eq!(Memo::select().count(&db).await?, 1);
        let titles = Letter::select().order_by(|l| l.title).select(|l| l.title);
        assert_eq!(titles.all(&db).await?, ["long letter", "pay"]);
        // The scope of the base is lifted of all, that of a variant of its rows alone.
        let titles = Letter::select()
            .unscoped(Document::OPEN)
            .order_by(|l| l.title);
        let titles = titles.select(|l| l.title).all(&db).await?;
        assert_eq!(titles, ["hidden", "long letter", "pay"]);
        let titles = Letter::select()
            .unscoped(Letter::SHORT)
            .order_by(|l| l.title);
        let titles = titles.select(|l| l.title).all(&db).await?;
        assert_eq!(titles, ["long letter", "pay", "thick"]);
        assert_eq!(Letter::select().unscoped_all().count(&db).await?, 4);
        // Along the ways down, too: a letter that is out of its scope is a document alone.
        let documents = Document::select()
            .filter(|d| d.title.eq("thick"))
            .with(document::as_letter())
            .one(&db)
            .await?;
        assert!(documents.view().as_letter().is_none());
        let all = Document::select()
            .unscoped_all()
            .with(document::as_letter())
            .with(document::as_memo().joined())
            .all(&db)
            .await?;
        assert_eq!(all.iter().filter_map(|d| d.as_letter()).count(), 4);
        assert_eq!(all.iter().filter_map(|d| d.as_memo()).count(), 2);
        Ok(())
    });
}

#[test]
fn tenants_have_variants_of_their_own() {
    on_every_engine_family(async |db| {
        let (one, two) = (db.with(TENANT, 1), db.with(TENANT, 2));
        desk(&one).await?;
        let mut s = two.session();
        s.add(reminder::new("other", "Cleo", 2, 1));
        s.add(memo::new("theirs", false));
        s.commit().await?;
        Memo::insert(memo::new("more", false))
            .run(two.without_hooks())
            .await?;
        assert_eq!(Letter::select().count(&one).await?, 2);
        assert_eq!(Letter::select().count(&two).await?, 1);
        assert_eq!(Memo::select().count(&two).await?, 2);
        let ids = Document::select()
            .order_by(|d| d.id)
            .select(|d| d.id)
            .all(&one)
            .await?;
        assert!(Document::get(ids[1]).optional(&two).await?.is_none());
        assert!(Letter::get(ids[1]).optional(&two).await?.is_none());
        // A row of another tenant is not written, whichever table it is in.
        let mut s = one.session();
        let pay = s.one(Reminder::select()).await?;
        s[pay].level = 9;
        s.set_parameter(TENANT, 2);
        assert!(matches!(s.commit().await, Err(Error::OtherTenant { .. })));
        assert!(matches!(
            Letter::select().count(&db).await,
            Err(Error::NoParameter { .. })
        ));
        Ok(())
    });
}

#[test]
fn a_variant_is_deleted_softly_as_all_that_it_is() {
    on_every_engine_family(async |db| {
        let db = db.with(TENANT, 1);
        desk(&db).await?;
        let mut s = db.session();
        let pay = s.one(Reminder::select()).await?;
        let id = s[pay].id;
        let top = s.get::<Document>(id).await?;
        let between = s.get::<Letter>(id).await?;
        let notes = s
            .all(Note::select().filter(|n| n.document_id.eq(id)))
            .await?;
        let stamps = s
            .all(Stamp::select().filter(|n| n.letter_id.eq(id)))
            .await?;
        s.delete(pay)?;
        s.commit().await?;
        for gone in [
            s.state(pay)?,
            s.state(top)?,
            s.state(between)?,
            s.state(notes[0])?,
        ] {
            assert_eq!(gone, RowState::Detached);
        }
        assert_eq!(s.state(stamps[0])?, RowState::Detached);
        assert_eq!(Reminder::select().count(&db).await?, 0);
        assert_eq!(Letter::select().count(&db).await?, 1);
        assert_eq!(
            (
                Note::select().count(&db).await?,
                Stamp::select().count(&db).await?
            ),
            (1, 1)
        );
        let kept = Reminder::get(id).with_deleted().one(&db).await?;
        assert!(kept.deleted_at.is_some());
        assert_eq!(Stamp::select().with_deleted().count(&db).await?, 2);

        // From the top: what hangs on the variant goes, too.
        let letter = s.one(Letter::select()).await?;
        let top = s.get::<Document>(s[letter].id).await?;
        s.delete(top)?;
        s.commit().await?;
        assert_eq!(s.state(letter)?, RowState::Detached);
        assert_eq!(Stamp::select().count(&db).await?, 0);

        // Back again, and gone for good.
        let again = s.one(Reminder::select().with_deleted()).await?;
        s.restore(again)?;
        s.commit().await?;
        assert_eq!(Document::get(id).one(&db).await?.title, "pay");
        s.purge(again)?;
        s.commit().await?;
        assert_eq!(Reminder::select().with_deleted().count(&db).await?, 0);

        let memos = Memo::select().one(&db).await?.id;
        assert_eq!(Memo::delete().all_rows().run(db.without_hooks()).await?, 1);
        assert!(Document::get(memos).optional(&db).await?.is_none());
        assert_eq!(Memo::restore().all_rows().run(db.without_hooks()).await?, 1);
        assert_eq!(Memo::purge().all_rows().run(db.without_hooks()).await?, 1);
        assert_eq!(Document::select().with_deleted().count(&db).await?, 2);
        Ok(())
    });
}

#[test]
fn a_version_counts_changes_in_any_table() {
    on_every_engine_family(async |db| {
        let db = db.with(TENANT, 1);
        desk(&db).await?;
        let (mut s, mut other) = (db.session(), db.session());
        let pay = s.one(Reminder::select()).await?;
        let theirs = other
            .one(Letter::select().filter(|l| l.title.eq("pay")))
            .await?;
        let before = s[pay].clone();
        s[pay].level = 3;
        let plan = "update documents: 1\nupdate reminders (level): 1\n";
        assert_eq!(s.plan().to_string(), plan);
        s.commit().await?;
        assert_eq!(s[pay].revision, before.revision + 1);
        assert!(
            s[pay].changed_at > before.changed_at,
            "it is the row that changed"
        );
        assert_eq!(*Reminder::get(before.id).one(&db).await?, s[pay]);

        // The others have an old version, whatever they change.
        other[theirs].pages = 2;
        let error = other.commit().await.unwrap_err();
        let stale = error.stale().unwrap_or_else(|| panic!("{error}"));
        let changed = StaleReason::Changed {
            expected: "1".into(),
            found: "2".into(),
        };
        assert_eq!(stale.reason, changed);
        other.rollback().await?;
        other.refresh(theirs).await?;
        other[theirs].pages = 2;
        other.commit().await?;
        assert_eq!(other[theirs].revision, 3);

        // What is no new version by itself comes with one that is.
        s.refresh(pay).await?;
        s[pay].seen_by = Some("Eve".into());
        assert_eq!(s.plan().to_string(), "update documents (seen_by): 1\n");
        s.commit().await?;
        assert_eq!(s[pay].revision, 3);
        s[pay].seen_by = Some("Fay".into());
        s[pay].recipient = "Cleo".into();
        s.commit().await?;
        assert_eq!(s[pay].revision, 4);
        let stored = Reminder::get(before.id).one(&db).await?;
        assert_eq!(*stored, s[pay]);
        assert_eq!(stored.seen_by.as_deref(), Some("Fay"));

        // Many at once, and one that somebody deleted.
        let mut s = db.session();
        let letters = s.all(Letter::select()).await?;
        for letter in &letters {
            s[letter].pages += 1;
        }
        s.commit().await?;
        let versions = Letter::select().order_by(|l| l.id).select(|l| l.revision);
        assert_eq!(versions.all(&db).await?, [2, 5]);
        s.delete(letters[0])?;
        other.delete(theirs)?;
        assert!(other.commit().await.unwrap_err().stale().is_some());
        other.rollback().await?;
        s.commit().await
    });
}

#[test]
fn values_of_variants_are_made_and_checked() {
    on_every_engine_family(async |db| {
        let db = db.with(TENANT, 1);
        let mut s = db.session();
        let letter = s.add(letter::new("  spaced ", "Ann   Lee ", 3));
        s.commit().await?;
        assert_eq!(
            (s[letter].title.as_str(), s[letter].recipient.as_str()),
            ("spaced", "Ann Lee")
        );
        s.add(reminder::new(" ", "Bob", 101, 2));
        let Err(Error::InvalidValues(faults)) = s.commit().await else {
            panic!("what is blank and what is out of range was stored");
        };
        let said: Vec<String> = faults.all().iter().map(ToString::to_string).collect();
        assert_eq!(said.len(), 2, "{said:?}");
        s.rollback().await?;
        s[letter].pages = 0;
        assert!(matches!(s.commit().await, Err(Error::InvalidValues(_))));
        s.rollback().await?;
        assert!(matches!(
            Memo::insert(memo::new(" ", true))
                .run(db.without_hooks())
                .await,
            Err(Error::InvalidValues(_))
        ));
        Memo::insert(memo::new(" ask ", true))
            .run(db.without_hooks())
            .await?;
        assert_eq!(Memo::select().one(&db).await?.title, "ask");
        Ok(())
    });
}

#[test]
fn hooks_know_what_a_row_is() {
    on_every_engine_family(async |db| {
        let db = db.with(TENANT, 1);
        let mut s = db.session();
        s.set_context(Story::default());
        let pay = s.add(reminder::new("pay", "Bob", 1, 2));
        s.add(memo::new("ask", true));
        s.commit().await?;
        // Each once, whichever tables are written.
        s[pay].title = "pay now".into();
        s.commit().await?;
        s[pay].level = 3;
        s.commit().await?;
        s.delete(pay)?;
        s.commit().await?;
        let mut story = s.context::<Story>().unwrap().0.lock().unwrap().clone();
        story[..2].sort();
        assert_eq!(
            story,
            [
                "insert ask as Memo",
                "insert pay as Reminder",
                "updated pay now as Reminder",
                "updated pay now as Reminder",
                "delete pay now as Reminder"
            ]
        );
        // A statement passes over hooks only where it says so.
        let update = Memo::update().all_rows().set(|m| m.urgent.to(false));
        assert!(matches!(
            update.run(&db).await,
            Err(Error::Hooked { model: "Memo" })
        ));
        Ok(())
    });
}

#[test]
fn a_row_says_who_wrote_it_last() {
    on_every_engine_family(async |db| {
        let db = db.with(TENANT, 1);
        let (ann, bob) = (
            db.with(CLERK, "Ann".to_owned()),
            db.with(CLERK, "Bob".to_owned()),
        );
        desk(&ann).await?;
        let mut s = bob.session();
        let pay = s.one(Reminder::select()).await?;
        assert_eq!(s[pay].signed_by.as_deref(), Some("Ann"));
        // The change is in another table than the name.
        s[pay].level = 3;
        s.commit().await?;
        let stored = Reminder::get(s[pay].id).one(&db).await?;
        assert_eq!(
            (stored.signed_by.as_deref(), stored.revision),
            (Some("Bob"), 2)
        );
        assert_eq!(*stored, s[pay]);
        let others = Letter::update().filter(|l| l.title.eq("long letter"));
        let others = others.set(|l| l.pages.to(5)).run(bob.without_hooks());
        assert_eq!(others.await?, 1);
        let signed = Document::select()
            .order_by(|d| d.id)
            .select(|d| d.signed_by);
        let signed: Vec<Option<String>> = signed.all(&db).await?;
        let signed: Vec<_> = signed.iter().map(Option::as_deref).collect();
        assert_eq!(signed.iter().filter(|by| **by == Some("Bob")).count(), 2);
        assert_eq!(signed.iter().filter(|by| **by == Some("Ann")).count(), 2);
        Ok(())
    });
}

/// One entry for a row, with what changed in all of its tables, whatever its kind.
#[test]
fn rows_of_all_kinds_leave_one_trail() {
    on_every_engine_family(async |db| {
        let mut s = db.with(CLERK, "Ann".to_owned()).session();
        let robot = s.add(robot::new("R2", 40).secret("x"));
        let site = s.add(site::new("Yard", 900));
        let plain = s.add(asset::new("Chair"));
        s.commit().await?;
        let (robot_id, site_id) = (s[robot].id, s[site].id);
        s[robot].label = "R3".into();
        s[robot].arms = 4;
        s[site].area = 950;
        s.commit().await?;
        s[robot].power = 50;
        s.delete(plain)?;
        s.commit().await?;
        s.delete(robot)?;
        s.delete(site)?;
        s.commit().await?;

        let trail = AssetAudit::select()
            .order_by(|a| a.audit_id)
            .all(&db)
            .await?;
        let told = |id| trail.iter().filter(move |a| a.asset_id == id);
        let changes: Vec<_> = told(robot_id)
            .map(|a| (a.operation(), a.changes.clone()))
            .collect();
        assert_eq!(
            changes,
            [
                (
                    "insert",
                    json!({
                        "id": [null, robot_id], "kind": [null, "robot"], "label": [null, "R2"],
                        "secret": [null, "[redacted]"], "power": [null, 40], "arms": [null, 2],
                    })
                ),
                ("update", json!({"label": ["R2", "R3"], "arms": [2, 4]})),
                ("update", json!({"power": [40, 50]})),
                (
                    "delete",
                    json!({
                        "id": [robot_id, null], "kind": ["robot", null], "label": ["R3", null],
                        "secret": ["[redacted]", null], "power": [50, null], "arms": [4, null],
                    })
                ),
            ]
        );
        let operations: Vec<&str> = told(site_id).map(|a| a.operation()).collect();
        assert_eq!(operations, ["insert", "update", "delete"]);
        assert_eq!(Site::audit_of(site_id).count(&db).await?, 3);
        assert_eq!(Robot::audit_of(robot_id).count(&db).await?, 4);
        assert_eq!(trail.len(), 9);
        assert!(trail.iter().all(|a| a.actor.as_deref() == Some("Ann")));
        // Statements would leave none.
        let error = Robot::update()
            .all_rows()
            .set(|r| r.label.to("x"))
            .run(&db)
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::Audited { model: "Robot" }),
            "{error}"
        );
        let error = Site::insert(site::new("x", 1)).run(&db).await.unwrap_err();
        assert!(matches!(error, Error::Audited { model: "Site" }), "{error}");
        Ok(())
    });
}
