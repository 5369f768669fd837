//! Bulk statements of rows that are stored in several tables, or share one with rows of others.
#![allow(clippy::unwrap_used, clippy::panic)]

use behaviour::family::parameters::TENANT;
use behaviour::family::{
    Bike, BikePatch, CargoBike, Letter, LetterPatch, Limousine, Pedelec, Taxi, TaxiPatch, Vehicle,
    bike, cargo_bike, letter, limousine, pedelec, reminder, taxi, vehicle,
};
use behaviour::on_every_engine_family;
use ormolu::session::RowState;
use ormolu::{Database, Dialect, Error, Executor, Outcome, Recorder, Result};

/// The statements that begin so.
fn count(record: &Recorder, word: &str) -> usize {
    let statements = record.statements();
    statements
        .iter()
        .filter(|s| s.sql.starts_with(word))
        .count()
}

/// Name, doors and licence of every taxi.
async fn taxis(db: &Database) -> Result<Vec<(String, i32, String)>> {
    let taxis = Taxi::select().order_by(|t| t.id);
    taxis.select(|t| (t.name, t.doors, t.licence)).all(db).await
}

fn row(name: &str, doors: i32, licence: &str) -> (String, i32, String) {
    (name.to_owned(), doors, licence.to_owned())
}

#[test]
fn many_rows_are_updated_by_their_keys() {
    on_every_engine_family(async |db| {
        let first = Taxi::insert_all([taxi::new("a", "A"), taxi::new("b", "B")]);
        let first = first.run(&db).await?;
        let stretch = limousine::new("c", "C", true);
        let stretch = Limousine::insert(stretch).run(&db).await?;
        let bike = Bike::insert(bike::new("bike", 7)).run(&db).await?;
        let record = db.record();
        let patch = |name: &str, licence: &str| TaxiPatch {
            name: name.into(),
            licence: licence.into(),
            ..TaxiPatch::default()
        };
        let changed = Taxi::update_many([
            (first[0].id, patch("a2", "A2")),
            (first[1].id, patch("b2", "B2")),
            (stretch.id, patch("c2", "C2")),
            (bike.id, patch("no", "NO")),
            (9_999, patch("no", "NO")),
        ]);
        assert_eq!(changed.run(&db).await?, 3);
        // One SELECT finds the rows; those of two tables are written, that of the doors is not.
        assert_eq!(count(&record, "SELECT"), 1);
        let doors = record.statements();
        assert!(
            !doors
                .iter()
                .any(|s| s.sql.starts_with("UPDATE") && s.sql.contains("cars"))
        );
        let stored = taxis(&db).await?;
        assert_eq!(
            stored,
            [row("a2", 4, "A2"), row("b2", 4, "B2"), row("c2", 4, "C2")]
        );
        assert_eq!(Vehicle::get(bike.id).one(&db).await?.name, "bike");
        // In one table, rows of others are left alone as well.
        let gears = |gears| BikePatch {
            gears: ormolu::Patch::Set(gears),
            ..BikePatch::default()
        };
        let changed = Bike::update_many([(bike.id, gears(8)), (stretch.id, gears(9))]);
        assert_eq!(changed.run(&db).await?, 1);
        assert_eq!(Bike::get(bike.id).one(&db).await?.gears, 8);
        Ok(())
    });
}

#[test]
fn rows_that_a_session_knows_follow() {
    on_every_engine_family(async |db| {
        let cab = Taxi::insert(taxi::new("a", "A")).run(&db).await?;
        let mut s = db.session();
        let same = s.get::<Taxi>(cab.id).await?;
        let top = s.get::<Vehicle>(cab.id).await?;
        let patch = TaxiPatch {
            name: "b".into(),
            doors: ormolu::Patch::Set(2),
            ..TaxiPatch::default()
        };
        Taxi::update_many([(cab.id, patch)]).run(&mut s).await?;
        assert_eq!((s[same].name.as_str(), s[same].doors), ("b", 2));
        s.refresh(top).await?;
        assert_eq!(s[top].name, "b");
        let again = taxi::new("c", "A").doors(3);
        Taxi::upsert(again)
            .on(Taxi::BY_LICENCE)
            .update_all()
            .run(&mut s)
            .await?;
        assert_eq!((s[same].name.as_str(), s[same].doors), ("c", 3));
        assert_eq!(s.state(top)?, RowState::Stale);
        s.refresh(top).await?;
        assert_eq!(s[top].name, "c");
        // What is there is found, by a key of any of the tables; else it is inserted.
        let found = s
            .get_or_insert(taxi::new("x", "A"), Taxi::BY_LICENCE)
            .await?;
        assert_eq!(s[found].name, "c");
        let new = s
            .get_or_insert(taxi::new("y", "Y"), Taxi::BY_LICENCE)
            .await?;
        assert!(s[new].id > cab.id);
        s.commit().await?;
        assert_eq!(taxis(&db).await?, [row("c", 3, "A"), row("y", 4, "Y")]);
        Ok(())
    });
}

