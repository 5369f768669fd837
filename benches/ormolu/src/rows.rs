//! Plain rows of the hand-written code.

/// A row of `users`.
#[derive(Debug, Clone)]
#[allow(dead_code)]
pub struct User {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub active: bool,
}

/// A row of `posts`.
#[derive(Debug, Clone)]
#[allow(dead_code)]
pub struct Post {
    pub id: i64,
    pub author_id: i64,
    pub title: String,
    pub body: Option<String>,
    pub comments: Vec<Comment>,
}

/// A row of `comments`.
#[derive(Debug, Clone)]
#[allow(dead_code)]
pub struct Comment {
    pub id: i64,
    pub post_id: i64,
    pub text: String,
}

/// A user with posts.
#[derive(Debug)]
#[allow(dead_code)]
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
