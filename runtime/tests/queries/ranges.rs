use insta::assert_snapshot;
use ormolu::chrono::{DateTime, NaiveDate, Utc};
use ormolu::{Dialect, Range};

use crate::models::Booking;
use crate::running::on_engines;
use crate::support::sql;

fn hour(hour: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_709_164_800 + hour * 3_600, 0).unwrap_or_default()
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 3, day).unwrap_or_default()
}

#[test]
fn words_of_ranges() {
    let found = Booking::select()
        .filter(|b| {
            b.seats
                .contains_value(5)
                .and(b.during.overlaps_range(Range::from(hour(1)..hour(3))))
                .and(!b.days.adjacent_to(Range::from(day(1)..=day(2))))
                .and(
                    b.seats
                        .ends_before(Range::from(100..))
                        .or(b.seats.is_empty_range()),
                )
        })
        .select(|b| (b.seats, b.during.lower_bound(), b.days.upper_bound()));
    assert_snapshot!(sql(found));
}

#[test]
fn ranges_agree() {
    on_engines(|db| async move {
        if db.dialect() != Dialect::Postgres {
            return Ok(());
        }
        db.execute_script(&[
            "create table bookings (id bigint primary key, seats int4range not null, \
             during tstzrange not null, days daterange)",
            "insert into bookings values \
             (1, '[1,10)', '[2024-02-29 00:00:00+00, 2024-02-29 02:30:00.5+00)', null), \
             (2, 'empty', '(,)', '[2024-03-03,2024-03-05]'), \
             (3, '[20,)', '(2024-02-29 04:00:00+00,2024-02-29 05:00:00+00]', '(,2024-03-01)')",
        ])
        .await?;
        let all = Booking::select().order_by(|b| b.id).select(|b| b);
        let all = all.all(&db).await?;
        assert_eq!(all[0].seats, (1..10).into());
        assert_eq!(all[0].during.lower(), Some(&hour(0)));
        assert_eq!(all[0].days, None);
        assert_eq!((all[1].seats, all[1].during), (Range::Empty, (..).into()));
        assert_eq!(all[1].days, Some((day(3)..day(6)).into()));
        assert_eq!(
            all[2].during.to_string(),
            "(\"2024-02-29 04:00:00.000000+00\",\"2024-02-29 05:00:00.000000+00\"]"
        );
        macro_rules! ids {
            ($condition:expr) => {
                Booking::select()
                    .filter($condition)
                    .order_by(|b| b.id)
                    .select(|b| b.id)
                    .all(&db)
                    .await?
            };
        }
        assert_eq!(ids!(|b| b.seats.contains_value(5)), [1]);
        assert_eq!(ids!(|b| b.seats.contains_range(Range::from(25..=30))), [3]);
        assert_eq!(ids!(|b| b.during.contains_value(hour(4))), [2]);
        assert_eq!(
            ids!(|b| b.during.overlaps_range(Range::from(hour(2)..hour(4)))),
            [1, 2]
        );
        assert_eq!(
            ids!(|b| b.days.adjacent_to(Range::from(day(1)..day(3)))),
            [2, 3]
        );
        assert_eq!(ids!(|b| b.seats.ends_before(Range::from(15..))), [1]);
        assert_eq!(ids!(|b| b.seats.begins_after(Range::from(..=5))), [3]);
        assert_eq!(ids!(|b| b.seats.is_empty_range()), [2]);
        assert_eq!(ids!(|b| b.seats.eq(Range::from(1..=9))), [1]);
        let ranges = [Range::from(1..10), Range::Empty];
        assert_eq!(ids!(|b| b.seats.in_(ranges)), [1, 2]);
        let bounds = Booking::select()
            .order_by(|b| b.id)
            .select(|b| (b.seats.lower_bound(), b.days.upper_bound()));
        let expected = [
            (Some(1), None),
            (None, Some(day(6))),
            (Some(20), Some(day(1))),
        ];
        assert_eq!(bounds.all(&db).await?, expected);
        Ok(())
    });
}
