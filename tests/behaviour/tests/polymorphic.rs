//! Relationships to one of several models: real foreign keys, an enum of where they lead.
#![allow(clippy::unwrap_used, clippy::panic)]

use behaviour::on_every_engine_variants;
use behaviour::variants::remark::{self, RemarkSubject, RemarkSubjectKey};
use behaviour::variants::{
    Album, Mark, MarkAtKey, Note, NoteAbout, NoteAboutKey, Page, Photo, Pin, PinPlace, PinPlaceKey,
    Remark, album, guest, mark, note, page, photo, pin,
};
use ormolu::{Database, Result};

async fn gallery(db: &Database) -> Result<()> {
    let mut s = db.session();
    let ann = s.add(guest::new("ann"));
    let album = s.add(album::new("Alps"));
    let photo = s.add(photo::new("hut.jpg"));
    s.add(remark::new("Steep").guest(ann).subject_album(album));
    s.add(remark::new("Cosy").guest(ann).subject_photo(photo));
    s.add(remark::new("Dark").guest(ann).subject_photo(photo));
    s.commit().await
}

#[test]
fn a_remark_leads_to_what_it_is_about() {
    on_every_engine_variants(async |db| {
        gallery(&db).await?;
        let record = db.record();
        let remarks = Remark::select()
            .order_by(|r| r.id)
            .with(remark::subject_album())
            .with(remark::subject_photo().with(photo::remarks()))
            .all(&db)
            .await?;
        let seen: Vec<String> = remarks
            .iter()
            .map(|remark| match remark.subject() {
                Some(RemarkSubject::Album(album)) => album.title().to_owned(),
                Some(RemarkSubject::Photo(photo)) => {
                    format!("{} {}", photo.path(), photo.remarks().len())
                }
                None => panic!("{remark:?}"),
            })
            .collect();
        assert_eq!(seen, ["Alps", "hut.jpg 2", "hut.jpg 2"]);
        // The remarks, one statement for each kind of subject, one for what lies beyond.
        assert_eq!(
            record
                .statements()
                .iter()
                .filter(|s| s.sql.starts_with("SELECT"))
                .count(),
            4
        );

        // In one statement, by joins.
        let record = db.record();
        let remarks = Remark::select()
            .order_by(|r| r.id)
            .with(remark::subject_album().joined())
            .with(remark::subject_photo().joined())
            .all(&db)
            .await?;
        let albums = remarks
            .iter()
            .filter(|r| matches!(r.subject(), Some(RemarkSubject::Album(_))));
        assert_eq!(albums.count(), 1);
        assert_eq!(
            record
                .statements()
                .iter()
                .filter(|s| s.sql.starts_with("SELECT"))
                .count(),
            1
        );
        Ok(())
    });
}

#[test]
fn the_ways_back_are_collections() {
    on_every_engine_variants(async |db| {
        gallery(&db).await?;
        let photos = Photo::select().with(photo::remarks()).all(&db).await?;
        let texts: Vec<_> = photos
            .iter()
            .flat_map(|p| p.remarks())
            .map(|r| r.text())
            .collect();
        assert_eq!(texts, ["Cosy", "Dark"]);
        let about_albums = Remark::select()
            .filter(|r| r.subject_album().has(|a| a.title.eq("Alps")))
            .all(&db)
            .await?;
        assert_eq!(about_albums.len(), 1);
        let alps = Album::select().with(album::remarks()).one(&db).await?;
        assert_eq!(alps.view().remarks().len(), 1);
        Ok(())
    });
}

#[test]
fn a_session_points_it_elsewhere() {
    on_every_engine_variants(async |db| {
        gallery(&db).await?;
        let mut s = db.session();
        let photo = s.one(Photo::select()).await?;
        let steep = Remark::select().filter(|r| r.text.eq("Steep"));
        let steep = s.one(steep).await?;
        let album = s[steep].subject_album_id.unwrap();
        assert_eq!(s[steep].subject_key(), Some(RemarkSubjectKey::Album(album)));
        let id = s[photo].id;
        s[steep].set_subject(RemarkSubjectKey::Photo(id));
        let record = db.record();
        s.commit().await?;
        let updates = record.statements();
        let updates = updates
            .iter()
            .filter(|s| s.sql.starts_with("UPDATE"))
            .count();
        assert_eq!(updates, 1);
        let stored = Remark::select()
            .filter(|r| r.text.eq("Steep"))
            .one(&db)
            .await?;
        assert_eq!(stored.subject_key(), Some(RemarkSubjectKey::Photo(id)));
        assert_eq!(stored.subject_album_id, None);
        Ok(())
    });
}

