//! What has to be ordered, what comes late, and who no longer asks.

use ormolu::chrono::NaiveDate;
use ormolu::{count, count_if};

use super::models::{Customer, CustomerAndSuppliersByCity, Product, Shipper};
use crate::Desk;

pub(super) async fn compare(desk: &mut Desk) {
    deliveries(desk).await;
    to_reorder(desk).await;
    quiet_customers(desk).await;
    neighbours(desk).await;
}

/// How each shipper delivers: late orders, days on the way, orders that wait.
async fn deliveries(desk: &mut Desk) {
    let built = Shipper::select()
        .left_join(|s| s.orders())
        .group_by(|(s, _)| s.company_name)
        .order_by(|name, _| name)
        .select(|name, (_, o)| {
            let late = o.shipped_date.gt(o.required_date);
            let days = o.shipped_date.date().days_since(o.order_date.date());
            let waits = o.order_id.is_not_null().and(o.shipped_date.is_null());
            (
                name,
                count_if(late.clone()),
                days.clone().avg().round_to(3),
                days.max().filter_where(late),
                count_if(waits),
                o.freight.sum(),
            )
        });
    let plain = "select name, sum(late), round(avg(days), 3), max(case when late then days end),
            sum(shipped is null), round(sum(freight), 2)
         from (
            select s.CompanyName as name, o.ShippedDate as shipped, o.Freight as freight,
                coalesce(o.ShippedDate > o.RequiredDate, 0) as late,
                cast(julianday(o.ShippedDate) - julianday(o.OrderDate) as integer) as days
            from Orders o join Shippers s on s.ShipperID = o.ShipVia)
         group by name order by name";
    desk.compare("deliveries", built, plain.to_owned()).await;
}

/// What is short in stock: from whom, how much, and when it was last sold.
async fn to_reorder(desk: &mut Desk) {
    let built = Product::select()
        .join(|p| p.supplier())
        .filter(|(p, _)| {
            p.units_in_stock
                .lt(p.reorder_level)
                .and(p.discontinued.ne("1"))
        })
        .order_by(|(p, _)| p.product_name)
        .select(|(p, s)| {
            let sold = p.order_details().max(|d| d.order().get(|o| o.order_date));
            (
                p.product_name,
                s.company_name,
                p.reorder_level - p.units_in_stock - p.units_on_order,
                p.category().get(|c| c.category_name),
                sold,
            )
        });
    let plain = "select p.ProductName, s.CompanyName,
            p.ReorderLevel - p.UnitsInStock - p.UnitsOnOrder, c.CategoryName, max(o.OrderDate)
         from Products p join Suppliers s on s.SupplierID = p.SupplierID
         left join Categories c on c.CategoryID = p.CategoryID
         left join [Order Details] d on d.ProductID = p.ProductID
         left join Orders o on o.OrderID = d.OrderID
         where p.UnitsInStock < p.ReorderLevel and p.Discontinued <> '1'
         group by p.ProductID order by p.ProductName";
    desk.compare("to_reorder", built, plain.to_owned()).await;
}

/// Customers who have not ordered for long, or never: since when, and what they were worth.
async fn quiet_customers(desk: &mut Desk) {
    let spring = NaiveDate::from_ymd_opt(1998, 2, 1).unwrap_or_default();
    let built = Customer::select()
        .filter(|c| c.orders().none(|o| o.order_date.date().ge(spring)))
        .order_by(|c| {
            let last = c.orders().max(|o| o.order_date);
            (last.desc().nulls_last(), c.customer_id)
        })
        .select(|c| {
            (
                c.company_name.or_value("?"),
                c.orders().count(),
                c.orders().max(|o| o.order_date.date()),
                c.orders().sum(|o| o.freight),
            )
        });
    let plain = "select coalesce(c.CompanyName, '?'), count(o.OrderID), date(max(o.OrderDate)),
            round(sum(o.Freight), 2)
         from Customers c left join Orders o on o.CustomerID = c.CustomerID
         group by c.CustomerID having max(o.OrderDate) < '1998-02-01' or count(o.OrderID) = 0
         order by max(o.OrderDate) desc nulls last, c.CustomerID";
    desk.compare("quiet_customers", built, plain.to_owned())
        .await;
}

/// Cities with both customers and suppliers, from the view of both.
async fn neighbours(desk: &mut Desk) {
    let built = CustomerAndSuppliersByCity::select()
        .filter(|n| n.city.is_not_null())
        .group_by(|n| n.city)
        .having(|_, n| n.relationship.count_distinct().eq(2))
        .order_by(|city, _| (count().desc(), city))
        .select(|city, n| {
            let names = |side: &'static str| {
                let names = n.company_name.string_agg(" / ").order_by(n.company_name);
                names.filter_where(n.relationship.eq(side))
            };
            (city, names("Customers"), names("Suppliers"))
        });
    let plain = "with buyers as (
            select City as city, group_concat(CompanyName, ' / ') as names
            from (select City, CompanyName from Customers order by CompanyName) group by City),
         sellers as (
            select City as city, group_concat(CompanyName, ' / ') as names
            from (select City, CompanyName from Suppliers order by CompanyName) group by City)
         select c.city, c.names, s.names from buyers c join sellers s on s.city = c.city
         order by (select count(*) from Customers x where x.City = c.city)
            + (select count(*) from Suppliers x where x.City = c.city) desc, c.city";
    desk.compare("neighbours", built, plain.to_owned()).await;
}
