//! The trail of what happens to the rows of a model.

use behaviour::rules::{Contract, ContractAudit, Seat, SeatAudit, contract, parameters, seat};
use ormolu::rust_decimal::Decimal;
use ormolu::serde_json::{Value, json};
use ormolu::{Database, Error, Executor, Result};

use super::on_every_engine;

type Told = (i64, String, Option<i64>, Value);

/// What the trail of the contracts says, in its order.
async fn told(db: &Database) -> Result<Vec<Told>> {
    let trail = ContractAudit::select().order_by(|a| a.audit_id);
    trail
        .select(|a| (a.contract_id, a.operation, a.actor, a.changes))
        .all(db)
        .await
}

#[test]
fn a_flush_leaves_a_trail() {
    on_every_engine(async |db| {
        let mut s = db.with(parameters::ACTOR, 7).session();
        let one = s.add(contract::new("One").price(Decimal::new(150, 2)).secret("x"));
        let two = s.add(contract::new("Two"));
        let record = db.record();
        s.commit().await?;
        let statements = record.statements();
        let inserts = statements
            .iter()
            .filter(|s| s.sql.contains("contract_audits"));
        assert_eq!(inserts.count(), 1, "one INSERT for both rows");
        let (a, b) = (s[one].id, s[two].id);
        let price = |text: &str| Value::from(text);
        assert_eq!(
            told(&db).await?,
            [
                (
                    a,
                    "insert".into(),
                    Some(7),
                    json!({
                        "id": [null, a],
                        "title": [null, "One"],
                        "price": [null, price("1.5")],
                        "secret": [null, "[redacted]"],
                    })
                ),
                (
                    b,
                    "insert".into(),
                    Some(7),
                    json!({"id": [null, b], "title": [null, "Two"], "secret": [null, "[redacted]"]})
                ),
            ]
        );

        // A change and its way back are none, and nobody at work is NULL.
        let mut s = db.session();
        let one = s.get::<Contract>(a).await?;
        let two = s.get::<Contract>(b).await?;
        s[one].title = "First".into();
        s[one].price = None;
        s[two].title = "Second".into();
        s[two].title = "Two".into();
        s.commit().await?;
        s.delete(two)?;
        s.commit().await?;
        assert_eq!(
            told(&db).await?[2..],
            [
                (
                    a,
                    "update".into(),
                    None,
                    json!({"title": ["One", "First"], "price": [price("1.5"), null]})
                ),
                (
                    b,
                    "delete".into(),
                    None,
                    json!({"id": [b, null], "title": ["Two", null], "secret": ["[redacted]", null]})
                ),
            ]
        );
        Ok(())
    });
}

/// The trail is written by the same transaction.
#[test]
fn a_trail_is_undone_with_the_work() {
    on_every_engine(async |db| {
        let mut s = db.session();
        let seat = s.add(seat::new("A", 1).guest("Ann"));
        s.flush().await?;
        assert_eq!(SeatAudit::select().count(&mut s).await?, 1);
        s.rollback().await?;
        assert_eq!(SeatAudit::select().count(&db).await?, 0);
        assert!(!s.contains(seat));
        // A flush that is done again leaves it once.
        let row = s.add(behaviour::rules::seat::new("A", 1));
        s.savepoint("one").await?;
        s[row].guest = Some("Bob".into());
        s.flush().await?;
        s.rollback_to("one").await?;
        s[row].guest = Some("Cid".into());
        s.commit().await?;
        let trail = SeatAudit::select().order_by(|a| a.audit_id);
        let trail = trail.filter(|a| a.seat_hall.eq("A").and(a.seat_number.eq(1)));
        let trail: Vec<(String, Value)> =
            trail.select(|a| (a.operation, a.changes)).all(&db).await?;
        assert_eq!(
            trail,
            [
                (
                    "insert".into(),
                    json!({"hall": [null, "A"], "number": [null, 1]})
                ),
                ("update".into(), json!({"guest": [null, "Cid"]})),
            ]
        );
        Ok(())
    });
}

#[test]
fn statements_say_that_they_leave_no_trail() {
    on_every_engine(async |db| {
        let refused = |error: Error| matches!(error, Error::Audited { model: "Seat" });
        let insert = || Seat::insert(seat::new("A", 1));
        assert!(refused(insert().run(&db).await.err().unwrap()));
        insert().run(db.without_audit()).await?;
        let update = || Seat::update().all_rows().set(|s| s.guest.to("x"));
        assert!(refused(update().run(&db).await.err().unwrap()));
        assert_eq!(update().run(db.without_audit()).await?, 1);
        let mut s = db.session();
        assert!(refused(update().run(&mut s).await.err().unwrap()));
        // Its transaction is open, and SQLite has one writer.
        s.rollback().await?;
        let delete = || Seat::delete().all_rows().returning(|s| s.number);
        assert!(refused(delete().run(&db).await.err().unwrap()));
        assert_eq!(delete().run(db.without_audit()).await?, [1]);
        assert_eq!(SeatAudit::select().count(&db).await?, 0);
        Ok(())
    });
}

/// The trail of one row, to go on with as any query.
#[test]
fn a_row_has_its_trail() {
    on_every_engine(async |db| {
        let mut s = db.with(parameters::ACTOR, 7).session();
        let one = s.add(contract::new("One"));
        s.add(contract::new("Two"));
        let seat = s.add(seat::new("A", 1));
        s.add(behaviour::rules::seat::new("A", 2));
        s.add(behaviour::rules::seat::new("B", 1));
        s.commit().await?;
        s[one].title = "First".into();
        s[seat].guest = Some("Ann".into());
        s.commit().await?;
        let id = s[one].id;
        s.delete(one)?;
        s.commit().await?;

        let trail = Contract::audit_of(id).order_by(|a| a.audit_id.desc());
        let trail = trail.select(|a| (a.contract_id, a.operation)).all(&db);
        let trail: Vec<(i64, String)> = trail.await?;
        let told = ["delete", "update", "insert"].map(|what| (id, what.to_owned()));
        assert_eq!(trail, told);
        let trail = Seat::audit_of("A", 1).filter(|a| a.operation.eq("update"));
        let trail = trail.one(&db).await?;
        assert_eq!(trail.changes, json!({"guest": [null, "Ann"]}));
        assert_eq!(Seat::audit_of("A", 1).count(&db).await?, 2);
        Ok(())
    });
}