#[test]
fn rows_are_copied_into_all_their_tables() {
    on_every_engine_family(async |db| {
        let record = db.record();
        let rows = (0..1_000).map(|n| taxi::new(format!("cab {n}"), format!("A{n}")).doors(n));
        assert_eq!(Taxi::copy_in(rows).run(&db).await?, 1_000);
        assert_eq!(count(&record, "INSERT"), 3);
        let stored = taxis(&db).await?;
        for (n, taxi) in (0..).zip(&stored) {
            assert_eq!(*taxi, row(&format!("cab {n}"), n, &format!("A{n}")));
        }
        // Some with a key of their own; those in one table; a fault takes all back.
        let rows = [
            cargo_bike::new("p", 3, 80),
            cargo_bike::new("q", 3, 90).id(70_000),
        ];
        assert_eq!(CargoBike::copy_in(rows).run(&db).await?, 2);
        assert_eq!(CargoBike::get(70_000).one(&db).await?.litres, 90);
        let rows = [pedelec::new("r", 8, 250), pedelec::new("s", 8, 250)];
        assert_eq!(Pedelec::copy_in(rows).run(&db).await?, 2);
        let rows = [taxi::new("new", "new"), taxi::new("newer", "A1")];
        let error = Taxi::copy_in(rows).run(&db).await.unwrap_err();
        assert!(matches!(error, Error::Constraint { .. }), "{error}");
        assert_eq!(Vehicle::select().count(&db).await?, 1_004);
        Ok(())
    });
}

#[test]
fn rows_of_a_query_go_into_all_tables() {
    on_every_engine_family(async |db| {
        Bike::insert_all([bike::new("x", 3), bike::new("y", 4)])
            .run(&db)
            .await?;
        let bikes = || Bike::select().order_by(|b| b.id);
        let query = bikes().select(|b| (b.name.concat(" taxi"), b.gears, b.name));
        let count = Taxi::insert_from(query, |t| (t.name, t.doors, t.licence));
        assert_eq!(count.run(&db).await?, 2);
        assert_eq!(
            taxis(&db).await?,
            [row("x taxi", 3, "x"), row("y taxi", 4, "y")]
        );
        let query = bikes().select(|b| (b.name.concat(" long"), b.id + 500, b.name.concat("2")));
        let mut made = Taxi::insert_from(query, |t| (t.name, t.id, t.licence))
            .returning(|t| (t.id, t.doors, t.kind))
            .run(&db)
            .await?;
        made.sort();
        let ids: Vec<i64> = bikes().select(|b| b.id + 500).all(&db).await?;
        let cab = |id| (id, 4, "cab".to_owned());
        assert_eq!(made, [cab(ids[0]), cab(ids[1])]);
        // In one table, too, a row says what it is.
        let query = bikes().select(|b| (b.name.concat(" e"), b.gears, b.gears));
        Pedelec::insert_from(query, |p| (p.name, p.gears, p.watts))
            .run(&db)
            .await?;
        assert_eq!(Pedelec::select().count(&db).await?, 2);
        let query = Taxi::select().select(|t| (t.kind, t.name));
        let error = Bike::insert_from(query, |b| (b.kind, b.name))
            .run(&db)
            .await;
        let error = error.unwrap_err().to_string();
        assert_eq!(
            error,
            "insert_from: `kind` says what a row is, which Bike says by itself; leave it out"
        );
        Ok(())
    });
}

