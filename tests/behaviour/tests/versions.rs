//! Optimistic locking: what one session changed, another must have read.
#![allow(clippy::panic)]

use behaviour::on_every_engine_versions;
use behaviour::versions::{
    Cell, Doc, Marked, Stamped, Triggered, cell, doc, marked, note, stamped, triggered,
};
use ormolu::{Database, Dialect, Error, Result, StaleError, StaleReason};

async fn docs(db: &Database, count: usize) -> Result<()> {
    let mut s = db.session();
    for n in 1..=count {
        s.add(doc::new(format!("doc {n}")));
    }
    s.commit().await
}

fn stale(error: &Error) -> &StaleError {
    error.stale().unwrap_or_else(|| panic!("{error}"))
}

/// The text of a statement as SQLite has it.
fn plain(sql: &str) -> String {
    let sql = sql.replace(['`', '"'], "");
    (1..=9).fold(sql, |sql, n| sql.replace(&format!("${n}"), "?"))
}

/// B29: an UPDATE of a row that somebody else changed is an error that says so; the WHERE has
/// the version last read, and each UPDATE counts it up.
#[test]
fn b29_a_stale_update_is_an_error() {
    on_every_engine_versions(async |db: Database| {
        docs(&db, 1).await?;
        let (mut s, mut other) = (db.session(), db.session());
        let (mine, theirs) = (s.get::<Doc>(1).await?, other.get::<Doc>(1).await?);
        assert_eq!(s[mine].lock, 1);
        other[theirs].text = "theirs".into();
        let record = db.record();
        other.commit().await?;
        assert_eq!(other[theirs].lock, 2);
        assert_eq!(
            plain(&record.statements()[0].sql),
            "UPDATE docs SET text = ?, lock = docs.lock + 1 WHERE id = ? AND lock = ?"
        );
        assert_eq!(record.count(), 1);

        s[mine].text = "mine".into();
        let error = s.commit().await.unwrap_err();
        assert_eq!(
            stale(&error).reason,
            StaleReason::Changed {
                expected: "1".into(),
                found: "2".into()
            }
        );
        assert_eq!(
            error.to_string(),
            "Doc (id = 1) was changed meanwhile: it was read in version 1, and is in version 2 now \
             (expected 1 row(s), matched 0)"
        );
        s.rollback().await?;
        assert_eq!((s[mine].lock, s[mine].text.as_str()), (1, ""));
        s.refresh(mine).await?;
        assert_eq!((s[mine].lock, s[mine].text.as_str()), (2, "theirs"));
        s[mine].text = "mine".into();
        s.commit().await?;
        assert_eq!(Doc::get(1).one(&db).await?.lock, 3);

        // A row that is gone is told apart.
        s[mine].text = "again".into();
        Doc::delete().key(1).ignore_version().run(&db).await?;
        let error = s.commit().await.unwrap_err();
        assert!(stale(&error).is_gone(), "{error}");
        assert_eq!(stale(&error).key.as_deref(), Some("id = 1"));
        Ok(())
    });
}

/// B29: a DELETE of two rows one of which was changed deletes none.
#[test]
fn b29_a_stale_delete_is_an_error() {
    on_every_engine_versions(async |db: Database| {
        docs(&db, 2).await?;
        let mut s = db.session();
        let rows = s.all(Doc::select().order_by(|d| d.id.asc())).await?;
        Doc::update()
            .key(2)
            .version(1)
            .set(|d| d.text.to("theirs"))
            .run(&db)
            .await?;
        let record = db.record();
        for row in &rows {
            s.delete(row)?;
        }
        let error = s.commit().await.unwrap_err();
        assert_eq!(stale(&error).key.as_deref(), Some("id = 2"));
        assert_eq!((stale(&error).expected, stale(&error).matched), (2, 1));
        let sql = plain(&record.statements()[0].sql);
        assert_eq!(
            sql,
            match db.dialect() {
                Dialect::Postgres =>
                    "DELETE FROM docs USING UNNEST(?::int8[], ?::int4[]) WITH ORDINALITY AS \
                     v(k1, k2, nth) WHERE docs.id = v.k1 AND docs.lock = v.k2",
                _ => "DELETE FROM docs WHERE ((id = ? AND lock = ?) OR (id = ? AND lock = ?))",
            }
        );
        assert_eq!(record.count(), 2, "the DELETE, and who it was");
        s.rollback().await?;
        assert_eq!(Doc::select().count(&db).await?, 2);
        // That it is gone may be allowed, that it was changed may not.
        s.delete_if_there(rows[1])?;
        assert!(s.commit().await.is_err());
        s.rollback().await?;
        s.refresh(rows[1]).await?;
        for row in &rows {
            s.delete(row)?;
        }
        s.commit().await?;
        assert_eq!(Doc::select().count(&db).await?, 0);
        Ok(())
    });
}

