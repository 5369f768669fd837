use ormolu::generated::*;

use super::Comment;
use super::Tag;
use super::User;
use super::UserView;

#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    pub id: i64,
    pub author_id: i64,
    pub title: String,
    pub body: Option<String>,
}

impl Post {
    /// `SELECT` of all rows.
    pub fn select() -> Select<PostTable, Loaded<Post, Rels>> {
        Select::model()
    }
    /// The row of a key.
    pub fn get(id: i64) -> Get<Post, Rels> {
        Get::new(id)
    }
}

/// Table `posts` in a query.
pub struct PostTable<M: Mode = Inner> {
    pub(super) alias: Alias,
    pub id: Col<M::Of<i64>>,
    pub author_id: Col<M::Of<i64>>,
    pub title: Col<M::Of<String>>,
    pub body: Col<Option<String>>,
}

impl<M: Mode> PostTable<M> {
    pub fn author(self) -> Path<author> {
        Path::new(self.alias)
    }
    pub fn tags(self) -> Path<tags> {
        Path::new(self.alias)
    }
    pub fn comments(self) -> Path<comments> {
        Path::new(self.alias)
    }
}

/// The loaded relationships of a row.
pub struct Rels<Author = No, Tags = No, Comments = No>(
    PhantomData<fn() -> (Author, Tags, Comments)>,
);

/// `Post.author`
#[allow(non_camel_case_types)]
pub enum author {}
/// Loads `Post.author`.
pub fn author() -> Include<author, super::user::Rels, ToOne> {
    Include::new()
}
/// Proof that `Post.author` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `Post.author` is not loaded by this query",
    label = "`author` is not loaded",
    note = "add `.with(post::author())` to the query, or call `try_author()`"
)]
pub trait HasAuthor: Shape<Post> {
    type Author: Shape<User>;
}

/// `Post.tags`
#[allow(non_camel_case_types)]
pub enum tags {}
/// Loads `Post.tags`.
pub fn tags() -> Include<tags, super::tag::Rels> {
    Include::new()
}
/// Proof that `Post.tags` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `Post.tags` is not loaded by this query",
    label = "`tags` is not loaded",
    note = "add `.with(post::tags())` to the query, or call `try_tags()`"
)]
pub trait HasTags: Shape<Post> {
    type Tags: Shape<Tag>;
}

/// `Post.comments`
#[allow(non_camel_case_types)]
pub enum comments {}
/// Loads `Post.comments`.
pub fn comments() -> Include<comments, super::comment::Rels> {
    Include::new()
}
/// Proof that `Post.comments` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `Post.comments` is not loaded by this query",
    label = "`comments` is not loaded",
    note = "add `.with(post::comments())` to the query, or call `try_comments()`"
)]
pub trait HasComments: Shape<Post> {
    type Comments: Shape<Comment>;
}

/// A row of a loaded graph.
pub struct PostView<'g, L = Rels>(pub(super) View<'g, Post, L>);

impl<'g, L: 'static> PostView<'g, L> {
    /// The plain row.
    pub fn row(&self) -> &'g Post {
        self.0.row()
    }
    pub fn id(&self) -> i64 {
        self.0.row().id
    }
    pub fn author_id(&self) -> i64 {
        self.0.row().author_id
    }
    pub fn title(&self) -> &'g str {
        &self.0.row().title
    }
    pub fn body(&self) -> Option<&'g str> {
        self.0.row().body.as_deref()
    }
    pub fn author<S: 'static>(&self) -> UserView<'g, S>
    where
        L: HasAuthor<Author = S>,
    {
        self.0.required::<author, S>().into()
    }
    pub fn try_author(&self) -> Option<UserView<'g>> {
        Some(self.0.try_optional::<author, _>()??.into())
    }
    pub fn tags<S: 'static>(&self) -> Many<'g, Tag, S>
    where
        L: HasTags<Tags = S>,
    {
        self.0.many::<tags, S>()
    }
    pub fn try_tags(&self) -> Option<Many<'g, Tag>> {
        self.0.try_many::<tags, _>()
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
}
