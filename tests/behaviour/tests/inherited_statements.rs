//! Statements by condition and inserts of many rows, for rows in several tables.
#![allow(clippy::unwrap_used, clippy::panic)]

use behaviour::family::parameters::TENANT;
use behaviour::family::{
    Car, Document, Letter, Limousine, Reminder, Rental, Ride, Stamp, Taxi, Vehicle, car, letter,
    limousine, reminder, rental, ride, stamp, taxi,
};
use behaviour::on_every_engine_family;
use ormolu::{Database, Error, Executor, Recorder, Result};

/// The statements that begin so.
fn count(record: &Recorder, word: &str) -> usize {
    let statements = record.statements();
    statements
        .iter()
        .filter(|s| s.sql.starts_with(word))
        .count()
}

async fn cars(db: &Database) -> Result<()> {
    Car::insert_all([car::new("beetle").doors(2), car::new("van")])
        .run(db)
        .await?;
    Rental::insert(rental::new("micro").daily(30))
        .run(db)
        .await?;
    Taxi::insert_all([taxi::new("cab 1", "A1"), taxi::new("cab 2", "A2")])
        .run(db)
        .await?;
    let long = limousine::new("stretch", "A3", true).doors(6);
    let long = Limousine::insert(long).run(db).await?;
    let ride = ride::new(12).taxi(long.id);
    Ride::insert(ride).run(db).await?;
    Ok(())
}

#[test]
fn many_rows_go_into_each_table_at_once() {
    on_every_engine_family(async |db| {
        let record = db.record();
        let rows = (1..=5).map(|n| taxi::new(format!("cab {n}"), format!("A{n}")));
        let taxis = Taxi::insert_all(rows).run(&db).await?;
        assert_eq!(count(&record, "INSERT INTO"), 3);
        let names: Vec<_> = taxis.iter().map(|t| t.name.as_str()).collect();
        assert_eq!(names, ["cab 1", "cab 2", "cab 3", "cab 4", "cab 5"]);
        assert!(
            taxis
                .iter()
                .all(|t| t.id > 0 && t.doors == 4 && t.kind == "cab")
        );
        for row in &taxis {
            assert_eq!(*Taxi::get(row.id).one(&db).await?, *row);
        }
        // What some leave open, others give; what comes back stands in their order.
        let doors = Limousine::insert_all([
            limousine::new("a", "B1", true),
            limousine::new("b", "B2", false).doors(6),
            limousine::new("c", "B3", true),
        ]);
        let doors = doors
            .returning(|l| (l.name, l.doors, l.has_bar))
            .run(&db)
            .await?;
        let doors: Vec<_> = doors
            .iter()
            .map(|(name, n, bar)| (name.as_str(), *n, *bar))
            .collect();
        assert_eq!(doors, [("a", 4, true), ("b", 6, false), ("c", 4, true)]);
        // All or none.
        let twice = Taxi::insert_all([taxi::new("new", "C1"), taxi::new("newer", "C1")]);
        assert!(matches!(
            twice.run(&db).await,
            Err(Error::Constraint { .. })
        ));
        assert_eq!(Vehicle::select().count(&db).await?, 8);
        Ok(())
    });
}

#[test]
fn an_update_writes_the_tables_of_its_columns() {
    on_every_engine_family(async |db| {
        cars(&db).await?;
        let record = db.record();
        let changed = Taxi::update()
            .filter(|t| t.licence.like("A%").and(t.name.like("cab%")))
            .set(|t| {
                (
                    t.name.to(t.licence),
                    t.doors.to(t.doors + 1),
                    t.licence.to(t.name),
                )
            })
            .run(&db)
            .await?;
        // What is set is what the rows said before, whichever table is first.
        assert_eq!(changed, 2);
        assert_eq!((count(&record, "SELECT"), count(&record, "UPDATE")), (1, 3));
        let found = Taxi::select()
            .order_by(|t| t.id)
            .select(|t| (t.name, t.licence, t.doors));
        let found = found.all(&db).await?;
        let found: Vec<_> = found
            .iter()
            .map(|(a, b, c)| (a.as_str(), b.as_str(), *c))
            .collect();
        assert_eq!(
            found,
            [("A1", "cab 1", 5), ("A2", "cab 2", 5), ("stretch", "A3", 6)]
        );
        // Of rows of the variant alone.
        let record = db.record();
        let changed = Rental::update()
            .all_rows()
            .set(|r| r.doors.to(3))
            .run(&db)
            .await?;
        assert_eq!((changed, count(&record, "UPDATE")), (1, 1));
        let three = Car::select().filter(|c| c.doors.eq(3)).select(|c| c.name);
        assert_eq!(three.all(&db).await?, ["micro"]);
        // By a key, by another table's rows, and with what it wrote.
        let long = Limousine::select().one(&db).await?.id;
        assert_eq!(
            Taxi::update()
                .key(long)
                .set(|t| t.name.to("long"))
                .run(&db)
                .await?,
            1
        );
        let driven = Taxi::update()
            .from::<Ride>(|(t, r)| r.taxi_id.eq(t.id))
            .filter(|(_, r)| r.km.gt(10))
            .set(|(t, r)| t.doors.to(r.km))
            .returning(|t| (t.name, t.doors))
            .run(&db)
            .await?;
        assert_eq!(driven, [("long".to_owned(), 12)]);
        let key = Taxi::update()
            .key(long)
            .set(|t| t.id.to(900))
            .run(&db)
            .await;
        let Err(Error::Invalid(why)) = key else {
            panic!("the key of a row in several tables was changed");
        };
        assert!(why.contains("several tables"), "{why}");
        Ok(())
    });
}

