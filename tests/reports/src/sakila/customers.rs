//! Who rents, what they like, and who is late.

use ormolu::chrono::NaiveDate;
use ormolu::rust_decimal::Decimal;
use ormolu::{count, cte, from, row_number, window};

use super::models::{Customer, Film, Rental};
use crate::Desk;

const CHEAP: Decimal = Decimal::from_parts(99, 0, 0, false, 2);

pub(super) async fn compare(desk: &mut Desk) {
    overdue(desk).await;
    favourite_categories(desk).await;
    kept_from_month_to_month(desk).await;
    small_customers(desk).await;
}

/// What is out too long at the end of the year: who has it, since when, and how many days late.
async fn overdue(desk: &mut Desk) {
    let today = NaiveDate::from_ymd_opt(2022, 12, 31).unwrap_or_default();
    let built = Rental::select()
        .join(|r| r.customer())
        .join(|(r, _)| r.inventory())
        .join(|(_, _, i)| i.film())
        .filter(|(r, _, _, _)| r.return_date.is_null())
        .select(|(r, c, _, f)| {
            let due = r
                .rental_date
                .date()
                .plus_days(f.rental_duration.cast::<i32>());
            let name = c.first_name.concat(" ").concat(c.last_name);
            (r.rental_id, name, f.title, due)
        });
    let built = from(built)
        .filter(|r| r.3.lt(today))
        .select(|r| (r.0, r.1, r.2, -r.3.days_since(today)))
        .order_by(|r| (r.3, r.0));
    let plain = "select r.rental_id, concat(c.first_name, ' ', c.last_name), f.title,
            datediff('2022-12-31', r.rental_date + interval f.rental_duration day) as late
         from rental r join customer c using (customer_id) join inventory i using (inventory_id)
         join film f using (film_id)
         where r.return_date is null
            and date(r.rental_date + interval f.rental_duration day) < '2022-12-31'
         order by late desc, r.rental_id";
    desk.compare("overdue", built, plain.to_owned()).await;
}

/// The category that each active customer rents most, and what part of their rentals it is.
async fn favourite_categories(desk: &mut Desk) {
    let counts = Rental::select()
        .join(|r| r.customer())
        .join(|(r, _)| r.inventory())
        .join(|(_, _, i)| i.film())
        .join(|(_, _, _, f)| f.film_categories())
        .join(|(_, _, _, _, x)| x.category())
        .filter(|(_, c, ..)| c.active)
        .group_by(|(_, c, _, _, _, k)| (c.customer_id, k.name))
        .select(|(customer, category), _| {
            let of_customer = window().partition_by(customer);
            let place = row_number().over(of_customer.clone().order_by((count().desc(), category)));
            (
                customer,
                category,
                count(),
                count().sum().over(of_customer),
                place,
            )
        });
    let built = from(counts)
        .filter(|c| c.4.eq(1))
        .order_by(|c| c.0)
        .select(|c| (c.0, c.1, c.2, c.2 * 100 / c.3));
    let plain = "with counts as (
            select r.customer_id, k.name, count(*) as n
            from rental r join customer c on c.customer_id = r.customer_id
            join inventory i on i.inventory_id = r.inventory_id
            join film_category x on x.film_id = i.film_id
            join category k on k.category_id = x.category_id
            where c.active group by r.customer_id, k.name)
         select a.customer_id, a.name, a.n,
            a.n * 100 div (select sum(n) from counts b where b.customer_id = a.customer_id)
         from counts a
         where not exists (select 1 from counts b where b.customer_id = a.customer_id
            and (b.n > a.n or b.n = a.n and b.name < a.name))
         order by a.customer_id";
    desk.compare("favourite_categories", built, plain.to_owned())
        .await;
}

/// The customers of each month, and how many of them came the month after, too.
async fn kept_from_month_to_month(desk: &mut Desk) {
    let months = cte(
        "months",
        Rental::select()
            .select(|r| (r.customer_id, r.rental_date.month()))
            .distinct(),
    );
    let built = from(&months)
        .left_join_query(&months, |(now, next)| {
            next.0.eq(now.0).and(next.1.eq(now.1 + 1))
        })
        .group_by(|(now, _)| now.1)
        .order_by(|month, _| month)
        .select(|month, (_, next)| (month, count(), next.0.count()));
    let plain = "select month(r.rental_date) as m, count(distinct r.customer_id),
            count(distinct n.customer_id)
         from rental r left join rental n on n.customer_id = r.customer_id
            and month(n.rental_date) = month(r.rental_date) + 1
         group by m order by m";
    desk.compare("kept_from_month_to_month", built, plain.to_owned())
        .await;
}

/// Customers of an active manager with twelve payments or less who keep none of the cheap films:
/// where they live and what they paid.
async fn small_customers(desk: &mut Desk) {
    let built = Customer::select()
        .filter(|c| {
            c.rentals().none(|r| {
                let cheap = Film::select().filter(|f| f.rental_rate.eq(CHEAP));
                let cheap = cheap.select(|f| f.film_id);
                let is_cheap = r.inventory().has(|i| i.film_id.in_(cheap));
                is_cheap.and(r.return_date.is_null())
            })
        })
        .filter(|c| c.store().has(|s| s.manager_staff().has(|m| m.active)))
        .filter(|c| c.payments().count().between(1, 12))
        .order_by(|c| c.customer_id)
        .select(|c| {
            (
                c.customer_id,
                c.address().get(|a| a.city().get(|city| city.city)),
                c.payments().sum(|p| p.amount),
            )
        });
    let plain = "select c.customer_id, y.city, sum(p.amount)
         from customer c join address a using (address_id) join city y using (city_id)
         join payment p on p.customer_id = c.customer_id
         join store s on s.store_id = c.store_id
         join staff m on m.staff_id = s.manager_staff_id and m.active
         where not exists (select 1 from rental r join inventory i using (inventory_id)
            join film f using (film_id)
            where r.customer_id = c.customer_id and f.rental_rate = 0.99
                and r.return_date is null)
         group by c.customer_id, y.city having count(*) between 1 and 12 order by c.customer_id";
    desk.compare("small_customers", built, plain.to_owned())
        .await;
}
