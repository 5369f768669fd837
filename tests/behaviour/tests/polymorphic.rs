//! Relationships to one of several models: real foreign keys, an enum of where they lead.
#![allow(clippy::unwrap_used, clippy::panic)]

use behaviour::on_every_engine_variants;
use behaviour::variants::remark::{self, RemarkSubject, RemarkSubjectKey};
use behaviour::variants::{
    Album, Photo, Pin, PinPlace, PinPlaceKey, Remark, album, guest, photo, pin,
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
