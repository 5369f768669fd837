//! Collections in an order of their own.

use behaviour::on_every_engine_relating;
use behaviour::relating::{Album, Cover, Track, album, cover, track};
use ormolu::{Database, Result, Session};

/// An album with five tracks, `a` to `e`, and as many covers.
async fn record(db: &Database) -> Result<()> {
    let mut s = db.session();
    let album = s.add(album::new("One"));
    for (place, title) in (0..).zip(["a", "b", "c", "d", "e"]) {
        s.add(track::new(title).album(album).place(place));
        s.add(cover::new(title).album(album).rank(place as i16 + 1));
    }
    s.commit().await
}

/// The tracks as they are stored, with their places.
async fn tracks(db: &Database) -> Result<String> {
    let rows = Track::select().order_by(|t| t.place.asc());
    let rows = rows.select(|t| (t.title, t.place)).all(db).await?;
    Ok(rows
        .iter()
        .map(|(title, at)| format!("{title}{at}"))
        .collect())
}

async fn covers(db: &Database) -> Result<String> {
    let rows = Cover::select().filter(|c| c.album_id.is_not_null());
    let rows = rows
        .order_by(|c| c.rank.asc())
        .select(|c| (c.title, c.rank));
    let rows = rows.all(db).await?;
    Ok(rows
        .iter()
        .map(|(title, at)| format!("{title}{at}"))
        .collect())
}

async fn track_of(s: &mut Session, title: &str) -> Result<ormolu::Handle<Track>> {
    s.one(Track::select().filter(|t| t.title.eq(title))).await
}

#[test]
fn rows_move_past_a_unique_key() {
    on_every_engine_relating(async |db: Database| {
        record(&db).await?;
        let mut s = db.session();
        let album = s.get::<Album>(1).await?;
        let statements = db.record();
        let mut tracks_of = s.ordered(album, album::tracks()).await?;
        assert_eq!((tracks_of.len(), statements.count()), (5, 1));
        let [a, b, _, d, e] = tracks_of.rows()[..] else {
            panic!("five tracks");
        };
        tracks_of.move_to(e, 1)?;
        s.commit().await?;
        assert_eq!(tracks(&db).await?, "a0e1b2c3d4");

        let mut tracks_of = s.ordered(album, album::tracks()).await?;
        tracks_of.move_to(a, 4)?;
        tracks_of.move_to(d, 0)?;
        tracks_of.remove(b)?;
        s.commit().await?;
        assert_eq!(tracks(&db).await?, "d0e1c2a3");
        assert_eq!(Track::select().count(&db).await?, 4, "an owned row goes");

        let new = s.add(track::new("n").album(album));
        let mut tracks_of = s.ordered(album, album::tracks()).await?;
        tracks_of.insert_at(1, new)?;
        s.commit().await?;
        assert_eq!(tracks(&db).await?, "d0n1e2c3a4");
        let album = s.load(album, album::tracks()).await?;
        let titles: String = s.view(album).tracks().iter().map(|t| t.title()).collect();
        assert_eq!(titles, "dneca");
        Ok(())
    });
}

/// No row is written that stays where it is, and those that move go together.
#[test]
fn only_rows_that_move_are_written() {
    on_every_engine_relating(async |db: Database| {
        record(&db).await?;
        let mut s = db.session();
        let album = s.get::<Album>(1).await?;
        let mut covers_of = s.ordered(album, album::covers()).await?;
        let [a, b, c, d, e] = covers_of.rows()[..] else {
            panic!("five covers");
        };
        covers_of.move_to(e, 3)?;
        assert_eq!(covers_of.rows(), [a, b, c, e, d]);
        let updated = |plan: &ormolu::session::Plan| -> usize {
            plan.steps().iter().map(|step| step.rows()).sum()
        };
        assert_eq!((s.plan().steps().len(), updated(&s.plan())), (1, 2));
        let mut covers_of = s.ordered(album, album::covers()).await?;
        covers_of.move_to(d, 3)?;
        assert!(s.plan().is_empty(), "there and back is no change");

        let mut covers_of = s.ordered(album, album::covers()).await?;
        covers_of.remove(a)?;
        s.commit().await?;
        assert_eq!(covers(&db).await?, "b1c2d3e4");
        assert_eq!(s[a].album_id, None);

        let mut covers_of = s.ordered(album, album::covers()).await?;
        covers_of.push(a)?;
        covers_of.arrange([e, d, c, b, a])?;
        s.commit().await?;
        assert_eq!(covers(&db).await?, "e1d2c3b4a5");
        Ok(())
    });
}

/// A row of another collection leaves it; its place there stays open until something changes.
#[test]
fn rows_change_collections() {
    on_every_engine_relating(async |db: Database| {
        record(&db).await?;
        let mut s = db.session();
        let two = s.add(album::new("Two"));
        let b = track_of(&mut s, "b").await?;
        let mut of_two = s.ordered(two, album::tracks()).await?;
        assert!(of_two.is_empty());
        of_two.push(b)?;
        s.commit().await?;
        assert_eq!((s[b].album_id, s[b].place), (s[two].id, 0));

        let one = s.get::<Album>(1).await?;
        let mut of_one = s.ordered(one, album::tracks()).await?;
        of_one.insert_at(0, b)?;
        s.commit().await?;
        assert_eq!(tracks(&db).await?, "b0a1c2d3e4");
        Ok(())
    });
}

#[test]
fn what_cannot_be_is_said() {
    on_every_engine_relating(async |db: Database| {
        record(&db).await?;
        let mut s = db.session();
        let (one, two) = (s.get::<Album>(1).await?, s.add(album::new("Two")));
        let b = track_of(&mut s, "b").await?;
        let mut of_one = s.ordered(one, album::tracks()).await?;
        let message = of_one.move_to(b, 5).unwrap_err().to_string();
        assert_eq!(
            message,
            "`tracks` has no place 5: 4 is behind the last of the others"
        );
        let message = of_one.arrange([b]).unwrap_err().to_string();
        assert_eq!(
            message,
            "an order of `tracks` names each of its 5 rows once"
        );
        assert!(s.plan().steps().len() == 1, "nothing but the new album");
        let mut of_two = s.ordered(two, album::tracks()).await?;
        let message = of_two.remove(b).unwrap_err().to_string();
        assert!(
            message.starts_with("Track 2 is none of the `tracks`"),
            "{message}"
        );
        Ok(())
    });
}
