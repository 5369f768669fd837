//! New rows that take unique values of rows that change, or go, in the same flush.

use behaviour::flush::{
    Clerk, Dept, Guest, Item, Nation, Rank, Seat, Soldier, Town, clerk, dept, guest, item, nation,
    rank, seat, soldier, town,
};
use behaviour::on_every_engine_flush;
use ormolu::{Database, Error, SessionError};

use crate::verbs;

/// The old holder is written before, and nothing else: a CHECK might refuse any other value.
#[test]
fn a_new_row_takes_what_a_row_gives_up() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let [ann, bo] = ["ann@x", "bo@x"].map(|email| s.add(guest::new(email)));
        s.commit().await?;
        let record = db.record();
        s[ann].email = "anna@x".into();
        let new = s.add(guest::new("ann@x"));
        let plan = "update guests (email): 1\ninsert guests: 1\n";
        assert_eq!(s.plan().to_string(), plan);
        s.commit().await?;
        assert_eq!(verbs(&record), ["UPDATE guests", "INSERT guests"]);

        // Along a chain, from its end.
        record.clear();
        s[new].email = "anna@x".into();
        s[ann].email = "bo@x".into();
        s[bo].email = "bob@x".into();
        let last = s.add(guest::new("ann@x"));
        s.commit().await?;
        assert_eq!(
            verbs(&record),
            [
                "UPDATE guests",
                "UPDATE guests",
                "UPDATE guests",
                "INSERT guests"
            ]
        );
        let emails = Guest::select().order_by(|g| g.id).select(|g| g.email);
        assert_eq!(emails.all(&db).await?, ["bo@x", "bob@x", "anna@x", "ann@x"]);

        // And a rollback gives all back.
        s[last].email = "z@x".into();
        s.add(guest::new("ann@x"));
        s.flush().await?;
        s.rollback().await?;
        assert_eq!(s[last].email, "ann@x");
        s[last].email = "y@x".into();
        s.commit().await?;
        Ok(())
    });
}

/// So it is with a key, and with what points at it.
#[test]
fn a_new_row_takes_the_key_of_a_row_that_changes_it() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let old = s.add(nation::new("fr", "France"));
        let paris = s.add(town::new("Paris").nation(old));
        s.commit().await?;
        let record = db.record();
        s[old].code = "fra".into();
        let new = s.add(nation::new("fr", "Gaul"));
        s.add(town::new("Lutetia").nation(new));
        s.commit().await?;
        assert_eq!(
            verbs(&record),
            ["UPDATE nations", "INSERT nations", "INSERT towns"]
        );
        assert_eq!(s[paris].nation_code, "fra");
        let towns = Town::select().order_by(|t| t.name);
        let towns = towns.select(|t| (t.name, t.nation_code)).all(&db).await?;
        let expected = [("Lutetia", "fr"), ("Paris", "fra")];
        assert_eq!(towns, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
        assert_eq!(s.get::<Nation>("fr").await?, new);
        assert_eq!(s.get::<Nation>("fra").await?, old);
        Ok(())
    });
}

/// A row that is deleted goes before, and with it what hangs on it.
#[test]
fn a_new_row_takes_what_a_deleted_row_had() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let ann = s.add(guest::new("ann@x"));
        let bo = s.add(guest::new("bo@x").host(ann));
        let seat = s.add(seat::new("A").guest(bo));
        s.commit().await?;
        let record = db.record();
        s.delete(seat)?;
        s.delete(bo)?;
        s.delete(ann)?;
        s.add(guest::new("ann@x"));
        s.commit().await?;
        assert_eq!(
            verbs(&record),
            [
                "DELETE seats",
                "DELETE guests",
                "DELETE guests",
                "INSERT guests"
            ]
        );
        assert_eq!(Guest::select().count(&db).await?, 1);

        // A row that stays takes it just so.
        let cid = s.add(guest::new("cid@x"));
        let dan = s.add(guest::new("dan@x"));
        s.commit().await?;
        record.clear();
        s.delete(cid)?;
        s[dan].email = "cid@x".into();
        s.commit().await?;
        assert_eq!(verbs(&record), ["DELETE guests", "UPDATE guests"]);
        Ok(())
    });
}

/// What hangs on a deleted row moves to the new one, and so that one comes first: until the old
/// one goes, it has another code.
#[test]
fn rows_move_from_a_deleted_row_to_the_one_that_takes_its_values() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let old = s.add(rank::new("one"));
        let private = s.add(soldier::new("Pat").rank(old));
        s.commit().await?;
        let record = db.record();
        s.delete(old)?;
        let new = s.add(rank::new("one"));
        s.set(private, soldier::rank(), new)?;
        s.commit().await?;
        assert_eq!(
            verbs(&record),
            [
                "UPDATE ranks",
                "INSERT ranks",
                "UPDATE soldiers",
                "DELETE ranks"
            ]
        );
        assert_eq!(Soldier::select().one(&db).await?.rank_id, s[new].id);
        assert_eq!(Rank::select().one(&db).await?.code, "one");
        Ok(())
    });
}

