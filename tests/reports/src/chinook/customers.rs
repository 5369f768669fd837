// Who buys, how often, and who comes back.

use ormolu::rust_decimal::Decimal;
use ormolu::{cte, from, rank, row_number, window};

use super::models::{Customer, Employee, Invoice};
use crate::Desk;

pub(super) async fn compare(desk: &mut Desk) {
    best_of_each_country(desk).await;
    latest_invoices(desk).await;
    pauses(desk).await;
    retention(desk).await;
    spent_on_one_day(desk).await;
    support(desk).await;
}

/// The two customers of each country that spent most, with their share of the country's total.
async fn best_of_each_country(desk: &mut Desk) {
    let spending = Customer::select()
        .join(|c| c.invoices())
        .group_by(|(c, _)| (c.country, c.customer_id, c.last_name))
        .select(|(country, _, name), (_, i)| {
            let spent = i.total.sum();
            let of_country = window().partition_by(country);
            let place = rank().over(of_country.clone().order_by(spent.clone().desc()));
            let all = spent.clone().sum().over(of_country);
            let share = (spent.clone() * Decimal::ONE_HUNDRED / all).round_to(1);
            (country, place, name, spent, share)
        });
    let built = from(spending)
        .filter(|s| s.1.le(2))
        .order_by(|s| (s.0, s.1, s.2));
    let plain = desk.words().names(
        "with spending as (
            select c.Country as country, c.LastName as name, round(sum(i.Total), 2) as spent
            from Customer c join Invoice i on i.CustomerId = c.CustomerId
            group by c.Country, c.CustomerId, c.LastName),
         ranked as (
            select country, rank() over (partition by country order by spent desc) as place, name,
                spent, round(spent * 100 / sum(spent) over (partition by country), 1) as share
            from spending)
         select country, place, name, spent, share from ranked where place <= 2 order by 1, 2, 3",
    );
    desk.compare("best_of_each_country", built, plain).await;
}

/// The latest invoice of each customer of a manager's choice of countries.
async fn latest_invoices(desk: &mut Desk) {
    let built = Invoice::select()
        .filter(|i| i.billing_country.in_(["Brazil", "Canada", "France"]))
        .join(|i| i.customer())
        .distinct_on(|(i, _)| i.customer_id)
        .order_by(|(i, _)| (i.invoice_date.desc(), i.invoice_id.desc()))
        .select(|(i, c)| (i.customer_id, c.email, i.invoice_date, i.total));
    let plain = desk.words().names(
        "select c.CustomerId, c.Email, i.InvoiceDate, i.Total
         from Invoice i join Customer c on c.CustomerId = i.CustomerId
         where i.BillingCountry in ('Brazil', 'Canada', 'France')
            and not exists (select 1 from Invoice later where later.CustomerId = i.CustomerId
                and (later.InvoiceDate > i.InvoiceDate
                    or later.InvoiceDate = i.InvoiceDate and later.InvoiceId > i.InvoiceId))
         order by c.CustomerId",
    );
    desk.compare("latest_invoices", built, plain).await;
}

/// The longest time each customer stayed away, in days, and the average.
async fn pauses(desk: &mut Desk) {
    let gaps = Invoice::select().select(|i| {
        let of_customer = window().partition_by(i.customer_id);
        let before = i
            .invoice_date
            .lag(1)
            .over(of_customer.order_by(i.invoice_date));
        (
            i.customer_id,
            i.invoice_date.date().days_since(before.date()),
        )
    });
    let built = from(gaps)
        .join_on::<Customer>(|(g, c)| c.customer_id.eq(g.0))
        .group_by(|(_, c)| (c.customer_id, c.last_name))
        .having(|_, (gap, _)| gap.1.max().gt(400))
        .order_by(|(id, _), (gap, _)| (gap.1.max().desc(), id))
        .select(|(_, name), (gap, _)| (name, gap.1.max(), gap.1.avg().round(), gap.1.count()));
    let words = desk.words();
    let plain = words.names(&format!(
        "with visits as (
            select CustomerId, InvoiceDate as day,
                lag(InvoiceDate) over (partition by CustomerId order by InvoiceDate) as prior
            from Invoice),
         gaps as (select CustomerId, {days} as gap from visits)
         select c.LastName, max(gap), round(avg(gap)), count(gap)
         from gaps g join Customer c on c.CustomerId = g.CustomerId
         group by c.CustomerId, c.LastName having max(gap) > 400
         order by max(gap) desc, c.CustomerId",
        days = words.days("day", "prior"),
    ));
    desk.compare("pauses", built, plain).await;
}

