//! Unique values of rows that are deleted softly.

use behaviour::alive::{Member, card, member};
use behaviour::on_engines_with_partial_indexes;
use behaviour::rules::{Badge, badge};
use ormolu::{Database, Result};

use super::on_every_engine;

/// A deleted row frees its values, and only where they are free it comes back.
#[test]
fn values_of_a_deleted_row_are_free() {
    on_engines_with_partial_indexes(async |db: Database| {
        let row = |place| member::new("ann@example.org").team("red").place(place);
        let first = Member::insert(row(1)).run(&db).await?.id;
        let taken = Member::insert(row(2)).run(&db).await.unwrap_err();
        assert!(taken.is_unique_violation(), "{taken}");
        let taken = member::new("bob@example.org").team("red").place(1);
        let taken = Member::insert(taken).run(&db).await.unwrap_err();
        assert!(taken.is_unique_violation(), "{taken}");

        Member::delete().key(first).run(&db).await?;
        let second = Member::insert(row(1)).run(&db).await?.id;
        let taken = Member::insert(row(3)).run(&db).await.unwrap_err();
        assert!(taken.is_unique_violation(), "{taken}");

        let taken = Member::restore().key(first).run(&db).await.unwrap_err();
        assert!(taken.is_unique_violation(), "{taken}");
        Member::delete().key(second).run(&db).await?;
        assert_eq!(Member::restore().key(first).run(&db).await?, 1);
        let rows = Member::select().with_deleted().order_by(|m| m.id);
        let rows = rows.all(&db).await?;
        let gone: Vec<bool> = rows.iter().map(|m| m.deleted_at.is_some()).collect();
        assert_eq!(gone, [false, true]);
        Ok(())
    });
}

/// The same by the flush of a session, whose rows stay as they were where it fails.
#[test]
fn a_session_restores_where_the_values_are_free() {
    on_engines_with_partial_indexes(async |db: Database| {
        let mut s = db.session();
        let first = s.add(member::new("ann@example.org"));
        s.commit().await?;
        let id = s[first].id;
        s.delete(first)?;
        s.commit().await?;
        let second = s.add(member::new("ann@example.org"));
        s.commit().await?;

        let deleted = Member::select().with_deleted().filter(|m| m.id.eq(id));
        let first = s.one(deleted.clone()).await?;
        s.restore(first)?;
        let taken = s.commit().await.unwrap_err();
        assert!(taken.is_unique_violation(), "{taken}");
        s.rollback().await?;
        assert!(Member::get(id).optional(&db).await?.is_none());

        s.delete(second)?;
        s.commit().await?;
        let first = s.one(deleted).await?;
        s.restore(first)?;
        s.commit().await?;
        assert_eq!(Member::select().all(&db).await?.len(), 1);
        assert!(Member::get(id).optional(&db).await?.is_some());
        Ok(())
    });
}

/// A row that is deleted gives its values to others of the same flush: to a new one, to one that
/// comes back, to one that changes. Those that are there trade theirs.
#[test]
fn a_flush_gives_values_to_the_next() {
    on_engines_with_partial_indexes(async |db: Database| {
        let mut s = db.session();
        let first = s.add(member::new("ann@example.org"));
        s.commit().await?;
        s.delete(first)?;
        s.flush().await?;
        let second = s.add(member::new("ann@example.org"));
        s.commit().await?;
        let alive = Member::select().one(&db).await?;
        assert_eq!(alive.id, s[second].id);

        s.delete(second)?;
        let third = s.add(member::new("ann@example.org"));
        assert_eq!(
            s.plan().to_string(),
            "delete members: 1\ninsert members: 1\n"
        );
        s.commit().await?;

        let fourth = s.add(member::new("bob@example.org").place(4));
        s.commit().await?;
        s[third].email = "bob@example.org".into();
        s[fourth].email = "ann@example.org".into();
        s.commit().await?;
        assert_eq!(
            Member::get(s[third].id).one(&db).await?.email,
            "bob@example.org"
        );

        s.delete(third)?;
        s[fourth].email = "bob@example.org".into();
        s.commit().await?;
        let gone = Member::select()
            .with_deleted()
            .filter(|m| m.id.eq(s[first].id));
        let first = s.one(gone).await?;
        s[fourth].email = "cid@example.org".into();
        let fifth = s.add(member::new("dan@example.org").place(5));
        s.commit().await?;
        s[fifth].email = "ann@example.org".into();
        s.commit().await?;
        s.restore(first)?;
        s.delete(fifth)?;
        assert_eq!(
            s.plan().to_string(),
            "delete members: 1\nupdate members (deleted_at): 1\n"
        );
        s.commit().await?;
        let alive = Member::select().order_by(|m| m.email).select(|m| m.email);
        assert_eq!(
            alive.all(&db).await?,
            ["ann@example.org", "cid@example.org"]
        );
        Ok(())
    });
}

/// What a foreign key points at is unique among all rows, and NULL is no value.
#[test]
fn values_that_keys_point_at_are_kept() {
    on_engines_with_partial_indexes(async |db: Database| {
        let row = |email: &str| member::new(email).code("A1");
        let first = Member::insert(row("ann@example.org"));
        let first = first.run(&db).await?.id;
        behaviour::alive::Card::insert(card::new().member_code("A1"))
            .run(&db)
            .await?;
        Member::delete().key(first).run(&db).await?;
        let taken = Member::insert(row("bob@example.org")).run(&db).await;
        let taken = taken.unwrap_err();
        assert!(taken.is_unique_violation(), "{taken}");
        Ok(())
    });
}

/// `uniques: all`, the way out for engines without partial indexes.
#[test]
fn a_deleted_row_keeps_its_values() {
    async fn taken(db: &Database) -> Result<()> {
        let error = Badge::insert(badge::new("A1")).run(db).await.unwrap_err();
        assert!(error.is_unique_violation(), "{error}");
        Ok(())
    }
    on_every_engine(async |db| {
        let first = Badge::insert(badge::new("A1"));
        let first = first.run(&db).await?.id;
        Badge::delete().key(first).run(&db).await?;
        taken(&db).await?;
        assert_eq!(Badge::restore().key(first).run(&db).await?, 1);
        taken(&db).await?;
        Badge::purge().key(first).run(&db).await?;
        Badge::insert(badge::new("A1")).run(&db).await?;
        Ok(())
    });
}
