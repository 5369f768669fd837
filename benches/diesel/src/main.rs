//! The workloads in Diesel, as its guides write them.

use bench_harness::*;
use diesel::prelude::*;

diesel::table! {
    users (id) { id -> BigInt, name -> Text, email -> Text, active -> Bool, }
}
diesel::table! {
    inserted (id) { id -> BigInt, name -> Text, email -> Text, active -> Bool, }
}
diesel::table! {
    posts (id) { id -> BigInt, author_id -> BigInt, title -> Text, body -> Nullable<Text>, }
}
diesel::table! {
    comments (id) { id -> BigInt, post_id -> BigInt, text -> Text, }
}
diesel::joinable!(posts -> users (author_id));
diesel::joinable!(comments -> posts (post_id));
diesel::allow_tables_to_appear_in_same_query!(users, posts, comments);

#[derive(Queryable, Selectable, Identifiable, Debug)]
#[diesel(table_name = users)]
#[allow(dead_code)]
struct User {
    id: i64,
    name: String,
    email: String,
    active: bool,
}

#[derive(Queryable, Selectable, Identifiable, Associations, Debug)]
#[diesel(table_name = posts, belongs_to(User, foreign_key = author_id))]
#[allow(dead_code)]
struct Post {
    id: i64,
    author_id: i64,
    title: String,
    body: Option<String>,
}

#[derive(Queryable, Selectable, Identifiable, Associations, Debug)]
#[diesel(table_name = comments, belongs_to(Post))]
#[allow(dead_code)]
struct Comment {
    id: i64,
    post_id: i64,
    text: String,
}

#[derive(Insertable)]
#[diesel(table_name = inserted)]
struct NewUser {
    name: String,
    email: String,
    active: bool,
}

/// The workloads are the same text for both connections, which share no usable trait.
macro_rules! workloads {
    ($c:ident, $bench:expr, $insert:expr) => {{
        let bench = $bench;
        bench.run(Workload::Fetch, |_| {
            users::table.select(User::as_select()).load($c).expect("fetch").len()
        });
        bench.run(Workload::Lookup, |_| {
            (1..=LOOKUPS)
                .map(|id| {
                    let user: User = users::table
                        .find(id)
                        .select(User::as_select())
                        .first($c)
                        .expect("lookup");
                    user.name.len()
                })
                .sum::<usize>()
        });
        bench.run(Workload::Graph, |_| {
            let parents: Vec<User> = users::table
                .filter(users::id.le(AUTHORS))
                .select(User::as_select())
                .load($c)
                .expect("users");
            let children: Vec<Post> =
                Post::belonging_to(&parents).select(Post::as_select()).load($c).expect("posts");
            let leaves: Vec<Comment> = Comment::belonging_to(&children)
                .select(Comment::as_select())
                .load($c)
                .expect("comments");
            let grouped = leaves.grouped_by(&children);
            let children: Vec<Vec<(Post, Vec<Comment>)>> =
                children.into_iter().zip(grouped).grouped_by(&parents);
            parents.into_iter().zip(children).collect::<Vec<_>>().len()
        });
        bench.run_with(Workload::Insert, |_| new_rows(), |rows| {
            let rows: Vec<NewUser> = rows
                .into_iter()
                .map(|row| NewUser { name: row.name, email: row.email, active: row.active })
                .collect();
            $c.transaction(|c| $insert(c, rows)).expect("insert").len()
        });
        bench.run(Workload::Update, |round| {
            $c.transaction(|c| {
                let rows: Vec<User> = users::table
                    .order(users::id)
                    .limit(UPDATES as i64)
                    .select(User::as_select())
                    .load(c)?;
                for user in &rows {
                    diesel::update(users::table.find(user.id))
                        .set(users::name.eq(renamed(user.id, round)))
                        .execute(c)?;
                }
                QueryResult::Ok(rows.len())
            })
            .expect("update")
        });
    }};
}

fn main() {
    let mut sqlite = SqliteConnection::establish(&sqlite_path("diesel")).expect("open");
    let c = &mut sqlite;
    for statement in SQLITE {
        diesel::connection::SimpleConnection::batch_execute(c, statement).expect("ddl");
    }
    for statement in fill() {
        diesel::connection::SimpleConnection::batch_execute(c, &statement).expect("fill");
    }
    workloads!(c, Bench::new("diesel", "sqlite"), |c: &mut SqliteConnection,
                                                   rows: Vec<NewUser>|
     -> QueryResult<Vec<i64>> {
        rows.iter()
            .map(|row| {
                diesel::insert_into(inserted::table)
                    .values(row)
                    .returning(inserted::id)
                    .get_result(c)
            })
            .collect()
    });

    let Some(url) = postgres_url() else { return };
    let mut postgres = PgConnection::establish(&url).expect("connect");
    let c = &mut postgres;
    for statement in POSTGRES {
        diesel::connection::SimpleConnection::batch_execute(c, statement).expect("ddl");
    }
    for statement in fill() {
        diesel::connection::SimpleConnection::batch_execute(c, &statement).expect("fill");
    }
    workloads!(c, Bench::new("diesel", "postgres"), |c: &mut PgConnection,
                                                     rows: Vec<NewUser>|
     -> QueryResult<Vec<i64>> {
        diesel::insert_into(inserted::table)
            .values(rows)
            .returning(inserted::id)
            .get_results(c)
    });
}