/// Of the customers who first came in a year, how many came again so many years later.
async fn retention(desk: &mut Desk) {
    let first = cte(
        "first",
        Invoice::select()
            .group_by(|i| i.customer_id)
            .select(|customer, i| (customer, i.invoice_date.min().year())),
    );
    let built = Invoice::select()
        .join_query(&first, |(i, f)| f.0.eq(i.customer_id))
        .group_by(|(i, f)| (f.1, i.invoice_date.year() - f.1))
        .order_by(|key, _| key)
        .select(|(cohort, later), (i, _)| {
            let came = i.customer_id.count_distinct();
            let at_first = came
                .clone()
                .first_value()
                .over(window().partition_by(cohort).order_by(later.clone()));
            let kept = came.clone() * 100 / at_first;
            (cohort, later, came, kept)
        });
    let words = desk.words();
    let plain = words.names(&format!(
        "with first as (
            select CustomerId, min({year}) as cohort from Invoice group by CustomerId),
         came as (
            select f.cohort as cohort, {year} - f.cohort as later,
                count(distinct i.CustomerId) as came
            from Invoice i join first f on f.CustomerId = i.CustomerId group by 1, 2)
         select a.cohort, a.later, a.came, {kept} from came a
         join came b on b.cohort = a.cohort and b.later = 0 order by 1, 2",
        year = words.year("InvoiceDate"),
        kept = words.quotient("a.came * 100", "b.came"),
    ));
    desk.compare("retention", built, plain).await;
}

/// Customers whose largest invoice is more than a quarter of all they spent.
async fn spent_on_one_day(desk: &mut Desk) {
    let built = Customer::select()
        .filter(|c| {
            let quarter = c.invoices().sum(|i| i.total) / 4;
            c.invoices().max(|i| i.total).gt(quarter)
        })
        .filter(|c| c.invoices().any(|i| i.total.lt(Decimal::ONE)))
        .order_by(|c| c.customer_id)
        .select(|c| {
            (
                c.first_name.concat(" ").concat(c.last_name),
                c.invoices().max(|i| i.total),
                c.invoices().filter(|i| i.total.lt(Decimal::ONE)).count(),
            )
        });
    let plain = desk.words().names(
        "with own as (
            select CustomerId, max(Total) as largest, sum(Total) as spent,
                sum(case when Total < 1 then 1 else 0 end) as small
            from Invoice group by CustomerId)
         select concat(c.FirstName, ' ', c.LastName), o.largest, o.small
         from Customer c join own o on o.CustomerId = c.CustomerId
         where o.largest > o.spent / 4 and o.small > 0 order by c.CustomerId",
    );
    desk.compare("spent_on_one_day", built, plain).await;
}

/// Every employee with the customers in their care, the best of them, and their revenue.
async fn support(desk: &mut Desk) {
    let spending = Customer::select()
        .join(|c| c.invoices())
        .group_by(|(c, _)| (c.customer_id, c.support_rep_id, c.last_name))
        .select(|(_, rep, name), (_, i)| {
            let spent = i.total.sum();
            let of_rep = window()
                .partition_by(rep)
                .order_by((spent.clone().desc(), name));
            (rep, name, spent, row_number().over(of_rep))
        });
    let built = Employee::select()
        .left_join_query(spending, |(e, s)| s.0.eq(e.employee_id))
        .group_by(|(e, _)| (e.employee_id, e.last_name))
        .order_by(|(id, _), _| id)
        .select(|(_, name), (_, s)| {
            (
                name,
                s.1.count(),
                s.1.max().filter_where(s.3.eq(1)),
                s.2.sum().or_value(Decimal::ZERO),
            )
        });
    let plain = desk.words().names(
        "with spending as (
            select c.SupportRepId as rep, c.LastName as name, sum(i.Total) as spent
            from Customer c join Invoice i on i.CustomerId = c.CustomerId
            group by c.CustomerId, c.SupportRepId, c.LastName)
         select e.LastName, count(s.name),
            (select b.name from spending b where b.rep = e.EmployeeId
                order by round(b.spent, 2) desc, b.name limit 1),
            coalesce(round(sum(s.spent), 2), 0)
         from Employee e left join spending s on s.rep = e.EmployeeId
         group by e.EmployeeId, e.LastName order by e.EmployeeId",
    );
    desk.compare("support", built, plain).await;
}
