//! A row of which only one can belong to another, set from the side of its key.

use behaviour::on_every_engine_relating;
use behaviour::relating::{Badge, Driver, License, Locker, badge, driver, license, locker};
use ormolu::{Database, Error, Result, SessionError};

/// Two drivers, each with a badge, a license and a locker.
async fn depot(db: &Database) -> Result<()> {
    let mut s = db.session();
    for name in ["Ann", "Bo"] {
        let driver = s.add(driver::new(name));
        s.add(badge::new(name).driver(driver));
        s.add(license::new(name).driver(driver));
        s.add(locker::new(name).driver(driver));
    }
    s.commit().await
}

#[test]
fn an_owned_row_is_replaced() {
    on_every_engine_relating(async |db: Database| {
        depot(&db).await?;
        let mut s = db.session();
        let (old, new) = (s.get::<Badge>(1).await?, s.get::<Badge>(2).await?);
        let ann = s.get::<Driver>(1).await?;
        s.set(new, badge::driver(), ann)?;
        s.commit().await?;
        assert!(s.edit(old).is_err(), "it is gone");
        let left = Badge::select()
            .select(|b| (b.id, b.driver_id))
            .all(&db)
            .await?;
        assert_eq!(left, [(2, 1)]);
        Ok(())
    });
}

#[test]
fn a_row_that_can_be_without_makes_way() {
    on_every_engine_relating(async |db: Database| {
        depot(&db).await?;
        let mut s = db.session();
        let (one, two) = (s.get::<Locker>(1).await?, s.get::<Locker>(2).await?);
        s.set(two, locker::driver(), 1)?;
        assert_eq!(s[one].driver_id, None);
        s.set(one, locker::driver(), 2)?;
        s.commit().await?;
        assert_eq!((s[one].driver_id, s[two].driver_id), (Some(2), Some(1)));
        let new = s.add(locker::new("new"));
        s.set(new, locker::driver(), 1)?;
        s.commit().await?;
        assert_eq!((s[new].driver_id, s[two].driver_id), (Some(1), None));
        Ok(())
    });
}

/// Both rows are named, and the transaction lives.
#[test]
fn a_row_that_must_stay_is_named_before_any_statement() {
    on_every_engine_relating(async |db: Database| {
        depot(&db).await?;
        let mut s = db.session();
        let (one, two) = (s.get::<License>(1).await?, s.get::<License>(2).await?);
        let ann = s.get::<Driver>(1).await?;
        s.set(two, license::driver(), ann)?;
        let record = db.record();
        let refused = s.flush().await.unwrap_err();
        let Error::Session(SessionError::Taken { .. }) = &refused else {
            panic!("{refused}");
        };
        assert_eq!(
            refused.to_string(),
            "License 2 cannot have the `driver` that License 1 has, since only one row can: \
             delete License 1 first, or let it point elsewhere"
        );
        assert_eq!(record.count(), 0);
        // The other may move as well until then.
        let cid = s.add(driver::new("Cid"));
        s.set(one, license::driver(), cid)?;
        s.commit().await?;
        assert_eq!((s[one].driver_id, s[two].driver_id), (s[cid].id, 1));

        let third = s.add(license::new("third").driver(ann));
        let refused = s.commit().await.unwrap_err().to_string();
        let expected = "a new License cannot have the `driver` that License 2 has";
        assert!(refused.starts_with(expected), "{refused}");
        s.delete(third)?;
        s.delete(two)?;
        s.commit().await?;
        s.add(license::new("third").driver(ann));
        s.commit().await?;
        let left = License::select()
            .order_by(|l| l.id.asc())
            .select(|l| l.text);
        assert_eq!(left.all(&db).await?, ["Ann", "third"]);
        Ok(())
    });
}

/// A key that must lead somewhere can hold no value for a while: what it held is written, or
/// deleted, before another row takes it.
#[test]
fn a_row_takes_the_place_of_one_that_cannot_be_without() {
    on_every_engine_relating(async |db: Database| {
        depot(&db).await?;
        let mut s = db.session();
        let (one, two) = (s.get::<License>(1).await?, s.get::<License>(2).await?);
        let (ann, bo) = (s.get::<Driver>(1).await?, s.get::<Driver>(2).await?);
        let cid = s.add(driver::new("Cid"));
        s.flush().await?;
        // One is deleted, and a new one comes.
        s.delete(one)?;
        let new = s.add(license::new("new").driver(1));
        let plan = "delete licenses: 1\ninsert licenses: 1\n";
        assert_eq!(s.plan().to_string(), plan);
        s.flush().await?;
        // One moves on, the next takes its place, and a new one that of the next.
        s.set(two, license::driver(), cid)?;
        s.set(new, license::driver(), bo)?;
        let last = s.add(license::new("last").driver(1));
        let plan = "update licenses (driver_id): 1\nupdate licenses (driver_id): 1\n\
                    insert licenses: 1\n";
        assert_eq!(s.plan().to_string(), plan);
        s.commit().await?;
        let at = [last, new, two].map(|row| s[row].driver_id);
        assert_eq!(at, [s[ann].id, s[bo].id, s[cid].id]);
        let stored = License::select()
            .order_by(|l| l.driver_id)
            .select(|l| l.text);
        assert_eq!(stored.all(&db).await?, ["last", "new", "Bo"]);
        Ok(())
    });
}

/// Nor can two rows trade such keys, or one give way to a row that its own new target waits for:
/// both are named, and the transaction lives.
#[test]
fn a_trade_that_cannot_be_is_refused_before_any_statement() {
    on_every_engine_relating(async |db: Database| {
        depot(&db).await?;
        let mut s = db.session();
        let (one, two) = (s.get::<License>(1).await?, s.get::<License>(2).await?);
        s.set(one, license::driver(), 2)?;
        s.set(two, license::driver(), 1)?;
        let record = db.record();
        let refused = s.flush().await.unwrap_err();
        let Error::Session(SessionError::Stuck { .. }) = &refused else {
            panic!("{refused}");
        };
        let said = "License 2 cannot take the `driver_id` of License 1 in this flush: License 1 \
                    has to give it up before, and no other value can stand there meanwhile.";
        assert!(refused.to_string().starts_with(said), "{refused}");
        assert_eq!(record.count(), 0);
        s.set(one, license::driver(), 1)?;
        s.set(two, license::driver(), 2)?;
        s.commit().await?;

        let cid = s.add(driver::new("Cid"));
        s.set(one, license::driver(), cid)?;
        let new = s.add(license::new("new").driver(1));
        let refused = s.flush().await.unwrap_err().to_string();
        assert!(
            refused.starts_with("a new License cannot take"),
            "{refused}"
        );
        // What is in the way goes first.
        s.delete(new)?;
        s.flush().await?;
        s.add(license::new("new").driver(1));
        s.commit().await?;
        assert_eq!(License::select().count(&db).await?, 3);
        Ok(())
    });
}
