//! Plain rows of the hand-written code.

use bench_harness::Facts;

/// A row of `users`.
#[derive(Debug, Clone)]
pub struct User {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub active: bool,
}

/// A row of `posts`.
#[derive(Debug, Clone)]
pub struct Post {
    pub id: i64,
    pub author_id: i64,
    pub title: String,
    pub body: Option<String>,
    pub comments: Vec<Comment>,
}

/// A row of `comments`.
#[derive(Debug, Clone)]
pub struct Comment {
    pub id: i64,
    pub post_id: i64,
    pub text: String,
}

/// A row of `belongings`.
#[derive(Debug, Clone)]
pub struct Belonging {
    pub id: i64,
    pub owner_id: i64,
    pub label: String,
}

/// So many rows in one statement of several.
pub const CHUNK: usize = 1_000;

/// The places of so many rows.
pub fn values(row: &str, rows: usize) -> String {
    vec![row; rows].join(", ")
}

/// A user with posts.
#[derive(Debug)]
pub struct Author {
    pub user: User,
    pub posts: Vec<Post>,
}

/// Puts comments into posts and posts into users; all come in the order of their parents' keys.
pub fn nest(users: Vec<User>, posts: Vec<Post>, comments: Vec<Comment>) -> Vec<Author> {
    let mut comments = comments.into_iter().peekable();
    let mut posts = posts
        .into_iter()
        .map(|mut post| {
            while let Some(comment) = comments.next_if(|c| c.post_id == post.id) {
                post.comments.push(comment);
            }
            post
        })
        .peekable();
    users
        .into_iter()
        .map(|user| {
            let mut own = vec![];
            while let Some(post) = posts.next_if(|p| p.author_id == user.id) {
                own.push(post);
            }
            Author { user, posts: own }
        })
        .collect()
}

/// What a user says.
pub fn tell_user(user: &User, facts: &mut Facts) {
    facts.user(user.id, &user.name, &user.email, user.active);
}

/// What users say.
pub fn tell_users(users: &[User], facts: &mut Facts) {
    users.iter().for_each(|user| tell_user(user, facts));
}

/// What belongings say.
pub fn tell_belongings(belongings: &[Belonging], facts: &mut Facts) {
    for belonging in belongings {
        facts.belonging(belonging.owner_id, belonging.id, &belonging.label);
    }
}

/// What users with posts with comments say.
pub fn tell_authors(authors: &[Author], facts: &mut Facts) {
    for Author { user, posts } in authors {
        tell_user(user, facts);
        for post in posts {
            facts.post(user.id, post.id, &post.title, post.body.as_deref());
            for comment in &post.comments {
                facts.comment(user.id, post.id, comment.id, &comment.text);
            }
        }
    }
}
