// Revenue: over time, by genre, by place.

use ormolu::{Bound, count, from, grouping, rollup, window};

use super::models::{Invoice, InvoiceLine};
use crate::Desk;

pub(super) async fn compare(desk: &mut Desk) {
    monthly_revenue(desk).await;
    genres_by_year(desk).await;
    places(desk).await;
    baskets(desk).await;
    days_above_average(desk).await;
}

/// Each month with the running total of its year, the change since the month before, and the
/// average of three months.
async fn monthly_revenue(desk: &mut Desk) {
    let built = Invoice::select()
        .group_by(|i| (i.invoice_date.year(), i.invoice_date.month()))
        .order_by(|key, _| key)
        .select(|(year, month), i| {
            let revenue = i.total.sum();
            let so_far = window().partition_by(year.clone()).order_by(month.clone());
            let months = window().order_by((year.clone(), month.clone()));
            let three = months.clone().rows(Bound::Preceding(2), Bound::CurrentRow);
            (
                year,
                month,
                revenue.clone(),
                revenue.clone().sum().over(so_far),
                revenue.clone() - revenue.clone().lag(1).over(months),
                revenue.avg().over(three).round_to(2),
            )
        });
    let words = desk.words();
    let plain = words.names(&format!(
        "with months as (
            select {year} as y, {month} as m, round(sum(Total), 2) as revenue
            from Invoice group by 1, 2)
         select y, m, revenue,
            round(sum(revenue) over (partition by y order by m), 2),
            round(revenue - lag(revenue) over (order by y, m), 2),
            round(avg(revenue) over (order by y, m rows between 2 preceding and current row), 2)
         from months order by y, m",
        year = words.year("InvoiceDate"),
        month = words.month("InvoiceDate"),
    ));
    desk.compare("monthly_revenue", built, plain).await;
}

/// Tracks sold of each genre, a column for each year.
async fn genres_by_year(desk: &mut Desk) {
    let built = InvoiceLine::select()
        .join(|l| l.invoice())
        .join(|(l, _)| l.track())
        .left_join(|(_, _, t)| t.genre())
        .group_by(|(_, _, _, g)| (g.genre_id, g.name))
        .order_by(|_, (l, ..)| l.quantity.sum().desc())
        .order_by(|(_, name), _| name)
        .select(|(_, name), (l, i, _, _)| {
            let sold = |year| {
                let of_year = l
                    .quantity
                    .sum()
                    .filter_where(i.invoice_date.year().eq(year));
                of_year.or_value(0)
            };
            (
                name,
                sold(2021),
                sold(2022),
                sold(2023),
                sold(2024),
                sold(2025),
            )
        });
    let words = desk.words();
    let sold = |year: i32| {
        let year_of = words.year("i.InvoiceDate");
        words.whole(&format!(
            "sum(case when {year_of} = {year} then l.Quantity else 0 end)"
        ))
    };
    let plain = words.names(&format!(
        "select g.Name, {}, {}, {}, {}, {}
         from InvoiceLine l join Invoice i on i.InvoiceId = l.InvoiceId
         join Track t on t.TrackId = l.TrackId left join Genre g on g.GenreId = t.GenreId
         group by g.GenreId, g.Name order by sum(l.Quantity) desc, g.Name",
        sold(2021),
        sold(2022),
        sold(2023),
        sold(2024),
        sold(2025),
    ));
    desk.compare("genres_by_year", built, plain).await;
}

/// Revenue by country and city, with a subtotal for each country and the total.
async fn places(desk: &mut Desk) {
    let built = Invoice::select()
        .group_by(|i| rollup((i.billing_country, i.billing_city)))
        .having(|_, i| i.total.sum().ge(70))
        .order_by(|(country, city), _| (grouping(country), country, grouping(city).desc(), city))
        .select(|(country, city), i| (country, city, count(), i.total.sum()));
    let plain = desk.words().names(
        "select country, city, invoices, revenue from (
            select BillingCountry as country, BillingCity as city, count(*) as invoices,
                round(sum(Total), 2) as revenue, 0 as above, 1 as below
            from Invoice group by BillingCountry, BillingCity
            union all
            select BillingCountry, null, count(*), round(sum(Total), 2), 0, 0
            from Invoice group by BillingCountry
            union all
            select null, null, count(*), round(sum(Total), 2), 1, 0 from Invoice) q
         where revenue >= 70 order by above, country, below, city",
    );
    desk.compare("places", built, plain).await;
}

/// Genres that are bought together, by how many invoices have both.
async fn baskets(desk: &mut Desk) {
    let genres = || {
        InvoiceLine::select()
            .join(|l| l.track())
            .join(|(_, t)| t.genre())
            .select(|(l, _, g)| (l.invoice_id, g.name))
            .distinct()
    };
    let built = from(genres())
        .join_query(genres(), |(a, b)| a.0.eq(b.0).and(a.1.lt(b.1)))
        .group_by(|(a, b)| (a.1, b.1))
        .having(|_, _| count().ge(20))
        .order_by(|key, _| (count().desc(), key))
        .select(|(one, other), _| (one, other, count()));
    let plain = desk.words().names(
        "with bought as (
            select distinct l.InvoiceId as invoice, g.Name as genre from InvoiceLine l
            join Track t on t.TrackId = l.TrackId join Genre g on g.GenreId = t.GenreId)
         select a.genre, b.genre, count(*) from bought a
         join bought b on b.invoice = a.invoice and a.genre < b.genre
         group by a.genre, b.genre having count(*) >= 20 order by 3 desc, 1, 2",
    );
    desk.compare("baskets", built, plain).await;
}

/// The invoices far above the average of their year.
async fn days_above_average(desk: &mut Desk) {
    let with_average = Invoice::select().select(|i| {
        let year = i.invoice_date.year();
        let average = i.total.avg().over(window().partition_by(year.clone()));
        (i.invoice_id, year, i.total, average)
    });
    let built = from(with_average)
        .filter(|i| i.2.gt(i.3 * 3))
        .order_by(|i| (i.2.desc(), i.0))
        .select(|i| (i.0, i.1, i.2, i.3.round_to(2)));
    let words = desk.words();
    let plain = words.names(&format!(
        "select i.InvoiceId, {year}, i.Total, round(a.average, 2) from Invoice i
         join (select {year_of_all} as y, avg(Total) as average from Invoice group by 1) a
            on a.y = {year}
         where i.Total > 3 * a.average order by i.Total desc, i.InvoiceId",
        year = words.year("i.InvoiceDate"),
        year_of_all = words.year("InvoiceDate"),
    ));
    desk.compare("days_above_average", built, plain).await;
}