#[test]
fn an_upsert_finds_rows_by_a_key_of_any_table() {
    on_every_engine_family(async |db| {
        Taxi::insert_all([taxi::new("a", "A"), taxi::new("b", "B")])
            .run(&db)
            .await?;
        let record = db.record();
        let done = Taxi::upsert_all([
            taxi::new("a2", "A").doors(2),
            taxi::new("c", "C"),
            taxi::new("b2", "B").doors(6),
            taxi::new("d", "D").doors(8),
        ]);
        let done = done.on(Taxi::BY_LICENCE).update_all().run(&db).await?;
        let outcomes: Vec<_> = done.iter().map(|one| one.outcome.unwrap()).collect();
        let (new, old) = (Outcome::Inserted, Outcome::Updated);
        assert_eq!(outcomes, [old, new, old, new]);
        // MySQL's family locks what it saw before; the others lock what they look for.
        let looks = match db.dialect() {
            Dialect::Sqlite | Dialect::Postgres => 1,
            Dialect::Mysql | Dialect::Mariadb => 2,
        };
        assert_eq!(count(&record, "SELECT"), looks + 1);
        let stored = [
            row("a2", 2, "A"),
            row("b2", 6, "B"),
            row("c", 4, "C"),
            row("d", 8, "D"),
        ];
        assert_eq!(taxis(&db).await?, stored);
        for one in &done {
            assert_eq!(*Taxi::get(one.id).one(&db).await?, one.row);
        }
        // By the key that all tables have, and by one of the base; from the old row and the new.
        let first = done[0].id;
        let changed = Taxi::upsert(taxi::new("zero", "Z").id(first).doors(5))
            .on(Taxi::BY_ID)
            .set(|t, new| (t.doors.to(t.doors + new.doors), t.licence.to(new.name)))
            .run(&db)
            .await?;
        assert_eq!((changed.doors, changed.licence.as_str()), (7, "zero"));
        let some = Taxi::upsert_all([taxi::new("a2", "X").doors(1), taxi::new("b2", "Y").doors(9)])
            .on(Taxi::BY_NAME)
            .set(|t, new| t.doors.to(new.doors))
            .filter(|t, new| new.doors.gt(t.doors))
            .run(&db)
            .await?;
        let outcomes: Vec<_> = some.iter().map(|one| one.outcome.unwrap()).collect();
        assert_eq!(outcomes, [Outcome::Kept, Outcome::Updated]);
        assert_eq!((some[0].doors, some[1].doors), (7, 9));
        // Rows that stay, and one that comes twice.
        let kept = Taxi::upsert_all([
            taxi::new("no", "C"),
            taxi::new("e", "E"),
            taxi::new("e too", "E"),
        ]);
        let kept = kept.on(Taxi::BY_LICENCE).do_nothing().run(&db).await?;
        let names: Vec<_> = kept.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["c", "e", "e"]);
        let outcomes: Vec<_> = kept.iter().map(|one| one.outcome.unwrap()).collect();
        assert_eq!(outcomes, [Outcome::Kept, new, Outcome::Kept]);
        Ok(())
    });
}

#[test]
fn an_upsert_leaves_rows_of_other_kinds_alone() {
    on_every_engine_family(async |db| {
        Bike::insert(bike::new("same", 3)).run(&db).await?;
        let upsert = || Taxi::upsert(taxi::new("same", "S")).on(Taxi::BY_NAME);
        let said = "upsert of Taxi by name: a row with the same key is there, and it is no Taxi";
        let error = upsert().update_all().run(&db).await.unwrap_err();
        assert_eq!(error.to_string(), said);
        let error = upsert().do_nothing().run(&db).await.unwrap_err();
        assert_eq!(error.to_string(), said);
        let other = Pedelec::upsert(pedelec::new("same", 5, 250)).on(Pedelec::BY_NAME);
        let error = other.update_all().run(&db).await.unwrap_err();
        assert!(error.to_string().ends_with("it is no Pedelec"), "{error}");
        // What stands above all takes them as they are: a bike stays one.
        let top = Vehicle::upsert(vehicle::new("same")).on(Vehicle::BY_NAME);
        let top = top.update_all().any_key().run(&db).await?;
        assert_eq!(top.kind, "bike");
        // Another key in the way is an error of the database, and nothing is left of the row.
        Taxi::insert(taxi::new("x", "X")).run(&db).await?;
        let error = Taxi::upsert(taxi::new("x", "Y")).on(Taxi::BY_LICENCE);
        let error = error.update_all().run(&db).await.unwrap_err();
        assert!(matches!(error, Error::Constraint { .. }), "{error}");
        assert_eq!(Vehicle::select().count(&db).await?, 2);
        // What the database would fill in is not known before.
        let open = Taxi::upsert(taxi::new("z", "X")).on(Taxi::BY_LICENCE);
        let open = open.set(|t, new| t.name.to(new.name)).run(&db).await?;
        assert_eq!(open.name, "z");
        Ok(())
    });
}

