//! The workloads in Diesel, as its guides write them.

use bench_harness::*;
use diesel::connection::SimpleConnection;
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

#[derive(Queryable, Selectable, Identifiable)]
#[diesel(table_name = users)]
struct User {
    id: i64,
    name: String,
    email: String,
    active: bool,
}

#[derive(Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = posts, belongs_to(User, foreign_key = author_id))]
struct Post {
    id: i64,
    author_id: i64,
    title: String,
    body: Option<String>,
}

#[derive(Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = comments, belongs_to(Post))]
struct Comment {
    id: i64,
    post_id: i64,
    text: String,
}

/// A user with posts with comments.
type Author = (User, Vec<(Post, Vec<Comment>)>);

#[derive(Queryable, Selectable)]
#[diesel(table_name = inserted)]
struct Inserted {
    id: i64,
    name: String,
    email: String,
    active: bool,
}

/// With the default for `treat_none_as_default_value`, SQLite would get a statement for each row.
#[derive(Insertable)]
#[diesel(table_name = inserted, treat_none_as_default_value = false)]
struct NewUser {
    name: String,
    email: String,
    active: bool,
}

/// A connection; both kinds are written for alike, but share no trait to be generic over.
struct Diesel<C>(C);

macro_rules! contestant {
    ($connection:ty) => {
        impl Diesel<$connection> {
            fn lookup(&mut self, last: i64, seen: &mut Seen) -> QueryResult<()> {
                for id in 1..=last {
                    let user = users::table
                        .find(id)
                        .select(User::as_select())
                        .first(&mut self.0)?;
                    seen.look(&user, tell_user);
                }
                Ok(())
            }

            fn graph(&mut self) -> QueryResult<Vec<Author>> {
                let parents = users::table
                    .filter(users::id.le(AUTHORS))
                    .select(User::as_select())
                    .load(&mut self.0)?;
                let children = Post::belonging_to(&parents)
                    .select(Post::as_select())
                    .load(&mut self.0)?;
                let leaves = Comment::belonging_to(&children)
                    .select(Comment::as_select())
                    .load(&mut self.0)?
                    .grouped_by(&children);
                let children = children.into_iter().zip(leaves).grouped_by(&parents);
                Ok(parents.into_iter().zip(children).collect())
            }

            fn insert(&mut self, rows: Vec<NewRow>) -> QueryResult<Vec<i64>> {
                let new = |row: NewRow| NewUser {
                    name: row.name,
                    email: row.email,
                    active: row.active,
                };
                let rows: Vec<NewUser> = rows.into_iter().map(new).collect();
                self.0.transaction(|c| {
                    diesel::insert_into(inserted::table)
                        .values(rows)
                        .returning(inserted::id)
                        .get_results(c)
                })
            }

            fn update(&mut self, stamp: u128) -> QueryResult<()> {
                self.0.transaction(|c| {
                    let rows = users::table
                        .order(users::id)
                        .limit(UPDATES as i64)
                        .select(User::as_select())
                        .load(c)?;
                    for user in &rows {
                        diesel::update(user)
                            .set(users::name.eq(renamed(user.id, stamp)))
                            .execute(c)?;
                    }
                    Ok(())
                })
            }
        }

        impl Contestant for Diesel<$connection> {
            fn execute(&mut self, sql: &str) -> Outcome {
                Ok(self.0.batch_execute(sql)?)
            }

            fn work(&mut self, work: Work, seen: &mut Seen) -> Outcome {
                match work {
                    Work::Fetch => {
                        let users = users::table.select(User::as_select()).load(&mut self.0)?;
                        seen.look(users.as_slice(), |users, facts| {
                            users.iter().for_each(|user| tell_user(user, facts));
                        });
                    }
                    Work::Lookup(last) => self.lookup(last, seen)?,
                    Work::Graph => seen.look(self.graph()?.as_slice(), tell_graph),
                    Work::Insert(rows) => {
                        let keys = self.insert(rows)?;
                        seen.look(&keys, |keys, facts| facts.keys(keys.iter().copied()));
                    }
                    Work::Update(stamp) => self.update(stamp)?,
                    Work::Family(_) | Work::Belongings => {}
                    Work::Inserted => {
                        let stored = inserted::table
                            .select(Inserted::as_select())
                            .load(&mut self.0)?;
                        seen.look(stored.as_slice(), |stored, facts| {
                            for row in stored {
                                facts.user(row.id, &row.name, &row.email, row.active);
                            }
                        });
                    }
                }
                Ok(())
            }
        }
    };
}

contestant!(SqliteConnection);
contestant!(PgConnection);

fn tell_user(user: &User, facts: &mut Facts) {
    facts.user(user.id, &user.name, &user.email, user.active);
}

fn tell_graph(users: &[Author], facts: &mut Facts) {
    for (user, posts) in users {
        tell_user(user, facts);
        for (post, comments) in posts {
            facts.post(post.author_id, post.id, &post.title, post.body.as_deref());
            for comment in comments {
                facts.comment(user.id, comment.post_id, comment.id, &comment.text);
            }
        }
    }
}

fn main() -> Outcome {
    let mut stage = Stage::default();
    let mut sqlite = Diesel(SqliteConnection::establish(&sqlite_path("diesel"))?);
    for statement in SQLITE_TABLES.iter().map(|s| (*s).to_string()).chain(fill()) {
        sqlite.execute(&statement)?;
    }
    stage.enter("diesel", Engine::Sqlite, sqlite);
    if let Some(url) = postgres_url() {
        stage.enter(
            "diesel",
            Engine::Postgres,
            Diesel(PgConnection::establish(&url)?),
        );
    }
    stage.serve()
}
