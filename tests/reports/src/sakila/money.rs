//! What comes in, when, and what does not.

use ormolu::rust_decimal::Decimal;
use ormolu::{case, count, from, grouping, rollup, window};

use super::models::{Payment, Rental};
use crate::Desk;

pub(super) async fn compare(desk: &mut Desk) {
    stores_and_categories(desk).await;
    unpaid(desk).await;
    balances(desk).await;
    hours(desk).await;
}

/// Revenue by store and category, with the stores' totals and the whole.
async fn stores_and_categories(desk: &mut Desk) {
    let built = Payment::select()
        .join(|p| p.rental())
        .join(|(_, r)| r.inventory())
        .join(|(_, _, i)| i.film())
        .join(|(_, _, _, f)| f.film_categories())
        .join(|(_, _, _, _, x)| x.category())
        .group_by(|(_, _, i, _, _, c)| rollup((i.store_id, c.name)))
        .order_by(|(store, category), _| (grouping(store), store, grouping(category), category))
        .select(|(store, category), (p, ..)| (store, category, count(), p.amount.sum()));
    let plain = "with paid as (
            select i.store_id, c.name, p.amount from payment p
            join rental r using (rental_id) join inventory i using (inventory_id)
            join film_category x using (film_id) join category c using (category_id))
         select store_id, name, n, amount from (
            select store_id, name, count(*) as n, sum(amount) as amount, 0 as a, 0 as b
                from paid group by store_id, name
            union all select store_id, null, count(*), sum(amount), 0, 1 from paid group by store_id
            union all select null, null, count(*), sum(amount), 1, 1 from paid) q
         order by a, store_id, b, name";
    desk.compare("stores_and_categories", built, plain.to_owned())
        .await;
}

/// Rentals that nobody paid, by the member of staff who handed them out.
async fn unpaid(desk: &mut Desk) {
    let built = Rental::select()
        .left_join(|r| r.payments())
        .join(|(r, _)| r.staff())
        .filter(|(_, p, _)| p.payment_id.is_null())
        .group_by(|(_, _, s)| (s.staff_id, s.username))
        .order_by(|(id, _), _| id)
        .select(|(_, name), (r, _, _)| {
            (
                name,
                count(),
                r.rental_date.min(),
                r.rental_date.max().date(),
            )
        });
    let plain = "select s.username, count(*), min(r.rental_date), date(max(r.rental_date))
         from rental r join staff s using (staff_id)
         where r.rental_id not in (select rental_id from payment where rental_id is not null)
         group by s.staff_id, s.username order by s.staff_id";
    desk.compare("unpaid", built, plain.to_owned()).await;
}

/// The payments of three customers with their running totals and the days since the one before.
async fn balances(desk: &mut Desk) {
    let built = Payment::select()
        .filter(|p| p.customer_id.le(3))
        .order_by(|p| (p.customer_id, p.payment_date, p.payment_id))
        .select(|p| {
            let so_far = window()
                .partition_by(p.customer_id)
                .order_by((p.payment_date, p.payment_id));
            let before = p.payment_date.lag(1).over(so_far.clone());
            (
                p.payment_id,
                p.amount,
                p.amount.sum().over(so_far),
                p.payment_date.date().days_since(before.date()).or_value(0),
            )
        });
    let plain = "with numbered as (
            select *, row_number() over (
                partition by customer_id order by payment_date, payment_id) as n
            from payment where customer_id <= 3)
         select a.payment_id, a.amount,
            (select sum(b.amount) from numbered b
                where b.customer_id = a.customer_id and b.n <= a.n),
            coalesce(datediff(a.payment_date, c.payment_date), 0)
         from numbered a
         left join numbered c on c.customer_id = a.customer_id and c.n = a.n - 1
         order by a.customer_id, a.n";
    desk.compare("balances", built, plain.to_owned()).await;
}

/// How many come on which day of the week at which time of the day, and what they pay.
async fn hours(desk: &mut Desk) {
    let parts = Rental::select()
        .left_join(|r| r.payments())
        .select(|(r, p)| {
            let hour = || r.rental_date.hour();
            let part = case()
                .when(hour().lt(8), "night")
                .when(hour().lt(16), "day");
            let amount = p.amount.or_value(Decimal::ZERO);
            (
                r.rental_date.weekday(),
                part.else_("evening"),
                amount,
                r.rental_id,
            )
        });
    let built = from(parts)
        .group_by(|p| p.0)
        .order_by(|day, _| day)
        .select(|day, p| {
            let at = |part: &'static str| p.3.count_distinct().filter_where(p.1.eq(part));
            let dearest = p.2.max().filter_where(p.1.eq("evening"));
            (
                day,
                at("night"),
                at("day"),
                at("evening"),
                p.2.sum(),
                dearest,
            )
        });
    let plain = "with parts as (
            select weekday(r.rental_date) + 1 as d, hour(r.rental_date) as h, r.rental_id,
                coalesce(p.amount, 0) as amount
            from rental r left join payment p on p.rental_id = r.rental_id)
         select d, count(distinct if(h < 8, rental_id, null)),
            count(distinct if(h between 8 and 15, rental_id, null)),
            count(distinct if(h > 15, rental_id, null)), sum(amount),
            max(if(h > 15, amount, null))
         from parts group by d order by d";
    desk.compare("hours", built, plain.to_owned()).await;
}