/// B29: a version that the program counts up itself is written, and compared with the one that
/// is stored.
#[test]
fn b29_a_bump_by_hand_keeps_the_stored_version_in_the_condition() {
    on_every_engine_versions(async |db: Database| {
        docs(&db, 1).await?;
        let mut s = db.session();
        let row = s.get::<Doc>(1).await?;
        s[row].lock = 10;
        let record = db.record();
        s.commit().await?;
        assert_eq!(
            plain(&record.statements()[0].sql),
            "UPDATE docs SET lock = ? WHERE id = ? AND lock = ?"
        );
        s[row].text = "a".into();
        s.commit().await?;
        assert_eq!((s[row].lock, Doc::get(1).one(&db).await?.lock), (11, 11));
        s[row].lock = 20;
        Doc::update()
            .key(1)
            .ignore_version()
            .set(|d| d.lock.to(12))
            .run(&db)
            .await?;
        let error = s.commit().await.unwrap_err();
        assert!(
            error
                .to_string()
                .contains("read in version 11, and is in version 12"),
            "{error}"
        );
        Ok(())
    });
}

/// B29: children are no change of their parent.
#[test]
fn b29_a_new_child_is_no_new_version() {
    on_every_engine_versions(async |db: Database| {
        docs(&db, 1).await?;
        let mut s = db.session();
        let row = s.get::<Doc>(1).await?;
        s.add(note::new("a").doc(row));
        let record = db.record();
        s.commit().await?;
        assert_eq!(record.count(), 1);
        assert_eq!(Doc::get(1).one(&db).await?.lock, 1);
        Ok(())
    });
}

/// B29: columns that the schema names are no new version, but are not written over a newer one.
#[test]
fn b29_a_bump_may_be_conditional() {
    on_every_engine_versions(async |db: Database| {
        docs(&db, 1).await?;
        let mut s = db.session();
        let row = s.get::<Doc>(1).await?;
        s[row].seen_by = Some("Ann".into());
        let record = db.record();
        s.commit().await?;
        assert_eq!(
            plain(&record.statements()[0].sql),
            "UPDATE docs SET seen_by = ? WHERE id = ? AND lock = ?"
        );
        s[row].seen_by = Some("Bob".into());
        s[row].text = "new".into();
        s.commit().await?;
        assert_eq!(Doc::get(1).one(&db).await?.lock, 2);
        Doc::update()
            .key(1)
            .version(2)
            .set(|d| d.seen_by.to("Eve"))
            .run(&db)
            .await?;
        assert_eq!(Doc::get(1).one(&db).await?.lock, 2);
        Ok(())
    });
}

