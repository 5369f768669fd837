//! Rows on the way from one row to others of its model.

use behaviour::models::{Employee, employee};
use behaviour::on_every_engine;
use ormolu::{Database, Result, levels_along, rows_along};

/// `boss`, over `lead` and `deputy`; `one` under `lead`, `two` under `one`.
async fn company(db: &Database) -> Result<i64> {
    let mut s = db.session();
    let boss = s.add(employee::new("boss"));
    let lead = s.add(employee::new("lead").manager(boss));
    s.add(employee::new("deputy").manager(boss));
    let one = s.add(employee::new("one").manager(lead));
    s.add(employee::new("two").manager(one));
    s.commit().await?;
    Ok(s[boss].id)
}

async fn named(db: &Database, name: &str) -> Result<i64> {
    let query = Employee::select().filter(|e| e.name.eq(name));
    Ok(query.one(db).await?.id)
}

/// All below a row and all above it, in one statement, as a query to go on with.
#[test]
fn the_way_down_and_up_is_one_statement() {
    on_every_engine(async |db: Database| {
        let boss = company(&db).await?;
        let record = db.record();
        let below = rows_along::<employee::reports>(boss).order_by(|e| e.name);
        let below = below.with(employee::manager().joined()).all(&db).await?;
        assert_eq!(record.count(), 1);
        let names: Vec<&str> = below.iter().map(|e| e.name()).collect();
        assert_eq!(names, ["deputy", "lead", "one", "two"]);
        assert_eq!(below.get(2).unwrap().manager().unwrap().name(), "lead");

        let two = named(&db, "two").await?;
        let above = rows_along::<employee::manager>(two);
        let above = above.filter(|e| e.name.ne("lead")).order_by(|e| e.name);
        let above = above.select(|e| e.name).all(&db).await?;
        assert_eq!(above, ["boss", "one"]);
        assert_eq!(rows_along::<employee::reports>(two).count(&db).await?, 0);
        assert_eq!(rows_along::<employee::manager>(boss).count(&db).await?, 0);
        Ok(())
    });
}

/// The number of steps, and no more than asked for.
#[test]
fn steps_are_counted() {
    on_every_engine(async |db: Database| {
        let boss = company(&db).await?;
        let levels = async |most| {
            levels_along::<employee::reports>(boss, most)
                .order_by(|(e, steps)| (steps, e.name))
                .select(|(e, steps)| (e.name, steps))
                .all(&db)
                .await
        };
        let all = [("deputy", 1), ("lead", 1), ("one", 2), ("two", 3)];
        let all = all.map(|(name, steps)| (name.to_owned(), steps));
        assert_eq!(levels(10).await?, all);
        assert_eq!(levels(2).await?, all[..3]);
        let two = named(&db, "two").await?;
        let top = levels_along::<employee::manager>(two, 10).order_by(|(_, steps)| steps.desc());
        let top = top.filter(|(_, steps)| steps.gt(1)).all(&db).await?;
        let top: Vec<_> = top
            .iter()
            .map(|(e, steps)| (e.name.as_str(), *steps))
            .collect();
        assert_eq!(top, [("boss", 3), ("lead", 2)]);
        Ok(())
    });
}

/// Rows in a ring are all on their own way.
#[test]
fn a_ring_does_no_harm() {
    on_every_engine(async |db: Database| {
        let boss = company(&db).await?;
        let two = named(&db, "two").await?;
        let ring = Employee::update().filter(|e| e.id.eq(boss));
        ring.set(|e| e.manager_id.to(two)).run(&db).await?;
        assert_eq!(rows_along::<employee::reports>(boss).count(&db).await?, 5);
        assert_eq!(rows_along::<employee::manager>(boss).count(&db).await?, 4);
        let nearest = levels_along::<employee::manager>(boss, 50);
        let nearest = nearest.order_by(|(_, steps)| steps).select(|(e, _)| e.name);
        assert_eq!(nearest.all(&db).await?, ["two", "one", "lead", "boss"]);
        Ok(())
    });
}