/// Of several that go, one goes before.
#[test]
fn only_what_is_taken_is_deleted_early() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let [a, b] = [1, 2].map(|n| s.add(item::new(1, n, format!("{n}"))));
        s[a].tag = Some("best".into());
        s.commit().await?;
        let record = db.record();
        s.delete(a)?;
        s.delete(b)?;
        s.add(item::new(1, 1, "new").tag("best"));
        s.commit().await?;
        assert_eq!(
            verbs(&record),
            ["DELETE items", "INSERT items", "DELETE items"]
        );
        assert_eq!(Item::select().one(&db).await?.text, "new");
        Ok(())
    });
}

/// Also where the new row names what it points at by a handle, alone or beside other columns.
#[test]
fn a_new_row_takes_a_place_that_it_names_by_a_handle() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let [ann, bo] = ["ann@x", "bo@x"].map(|email| s.add(guest::new(email)));
        let first = s.add(seat::new("A").guest(ann));
        s.flush().await?;
        let record = db.record();
        s.set(first, seat::guest(), bo)?;
        s.add(seat::new("B").guest(ann));
        s.commit().await?;
        assert_eq!(verbs(&record), ["UPDATE seats", "INSERT seats"]);

        record.clear();
        s.delete(first)?;
        let third = s.add(seat::new("C").guest(bo));
        s.commit().await?;
        assert_eq!(verbs(&record), ["DELETE seats", "INSERT seats"]);
        let seats = Seat::select().order_by(|s| s.row).select(|s| s.row);
        assert_eq!(seats.all(&db).await?, ["B", "C"]);

        // What of the old holder waits for a new row is written after that, by itself.
        record.clear();
        let [cid, dan] = ["cid@x", "dan@x"].map(|email| s.add(guest::new(email)));
        s.flush().await?;
        let payer = s.add(guest::new("payer@x"));
        s.set(third, seat::guest(), cid)?;
        s.set(third, seat::payer(), payer)?;
        s.add(seat::new("D").guest(bo));
        record.clear();
        assert_eq!(
            s.plan().to_string(),
            "update seats (guest_id): 1\ninsert guests: 1\ninsert seats: 1\n\
             update seats (payer_id): 1\n"
        );
        s.commit().await?;
        assert_eq!(
            verbs(&record),
            [
                "UPDATE seats",
                "INSERT guests",
                "INSERT seats",
                "UPDATE seats"
            ]
        );
        let stored = Seat::get(s[third].id).one(&db).await?;
        assert_eq!(
            (stored.guest_id, stored.payer_id),
            (s[cid].id, Some(s[payer].id))
        );

        // The same with the key of a row that comes with it, known before.
        let known = s.add(guest::new("known@x").id(7_000));
        s[third].guest_id = s[dan].id;
        s[third].payer_id = Some(7_000);
        s.add(seat::new("E").guest(cid));
        s.commit().await?;
        assert_eq!(s[third].payer_id, Some(s[known].id));
        Ok(())
    });
}

/// A row that gives a value up for one that a new row brings cannot do so before; where the new
/// one waits for that, both are named before any SQL.
#[test]
fn a_circle_of_values_that_are_never_null_is_refused() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let ann = s.add(guest::new("ann@x"));
        let first = s.add(seat::new("A").guest(ann));
        s.commit().await?;
        let record = db.record();
        s.add(guest::new("new@x").id(9_000));
        s[first].guest_id = 9_000;
        let second = s.add(seat::new("B").guest(ann));
        let refused = s.flush().await.unwrap_err();
        let Error::Session(SessionError::Stuck { .. }) = &refused else {
            panic!("{refused}");
        };
        let said = "a new Seat cannot take the `guest_id` of Seat 1 in this flush";
        assert!(refused.to_string().starts_with(said), "{refused}");
        assert_eq!(record.count(), 0);
        s.delete(second)?;
        s.flush().await?;
        s.add(seat::new("B").guest(ann));
        s.commit().await?;
        assert_eq!(Seat::select().count(&db).await?, 2);
        Ok(())
    });
}

/// A new row that points at a row by a handle gets the key that this one has after the flush:
/// it follows the change like those that are there.
#[test]
fn new_rows_point_at_a_row_that_changes_its_key() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let france = s.add(nation::new("fr", "France"));
        s.commit().await?;
        s[france].code = "fra".into();
        let paris = s.add(town::new("Paris").nation(france));
        let record = db.record();
        s.commit().await?;
        assert_eq!(verbs(&record), ["INSERT towns", "UPDATE nations"]);
        assert_eq!(s[paris].nation_code, "fra");
        assert_eq!(Town::select().one(&db).await?.nation_code, "fra");

        // Where the session passes it on, too.
        let top = s.add(dept::new("top", "Top"));
        s.commit().await?;
        s[top].code = "head".into();
        let sub = s.add(dept::new("sub", "Sub").above(top));
        let ann = s.add(clerk::new("Ann").dept(top));
        s.commit().await?;
        assert_eq!(s[ann].dept_code, "head");
        assert_eq!(s[sub].above_code.as_deref(), Some("head"));
        let stored = Dept::get("sub").one(&db).await?;
        assert_eq!(stored.above_code.as_deref(), Some("head"));
        assert_eq!(Clerk::select().one(&db).await?.dept_code, "head");
        Ok(())
    });
}