#[test]
fn the_database_holds_to_exactly_one() {
    on_every_engine_variants(async |db| {
        gallery(&db).await?;
        let both = Remark::update()
            .filter(|r| r.text.eq("Steep"))
            .set(|r| r.subject_photo_id.to(Some(1)))
            .run(&db)
            .await;
        assert!(both.unwrap_err().to_string().contains("ck_remarks_subject"));
        let none = Remark::update()
            .filter(|r| r.text.eq("Steep"))
            .set(|r| r.subject_album_id.to(None))
            .run(&db)
            .await;
        assert!(none.unwrap_err().to_string().contains("ck_remarks_subject"));
        // The keys are real: what goes takes its remarks along, and nothing dangles.
        Photo::delete().all_rows().run(&db).await?;
        assert_eq!(Remark::select().count(&db).await?, 1);
        let dangling = Remark::update()
            .all_rows()
            .set(|r| r.subject_album_id.to(Some(99)))
            .run(&db)
            .await;
        assert!(dangling.is_err());
        Ok(())
    });
}

#[test]
fn none_is_allowed_where_the_schema_says_so() {
    on_every_engine_variants(async |db| {
        gallery(&db).await?;
        let mut s = db.session();
        let nowhere = s.add(pin::new());
        let at_ann = s.add(pin::new().place_guest("ann"));
        s.commit().await?;
        assert_eq!(s[nowhere].place_key(), None);
        assert_eq!(
            s[at_ann].place_key(),
            Some(PinPlaceKey::Guest("ann".to_owned()))
        );
        s[at_ann].set_place(None);
        s[nowhere].set_place(Some(PinPlaceKey::Guest("ann".to_owned())));
        s.commit().await?;
        let pins = Pin::select()
            .order_by(|p| p.id)
            .with(pin::place_photo())
            .with(pin::place_guest())
            .all(&db)
            .await?;
        let places: Vec<_> = pins.iter().map(|p| p.place()).collect();
        assert!(matches!(places[..], [Some(PinPlace::Guest(ann)), None] if ann.name() == "ann"));
        Ok(())
    });
}

/// Two pages and a photo, with a note each; one of the pages is not in the database when its note
/// is added.
async fn library(db: &Database) -> Result<()> {
    let mut s = db.session();
    let first = s.add(page::new("Moby Dick", 1, "Call me Ishmael."));
    let photo = s.add(photo::new("whale.jpg"));
    s.add(note::new("famous").about_page(first));
    s.add(note::new("white").about_photo(photo));
    s.commit().await?;
    s.add(page::new("Moby Dick", 2, "It is a way I have"));
    s.add(note::new("on").about_page(("Moby Dick".to_owned(), 2)));
    s.commit().await
}

#[test]
fn a_target_has_a_key_of_several_columns() {
    on_every_engine_variants(async |db| {
        library(&db).await?;
        let record = db.record();
        let notes = Note::select().order_by(|n| n.id);
        let notes = notes
            .with(note::about_page().with(page::notes()))
            .with(note::about_photo())
            .all(&db)
            .await?;
        let seen: Vec<String> = notes
            .iter()
            .map(|note| match note.about() {
                Some(NoteAbout::Page(page)) => {
                    format!("{} {} {}", page.book(), page.number(), page.notes().len())
                }
                Some(NoteAbout::Photo(photo)) => photo.path().to_owned(),
                None => panic!("{note:?}"),
            })
            .collect();
        assert_eq!(seen, ["Moby Dick 1 1", "whale.jpg", "Moby Dick 2 1"]);
        let selects = record.statements();
        let selects = selects.iter().filter(|s| s.sql.starts_with("SELECT"));
        assert_eq!(selects.count(), 4);

        let joined = Note::select()
            .with(note::about_page().joined())
            .with(note::about_photo().joined())
            .all(&db)
            .await?;
        let pages = joined
            .iter()
            .filter(|n| matches!(n.about(), Some(NoteAbout::Page(_))));
        assert_eq!(pages.count(), 2);
        let about = Note::select().filter(|n| n.about_page().has(|p| p.number.eq(2)));
        assert_eq!(about.one(&db).await?.text, "on");
        Ok(())
    });
}

