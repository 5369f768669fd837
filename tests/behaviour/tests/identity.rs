//! Rows that the schema names, where the database declares no key.

use behaviour::on_every_engine_empty;
use models::{
    Currency, Legacy, Reading, Sensor, StationTotal, currency, reading, sensor, station_total,
};
use ormolu::session::RowState;
use ormolu::{Database, Result, SessionError, sql};

#[allow(clippy::pedantic)]
mod models {
    ormolu::include_models!("identity");
}

/// The tables as somebody else made them.
const TABLES: [&str; 6] = [
    "CREATE TABLE currencies (code varchar(3) NOT NULL, name varchar(50) NOT NULL)",
    "CREATE TABLE readings (station int NOT NULL, hour int NOT NULL, degrees int NOT NULL, \
     currency_code varchar(3))",
    "CREATE VIEW station_totals AS \
     SELECT station, count(*) AS measured FROM readings GROUP BY station",
    "CREATE TABLE sensors (serial varchar(20) NOT NULL UNIQUE, place varchar(50) NOT NULL)",
    "CREATE TABLE legacy (id int PRIMARY KEY, note varchar(50) NOT NULL)",
    "INSERT INTO legacy VALUES (1, 'old')",
];

fn on_every_engine(body: impl AsyncFn(Database) -> Result<()>) {
    on_every_engine_empty(async |db: Database| {
        db.execute_script(&TABLES).await?;
        let rows = [(1, 0, 10), (1, 1, 11), (2, 0, 20)];
        let rows = rows.map(|(station, hour, degrees)| reading::new(station, hour, degrees));
        Reading::insert_all(rows).run(&db).await?;
        body(db).await
    });
}

#[test]
fn a_row_is_read_and_written_by_the_columns_that_name_it() {
    on_every_engine(async |db: Database| {
        assert_eq!(Reading::get(1, 1).one(&db).await?.degrees, 11);
        assert!(Reading::get(9, 9).optional(&db).await?.is_none());
        let cooler = Reading::update().key((1, 0)).set(|r| r.degrees.to(9));
        assert_eq!(cooler.run(&db).await?, 1);

        let mut s = db.session();
        let first = s.get::<Reading>((1, 0)).await?;
        let all = s
            .all(Reading::select().order_by(|r| (r.station, r.hour)))
            .await?;
        assert_eq!(all[0], first, "one row, one place");
        assert_eq!(s[first].degrees, 9);
        let second = s.get::<Reading>((1, 1)).await?;
        s[first].degrees = 8;
        s[second].hour = 5;
        let third = s.get::<Reading>((2, 0)).await?;
        s.delete(third)?;
        let new = s.add(reading::new(3, 0, 30));
        s.commit().await?;
        s.refresh(new).await?;
        assert_eq!(
            s.get::<Reading>((1, 5)).await?,
            second,
            "under its new name"
        );

        let stored = Reading::select().order_by(|r| (r.station, r.hour));
        let stored = stored
            .select(|r| (r.station, r.hour, r.degrees))
            .all(&db)
            .await?;
        assert_eq!(stored, [(1, 0, 8), (1, 5, 11), (3, 0, 30)]);
        Ok(())
    });
}

#[test]
fn that_two_rows_have_one_name_is_told_and_nothing_is_written() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        let first = s.get::<Reading>((1, 0)).await?;
        Reading::insert(reading::new(1, 0, 77)).run(&db).await?;
        s[first].degrees = 5;
        let error = s.commit().await.unwrap_err();
        let said = "Reading: what names one row names several (expected 1 row(s), matched 2)";
        assert_eq!(error.to_string(), said);
        s.rollback().await?;
        s.delete(first)?;
        let error = s.commit().await.unwrap_err();
        assert_eq!(error.to_string(), said);
        drop(s);
        let stored = Reading::select().filter(|r| r.station.eq(1).and(r.hour.eq(0)));
        let stored = stored
            .order_by(|r| r.degrees)
            .select(|r| r.degrees)
            .all(&db)
            .await?;
        assert_eq!(stored, [10, 77]);
        Ok(())
    });
}

