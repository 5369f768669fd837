//! What customers did last, and how they compare with each other.

use ormolu::{Bound, Exclude, count_if, cume_dist, window};

use super::models::{Address, Customer, Payment, Rental, Staff};
use crate::Desk;

pub(super) async fn compare(desk: &mut Desk) {
    latest_rentals(desk).await;
    beside_the_others(desk).await;
    largest_payments(desk).await;
    addresses(desk).await;
    staff(desk).await;
}

/// The two latest rentals of each customer, of customers without one, too.
async fn latest_rentals(desk: &mut Desk) {
    let built = Customer::select()
        .left_join_lateral(|c| {
            let own = Rental::select().filter(|r| r.customer_id.eq(c.customer_id));
            own.order_by(|r| (r.rental_date.desc(), r.rental_id))
                .limit(2)
                .select(|r| {
                    (
                        r.rental_date,
                        r.inventory().get(|i| i.film().get(|f| f.title)),
                    )
                })
        })
        .order_by(|(c, r)| (c.customer_id, r.0.desc()))
        .select(|(c, r)| (c.first_name, r.0, r.1));
    let plain = "select c.first_name, r.rental_date, r.title from customer c
         left join (
            select r.customer_id, r.rental_date, f.title, row_number() over (
                partition by r.customer_id order by r.rental_date desc, r.rental_id) as n
            from rental r join inventory using (inventory_id) join film f using (film_id)) r
            on r.customer_id = c.customer_id and r.n <= 2
         order by c.customer_id, r.rental_date desc";
    desk.compare("latest_rentals", built, plain.to_owned())
        .await;
}

/// What each customer paid, the average of the other customers of their store, and the part of
/// them that paid no more.
async fn beside_the_others(desk: &mut Desk) {
    let built = Customer::select()
        .join_on::<Payment>(|(c, p)| p.customer_id.eq(c.customer_id))
        .group_by(|(c, _)| (c.store_id, c.customer_id))
        .order_by(|key, _| key)
        .select(|(store, customer), (_, p)| {
            let paid = p.amount.sum();
            let of_store = window().partition_by(store);
            let others = of_store
                .clone()
                .rows(Bound::Unbounded, Bound::Unbounded)
                .exclude(Exclude::CurrentRow);
            (
                store,
                customer,
                paid.clone(),
                paid.clone().avg().over(others).round_to(4),
                cume_dist().over(of_store.order_by(paid)),
            )
        });
    let plain = "with paid as (
            select c.store_id, c.customer_id, sum(p.amount) as paid
            from customer c join payment p using (customer_id) group by 1, 2)
         select a.store_id, a.customer_id, a.paid,
            (select round(avg(b.paid), 4) from paid b
                where b.store_id = a.store_id and b.customer_id <> a.customer_id),
            (select count(*) filter (where b.paid <= a.paid) / count(*)::double precision
                from paid b where b.store_id = a.store_id)
         from paid a order by a.store_id, a.customer_id";
    desk.compare("beside_the_others", built, plain.to_owned())
        .await;
}

/// The largest payment of each customer with the film it was for.
async fn largest_payments(desk: &mut Desk) {
    let built = Payment::select()
        .join_on::<Rental>(|(p, r)| r.rental_id.eq(p.rental_id))
        .join(|(_, r)| r.inventory())
        .join(|(_, _, i)| i.film())
        .distinct_on(|(p, _, _, _)| p.customer_id)
        .order_by(|(p, _, _, _)| (p.amount.desc(), p.payment_date, p.payment_id))
        .select(|(p, _, _, f)| (p.customer_id, p.amount, p.payment_date, f.title));
    let plain = "select customer_id, amount, payment_date, title from (
            select p.*, f.title, row_number() over (partition by p.customer_id
                order by p.amount desc, p.payment_date, p.payment_id) as n
            from payment p join rental using (rental_id) join inventory using (inventory_id)
            join film f using (film_id)) q
         where n = 1 order by customer_id";
    desk.compare("largest_payments", built, plain.to_owned())
        .await;
}

/// Customers and staff by address: who lives where, and addresses of one of them only.
async fn addresses(desk: &mut Desk) {
    let built = Staff::select()
        .full_join_on::<Customer>(|(s, c)| c.address_id.eq(s.address_id))
        .left_join_on::<Address>(|(s, c, a)| a.address_id.eq(s.address_id.coalesce(c.address_id)))
        .order_by(|(s, c, a)| (a.address_id, s.staff_id, c.customer_id))
        .select(|(s, c, a)| (a.address, s.username, c.first_name));
    let plain = "select a.address, q.username, q.first_name from (
            select s.address_id, s.staff_id, s.username, c.customer_id, c.first_name
                from staff s left join customer c using (address_id)
            union all
            select c.address_id, null, null, c.customer_id, c.first_name from customer c
                where c.address_id not in (select address_id from staff)) q
         join address a using (address_id) order by a.address_id, q.staff_id, q.customer_id";
    desk.compare("addresses", built, plain.to_owned()).await;
}

/// The payments that each member of staff took: usual ones, the largest tenth, how they spread.
async fn staff(desk: &mut Desk) {
    let built = Staff::select()
        .join_on::<Payment>(|(s, p)| p.staff_id.eq(s.staff_id))
        .group_by(|(s, _)| s.username)
        .order_by(|name, _| name)
        .select(|name, (_, p)| {
            (
                name,
                p.amount.percentile_cont(0.5),
                p.amount.percentile_disc(0.9),
                p.amount.mode(),
                p.amount.stddev_pop().round_to(6),
                count_if(p.payment_date.hour().between(9, 17)),
            )
        });
    let plain = "select s.username,
            percentile_cont(0.5) within group (order by p.amount::double precision),
            percentile_disc(0.9) within group (order by p.amount),
            mode() within group (order by p.amount),
            round(stddev_pop(p.amount), 6)::double precision,
            sum(case when extract(hour from p.payment_date) between 9 and 17 then 1 else 0 end)
         from staff s join payment p using (staff_id) group by s.username order by s.username";
    desk.compare("staff", built, plain.to_owned()).await;
}
