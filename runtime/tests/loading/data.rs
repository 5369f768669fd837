use ormolu::{Database, Result};

/// Without foreign keys, so that rows can be missing.
const TABLES: &[&str] = &[
    "CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(50) NOT NULL, active BOOLEAN NOT NULL)",
    "CREATE TABLE profiles (id BIGINT PRIMARY KEY, user_id BIGINT NOT NULL, motto VARCHAR(50) NOT NULL)",
    "CREATE TABLE posts (id BIGINT PRIMARY KEY, author_id BIGINT NOT NULL, title VARCHAR(50) NOT NULL, body VARCHAR(50))",
    "CREATE TABLE comments (id BIGINT PRIMARY KEY, post_id BIGINT NOT NULL, author_id BIGINT, text VARCHAR(50) NOT NULL)",
    "CREATE TABLE tags (id BIGINT PRIMARY KEY, name VARCHAR(50) NOT NULL)",
    "CREATE TABLE post_tags (post_id BIGINT NOT NULL, tag_id BIGINT NOT NULL)",
    "CREATE TABLE employees (id BIGINT PRIMARY KEY, name VARCHAR(50) NOT NULL, manager_id BIGINT)",
    "CREATE TABLE shelves (number INTEGER NOT NULL, room VARCHAR(50) NOT NULL, label VARCHAR(50), PRIMARY KEY (room, number))",
    "CREATE TABLE books (id BIGINT PRIMARY KEY, title VARCHAR(50) NOT NULL, room VARCHAR(50) NOT NULL, number INTEGER NOT NULL)",
    "CREATE TABLE countries (code VARCHAR(50) PRIMARY KEY, name VARCHAR(50) NOT NULL)",
    "CREATE TABLE cities (id BIGINT PRIMARY KEY, country_code VARCHAR(50), name VARCHAR(50) NOT NULL)",
];

/// A database with empty tables.
pub async fn empty(url: &str) -> Result<Database> {
    let db = Database::connect(url).await?;
    db.execute_script(TABLES).await?;
    Ok(db)
}

/// `users` users, each with `posts` posts with all of `tags` tags; the n-th post has n - 1
/// comments by the user before its author, the first user's are by nobody.
pub async fn blog(url: &str, users: usize, posts: usize, tags: usize) -> Result<Database> {
    let db = empty(url).await?;
    let (mut u, mut p, mut t, mut links, mut c) = (vec![], vec![], vec![], vec![], vec![]);
    t.extend((1..=tags).map(|tag| format!("({tag}, 'tag {tag}')")));
    for user in 1..=users {
        u.push(format!(
            "({user}, 'user {user}', {})",
            if user % 2 == 0 { "FALSE" } else { "TRUE" }
        ));
        for n in 1..=posts {
            let post = p.len() + 1;
            p.push(format!("({post}, {user}, 'post {user}.{n}', NULL)"));
            links.extend((1..=tags).map(|tag| format!("({post}, {tag})")));
            for _ in 1..n {
                let id = c.len() + 1;
                let author = if user == 1 {
                    "NULL".into()
                } else {
                    (user - 1).to_string()
                };
                c.push(format!("({id}, {post}, {author}, 'comment {id}')"));
            }
        }
    }
    for (table, rows) in [
        ("users", u),
        ("posts", p),
        ("tags", t),
        ("post_tags", links),
        ("comments", c),
    ] {
        insert(&db, table, &rows).await?;
    }
    Ok(db)
}

async fn insert(db: &Database, table: &str, rows: &[String]) -> Result<()> {
    for rows in rows.chunks(500) {
        run(
            db,
            &format!("INSERT INTO {table} VALUES {}", rows.join(", ")),
        )
        .await?;
    }
    Ok(())
}

pub async fn run(db: &Database, sql: &str) -> Result<()> {
    db.execute_script(&[sql]).await
}
