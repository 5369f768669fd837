//! What is sold, when, and how it is spread.

use ormolu::chrono::NaiveDate;
use ormolu::{Bound, case, count, from, generate_series, window};

use super::models::{Category, Order, Product};
use super::{LINES, lines};
use crate::Desk;

pub(super) async fn compare(desk: &mut Desk) {
    categories_by_quarter(desk).await;
    classes_of_products(desk).await;
    orders_of_each_day(desk).await;
    freight(desk).await;
}

/// Revenue of each category in 1997, a column for each quarter, and what the year was above or
/// below the average category.
async fn categories_by_quarter(desk: &mut Desk) {
    let built = from(lines())
        .join_on::<Order>(|(l, o)| o.order_id.eq(l.0))
        .join_on::<Product>(|(l, _, p)| p.product_id.eq(l.1))
        .join_on::<Category>(|(_, _, p, c)| p.category_id.eq(c.category_id))
        .filter(|(_, o, _, _)| o.order_date.year().eq(1997))
        .group_by(|(_, _, _, c)| c.category_name)
        .order_by(|name, _| name)
        .select(|name, (l, o, _, _)| {
            let quarter = |number| {
                let is_it = o.order_date.quarter().eq(number);
                case().when(is_it, l.2).else_(0.0).sum().round_to(4)
            };
            let year = l.2.sum();
            let average = year.clone().avg().over(window());
            (
                name,
                quarter(1),
                quarter(2),
                quarter(3),
                quarter(4),
                (year - average).round_to(2),
            )
        });
    let plain = format!(
        "with {LINES},
         year as (
            select c.CategoryName as name, l.revenue as revenue,
                (cast(strftime('%m', o.OrderDate) as integer) + 2) / 3 as quarter
            from lines l join Orders o on o.OrderID = l.o join Products p on p.ProductID = l.p
            join Categories c on c.CategoryID = p.CategoryID
            where strftime('%Y', o.OrderDate) = '1997'),
         sums as (
            select name, sum(case when quarter = 1 then revenue else 0 end) as q1,
                sum(case when quarter = 2 then revenue else 0 end) as q2,
                sum(case when quarter = 3 then revenue else 0 end) as q3,
                sum(case when quarter = 4 then revenue else 0 end) as q4,
                sum(revenue) as whole
            from year group by name)
         select name, round(q1, 4), round(q2, 4), round(q3, 4), round(q4, 4),
            round(whole - (select avg(whole) from sums), 2)
         from sums order by name"
    );
    desk.compare("categories_by_quarter", built, plain).await;
}

/// Products by their part in the revenue: A make the first 80 percent, B the next 15, C the rest.
async fn classes_of_products(desk: &mut Desk) {
    let products = from(lines())
        .group_by(|l| l.1)
        .select(|product, l| (product, l.2.sum()));
    let running = from(products).select(|p| {
        let by_revenue = window().order_by((p.1.desc(), p.0));
        let share = p.1.sum().over(by_revenue) / p.1.sum().over(window());
        (p.1, share)
    });
    let classed = from(running).select(|p| {
        let class = case().when(p.1.le(0.8), "A").when(p.1.le(0.95), "B");
        (class.else_("C"), p.0)
    });
    let built = from(classed)
        .group_by(|p| p.0)
        .order_by(|class, _| class)
        .select(|class, p| (class, count(), p.1.sum().round_to(4), p.1.min().round_to(4)));
    let plain = format!(
        "with {LINES},
         products as (select p, sum(revenue) as revenue from lines group by p),
         running as (
            select a.revenue as revenue,
                (select sum(b.revenue) from products b
                    where b.revenue > a.revenue or b.revenue = a.revenue and b.p <= a.p)
                / (select sum(revenue) from products) as share
            from products a),
         classed as (
            select case when share <= 0.8 then 'A' when share <= 0.95 then 'B' else 'C' end as class,
                revenue
            from running)
         select class, count(*), round(sum(revenue), 4), round(min(revenue), 4)
         from classed group by class order by class"
    );
    desk.compare("classes_of_products", built, plain).await;
}

/// The orders of each day of a month, days without one included, and the average of a week.
async fn orders_of_each_day(desk: &mut Desk) {
    let day = |day| NaiveDate::from_ymd_opt(1997, 12, day).unwrap_or_default();
    let built = from(generate_series(day(1), day(31)))
        .left_join_on::<Order>(|(day, o)| o.order_date.date().eq(day))
        .group_by(|(day, _)| day)
        .order_by(|day, _| day)
        .select(|day, (_, o)| {
            let orders = o.order_id.count();
            let week = window()
                .order_by(day)
                .rows(Bound::Preceding(6), Bound::CurrentRow);
            (day, orders.clone(), orders.avg().over(week).round_to(2))
        });
    let plain = "with recursive days (day) as (
            select '1997-12-01' union all
            select date(day, '+1 day') from days where day < '1997-12-31'),
         counts as (
            select day, (select count(*) from Orders where date(OrderDate) = day) as orders
            from days)
         select a.day, a.orders,
            (select round(avg(b.orders), 2) from counts b
                where b.day between date(a.day, '-6 days') and a.day)
         from counts a order by a.day";
    desk.compare("orders_of_each_day", built, plain.to_owned())
        .await;
}

/// The freight of each country with twenty orders or more: the middle, the tenth that is dearest.
async fn freight(desk: &mut Desk) {
    let built = Order::select()
        .filter(|o| o.freight.is_not_null())
        .group_by(|o| o.ship_country)
        .having(|_, _| count().ge(20))
        .order_by(|country, o| (o.freight.percentile_cont(0.5).desc(), country))
        .select(|country, o| {
            let middle = o.freight.percentile_cont(0.5).round_to(3);
            (country, count(), middle, o.freight.percentile_disc(0.9))
        });
    let plain = "with ranked as (
            select ShipCountry as country, Freight as freight,
                row_number() over (partition by ShipCountry order by Freight) as place,
                count(*) over (partition by ShipCountry) as n
            from Orders where Freight is not null),
         middles as (
            select country, n, avg(freight) as middle from ranked
            where place in ((n + 1) / 2, (n + 2) / 2) group by country, n)
         select m.country, m.n, round(m.middle, 3),
            (select min(r.freight) from ranked r
                where r.country = m.country and r.place >= 0.9 * r.n)
         from middles m where m.n >= 20 order by m.middle desc, m.country";
    desk.compare("freight", built, plain.to_owned()).await;
}
