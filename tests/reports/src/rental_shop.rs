//! Rows for the tables that Sakila and Pagila share: a shop that rents films.

use ormolu_schema::ir::Dialect;

const FEATURES: [&str; 4] = [
    "Trailers",
    "Commentaries",
    "Deleted Scenes",
    "Behind the Scenes",
];
const RATINGS: [&str; 5] = ["G", "PG", "PG-13", "R", "NC-17"];
const CATEGORIES: [&str; 6] = ["Action", "Comedy", "Drama", "Family", "Horror", "Travel"];
const CITIES: [(&str, u64); 6] = [
    ("Basel", 1),
    ("Bern", 1),
    ("Graz", 2),
    ("Linz", 2),
    ("Wien", 2),
    ("Oslo", 3),
];
const CUSTOMERS: u64 = 40;
const FILMS: u64 = 60;
const COPIES: u64 = 150;
const RENTALS: u64 = 600;

/// The same numbers each time, without a visible order.
fn some(kind: u64, of: u64, below: u64) -> u64 {
    let mut mixed =
        of.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ kind.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    (mixed ^ (mixed >> 29)) % below
}

/// A moment of the year 2022, so many hours after it began; no month has a day after its 28th.
fn moment(hours: u64) -> String {
    let (day, hour) = (hours / 24, hours % 24);
    let (month, day) = (day / 28 % 12 + 1, day % 28 + 1);
    format!("'2022-{month:02}-{day:02} {hour:02}:30:00'")
}

fn insert(table: &str, rows: impl Iterator<Item = String>) -> String {
    let rows: Vec<String> = rows.map(|row| format!("({row})")).collect();
    format!("INSERT INTO {table} VALUES {}", rows.join(", "))
}

/// The statements that fill the tables.
pub(crate) fn rows(dialect: Dialect) -> Vec<String> {
    let mut out = places();
    out.extend(people());
    out.extend(films(dialect));
    out.extend(rentals());
    out
}

fn places() -> Vec<String> {
    let countries = ["Schweiz", "Austria", "Norway"];
    let cities = (1..).zip(CITIES);
    vec![
        insert(
            "country (country_id, country)",
            (1..)
                .zip(countries)
                .map(|(id, name)| format!("{id}, '{name}'")),
        ),
        insert(
            "city (city_id, city, country_id)",
            cities.map(|(id, (name, country))| format!("{id}, '{name}', {country}")),
        ),
        insert(
            "address (address_id, address, district, city_id, phone)",
            (1..=30).map(|id| {
                let city = some(1, id, 6) + 1;
                format!(
                    "{id}, '{id} Main Street', 'District {}', {city}, ''",
                    id % 4
                )
            }),
        ),
        insert(
            "store (store_id, manager_staff_id, address_id)",
            (1..=2).map(|id| format!("{id}, {id}, {id}")),
        ),
    ]
}

fn people() -> Vec<String> {
    vec![
        insert(
            "staff (staff_id, first_name, last_name, address_id, store_id, active, username)",
            (1..=3).map(|id| {
                format!(
                    "{id}, 'First{id}', 'Last{id}', {id}, {}, true, 'staff{id}'",
                    id % 2 + 1
                )
            }),
        ),
        insert(
            "customer (customer_id, store_id, first_name, last_name, address_id, active, create_date)",
            (1..=CUSTOMERS).map(|id| {
                let (store, address) = (some(2, id, 2) + 1, some(3, id, 27) + 4);
                let active = u64::from(id % 9 != 0);
                format!(
                    "{id}, {store}, 'Ann{id:02}', 'Bell{}', {address}, {active}, '2022-01-01'",
                    id % 13
                )
            }),
        ),
        insert(
            "actor (actor_id, first_name, last_name)",
            (1..=25).map(|id| format!("{id}, 'Actor{id:02}', 'Name{}'", id % 11)),
        ),
    ]
}