/// Many rows go in few statements, and each has its version; of the one that was changed the
/// error tells. Nothing of the others is kept.
#[test]
fn b29_batches_carry_the_versions() {
    on_every_engine_versions(async |db: Database| {
        docs(&db, 50).await?;
        let mut s = db.session();
        let rows = s.all(Doc::select().order_by(|d| d.id.asc())).await?;
        for (n, row) in rows.iter().enumerate() {
            s[*row].text = format!("text {n}");
        }
        let record = db.record();
        s.commit().await?;
        assert_eq!(record.count(), 1);
        let stored = Doc::select().all(&db).await?;
        assert!(stored.iter().all(|d| d.lock == 2 && !d.text.is_empty()));
        assert!(rows.iter().all(|row| s[*row].lock == 2));

        for row in &rows {
            s[row].text.push('!');
        }
        Doc::update()
            .key(7)
            .version(2)
            .set(|d| d.text.to("theirs"))
            .run(&db)
            .await?;
        let error = s.commit().await.unwrap_err();
        assert_eq!(stale(&error).key.as_deref(), Some("id = 7"), "{error}");
        assert_eq!((stale(&error).expected, stale(&error).matched), (50, 49));
        s.rollback().await?;
        assert!(rows.iter().all(|row| s[*row].lock == 2));
        assert_eq!(Doc::select().filter(|d| d.lock.gt(2)).count(&db).await?, 1);

        // A composite key.
        let mut s = db.session();
        let cells =
            [("a", 1), ("a", 2), ("b", 1)].map(|(sheet, at)| s.add(cell::new(sheet, at, 0)));
        s.commit().await?;
        for (n, cell) in (1..).zip(cells) {
            s[cell].value = n;
        }
        s.commit().await?;
        let stored = Cell::select().order_by(|c| c.value.asc()).all(&db).await?;
        let found: Vec<_> = stored
            .iter()
            .map(|c| (c.sheet.clone(), c.value, c.lock))
            .collect();
        assert_eq!(
            found,
            [("a".into(), 1, 2), ("a".into(), 2, 2), ("b".into(), 3, 2)]
        );
        Ok(())
    });
}

/// A statement by key says which version it means, or that it means any.
#[test]
fn b29_statements_by_key_name_the_version() {
    on_every_engine_versions(async |db: Database| {
        docs(&db, 2).await?;
        let rename = || Doc::update().key(1).set(|d| d.text.to("new"));
        let error = rename().run(&db).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "Doc has a version: say which one was read, `.version(row.lock)`, or \
             `.ignore_version()`"
        );
        let record = db.record();
        assert_eq!(rename().version(1).run(&db).await?, 1);
        assert_eq!(record.count(), 1);
        let error = rename().version(1).run(&db).await.unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("Doc (id = 1) was changed meanwhile"),
            "{error}"
        );
        assert_eq!(rename().ignore_version().run(&db).await?, 1);
        assert_eq!(Doc::get(1).one(&db).await?.lock, 3);
        let after = rename().version(3).returning(|d| d.lock).run(&db).await?;
        assert_eq!(after, [4]);
        // A further condition may keep the row out; that is no conflict.
        let none = rename().version(4).filter(|d| d.text.eq("other"));
        assert_eq!(none.run(&db).await?, 0);

        assert!(Doc::delete().key(1).run(&db).await.is_err());
        assert!(Doc::delete().key(1).version(3).run(&db).await.is_err());
        assert_eq!(Doc::delete().key(1).version(4).run(&db).await?, 1);
        let gone = Doc::delete().key(1).version(4).run(&db).await.unwrap_err();
        assert!(stale(&gone).is_gone(), "{gone}");

        // By condition, and where rows collide, the statement counts as well.
        Doc::update()
            .filter(|d| d.name.eq("doc 2"))
            .set(|d| d.text.to("bulk"))
            .run(&db)
            .await?;
        let upserted = Doc::upsert(doc::new("doc 2").text("upsert"))
            .on(Doc::BY_NAME)
            .update_all()
            .any_key()
            .run(&db)
            .await?;
        assert_eq!((upserted.lock, upserted.text.as_str()), (3, "upsert"));
        Ok(())
    });
}

