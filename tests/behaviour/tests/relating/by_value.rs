//! Relationships on equal values, without a foreign key.

use behaviour::on_every_engine_relating;
use behaviour::relating::{Call, Country, Customer, call, country, customer};
use ormolu::{Database, Error, Result, rows_of};

/// Two countries, three customers of whom one lives nowhere, and calls of two of them.
async fn world(db: &Database) -> Result<()> {
    let mut s = db.session();
    s.add(country::new("de", "Germany"));
    s.add(country::new("fr", "France"));
    s.add(customer::new("Ann", 1).country_code("de".to_owned()));
    s.add(customer::new("Bo", 2).country_code("de".to_owned()).age(7));
    s.add(customer::new("Cid", 3));
    // A code of no country: no key keeps it out.
    s.add(customer::new("Dee", 4).country_code("xx".to_owned()));
    s.add(call::new(1, 1, 20));
    s.add(call::new(1, 1, 10));
    s.add(call::new(1, 2, 5).is_longest(true));
    s.add(call::new(2, 1, 99));
    s.commit().await
}

#[test]
fn they_are_loaded_by_one_statement_for_all_rows() {
    on_every_engine_relating(async |db: Database| {
        world(&db).await?;
        let record = db.record();
        let countries = Country::select()
            .order_by(|c| c.code.asc())
            .with(country::customers().with(customer::calls()))
            .with(country::adults())
            .all(&db)
            .await?;
        assert_eq!(record.count(), 4);
        let found: Vec<(&str, Vec<&str>)> = countries
            .iter()
            .map(|c| (c.code(), c.customers().iter().map(|p| p.name()).collect()))
            .collect();
        assert_eq!(found, [("de", vec!["Bo", "Ann"]), ("fr", vec![])]);
        let germany = countries.first().unwrap();
        let minutes = |at: usize| -> Vec<i32> {
            let customer = germany.customers().get(at).unwrap();
            customer.calls().iter().map(|c| c.minutes()).collect()
        };
        assert_eq!((minutes(0), minutes(1)), (vec![5], vec![10, 20]));
        let adults: Vec<&str> = germany.adults().iter().map(|p| p.name()).collect();
        assert_eq!(adults, ["Ann"]);
        Ok(())
    });
}

#[test]
fn one_row_is_none_where_no_row_has_the_value() {
    on_every_engine_relating(async |db: Database| {
        world(&db).await?;
        let by_keys = Customer::select()
            .order_by(|c| c.id.asc())
            .with(customer::country())
            .with(customer::longest())
            .all(&db)
            .await?;
        let record = db.record();
        let joined = Customer::select()
            .order_by(|c| c.id.asc())
            .with(customer::country().joined())
            .with(customer::longest().joined())
            .all(&db)
            .await?;
        assert_eq!(record.count(), 1);
        for customers in [by_keys, joined] {
            let countries: Vec<Option<&str>> = customers
                .iter()
                .map(|c| c.country().map(|country| country.name()))
                .collect();
            assert_eq!(countries, [Some("Germany"), Some("Germany"), None, None]);
            let longest: Vec<Option<i32>> = customers
                .iter()
                .map(|c| c.longest().map(|call| call.minutes()))
                .collect();
            assert_eq!(longest, [None, Some(5), None, None]);
        }
        Ok(())
    });
}

#[test]
fn subqueries_and_joins_go_along_them() {
    on_every_engine_relating(async |db: Database| {
        world(&db).await?;
        let countries = Country::select()
            .with(country::customers().subquery())
            .order_by(|c| c.id.asc())
            .all(&db)
            .await?;
        assert_eq!(countries.first().unwrap().customers().len(), 2);
        let pairs = Customer::select()
            .join(|c| c.country())
            .order_by(|(c, _)| c.id.asc())
            .select(|(c, country)| (c.name, country.name))
            .all(&db)
            .await?;
        let germany = |name: &str| (name.to_owned(), "Germany".to_owned());
        assert_eq!(pairs, [germany("Ann"), germany("Bo")]);
        let talkative = Country::select()
            .filter(|c| {
                c.customers()
                    .any(|p| p.calls().any(|call| call.minutes.gt(15)))
            })
            .count(&db)
            .await?;
        assert_eq!(talkative, 1);
        let homeless = Customer::select()
            .filter(|c| !c.country().exists())
            .count(&db)
            .await?;
        assert_eq!(homeless, 2);
        let germany = Country::get(1).one(&db).await?;
        let hers = rows_of::<country::customers>(&germany);
        assert_eq!(hers.update().set(|c| c.age.to(40)).run(&db).await?, 2);
        let calls: Vec<i64> = Customer::select()
            .order_by(|c| c.id.asc())
            .select(|c| c.calls().count())
            .all(&db)
            .await?;
        assert_eq!(calls, [2, 1, 0, 0]);
        Ok(())
    });
}

/// The way back of several rows is the row they were found from; of several to several there is
/// none, and it is loaded.
#[test]
fn the_way_back_is_the_parent_where_it_is_one_row() {
    on_every_engine_relating(async |db: Database| {
        world(&db).await?;
        let record = db.record();
        let countries = Country::select()
            .order_by(|c| c.id.asc())
            .with(country::customers().with(customer::country()))
            .all(&db)
            .await?;
        assert_eq!(record.count(), 2);
        let germany = countries.first().unwrap();
        let back = germany.customers().get(0).unwrap().country();
        assert_eq!(back.map(|c| c.id()), Some(germany.id()));

        let customers = Customer::select()
            .order_by(|c| c.id.asc())
            .with(customer::neighbours().with(customer::neighbours()))
            .all(&db)
            .await?;
        let bo = customers.first().unwrap().neighbours().get(1).unwrap();
        let names: Vec<&str> = bo.neighbours().iter().map(|c| c.name()).collect();
        assert_eq!(names, ["Ann", "Bo"]);
        assert!(
            customers.get(2).unwrap().neighbours().is_empty(),
            "NULL equals nothing"
        );
        Ok(())
    });
}

/// That two rows are found where one was promised is an error.
#[test]
fn two_rows_for_one_are_an_error() {
    on_every_engine_relating(async |db: Database| {
        world(&db).await?;
        Call::insert(call::new(1, 2, 6).is_longest(true))
            .run(&db)
            .await?;
        let found = Customer::select().with(customer::longest()).all(&db).await;
        let message = found.unwrap_err().to_string();
        assert!(message.contains("longest"), "{message}");
        Ok(())
    });
}

/// What is equal by chance is not written through: the column itself is.
#[test]
fn nothing_is_written_through_them() {
    on_every_engine_relating(async |db: Database| {
        world(&db).await?;
        let mut s = db.session();
        let ann = s.get::<Customer>(1).await?;
        let france = s.get::<Country>(2).await?;
        let set = s.set(ann, customer::country(), france).unwrap_err();
        assert_eq!(
            set.to_string(),
            "`country` is only read: change the relationship beside it, or the columns it stands on"
        );
        assert!(matches!(
            s.link(france, country::customers(), [ann]),
            Err(Error::Session(_))
        ));
        assert!(s.unset(ann, customer::country()).is_err());
        assert!(s.unlink(france, country::customers(), [ann]).is_err());
        s[ann].country_code = Some("fr".into());
        s.commit().await?;
        let france = s.load(france, country::customers()).await?;
        assert_eq!(s.view(france).customers().len(), 1);
        Ok(())
    });
}
