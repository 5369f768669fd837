//! Moments and days, as chrono, time and jiff have them.

use behaviour::typed::{Visit, VisitPatch, visit};
use behaviour::{jiff, on_every_engine_empty, on_every_engine_typed, times};
use ormolu::chrono::{DateTime, TimeDelta, Utc};
use ormolu::{Database, Dialect, Interval, sql};
/// A moment written in another zone is the same moment, on a server in any zone.
#[test]
fn moments_are_kept_in_utc() {
    on_every_engine_typed(async |db: Database| {
        let mut tx = db.begin().await?;
        match db.dialect() {
            Dialect::Sqlite => {}
            Dialect::Postgres => {
                sql!("SET LOCAL TIME ZONE 'Asia/Tashkent'")
                    .execute(&mut tx)
                    .await?;
            }
            _ => {
                sql!("SET time_zone = '+05:00'").execute(&mut tx).await?;
            }
        }
        let noon = DateTime::parse_from_rfc3339("2024-03-31T12:00:00.123456+05:00").unwrap();
        let (day, clock) = (noon.date_naive(), noon.time());
        let new = visit::new(
            noon.to_utc(),
            noon.naive_local(),
            day,
            clock,
            Interval {
                microseconds: 90_061_000_001,
                ..Interval::default()
            },
        );
        let stored = Visit::insert(new).run(&mut tx).await?;
        let read = Visit::get(stored.id).one(&mut tx).await?.into_row();
        assert_eq!(read, stored);
        assert_eq!(read.at.to_rfc3339(), "2024-03-31T07:00:00.123456+00:00");
        assert_eq!(read.local.to_string(), "2024-03-31 12:00:00.123456");
        assert_eq!((read.day, read.clock), (day, clock));
        assert_eq!(read.span.microseconds, 90_061_000_001);

        // What the server says of now is UTC, too.
        let now = Utc::now();
        let near = |moment: DateTime<Utc>| (moment - now).num_seconds().abs() < 120;
        assert!(
            near(read.made) && near(read.made_local.and_utc()),
            "{read:?}"
        );
        assert!((read.made_on - now.date_naive()).num_days().abs() <= 1);
        let earlier = Visit::select().filter(|v| v.made.le(ormolu::now()));
        assert_eq!(earlier.count(&mut tx).await?, 1);
        if db.dialect() == Dialect::Mariadb {
            sql!("SET time_zone = '+00:00'").execute(&mut tx).await?;
        }
        tx.commit().await?;

        // Without such words, all that a connection computes is UTC.
        let parts = Visit::select().filter(|v| v.at.eq(noon.to_utc()));
        let parts = parts.select(|v| {
            (
                v.at.hour(),
                v.at.date(),
                (v.at + TimeDelta::hours(20)).day(),
            )
        });
        assert_eq!(parts.one(&db).await?, (7, day, 1));
        let patch: VisitPatch =
            serde_json::from_str(r#"{"at": "2024-03-31T12:00:00-03:30"}"#).unwrap();
        Visit::update().key(read.id).patch(patch).run(&db).await?;
        let at = Visit::select().select(|v| v.at).one(&db).await?;
        assert_eq!(at.to_rfc3339(), "2024-03-31T15:30:00+00:00");
        Ok(())
    });
}

#[test]
fn times_of_the_library_time() {
    use ormolu::time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};
    use times::{Visit, visit};

    let day = Date::from_calendar_date(1968, Month::February, 29).unwrap();
    let clock = Time::from_hms_micro(23, 59, 58, 123_456).unwrap();
    let local = PrimitiveDateTime::new(day, clock);
    let at = local.assume_offset(UtcOffset::from_hms(5, 0, 0).unwrap());
    on_every_engine_empty(async |db: Database| {
        times::schema::create_all(&db).await?;
        let new = visit::new(at, local, day, clock).left_at(at + Duration::HOUR);
        let row = Visit::insert(new).run(&db).await?;
        let read = Visit::get(row.id).one(&db).await?;
        assert_eq!((read.at, read.left_at), (at, Some(at + Duration::HOUR)));
        assert_eq!((read.local, read.day, read.clock), (local, day, clock));
        assert!((OffsetDateTime::now_utc() - read.made).abs() < Duration::minutes(2));

        let found = Visit::select()
            .filter(|v| v.at.le(at))
            .filter(|v| v.day.eq(day));
        let found = found.filter(|v| v.made.stored().le(ormolu::now()));
        let found = found.filter(|v| v.at.in_([at]));
        assert_eq!(found.select(|v| v.at.stored().hour()).one(&db).await?, 18);
        let last = Visit::select().select(|v| v.left_at.max()).one(&db).await?;
        assert_eq!(last, Some(at + Duration::HOUR));
        Ok(())
    });
}

#[test]
fn times_of_the_library_jiff() {
    use jiff::{Visit, visit};
    use ormolu::jiff::{SignedDuration, Timestamp, civil};

    let day = civil::date(1968, 2, 29);
    let clock = civil::time(23, 59, 58, 123_456_000);
    let local = day.to_datetime(clock);
    let at: Timestamp = "1968-02-29T23:59:58.123456+05:00".parse().unwrap();
    let later = at + SignedDuration::from_hours(1);
    on_every_engine_empty(async |db: Database| {
        jiff::schema::create_all(&db).await?;
        let row = Visit::insert(visit::new(at, local, day, clock).left_at(later))
            .run(&db)
            .await?;
        let read = Visit::get(row.id).one(&db).await?;
        assert_eq!((read.at, read.left_at), (at, Some(later)));
        assert_eq!((read.local, read.day, read.clock), (local, day, clock));
        assert!(Timestamp::now().duration_since(read.made).abs().as_secs() < 120);
        let json = serde_json::to_value(&read).unwrap();
        assert_eq!(json["at"], "1968-02-29T18:59:58.123456Z");

        let found = Visit::select()
            .filter(|v| v.at.lt(later))
            .filter(|v| v.day.eq(day));
        let found = found.filter(|v| v.made.stored().le(ormolu::now()));
        assert_eq!(found.select(|v| v.at.stored().hour()).one(&db).await?, 18);
        let last = Visit::select().select(|v| v.left_at.max()).one(&db).await?;
        assert_eq!(last, Some(later));
        Ok(())
    });
}
