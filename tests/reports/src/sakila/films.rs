//! What is on the shelves, and whether it moves.

use ormolu::{count, dense_rank, from, window};

use super::models::{Film, FilmActor, FilmRating, Inventory, Rental};
use crate::Desk;

pub(super) async fn compare(desk: &mut Desk) {
    idle_copies(desk).await;
    not_in_stock(desk).await;
    casts(desk).await;
    ranks_of_quarters(desk).await;
    lengths_by_rating(desk).await;
}

/// The copies that lie longest between one customer and the next.
async fn idle_copies(desk: &mut Desk) {
    let waits = Rental::select()
        .join(|r| r.inventory())
        .join(|(_, i)| i.film())
        .filter(|(r, _, _)| r.return_date.is_not_null())
        .select(|(r, i, f)| {
            let of_copy = window().partition_by(i.inventory_id);
            let next = r.rental_date.lead(1).over(of_copy.order_by(r.rental_date));
            (
                i.inventory_id,
                f.title,
                next.date().days_since(r.return_date.date()),
            )
        });
    let built = from(waits)
        .group_by(|w| (w.0, w.1))
        .having(|_, w| w.2.max().ge(60))
        .order_by(|(copy, _), w| (w.2.max().desc(), copy))
        .select(|(copy, title), w| (copy, title, w.2.max(), w.2.count()));
    let plain = "with waits as (
            select r.inventory_id, f.title, datediff(lead(r.rental_date) over (
                partition by r.inventory_id order by r.rental_date), r.return_date) as days
            from rental r join inventory i using (inventory_id) join film f using (film_id)
            where r.return_date is not null)
         select inventory_id, title, max(days), count(days) from waits
         group by inventory_id, title having max(days) >= 60
         order by max(days) desc, inventory_id";
    desk.compare("idle_copies", built, plain.to_owned()).await;
}

/// Films without a copy, or with copies that nobody has ever rented.
async fn not_in_stock(desk: &mut Desk) {
    let without = Film::select()
        .filter(|f| !f.inventories().exists())
        .select(|f| (f.title, f.inventories().count()));
    let unrented = Inventory::select()
        .filter(|i| !i.rentals().exists())
        .join(|i| i.film())
        .group_by(|(_, f)| (f.film_id, f.title))
        .select(|(_, title), _| (title, count()));
    let built = without.union_all(unrented).order_by(|f| (f.1, f.0));
    let plain = "select f.title, 0 as copies from film f
            left join inventory i on i.film_id = f.film_id where i.film_id is null
         union all
         select f.title, count(*) from film f join inventory i on i.film_id = f.film_id
            left join rental r on r.inventory_id = i.inventory_id where r.rental_id is null
            group by f.film_id, f.title
         order by copies, title";
    desk.compare("not_in_stock", built, plain.to_owned()).await;
}

/// Actors who play together in three films or more.
async fn casts(desk: &mut Desk) {
    let built = FilmActor::select()
        .join_on::<FilmActor>(|(a, b)| a.film_id.eq(b.film_id).and(a.actor_id.lt(b.actor_id)))
        .join(|(a, _)| a.actor())
        .join(|(_, b, _)| b.actor())
        .group_by(|(_, _, a, b)| (a.actor_id, a.first_name, b.actor_id, b.first_name))
        .having(|_, _| count().ge(3))
        .order_by(|(a, _, b, _), _| (count().desc(), a, b))
        .select(|(_, one, _, other), (films, ..)| (one, other, count(), films.film_id.min()));
    let plain = "select a.first_name, b.first_name, count(*), min(x.film_id)
         from film_actor x join film_actor y on y.film_id = x.film_id and x.actor_id < y.actor_id
         join actor a on a.actor_id = x.actor_id join actor b on b.actor_id = y.actor_id
         group by a.actor_id, b.actor_id having count(*) >= 3
         order by 3 desc, a.actor_id, b.actor_id";
    desk.compare("casts", built, plain.to_owned()).await;
}

/// The three most rented films of each quarter, and the place that each had the quarter before.
async fn ranks_of_quarters(desk: &mut Desk) {
    let counts = Rental::select()
        .join(|r| r.inventory())
        .join(|(_, i)| i.film())
        .group_by(|(r, _, f)| (r.rental_date.quarter(), f.title))
        .select(|(quarter, title), _| {
            let of_quarter = window().partition_by(quarter.clone());
            let place = dense_rank().over(of_quarter.order_by(count().desc()));
            (quarter, title, count(), place)
        });
    let moved = from(counts).select(|c| {
        let of_film = window().partition_by(c.1).order_by(c.0);
        (c.0, c.3, c.1, c.2, c.3.lag(1).over(of_film))
    });
    let built = from(moved)
        .filter(|c| c.1.le(3))
        .order_by(|c| (c.0, c.1, c.2));
    let plain = "with counts as (
            select quarter(r.rental_date) as q, f.title, count(*) as n
            from rental r join inventory i using (inventory_id) join film f using (film_id)
            group by q, f.title),
         ranked as (
            select q, title, n, dense_rank() over (partition by q order by n desc) as place
            from counts)
         select a.q, a.place, a.title, a.n, lag_place from (
            select *, lag(place) over (partition by title order by q) as lag_place from ranked) a
         where a.place <= 3 order by a.q, a.place, a.title";
    desk.compare("ranks_of_quarters", built, plain.to_owned())
        .await;
}

/// The middle length of the films of each rating, and what is for children.
async fn lengths_by_rating(desk: &mut Desk) {
    let middles = Film::select()
        .filter(|f| {
            f.rating
                .in_([FilmRating::G, FilmRating::Pg, FilmRating::Pg13])
        })
        .select(|f| {
            let of_rating = window().partition_by(f.rating);
            (
                f.rating,
                f.length.percentile_cont(0.5).over(of_rating.clone()),
                count().over(of_rating),
            )
        })
        .distinct();
    let built = from(middles).order_by(|m| (m.2.desc(), m.1));
    let plain = "with ranked as (
            select rating, length, count(*) over (partition by rating) as n,
                row_number() over (partition by rating order by length) as place
            from film where rating in ('G', 'PG', 'PG-13'))
         select rating, cast(avg(length) as double), n from ranked
         where place in ((n + 1) div 2, (n + 2) div 2) group by rating, n order by n desc, 2";
    desk.compare("lengths_by_rating", built, plain.to_owned())
        .await;
}
