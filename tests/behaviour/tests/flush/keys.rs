//! Keys that change, and values of unique keys that move.

use behaviour::flush::{
    Clerk, Dept, Item, Nation, Street, Town, clerk, dept, item, nation, street, town,
};
use behaviour::on_every_engine_flush;
use ormolu::Database;
use ormolu::session::RowState;

use crate::verbs;

/// B50: a key that changes takes the rows along that point at it: the database passes it on, and
/// memory follows, over two tables.
#[test]
fn b50_a_changed_key_is_followed() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let france = s.add(nation::new("fr", "France"));
        let paris = s.add(town::new("Paris").nation(france));
        let rivoli = s.add(street::new("Rivoli").town(paris));
        s.commit().await?;
        let record = db.record();
        s[france].code = "fra".into();
        s[paris].mayor = Some("Anne".into());
        s.commit().await?;
        assert_eq!(verbs(&record), ["UPDATE nations", "UPDATE towns"]);
        assert_eq!(s[paris].nation_code, "fra");
        assert_eq!(s[rivoli].nation_code, "fra");
        assert!(!s.has_work());
        let count = record.count();
        assert_eq!(s.get::<Nation>("fra").await?, france);
        assert_eq!(
            s.get::<Town>(("fra".to_owned(), "Paris".to_owned()))
                .await?,
            paris
        );
        assert_eq!(record.count(), count, "known under the new keys");
        let stored = Town::get("fra", "Paris").one(&db).await?;
        assert_eq!(stored.mayor.as_deref(), Some("Anne"));
        assert_eq!(Street::select().one(&db).await?.nation_code, "fra");

        // B53: a rollback takes it back, here and there.
        s[france].code = "x".into();
        s.flush().await?;
        assert_eq!(s[rivoli].nation_code, "x");
        s.rollback().await?;
        assert_eq!(s[france].code, "fra");
        assert_eq!(
            (
                s[paris].nation_code.as_str(),
                s[rivoli].nation_code.as_str()
            ),
            ("fra", "fra")
        );
        assert_eq!(s.get::<Nation>("fra").await?, france);
        assert!(s.get_optional::<Nation>("x").await?.is_none());
        s[paris].mayor = None;
        s.commit().await?;
        Ok(())
    });
}

/// B50: where the database does not pass a key on, the session does.
#[test]
fn b50_the_session_passes_a_changed_key_on() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let top = s.add(dept::new("top", "Top"));
        let sub = s.add(dept::new("sub", "Sub").above(top));
        let ann = s.add(clerk::new("Ann").dept(top));
        s.add(clerk::new("Bob").dept(sub));
        s.commit().await?;
        // One that the session does not know.
        Clerk::insert(clerk::new("Cid").dept("top"))
            .run(&db)
            .await?;
        let record = db.record();
        s[top].code = "head".into();
        s[top].name = "Head".into();
        s.commit().await?;
        assert_eq!(
            verbs(&record),
            [
                "INSERT depts",
                "UPDATE clerks",
                "UPDATE depts",
                "DELETE depts"
            ]
        );
        assert_eq!(s[ann].dept_code, "head");
        assert_eq!(s[sub].above_code.as_deref(), Some("head"));
        let moved = Clerk::select()
            .filter(|c| c.dept_code.eq("head"))
            .count(&db)
            .await?;
        assert_eq!((moved, Dept::select().count(&db).await?), (2, 2));
        assert_eq!(Dept::get("head").one(&db).await?.name, "Head");
        Ok(())
    });
}