#[test]
fn a_session_points_at_keys_of_several_columns() {
    on_every_engine_variants(async |db| {
        library(&db).await?;
        let mut s = db.session();
        let white = s.one(Note::select().filter(|n| n.text.eq("white"))).await?;
        let whale = s.one(Photo::select()).await?;
        let id = s[whale].id;
        assert_eq!(s[white].about_key(), Some(NoteAboutKey::Photo(id)));
        let second = NoteAboutKey::Page("Moby Dick".to_owned(), 2);
        s[white].set_about(second.clone());
        s.commit().await?;
        let stored = Note::get(s[white].id).one(&db).await?;
        assert_eq!(stored.about_key(), Some(second));
        assert_eq!(stored.about_photo_id, None);
        s[white].set_about(NoteAboutKey::Photo(id));
        s.commit().await?;
        let stored = Note::get(s[white].id).one(&db).await?;
        assert_eq!(stored.about_key(), Some(NoteAboutKey::Photo(id)));
        assert_eq!(
            (stored.about_page_book.as_deref(), stored.about_page_number),
            (None, None)
        );

        // With columns of names of their own, and none of the targets.
        let nowhere = s.add(mark::new());
        let there = s.add(mark::new().at_page(("Moby Dick".to_owned(), 1)));
        s.commit().await?;
        assert_eq!(s[nowhere].at_key(), None);
        assert_eq!(
            (s[there].book.as_deref(), s[there].page),
            (Some("Moby Dick"), Some(1))
        );
        s[there].set_at(None);
        s[nowhere].set_at(Some(MarkAtKey::Page("Moby Dick".to_owned(), 2)));
        s.commit().await?;
        let page = Page::get("Moby Dick", 2)
            .with(page::marks())
            .one(&db)
            .await?;
        assert_eq!(page.view().marks().len(), 1);
        Ok(())
    });
}

#[test]
fn the_database_holds_to_a_whole_key_of_several_columns() {
    on_every_engine_variants(async |db| {
        library(&db).await?;
        let about = |text: &'static str| Note::update().filter(move |n| n.text.eq(text));
        let half = about("on").set(|n| n.about_page_number.to(None)).run(&db);
        let said = half.await.unwrap_err().to_string();
        assert!(said.contains("ck_notes_about"), "{said}");
        let both = about("on").set(|n| n.about_photo_id.to(Some(1))).run(&db);
        let said = both.await.unwrap_err().to_string();
        assert!(said.contains("ck_notes_about"), "{said}");
        let beside = about("white").set(|n| n.about_page_number.to(Some(1)));
        let said = beside.run(&db).await.unwrap_err().to_string();
        assert!(said.contains("ck_notes_about"), "{said}");
        let none = about("white").set(|n| n.about_photo_id.to(None)).run(&db);
        let said = none.await.unwrap_err().to_string();
        assert!(said.contains("ck_notes_about"), "{said}");
        // Half a key is none where there may be none.
        Mark::insert(mark::new().at_page(("Moby Dick".to_owned(), 1)))
            .run(&db)
            .await?;
        let half = Mark::update().all_rows().set(|m| m.page.to(None));
        let half = half.run(&db).await;
        let said = half.unwrap_err().to_string();
        assert!(said.contains("ck_marks_at"), "{said}");
        // The keys are real.
        let dangling = about("on")
            .set(|n| n.about_page_number.to(Some(9)))
            .run(&db);
        assert!(dangling.await.is_err());
        Mark::delete().all_rows().run(&db).await?;
        Page::delete().all_rows().run(&db).await?;
        assert_eq!(Note::select().one(&db).await?.text, "white");
        Ok(())
    });
}
