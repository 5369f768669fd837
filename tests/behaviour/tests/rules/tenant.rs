use behaviour::rules::parameters::TENANT;
use behaviour::rules::{Invoice, Line, firm, invoice, line};
use ormolu::{Database, Error, Result};

use super::on_every_engine;

/// Two firms with one invoice each.
async fn firms(db: &Database) -> Result<(Database, Database)> {
    let mut s = db.session();
    s.add(firm::new("one"));
    s.add(firm::new("two"));
    s.commit().await?;
    let (one, two) = (db.with(TENANT, 1), db.with(TENANT, 2));
    for db in [&one, &two] {
        let mut s = db.session();
        let bill = s.add(invoice::new(1));
        s.add(line::new("first").invoice(bill));
        s.commit().await?;
        assert_eq!(s[bill].total, 0);
    }
    Ok((one, two))
}

#[test]
fn each_tenant_sees_its_own_rows() {
    on_every_engine(async |db| {
        let (one, two) = firms(&db).await?;
        let own = Invoice::select().with(invoice::lines());
        for (db, firm) in [(&one, 1), (&two, 2)] {
            let invoices = own.clone().all(db).await?;
            assert_eq!(invoices.len(), 1);
            let bill = invoices.first().unwrap();
            assert_eq!((bill.firm_id, bill.lines().len()), (firm, 1));
        }
        assert!(Invoice::get(2).optional(&one).await?.is_none());
        assert_eq!(Invoice::select().unscoped_all().count(&one).await?, 1);
        let all = Invoice::select()
            .unscoped(Invoice::TENANT)
            .count(&one)
            .await?;
        assert_eq!(all, 2);
        Ok(())
    });
}

#[test]
fn without_a_tenant_there_is_no_query() {
    on_every_engine(async |db| {
        firms(&db).await?;
        let refused = |error: Error| matches!(error, Error::NoParameter { name: "tenant" });
        assert!(refused(Invoice::select().all(&db).await.err().unwrap()));
        assert!(refused(Invoice::get(1).one(&db).await.err().unwrap()));
        assert!(refused(
            Invoice::delete().all_rows().run(&db).await.err().unwrap()
        ));
        assert!(refused(
            Invoice::insert(invoice::new(7))
                .run(&db)
                .await
                .err()
                .unwrap()
        ));
        let mut s = db.session();
        s.add(invoice::new(7));
        let error = s.flush().await.err().unwrap();
        assert_eq!(
            error.to_string(),
            "the parameter `tenant` of the schema is not set; say `db.with(parameters::TENANT, ..)`"
        );
        s.set_parameter(TENANT, 2);
        s.commit().await?;
        let all = Invoice::select()
            .unscoped(Invoice::TENANT)
            .count(&db)
            .await?;
        assert_eq!(all, 3);
        Ok(())
    });
}

#[test]
fn every_way_in_gives_the_tenant() {
    on_every_engine(async |db| {
        let (one, two) = firms(&db).await?;
        assert_eq!(Invoice::insert(invoice::new(2)).run(&two).await?.firm_id, 2);
        let rows = Invoice::insert_all([invoice::new(3), invoice::new(4).total(5)]);
        assert!(rows.run(&two).await?.iter().all(|row| row.firm_id == 2));
        assert_eq!(Invoice::copy_in([invoice::new(5)]).run(&two).await?, 1);
        let key = Invoice::BY_FIRM_ID_AND_NUMBER;
        let upsert = || {
            Invoice::upsert(invoice::new(1).total(9))
                .on(key)
                .update_all()
        };
        assert_eq!(upsert().run(&two).await?.row.firm_id, 2);
        let mut s = two.session();
        let known = s.get_or_insert(invoice::new(1), key).await?;
        assert_eq!(s[known].total, 9);
        let more = Invoice::select().select(|i| (i.number + 100, i.total));
        Invoice::insert_from(more, |i| (i.number, i.total))
            .run(&two)
            .await?;
        assert_eq!(Invoice::select().count(&one).await?, 1);
        assert_eq!(Invoice::select().count(&two).await?, 10);
        Ok(())
    });
}

#[test]
fn nobody_writes_rows_of_another_tenant() {
    on_every_engine(async |db| {
        let (one, two) = firms(&db).await?;
        let foreign = |error: Error| matches!(error, Error::OtherTenant { model: "Invoice" });
        assert_eq!(
            Invoice::update()
                .key(2)
                .set(|i| i.total.to(1))
                .run(&one)
                .await?,
            0
        );
        assert_eq!(Invoice::delete().key(2).run(&one).await?, 0);
        let patch = invoice::InvoicePatch {
            total: 3.into(),
            ..Default::default()
        };
        assert_eq!(
            Invoice::update_many([(1, patch.clone()), (2, patch)])
                .run(&one)
                .await?,
            1
        );
        let give = Invoice::update().key(1).set(|i| i.firm_id.to(2));
        assert!(foreign(give.run(&one).await.err().unwrap()));
        let upsert = Invoice::upsert(invoice::new(1).id(2))
            .on(Invoice::BY_ID)
            .update_all();
        assert!(upsert.run(&one).await.is_err());

        let mut s = one.session();
        let theirs = s
            .one(
                Invoice::select()
                    .unscoped(Invoice::TENANT)
                    .filter(|i| i.id.eq(2)),
            )
            .await?;
        s[theirs].total = 100;
        assert!(foreign(s.flush().await.err().unwrap()));
        s[theirs].firm_id = 1;
        assert!(foreign(s.flush().await.err().unwrap()));
        s.rollback().await?;
        s.delete(theirs)?;
        assert!(foreign(s.flush().await.err().unwrap()));
        s.rollback().await?;
        let ours = s.get::<Invoice>(1).await?;
        s[ours].firm_id = 2;
        assert!(foreign(s.flush().await.err().unwrap()));
        assert_eq!(Line::select().count(&two).await?, 1);
        Ok(())
    });
}