#[test]
fn a_delete_takes_the_row_from_all_tables() {
    on_every_engine_family(async |db| {
        cars(&db).await?;
        assert_eq!(
            Taxi::delete()
                .filter(|t| t.licence.eq("A1"))
                .run(&db)
                .await?,
            1
        );
        assert_eq!(Rental::delete().all_rows().run(&db).await?, 1);
        let gone = Car::delete()
            .filter(|c| c.doors.ge(4))
            .returning(|c| c.name);
        let mut gone = gone.run(&db).await?;
        gone.sort();
        assert_eq!(gone, ["cab 2", "stretch", "van"]);
        let left = Vehicle::select().select(|v| v.name).all(&db).await?;
        assert_eq!(left, ["beetle"]);
        assert_eq!(Ride::select().count(&db).await?, 0);
        Ok(())
    });
}

#[test]
fn rows_of_a_session_follow() {
    on_every_engine_family(async |db| {
        cars(&db).await?;
        let mut s = db.session();
        let taxis = s.all(Taxi::select().order_by(|t| t.id)).await?;
        let first = taxis[0];
        let top = s.get::<Vehicle>(s[first].id).await?;
        let record = db.record();
        Taxi::update()
            .filter(|t| t.id.eq(s[first].id))
            .set(|t| (t.name.to("cab one"), t.doors.to(5)))
            .run(&mut s)
            .await?;
        assert_eq!((s[first].name.as_str(), s[first].doors), ("cab one", 5));
        // The same row as another model was not worked out: it is read anew, or is an error.
        s.refresh(top).await?;
        assert_eq!(s[top].name, "cab one");
        assert_eq!(count(&record, "UPDATE"), 2);
        let id = s[first].id;
        Taxi::delete().filter(|t| t.id.eq(id)).run(&mut s).await?;
        s.commit().await?;
        assert!(!s.contains(first) && !s.contains(top));
        assert_eq!(Taxi::select().count(&db).await?, 2);
        Ok(())
    });
}

#[test]
fn rules_hold_for_statements_too() {
    on_every_engine_family(async |db| {
        let db = db.with(TENANT, 1);
        let letters = [
            letter::new(" one ", "Ann", 3),
            letter::new("two", "Bob  B", 4),
        ];
        assert!(matches!(
            Letter::insert_all(letters.clone()).run(&db).await,
            Err(Error::Hooked { model: "Letter" })
        ));
        let letters = Letter::insert_all(letters).run(db.without_hooks()).await?;
        assert_eq!(
            (letters[0].title.as_str(), letters[1].recipient.as_str()),
            ("one", "Bob B")
        );
        assert!(letters.iter().all(|l| l.account == 1 && l.revision == 1));
        let pay = Reminder::insert(reminder::new("pay", "Cleo", 1, 1));
        let pay = pay.run(db.without_hooks()).await?;
        Stamp::insert(stamp::new(80).letter(pay.id))
            .run(&db)
            .await?;

        // A version counts, and a tenant's rows are its own.
        let pages = || Letter::update().all_rows().set(|l| l.pages.to(7));
        let two = db.with(TENANT, 2);
        assert_eq!(pages().run(two.without_hooks()).await?, 0);
        assert_eq!(pages().run(db.without_hooks()).await?, 3);
        let stored = Letter::get(letters[0].id).one(&db).await?;
        assert_eq!((stored.pages, stored.revision), (7, 2));
        let stale = Letter::update()
            .key(stored.id)
            .version(1)
            .set(|l| l.pages.to(9));
        let stale = stale.run(db.without_hooks()).await;
        assert!(stale.unwrap_err().stale().is_some());
        let bad = Letter::update().all_rows().set(|l| l.pages.to(0));
        assert!(matches!(
            bad.run(db.without_hooks()).await,
            Err(Error::InvalidValues(_))
        ));

        // Deleted softly, brought back, deleted for good.
        let gone = Reminder::delete()
            .all_rows()
            .run(db.without_hooks())
            .await?;
        assert_eq!((gone, Stamp::select().count(&db).await?), (1, 0));
        assert_eq!(Letter::select().count(&db).await?, 2);
        assert_eq!(Document::select().with_deleted().count(&db).await?, 3);
        let back = Letter::restore().all_rows().run(db.without_hooks()).await?;
        assert_eq!((back, Reminder::select().count(&db).await?), (1, 1));
        let gone = Letter::delete()
            .filter(|l| l.title.eq("two"))
            .returning(|l| l.pages);
        assert_eq!(gone.run(db.without_hooks()).await?, [7]);
        assert_eq!(Letter::purge().all_rows().run(db.without_hooks()).await?, 3);
        assert_eq!(Document::select().with_deleted().count(&db).await?, 0);
        Ok(())
    });
}
