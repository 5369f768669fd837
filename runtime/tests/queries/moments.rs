use insta::assert_snapshot;
use ormolu::chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use ormolu::{Interval, Unit, current_date, now};

use crate::events::with_events;
use crate::models::Event;
use crate::support::sql;

#[test]
fn parts() {
    assert_snapshot!(sql(Event::select().select(|e| (
        (e.at.year(), e.at.quarter(), e.at.month(), e.at.week()),
        (e.day.day(), e.at.weekday(), e.at.day_of_year()),
        (
            e.at.hour(),
            e.hour.minute(),
            e.local.second(),
            e.ended.epoch()
        ),
        (e.at.date(), e.ended.time()),
    ))));
}

#[test]
fn calculation() {
    assert_snapshot!(sql(Event::select().select(|e| (
        (e.at + TimeDelta::hours(1), e.at - e.span, e.ended - e.at),
        (e.day.plus_days(1), e.at.plus_days(-1), e.day.plus_months(1)),
        e.day.days_since(current_date()),
        (e.at - now()).microseconds(),
    ))));
    assert_snapshot!(sql(Event::select().select(|e| (
        e.day.date_trunc(Unit::Year),
        e.at.date_trunc(Unit::Quarter),
        e.at.date_trunc(Unit::Month),
        e.local.date_trunc(Unit::Week),
        e.at.date_trunc(Unit::Day),
        e.ended.date_trunc(Unit::Hour),
    ))));
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap_or_default()
}

fn local(text: &str) -> NaiveDateTime {
    text.parse().unwrap_or_default()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}

#[test]
fn parts_agree() {
    with_events(|db| async move {
        let parts = Event::select().order_by(|e| e.id).select(|e| {
            (
                (e.at.year(), e.at.quarter(), e.at.month(), e.at.week()),
                (e.day.day(), e.at.weekday(), e.at.day_of_year()),
                (e.at.hour(), e.at.minute(), e.at.second(), e.at.epoch()),
                (e.hour.hour(), e.hour.minute(), e.hour.second()),
                (e.at.date(), e.at.time(), e.ended.year()),
            )
        });
        let time = |text: &str| text.parse::<NaiveTime>().unwrap_or_default();
        assert_eq!(
            parts.all(&db).await?,
            [
                (
                    (2024, 4, 12, 1),
                    (29, 2, 366),
                    (23, 59, 59, 1_735_689_599),
                    (13, 14, 15),
                    (day("2024-12-31"), time("23:59:59.999900"), None),
                ),
                (
                    (1969, 3, 7, 29),
                    (20, 7, 201),
                    (20, 17, 40, -14_182_940),
                    (0, 0, 0),
                    (day("1969-07-20"), time("20:17:40.500000"), Some(1969)),
                ),
            ]
        );
        Ok(())
    });
}

#[test]
fn calculations_agree() {
    with_events(|db| async move {
        let moved = Event::select().filter(|e| e.id.eq(1)).select(|e| {
            let second = TimeDelta::microseconds(1_000_001);
            (
                (e.at + second, e.at - e.span, e.local - second),
                (e.day.plus_days(1), e.local.plus_days(-31)),
                (
                    e.day.plus_months(12),
                    e.local.plus_months(1),
                    e.local.plus_months(-2),
                ),
                e.day.days_since(day("2024-03-01")),
                (
                    e.ended - e.at,
                    e.at - moment("2024-12-30T23:59:59Z"),
                    e.span.microseconds(),
                ),
            )
        });
        let span = |microseconds| Interval {
            microseconds,
            ..Interval::default()
        };
        assert_eq!(
            moved.one(&db).await?,
            (
                (
                    moment("2025-01-01T00:00:00.999901Z"),
                    moment("2024-12-31T22:29:59.999900Z"),
                    local("2024-01-31T10:20:29"),
                ),
                (day("2024-03-01"), local("2023-12-31T10:20:30.000001")),
                (
                    day("2025-02-28"),
                    local("2024-02-29T10:20:30.000001"),
                    local("2023-11-30T10:20:30.000001"),
                ),
                -1,
                (None, span(86_400_999_900), 5_400_000_000),
            )
        );
        let recent = Event::select().filter(|e| e.at.lt(now()).and(e.day.lt(current_date())));
        assert_eq!(recent.count(&db).await?, 2);
        let now = Event::select()
            .filter(|e| e.id.eq(1))
            .select(|_| (now(), current_date()));
        let (moment, today) = now.one(&db).await?;
        assert!((Utc::now() - moment).num_seconds().abs() < 60);
        assert!((Utc::now().date_naive() - today).num_days().abs() <= 1);
        Ok(())
    });
}

#[test]
fn truncations_agree() {
    with_events(|db| async move {
        let cut = Event::select().filter(|e| e.id.eq(1)).select(|e| {
            (
                (e.at.date_trunc(Unit::Year), e.at.date_trunc(Unit::Quarter)),
                (e.at.date_trunc(Unit::Month), e.at.date_trunc(Unit::Week)),
                (e.at.date_trunc(Unit::Day), e.at.date_trunc(Unit::Hour)),
                (
                    e.local.date_trunc(Unit::Minute),
                    e.local.date_trunc(Unit::Second),
                ),
                (e.day.date_trunc(Unit::Month), e.day.date_trunc(Unit::Week)),
                e.day.date_trunc(Unit::Quarter),
            )
        });
        assert_eq!(
            cut.one(&db).await?,
            (
                (
                    moment("2024-01-01T00:00:00Z"),
                    moment("2024-10-01T00:00:00Z")
                ),
                (
                    moment("2024-12-01T00:00:00Z"),
                    moment("2024-12-30T00:00:00Z")
                ),
                (
                    moment("2024-12-31T00:00:00Z"),
                    moment("2024-12-31T23:00:00Z")
                ),
                (local("2024-01-31T10:20:00"), local("2024-01-31T10:20:30")),
                (day("2024-02-01"), day("2024-02-26")),
                day("2024-01-01"),
            )
        );
        Ok(())
    });
}