/// B50: a key goes from one row to the next, and two rows trade theirs, with all that points at
/// them.
#[test]
fn b50_keys_move_between_rows() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let [a, b] = ["a", "b"].map(|code| s.add(nation::new(code, code)));
        let [in_a, in_b] = [a, b].map(|nation| s.add(town::new("T").nation(nation)));
        s.commit().await?;
        // A chain needs no more than its order.
        let record = db.record();
        s[a].code = "b".into();
        s[b].code = "c".into();
        s.commit().await?;
        assert_eq!(verbs(&record), ["UPDATE nations", "UPDATE nations"]);
        assert_eq!(
            [s[in_a].nation_code.as_str(), s[in_b].nation_code.as_str()],
            ["b", "c"]
        );

        // A trade parks one of the two.
        record.clear();
        s[a].code = "c".into();
        s[b].code = "b".into();
        assert_eq!(
            s.plan().to_string(),
            "update nations (code), for others to take: 1\nupdate nations (code): 1\n\
             update nations (code): 1\n"
        );
        s.commit().await?;
        assert_eq!(record.count(), 3);
        assert_eq!(
            [s[in_a].nation_code.as_str(), s[in_b].nation_code.as_str()],
            ["c", "b"]
        );
        for (nation, town) in [(a, in_a), (b, in_b)] {
            let stored = Nation::get(s[nation].code.as_str()).one(&db).await?;
            assert_eq!(stored.name, s[nation].name);
            assert_eq!(s.get::<Nation>(stored.code.as_str()).await?, nation);
            assert_eq!(
                s.get::<Town>((stored.code.clone(), "T".to_owned())).await?,
                town
            );
        }

        // And back, by a rollback.
        s[a].code = "b".into();
        s[b].code = "c".into();
        s.flush().await?;
        s.rollback().await?;
        assert_eq!([s[a].code.as_str(), s[b].code.as_str()], ["c", "b"]);
        assert_eq!(s.get::<Nation>("c").await?, a);
        assert_eq!(
            [s[in_a].nation_code.as_str(), s[in_b].nation_code.as_str()],
            ["c", "b"]
        );

        // The same where the session passes the keys on.
        let [x, y] = ["x", "y"].map(|code| s.add(dept::new(code, code)));
        let [of_x, of_y] = [x, y].map(|dept| s.add(clerk::new("C").dept(dept)));
        s.commit().await?;
        s[x].code = "y".into();
        s[y].code = "x".into();
        s.commit().await?;
        for (dept, clerk) in [(x, of_x), (y, of_y)] {
            assert_eq!(
                Clerk::get(s[clerk].id).one(&db).await?.dept_code,
                s[dept].code
            );
            assert_eq!(s[clerk].dept_code, s[dept].code);
        }
        assert_eq!(Dept::get("x").one(&db).await?.name, "y");
        Ok(())
    });
}

/// Unique values move: along a list, in a circle, to a new row from one that goes or changes.
#[test]
fn unique_values_move_between_rows() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let rows: Vec<_> = (0..5)
            .map(|n| s.add(item::new(1, n, format!("{n}"))))
            .collect();
        s.commit().await?;
        let order = async |db: &Database| -> ormolu::Result<String> {
            let items = Item::select().order_by(|i| i.place.asc()).all(db).await?;
            Ok(items.iter().map(|i| i.text.clone()).collect())
        };
        // The first goes to the end, all others one up.
        let record = db.record();
        for (n, row) in rows.iter().enumerate() {
            s[*row].place = (n as i32 + 4) % 5;
        }
        s.commit().await?;
        assert_eq!(order(&db).await?, "12340");
        assert_eq!(
            record.count() - 1,
            6,
            "one is parked; the others wait for each other"
        );
        // A new row takes the place of one that goes, with its tag.
        s[rows[2]].tag = Some("best".into());
        s.commit().await?;
        let place = s[rows[2]].place;
        s.delete(rows[2])?;
        s.add(item::new(1, place, "new").tag("best"));
        s.commit().await?;
        assert_eq!(order(&db).await?, "1n340".replace('n', "new"));
        // And of one that moves on.
        s[rows[3]].place = 9;
        s.add(item::new(1, 2, "N"));
        s.commit().await?;
        assert_eq!(order(&db).await?, "1newN403");
        Ok(())
    });
}

/// A new row with the key of one that is deleted is what becomes of it (SQLAlchemy: row switch).
#[test]
fn a_new_row_takes_the_place_of_a_deleted_one() {
    on_every_engine_flush(async |db: Database| {
        let mut s = db.session();
        let old = s.add(nation::new("fr", "France"));
        let town = s.add(town::new("Paris").nation(old));
        s.commit().await?;
        s.delete(town)?;
        s.delete(old)?;
        let new = s.add(nation::new("fr", "Gaul"));
        let record = db.record();
        assert_eq!(
            s.plan().to_string(),
            "update nations (name), not deleted: 1\ndelete towns: 1\n"
        );
        s.flush().await?;
        assert_eq!(record.count(), 2);
        assert_eq!(s.get::<Nation>("fr").await?, new);
        assert_eq!(
            (s.state(old)?, s.state(new)?),
            (RowState::Deleted, RowState::Persistent)
        );
        assert_eq!(Nation::get("fr").one(&mut s).await?.name, "Gaul");
        s.rollback().await?;
        assert_eq!(
            (s.state(old)?, s.state(new)?),
            (RowState::Persistent, RowState::Detached)
        );
        assert_eq!(s.get::<Nation>("fr").await?, old);
        assert_eq!(s[old].name, "France");
        s.delete(old)?;
        s.delete(town)?;
        let new = s.add(nation::new("fr", "Gaul"));
        s.commit().await?;
        assert_eq!(
            (s.state(old)?, s[new].name.as_str()),
            (RowState::Detached, "Gaul")
        );
        assert_eq!(Nation::select().count(&db).await?, 1);
        Ok(())
    });
}
