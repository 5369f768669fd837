//! Columns of domains are columns like any other: written, asked for, loaded, upserted, and what the
//! domain does not take is refused, on PostgreSQL by the domain and elsewhere by the column.

use behaviour::on_every_engine_empty;
use ormolu::rust_decimal::Decimal;
use ormolu::{Database, Error, Result};

use models::{Account, Entry, State, account, entry};

#[allow(clippy::pedantic)]
mod models {
    ormolu::include_models!("domains");
}

fn on_every_engine(body: impl AsyncFn(Database) -> Result<()>) {
    on_every_engine_empty(async |db: Database| {
        models::schema::create_all(&db).await?;
        body(db).await
    });
}

#[test]
fn rows_have_what_their_domains_give() {
    on_every_engine(async |db: Database| {
        let first = Account::insert(account::new("a@b", vec![1, 2]))
            .run(&db)
            .await?;
        assert_eq!((first.amount, first.state), (Decimal::from(7), State::Open));
        assert_eq!(first.marks, vec![1, 2]);

        let mut s = db.session();
        let new = account::new("c@d", vec![])
            .other("e@f")
            .amount(Decimal::ONE);
        let added = s.add(new);
        s.add(entry::new("c@d"));
        s.commit().await?;
        (s[added].state, s[added].marks) = (State::Closed, vec![3]);
        s.commit().await?;

        let small = Account::select().filter(|a| a.amount.lt(Decimal::TWO));
        let found = small.filter(|a| a.email.eq("c@d"));
        let found = found.with(account::entries()).one(&db).await?;
        assert_eq!((found.state, &found.marks), (State::Closed, &vec![3]));
        assert_eq!(found.view().entries().len(), 1);
        Ok(())
    });
}

#[test]
fn what_a_domain_does_not_take_is_refused() {
    on_every_engine(async |db: Database| {
        let refused = |answer: Result<Account>| matches!(answer, Err(Error::Constraint(_)));
        let nowhere = Account::insert(account::new("nowhere", vec![1]))
            .run(&db)
            .await;
        assert!(refused(nowhere));
        let debt = account::new("a@b", vec![1]).amount(Decimal::NEGATIVE_ONE);
        assert!(refused(Account::insert(debt).run(&db).await));
        let many = (0..50).map(|n| account::new(format!("{n}@b"), vec![1]));
        Account::insert_all(many).run(&db).await?;
        let broken = [account::new("x@b", vec![1]), account::new("y", vec![1])];
        assert!(Account::insert_all(broken).run(&db).await.is_err());
        assert_eq!(Account::select().count(&db).await?, 50);
        // Only PostgreSQL sees into lists.
        let zero = Account::insert(account::new("z@b", vec![0])).run(&db).await;
        assert_eq!(zero.is_err(), db.dialect() == ormolu::Dialect::Postgres);
        let entry = Entry::insert(entry::new("no@one")).run(&db).await;
        assert!(entry.is_err());
        Ok(())
    });
}
