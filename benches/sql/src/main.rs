//! How long it takes to build a query of three joins and five filters and to write it as SQL,
//! beside sea-query. The fastest of many rounds counts, as in the other benchmarks.

use std::hint::black_box;
use std::time::{Duration, Instant};

use ormolu::{Dialect, Statement};
use sea_query::{Alias, Expr, ExprTrait, Iden, JoinType, Order, PostgresQueryBuilder, Query, Values};

#[allow(dead_code, unreachable_pub)]
mod models {
    ormolu::include_models!();
}

use models::Comment;

const BUILDS: u32 = 1_000;
const TIME: Duration = Duration::from_secs(2);

fn main() {
    let (statement, (text, values)) = (ours("Ann", 10), theirs("Ann", 10));
    println!("ormolu    {}", statement.sql.as_str());
    println!("sea-query {text}");
    assert_eq!(statement.params.len(), values.0.len());
    // Taken in turns, so that whatever else the machine does meets both.
    let (mut own, mut other) = (Duration::MAX, Duration::MAX);
    let start = Instant::now();
    while start.elapsed() < TIME {
        own = own.min(round(|| ours(black_box("Ann"), black_box(10))));
        other = other.min(round(|| theirs(black_box("Ann"), black_box(10))));
    }
    let [own, other] = [own, other].map(|d| d.as_secs_f64() * 1e6 / f64::from(BUILDS));
    println!("ormolu {own:.2} us, sea-query {other:.2} us, ratio {:.2}", own / other);
}

fn round<T>(build: impl Fn() -> T) -> Duration {
    let start = Instant::now();
    for _ in 0..BUILDS {
        black_box(build());
    }
    start.elapsed()
}

fn ours(name: &str, id: i64) -> Statement {
    Comment::select()
        .join(|c| c.post())
        .join(|(_, p)| p.author())
        .left_join(|(_, _, u)| u.posts())
        .filter(|(_, _, u, _)| u.name.eq(name))
        .filter(|(_, _, u, _)| u.active.eq(true))
        .filter(|(c, _, _, _)| c.id.gt(id))
        .filter(|(_, p, _, _)| p.title.ne("x"))
        .filter(|(_, p, _, _)| p.body.is_not_null())
        .order_by(|(c, _, _, _)| c.id.desc())
        .limit(20)
        .select(|(c, p, u, _)| (c.id, c.text, p.title, u.name))
        .to_sql(Dialect::Postgres)
        .expect("PostgreSQL has all of it")
}

#[derive(Clone, Copy, Iden)]
enum Users {
    Table,
    Id,
    Name,
    Active,
}

#[derive(Clone, Copy, Iden)]
enum Posts {
    Table,
    Id,
    AuthorId,
    Title,
    Body,
}

#[derive(Clone, Copy, Iden)]
enum Comments {
    Table,
    Id,
    PostId,
    Text,
}

fn theirs(name: &str, id: i64) -> (String, Values) {
    let own = Alias::new("posts_2");
    Query::select()
        .column((Comments::Table, Comments::Id))
        .column((Comments::Table, Comments::Text))
        .column((Posts::Table, Posts::Title))
        .column((Users::Table, Users::Name))
        .from(Comments::Table)
        .join(
            JoinType::Join,
            Posts::Table,
            Expr::col((Posts::Table, Posts::Id)).equals((Comments::Table, Comments::PostId)),
        )
        .join(
            JoinType::Join,
            Users::Table,
            Expr::col((Users::Table, Users::Id)).equals((Posts::Table, Posts::AuthorId)),
        )
        .join_as(
            JoinType::LeftJoin,
            Posts::Table,
            own.clone(),
            Expr::col((own, Posts::AuthorId)).equals((Users::Table, Users::Id)),
        )
        .and_where(Expr::col((Users::Table, Users::Name)).eq(name))
        .and_where(Expr::col((Users::Table, Users::Active)).eq(true))
        .and_where(Expr::col((Comments::Table, Comments::Id)).gt(id))
        .and_where(Expr::col((Posts::Table, Posts::Title)).ne("x"))
        .and_where(Expr::col((Posts::Table, Posts::Body)).is_not_null())
        .order_by((Comments::Table, Comments::Id), Order::Desc)
        .limit(20)
        .build(PostgresQueryBuilder)
}