fn films(dialect: Dialect) -> Vec<String> {
    let features = |id: u64| {
        let chosen: Vec<&str> = (0..4)
            .filter(|at| (id * 7 + 3) >> at & 1 == 1)
            .map(|at| FEATURES[at])
            .collect();
        match dialect {
            Dialect::Postgres => format!("'{{\"{}\"}}', to_tsvector('film')", chosen.join("\",\"")),
            _ => format!("'{}'", chosen.join(",")),
        }
    };
    let columns = "film_id, title, release_year, language_id, rental_duration, rental_rate, \
                   length, replacement_cost, rating, special_features";
    let fulltext = match dialect {
        Dialect::Postgres => ", fulltext",
        _ => "",
    };
    vec![
        insert(
            "language (language_id, name)",
            (1..)
                .zip(["English", "Norsk"])
                .map(|(id, name)| format!("{id}, '{name}'")),
        ),
        insert(
            "category (category_id, name)",
            (1..)
                .zip(CATEGORIES)
                .map(|(id, name)| format!("{id}, '{name}'")),
        ),
        insert(
            &format!("film ({columns}{fulltext})"),
            (1..=FILMS).map(|id| {
                let rate = ["0.99", "2.99", "4.99"][some(4, id, 3) as usize];
                let rating = RATINGS[some(5, id, 5) as usize];
                let (days, length) = (some(6, id, 5) + 3, some(7, id, 120) + 60);
                let year = 2000 + id % 20;
                let cost = 10 + id % 15;
                let features = features(id);
                format!(
                    "{id}, 'Film {id:02}', {year}, {}, {days}, {rate}, {length}, {cost}.99, \
                     '{rating}', {features}",
                    id % 2 + 1
                )
            }),
        ),
        insert(
            "film_category (film_id, category_id)",
            (1..=FILMS).map(|id| format!("{id}, {}", some(8, id, 6) + 1)),
        ),
        insert(
            "film_actor (actor_id, film_id)",
            (1..=FILMS).flat_map(|film| {
                let first = some(9, film, 21) + 1;
                (0..=some(10, film, 3)).map(move |next| format!("{}, {film}", first + next))
            }),
        ),
        insert(
            "inventory (inventory_id, film_id, store_id)",
            // The last films have no copy.
            (1..=COPIES).map(|id| format!("{id}, {}, {}", some(11, id, FILMS - 5) + 1, id % 2 + 1)),
        ),
    ]
}

fn rentals() -> Vec<String> {
    let begun = |id: u64| id * 11 + some(12, id, 9);
    let rented = (1..=RENTALS).map(|id| {
        let copy = some(13, id, COPIES - 10) + 1;
        let (customer, staff) = (some(14, id, CUSTOMERS - 2) + 1, some(15, id, 3) + 1);
        let back = match some(16, id, 20) {
            0 => "NULL".to_owned(),
            _ => moment(begun(id) + 20 + some(17, id, 200)),
        };
        let begun = moment(begun(id));
        format!("{id}, {begun}, {copy}, {customer}, {back}, {staff}")
    });
    // Some rentals are not paid, and some twice.
    let paid = (1..=RENTALS).filter(|id| some(18, *id, 12) != 0);
    let paid = paid.chain((1..=RENTALS).filter(|id| some(19, *id, 15) == 0));
    let paid = (1..).zip(paid).map(|(id, rental): (u64, u64)| {
        let customer = some(14, rental, CUSTOMERS - 2) + 1;
        let (staff, amount) = (some(15, rental, 3) + 1, some(20, id, 9));
        let when = moment(begun(rental) + 1);
        format!("{id}, {customer}, {staff}, {rental}, {amount}.99, {when}")
    });
    vec![
        insert(
            "rental (rental_id, rental_date, inventory_id, customer_id, return_date, staff_id)",
            rented,
        ),
        insert(
            "payment (payment_id, customer_id, staff_id, rental_id, amount, payment_date)",
            paid,
        ),
    ]
}