#[test]
fn a_row_of_a_view_is_known_and_only_read() {
    on_every_engine(async |db: Database| {
        assert_eq!(StationTotal::get(1).one(&db).await?.measured, 2);
        let mut s = db.session();
        let total = s.get::<StationTotal>(1).await?;
        let loaded = StationTotal::select().filter(|t| t.station.eq(1));
        let loaded = s.all(loaded.with(station_total::readings())).await?;
        assert_eq!(s[total].measured, 2);
        let readings = s.view(loaded[0]).readings();
        let hours: Vec<i32> = readings.iter().map(|r| r.hour).collect();
        assert_eq!(hours, [0, 1]);

        Reading::insert(reading::new(1, 2, 12)).run(&db).await?;
        s.refresh(total).await?;
        assert_eq!(s[total].measured, 3);

        let model = "StationTotal";
        let refused = SessionError::OnlyRead { model };
        let error = s.edit(total).map(drop).unwrap_err();
        assert_eq!(error.to_string(), refused.to_string());
        let error = s.delete(total).unwrap_err();
        assert_eq!(error.to_string(), refused.to_string());
        let row = s[total].clone();
        let error = s.merge(row).await.map(drop).unwrap_err();
        assert_eq!(error.to_string(), refused.to_string());
        assert_eq!(s.state(total)?, RowState::Persistent);
        s.commit().await
    });
}

#[test]
fn a_table_that_is_only_read_is_left_alone() {
    on_every_engine(async |db: Database| {
        let mut s = db.session();
        let old = s.get::<Legacy>(1).await?;
        assert_eq!(s[old].note, "old");
        let error = s.edit(old).map(drop).unwrap_err();
        let said = "Legacy is only read, so its rows cannot be changed or deleted";
        assert_eq!(error.to_string(), said);
        assert_eq!(Legacy::select().count(&db).await?, 1);
        Ok(())
    });
}

#[test]
fn others_lead_to_it_by_equal_values() {
    on_every_engine(async |db: Database| {
        Currency::insert_all([currency::new("EUR", "Euro"), currency::new("CHF", "Franc")])
            .run(&db)
            .await?;
        let paid = Reading::update()
            .key((1, 1))
            .set(|r| r.currency_code.to(Some("CHF".to_owned())));
        paid.run(&db).await?;
        let rows = Reading::select().order_by(|r| (r.station, r.hour));
        let rows = rows
            .with(reading::currency())
            .with(reading::total())
            .all(&db)
            .await?;
        let read: Vec<_> = rows
            .iter()
            .map(|r| {
                (
                    r.currency().map(|c| c.name()),
                    r.total().map(|t| t.measured()),
                )
            })
            .collect();
        assert_eq!(
            read,
            [(None, Some(2)), (Some("Franc"), Some(2)), (None, Some(1))]
        );
        let warm = Reading::select().filter(|r| r.currency().has(|c| c.name.eq("Franc")));
        assert_eq!(warm.count(&db).await?, 1);
        Ok(())
    });
}

#[test]
fn a_unique_constraint_serves_upserts() {
    on_every_engine(async |db: Database| {
        Sensor::insert(sensor::new("a1", "roof")).run(&db).await?;
        let moved = Sensor::upsert(sensor::new("a1", "cellar"))
            .on(Sensor::BY_SERIAL)
            .update_all();
        moved.run(&db).await?;
        assert_eq!(Sensor::get("a1").one(&db).await?.place, "cellar");
        Ok(())
    });
}

#[test]
fn the_database_declares_no_key() {
    on_every_engine_empty(async |db: Database| {
        models::schema::create_all(&db).await?;
        for _ in 0..2 {
            Currency::insert(currency::new("EUR", "Euro"))
                .run(&db)
                .await?;
        }
        let two = sql!("SELECT count(*) FROM currencies")
            .fetch_as::<(i64,)>()
            .one(&db)
            .await?;
        assert_eq!(two.0, 2);
        Ok(())
    });
}