/// What fails in the second of its tables leaves nothing in the first, whatever is done then.
#[test]
fn an_upsert_that_fails_leaves_no_part_of_a_row() {
    on_every_engine_family(async |db| {
        Taxi::insert(taxi::new("x", "X")).run(&db).await?;
        let mut bad = vec![taxi::new("taken", "X")];
        if db.dialect() != Dialect::Sqlite {
            bad.push(taxi::new("long", "A text that is longer than a licence"));
        }
        for bad in bad {
            let mut transaction = db.begin().await?;
            let upsert = Taxi::upsert(bad).on(Taxi::BY_NAME).update_all();
            assert!(upsert.run(&mut transaction).await.is_err());
            Bike::upsert(bike::new("bike", 3))
                .on(Bike::BY_NAME)
                .update_all()
                .run(&mut transaction)
                .await?;
            transaction.commit().await?;
            let names = Vehicle::select().order_by(|v| v.name).select(|v| v.name);
            assert_eq!(names.all(&db).await?, ["bike", "x"]);
        }
        Ok(())
    });
}

/// Eight that insert the same row at the same time, and begin anew at once when they are in each
/// other's way: one inserts it, and the others find it.
#[test]
fn upserts_at_the_same_time_make_one_row() {
    on_every_engine_family(async |db| {
        let upsert = |n: i32| {
            let db = db.clone();
            async move {
                let new = taxi::new(format!("cab {n}"), "A").doors(n);
                let upsert = || Taxi::upsert(new.clone()).on(Taxi::BY_LICENCE).update_all();
                loop {
                    match upsert().run(&db).await {
                        Err(error) if error.retry() == ormolu::Retry::Transaction => {}
                        done => return done,
                    }
                }
            }
        };
        let all = (1..=8).map(|n| tokio::spawn(upsert(n)));
        for one in all.collect::<Vec<_>>() {
            one.await.unwrap()?;
        }
        assert_eq!(Vehicle::select().count(&db).await?, 1);
        Ok(())
    });
}

#[test]
fn rules_hold_for_bulk_statements_too() {
    on_every_engine_family(async |db| {
        let (one, two) = (db.with(TENANT, 1), db.with(TENANT, 2));
        let copied = Letter::copy_in([letter::new(" x ", "Ann  B", 3), letter::new("y", "Bob", 4)]);
        assert_eq!(copied.run(one.without_hooks()).await?, 2);
        let letters = Letter::select().order_by(|l| l.id).all(&one).await?;
        assert_eq!(
            (letters[0].title.as_str(), letters[0].recipient.as_str()),
            ("x", "Ann B")
        );
        assert!(letters.iter().all(|l| l.account == 1));
        let patch = |pages| LetterPatch {
            pages: ormolu::Patch::Set(pages),
            ..LetterPatch::default()
        };
        let many = || Letter::update_many([(letters[0].id, patch(7)), (letters[1].id, patch(8))]);
        assert!(matches!(many().run(&one).await, Err(Error::Hooked { .. })));
        assert_eq!(many().run(two.without_hooks()).await?, 0);
        assert_eq!(many().run(one.without_hooks()).await?, 2);
        let stored = Letter::get(letters[0].id).one(&one).await?;
        assert_eq!((stored.pages, stored.revision), (7, 2));
        let bad = Letter::update_many([(letters[0].id, patch(0))]);
        let bad = bad.run(one.without_hooks()).await;
        assert!(matches!(bad, Err(Error::InvalidValues(_))));
        // A row of another tenant may be in the way, and must not be changed.
        let upsert = Letter::upsert(reminder_letter())
            .on(Letter::BY_ID)
            .update_all();
        let error = upsert.run(one.without_hooks()).await.unwrap_err();
        assert!(error.to_string().contains("another tenant"), "{error}");
        let pay = behaviour::family::Reminder::copy_in([reminder::new("pay", "Cleo", 1, 1)]);
        pay.run(two.without_hooks()).await?;
        assert_eq!(Letter::select().count(&two).await?, 1);
        Ok(())
    });
}

fn reminder_letter() -> ormolu::New<Letter> {
    use ormolu::Insertable;
    letter::new("t", "r", 2).id(1).into_new()
}