/// A version that the database makes comes back with the UPDATE.
#[test]
fn b29_the_database_may_make_the_version() {
    on_every_engine_versions(async |db: Database| {
        let mut s = db.session();
        let row = s.add(stamped::new("a"));
        s.commit().await?;
        let first = s[row].changed_at;
        let tick = std::time::Duration::from_millis(5); // SQLite's clock counts milliseconds
        tokio::time::sleep(tick).await;
        s[row].name = "b".into();
        s.commit().await?;
        let stored = Stamped::get(s[row].id).one(&db).await?;
        assert!(stored.changed_at > first);
        assert_eq!(s[row].changed_at, stored.changed_at);
        let mut other = db.session();
        let theirs = other.get::<Stamped>(stored.id).await?;
        other[theirs].name = "theirs".into();
        tokio::time::sleep(tick).await;
        other.commit().await?;
        s[row].name = "mine".into();
        let error = s.commit().await.unwrap_err();
        assert!(matches!(stale(&error).reason, StaleReason::Changed { .. }));
        s.rollback().await?;

        let trigger = match db.dialect() {
            Dialect::Sqlite => vec![
                "CREATE TRIGGER bump AFTER UPDATE ON triggered BEGIN UPDATE triggered SET \
                 revision = old.revision + 1 WHERE id = new.id AND revision = old.revision; END",
            ],
            Dialect::Postgres => vec![
                "CREATE FUNCTION bump() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.revision = \
                 OLD.revision + 1; RETURN NEW; END'",
                "CREATE TRIGGER bump BEFORE UPDATE ON triggered FOR EACH ROW EXECUTE FUNCTION \
                 bump()",
            ],
            _ => vec![
                "CREATE TRIGGER bump BEFORE UPDATE ON triggered FOR EACH ROW SET NEW.revision = \
                 OLD.revision + 1",
            ],
        };
        db.execute_script(&trigger).await?;
        let mut s = db.session();
        let rows = [s.add(triggered::new("a")), s.add(triggered::new("b"))];
        s.commit().await?;
        for round in 2..4 {
            for row in rows {
                s[row].name.push('!');
            }
            s.commit().await?;
            assert_eq!(rows.map(|row| s[row].revision), [round, round]);
        }
        Triggered::update()
            .key(s[rows[1]].id)
            .version(3)
            .set(|t| t.name.to("theirs"))
            .run(&db)
            .await?;
        for row in rows {
            s[row].name.push('?');
        }
        let error = s.commit().await.unwrap_err();
        assert_eq!(stale(&error).key.as_deref(), Some("id = 2"), "{error}");
        Ok(())
    });
}

/// A version that the program makes is compared, and changes when the program says so.
#[test]
fn b29_the_program_may_make_the_version() {
    on_every_engine_versions(async |db: Database| {
        let marks = [ormolu::uuid_v7(), ormolu::uuid_v7()];
        let mut s = db.session();
        let row = s.add(marked::new("a", marks[0]));
        s.commit().await?;
        s[row].name = "b".into();
        s.commit().await?;
        assert_eq!(Marked::get(s[row].id).one(&db).await?.mark, marks[0]);
        Marked::update()
            .key(s[row].id)
            .version(marks[0])
            .set(|m| m.mark.to(marks[1]))
            .run(&db)
            .await?;
        s[row].name = "c".into();
        let error = s.commit().await.unwrap_err();
        assert!(error.to_string().contains(&marks[1].to_string()), "{error}");
        Ok(())
    });
}

/// A savepoint takes the version back with the row.
#[test]
fn b29_a_rollback_restores_the_version() {
    on_every_engine_versions(async |db: Database| {
        docs(&db, 1).await?;
        let mut s = db.session();
        let row = s.get::<Doc>(1).await?;
        s[row].text = "one".into();
        s.savepoint("a").await?;
        assert_eq!(s[row].lock, 2);
        s[row].text = "two".into();
        s.flush().await?;
        assert_eq!(s[row].lock, 3);
        s.rollback_to("a").await?;
        assert_eq!((s[row].lock, s[row].text.as_str()), (2, "one"));
        s[row].text = "three".into();
        s.commit().await?;
        assert_eq!(Doc::get(1).one(&db).await?.lock, 3);
        s[row].text = "four".into();
        s.flush().await?;
        s.rollback().await?;
        assert_eq!(s[row].lock, 3);
        Ok(())
    });
}
