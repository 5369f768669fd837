use ormolu::generated::*;

use super::Comment;
use super::Post;
use super::Profile;
use super::ProfileView;

#[derive(Clone, Debug, PartialEq)]
pub struct User {
    pub id: i64,
    pub name: String,
    pub active: bool,
}

impl User {
    /// `SELECT` of all rows.
    pub fn select() -> Select<UserTable, Loaded<User, Rels>> {
        Select::model()
    }
    /// The row of a key.
    pub fn get(id: i64) -> Get<User, Rels> {
        Get::new(id)
    }
}

/// Table `users` in a query.
pub struct UserTable<M: Mode = Inner> {
    pub(super) alias: Alias,
    pub id: Col<M::Of<i64>>,
    pub name: Col<M::Of<String>>,
    pub active: Col<M::Of<bool>>,
}

impl<M: Mode> UserTable<M> {
    pub fn posts(self) -> Path<posts> {
        Path::new(self.alias)
    }
    pub fn comments(self) -> Path<comments> {
        Path::new(self.alias)
    }
    pub fn profile(self) -> Path<profile> {
        Path::new(self.alias)
    }
}

/// The loaded relationships of a row.
pub struct Rels<Posts = No, Comments = No, Profile = No>(
    PhantomData<fn() -> (Posts, Comments, Profile)>,
);

/// `User.posts`
#[allow(non_camel_case_types)]
pub enum posts {}
/// Loads `User.posts`.
pub fn posts() -> Include<posts, super::post::Rels> {
    Include::new()
}
/// Proof that `User.posts` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `User.posts` is not loaded by this query",
    label = "`posts` is not loaded",
    note = "add `.with(user::posts())` to the query, or call `try_posts()`"
)]
pub trait HasPosts: Shape<User> {
    type Posts: Shape<Post>;
}

/// `User.comments`
#[allow(non_camel_case_types)]
pub enum comments {}
/// Loads `User.comments`.
pub fn comments() -> Include<comments, super::comment::Rels> {
    Include::new()
}
/// Proof that `User.comments` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `User.comments` is not loaded by this query",
    label = "`comments` is not loaded",
    note = "add `.with(user::comments())` to the query, or call `try_comments()`"
)]
pub trait HasComments: Shape<User> {
    type Comments: Shape<Comment>;
}

/// `User.profile`
#[allow(non_camel_case_types)]
pub enum profile {}
/// Loads `User.profile`.
pub fn profile() -> Include<profile, super::profile::Rels, ToOne> {
    Include::new()
}
/// Proof that `User.profile` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `User.profile` is not loaded by this query",
    label = "`profile` is not loaded",
    note = "add `.with(user::profile())` to the query, or call `try_profile()`"
)]
pub trait HasProfile: Shape<User> {
    type Profile: Shape<Profile>;
}

/// A row of a loaded graph.
pub struct UserView<'g, L = Rels>(pub(super) View<'g, User, L>);

impl<'g, L: 'static> UserView<'g, L> {
    /// The plain row.
    pub fn row(&self) -> &'g User {
        self.0.row()
    }
    pub fn id(&self) -> i64 {
        self.0.row().id
    }
    pub fn name(&self) -> &'g str {
        &self.0.row().name
    }
    pub fn active(&self) -> bool {
        self.0.row().active
    }
    pub fn posts<S: 'static>(&self) -> Many<'g, Post, S>
    where
        L: HasPosts<Posts = S>,
    {
        self.0.many::<posts, S>()
    }
    pub fn try_posts(&self) -> Option<Many<'g, Post>> {
        self.0.try_many::<posts, _>()
    }
    pub fn comments<S: 'static>(&self) -> Many<'g, Comment, S>
    where
        L: HasComments<Comments = S>,
    {
        self.0.many::<comments, S>()
    }
    pub fn try_comments(&self) -> Option<Many<'g, Comment>> {
        self.0.try_many::<comments, _>()
    }
    pub fn profile<S: 'static>(&self) -> Option<ProfileView<'g, S>>
    where
        L: HasProfile<Profile = S>,
    {
        self.0.optional::<profile, S>().map(Into::into)
    }
    pub fn try_profile(&self) -> Option<ProfileView<'g>> {
        Some(self.0.try_optional::<profile, _>()??.into())
    }
}
