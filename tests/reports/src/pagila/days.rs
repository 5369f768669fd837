//! How the year went.

use ormolu::chrono::NaiveDate;
use ormolu::rust_decimal::Decimal;
use ormolu::{Unit, count, from, generate_series, row_number, window};

use super::models::{Payment, Rental};
use crate::Desk;

pub(super) async fn compare(desk: &mut Desk) {
    months(desk).await;
    busy_days_in_a_row(desk).await;
    copies_that_came_back(desk).await;
}

/// Revenue of each month of a year and a half, months without any included, and its part of the
/// whole so far.
async fn months(desk: &mut Desk) {
    let first = |year, month| NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
    let sums = Payment::select()
        .group_by(|p| p.payment_date.date_trunc(Unit::Month).date())
        .select(|month, p| (month, p.amount.sum()));
    let built = from(generate_series(first(2022, 1), first(2023, 6)).step_by_months(1))
        .left_join_query(sums, |(month, s)| s.0.eq(month))
        .order_by(|(month, _)| month)
        .select(|(month, s)| {
            let revenue = s.1.or_value(Decimal::ZERO);
            let so_far = revenue.clone().sum().over(window().order_by(month));
            let all = revenue.clone().sum().over(window());
            (
                month,
                revenue,
                (so_far * Decimal::ONE_HUNDRED / all).round_to(2),
            )
        });
    let plain = "with months as (
            select m::date as month, coalesce(sum(p.amount), 0) as revenue
            from generate_series('2022-01-01'::timestamp, '2023-06-01', '1 month') as m
            left join payment p on p.payment_date >= m and p.payment_date < m + interval '1 month'
            group by m)
         select a.month, a.revenue,
            (select round(100 * sum(b.revenue) filter (where b.month <= a.month)
                / sum(b.revenue), 2) from months b)
         from months a order by a.month";
    desk.compare("months", built, plain.to_owned()).await;
}

/// The longest runs of days on each of which something was rented.
async fn busy_days_in_a_row(desk: &mut Desk) {
    let days = Rental::select().select(|r| r.rental_date.date()).distinct();
    let runs = from(days).select(|day| {
        let number = row_number().over(window().order_by(day));
        (day, day.plus_days(-number.cast::<i32>()))
    });
    let built = from(runs)
        .group_by(|r| r.1)
        .having(|_, _| count().ge(5))
        .order_by(|_, r| r.0.min())
        .select(|_, r| (r.0.min(), r.0.max(), count()));
    let plain = "with days as (select distinct rental_date::date as day from rental),
         starts as (
            select day from days d
            where not exists (select 1 from days x where x.day = d.day - 1)),
         runs as (
            select s.day as first, (
                select min(d.day) from days d where d.day >= s.day
                and not exists (select 1 from days x where x.day = d.day + 1)) as last
            from starts s)
         select first, last, (last - first + 1)::bigint from runs
         where last - first + 1 >= 5 order by first";
    desk.compare("busy_days_in_a_row", built, plain.to_owned())
        .await;
}

/// For each copy that went out in spring and in summer, the fewer of the two.
async fn copies_that_came_back(desk: &mut Desk) {
    let rented = |from: i32, to: i32| {
        Rental::select()
            .filter(move |r| r.rental_date.month().between(from, to))
            .select(|r| r.inventory_id)
    };
    let both = rented(3, 5).intersect_all(rented(6, 8));
    let built = from(both)
        .group_by(|copy| copy)
        .having(|_, _| count().gt(1))
        .order_by(|copy, _| copy)
        .select(|copy, _| (copy, count()));
    let plain = "select inventory_id, least(spring, summer) from (
            select inventory_id,
                count(*) filter (where extract(month from rental_date) in (3, 4, 5)) as spring,
                count(*) filter (where extract(month from rental_date) in (6, 7, 8)) as summer
            from rental group by inventory_id) q
         where least(spring, summer) > 1 order by inventory_id";
    desk.compare("copies_that_came_back", built, plain.to_owned())
        .await;
}
