//! Films and the people in them.

use ormolu::{count, cube, exists, from, grouping, lit, recursive};

use super::models::{Actor, Category, Film, FilmActor};
use crate::Desk;

pub(super) async fn compare(desk: &mut Desk) {
    features(desk).await;
    ratings_and_categories(desk).await;
    with_extras(desk).await;
    degrees_of_separation(desk).await;
}

/// The extras that films come with: how many have each, and what they cost.
async fn features(desk: &mut Desk) {
    let built = Film::select()
        .join_lateral(|f| f.special_features.unnest())
        .group_by(|(_, feature)| feature)
        .order_by(|feature, _| (count().desc(), feature))
        .select(|feature, (f, _)| {
            let longest = f.title.max().filter_where(f.length.ge(150));
            (feature, count(), f.rental_rate.avg().round_to(3), longest)
        });
    let plain = "select s.feature, count(*), round(avg(f.rental_rate), 3),
            (select max(l.title) from film l
                where l.length >= 150 and s.feature = any(l.special_features))
         from film f cross join unnest(f.special_features) as s (feature)
         group by s.feature order by 2 desc, 1";
    desk.compare("features", built, plain.to_owned()).await;
}

/// How many films there are of each rating and category, with all subtotals.
async fn ratings_and_categories(desk: &mut Desk) {
    let built = Film::select()
        .join(|f| f.film_categories())
        .join(|(_, x)| x.category())
        .group_by(|(f, _, c)| cube((f.rating, c.name)))
        .having(|_, _| count().ge(2))
        .order_by(|(rating, category), _| (grouping(rating), rating, grouping(category), category))
        .select(|(rating, category), (f, _, _)| {
            let middle = f.length.percentile_cont(0.5);
            (rating, category, count(), middle, f.rental_duration.mode())
        });
    let plain = "select f.rating::text, c.name, count(*),
            percentile_cont(0.5) within group (order by f.length),
            mode() within group (order by f.rental_duration)
         from film f join film_category using (film_id) join category c using (category_id)
         group by cube (f.rating, c.name) having count(*) >= 2
         order by grouping(f.rating), f.rating, grouping(c.name), c.name";
    desk.compare("ratings_and_categories", built, plain.to_owned())
        .await;
}

/// The films of each category with both trailers and comments, as a list.
async fn with_extras(desk: &mut Desk) {
    let built = Category::select()
        .join(|c| c.film_categories())
        .join(|(_, x)| x.film())
        .filter(|(_, _, f)| {
            let both = f
                .special_features
                .contains_all(["Trailers", "Commentaries"]);
            let scenes = from(f.special_features.unnest()).filter(|s| s.contains("Scenes"));
            both.and(!exists(scenes))
                .or(f.special_features.cardinality().eq(4))
        })
        .group_by(|(c, _, _)| c.name)
        .order_by(|name, _| name)
        .select(|name, (_, _, f)| {
            let lengths = f.length.array_agg().order_by(f.title);
            (name, f.title.array_agg().order_by(f.title), lengths)
        });
    let plain = "select c.name, array_agg(f.title order by f.title),
            array_agg(f.length order by f.title)
         from category c join film_category using (category_id) join film f using (film_id)
         where special_features @> '{Trailers,Commentaries}'
                and array_to_string(special_features, ',') not like '%Scenes%'
            or cardinality(special_features) = 4
         group by c.name order by c.name";
    desk.compare("with_extras", built, plain.to_owned()).await;
}

/// Over how many films, at least, each actor is connected with the first one.
async fn degrees_of_separation(desk: &mut Desk) {
    let reached = recursive(
        "reached",
        Actor::select()
            .filter(|a| a.actor_id.eq(1))
            .select(|a| (a.actor_id, lit(0))),
        |reached| {
            from(reached)
                .filter(|r| r.1.lt(6))
                .join_on::<FilmActor>(|(r, own)| own.actor_id.eq(r.0))
                .join_on::<FilmActor>(|(_, own, other)| other.film_id.eq(own.film_id))
                .select(|(r, _, other)| (other.actor_id, r.1 + 1))
        },
    );
    let nearest = from(&reached)
        .group_by(|r| r.0)
        .select(|actor, r| (actor, r.1.min()));
    let built = Actor::select()
        .left_join_query(nearest, |(a, n)| n.0.eq(a.actor_id))
        .order_by(|(a, n)| (n.1.asc().nulls_last(), a.actor_id))
        .select(|(a, n)| (a.first_name, n.1));
    let plain = "with recursive reached as (
            select 1 as actor, 0 as films union
            select b.actor_id, r.films + 1 from reached r
            join film_actor a on a.actor_id = r.actor
            join film_actor b on b.film_id = a.film_id where r.films < 6)
         select a.first_name, min(r.films) from actor a
         left join reached r on r.actor = a.actor_id
         group by a.actor_id, a.first_name order by 2 nulls last, a.actor_id";
    desk.compare("degrees_of_separation", built, plain.to_owned())
        .await;
}
