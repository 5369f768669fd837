//! Who sells, where, and for whom they answer.

use ormolu::{count, from, rank, recursive, window};

use super::models::{Employee, Order};
use super::{LINES, lines};
use crate::Desk;

pub(super) async fn compare(desk: &mut Desk) {
    sellers_of_each_year(desk).await;
    territories(desk).await;
    answered_for(desk).await;
}

/// The employees of each year by revenue, and how far each is behind the best.
async fn sellers_of_each_year(desk: &mut Desk) {
    let built = from(lines())
        .join_on::<Order>(|(l, o)| o.order_id.eq(l.0))
        .join(|(_, o)| o.employee())
        .group_by(|(_, o, e)| (o.order_date.year(), e.employee_id, e.last_name))
        .order_by(|(year, id, _), (l, _, _)| (year, l.2.sum().desc(), id))
        .select(|(year, _, name), (l, _, _)| {
            let revenue = l.2.sum();
            let of_year = window()
                .partition_by(year.clone())
                .order_by(revenue.clone().desc());
            let best = revenue.clone().first_value().over(of_year.clone());
            let behind = best - revenue.clone();
            (
                year,
                rank().over(of_year),
                name,
                revenue.round_to(4),
                behind.round_to(4),
            )
        });
    let plain = format!(
        "with {LINES},
         sold as (
            select cast(strftime('%Y', o.OrderDate) as integer) as year, e.EmployeeID as id,
                e.LastName as name, sum(l.revenue) as revenue
            from lines l join Orders o on o.OrderID = l.o
            join Employees e on e.EmployeeID = o.EmployeeID group by 1, 2, 3)
         select s.year,
            (select count(*) + 1 from sold b where b.year = s.year and b.revenue > s.revenue),
            s.name, round(s.revenue, 4),
            round((select max(b.revenue) from sold b where b.year = s.year) - s.revenue, 4)
         from sold s order by s.year, s.revenue desc, s.id"
    );
    desk.compare("sellers_of_each_year", built, plain).await;
}

/// The territories of each employee by region.
async fn territories(desk: &mut Desk) {
    let built = Employee::select()
        .join(|e| e.territories())
        .join(|(_, t)| t.region())
        .group_by(|(e, _, r)| (e.last_name, r.region_description))
        .order_by(|key, _| key)
        .select(|(name, region), (_, t, _)| {
            let names = t.territory_description.trim().string_agg(", ");
            (name, region, count(), names.order_by(t.territory_id))
        });
    let plain = "select name, region, count(*), group_concat(territory, ', ') from (
            select e.LastName as name, r.RegionDescription as region,
                trim(t.TerritoryDescription) as territory
            from Employees e join EmployeeTerritories x on x.EmployeeID = e.EmployeeID
            join Territories t on t.TerritoryID = x.TerritoryID
            join Regions r on r.RegionID = t.RegionID order by t.TerritoryID)
         group by name, region order by name, region";
    desk.compare("territories", built, plain.to_owned()).await;
}

/// Everyone's orders and revenue together with those of all below them.
async fn answered_for(desk: &mut Desk) {
    let below = recursive(
        "below",
        Employee::select().select(|e| (e.employee_id, e.employee_id)),
        |below| {
            Employee::select()
                .join_query(below, |(e, b)| e.reports_to.eq(b.1))
                .select(|(e, b)| (b.0, e.employee_id))
        },
    );
    let built = from(&below)
        .join_on::<Employee>(|(b, e)| e.employee_id.eq(b.0))
        .join_on::<Order>(|(b, _, o)| o.employee_id.eq(b.1))
        .join_query(lines(), |(_, _, o, l)| l.0.eq(o.order_id))
        .group_by(|(_, e, _, _)| (e.employee_id, e.last_name))
        .order_by(|(id, _), (_, _, _, l)| (l.2.sum().desc(), id))
        .select(|(_, name), (b, _, o, l)| {
            let people = b.1.count_distinct() - 1;
            (
                name,
                people,
                o.order_id.count_distinct(),
                l.2.sum().round_to(4),
            )
        });
    let plain = format!(
        "with recursive {LINES},
         below (boss, id) as (
            select EmployeeID, EmployeeID from Employees union
            select b.boss, e.EmployeeID from Employees e join below b on e.ReportsTo = b.id)
         select e.LastName, count(distinct b.id) - 1, count(distinct o.OrderID),
            round(sum(l.revenue), 4)
         from below b join Employees e on e.EmployeeID = b.boss
         join Orders o on o.EmployeeID = b.id join lines l on l.o = o.OrderID
         group by e.EmployeeID, e.LastName order by sum(l.revenue) desc, e.EmployeeID"
    );
    desk.compare("answered_for", built, plain).await;
}
