use ormolu::generated::*;

use super::Post;
use super::PostView;
use super::User;
use super::UserView;

#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    pub id: i64,
    pub post_id: i64,
    pub author_id: Option<i64>,
    pub text: String,
}

impl Comment {
    /// `SELECT` of all rows.
    pub fn select() -> Select<CommentTable, Loaded<Comment, Rels>> {
        Select::model()
    }
    /// The row of a key.
    pub fn get(id: i64) -> Get<Comment, Rels> {
        Get::new(id)
    }
}

/// Table `comments` in a query.
pub struct CommentTable<M: Mode = Inner> {
    pub(super) alias: Alias,
    pub id: Col<M::Of<i64>>,
    pub post_id: Col<M::Of<i64>>,
    pub author_id: Col<Option<i64>>,
    pub text: Col<M::Of<String>>,
}

impl<M: Mode> CommentTable<M> {
    pub fn post(self) -> Path<post> {
        Path::new(self.alias)
    }
    pub fn author(self) -> Path<author> {
        Path::new(self.alias)
    }
}

/// The loaded relationships of a row.
pub struct Rels<Post = No, Author = No>(PhantomData<fn() -> (Post, Author)>);

/// `Comment.post`
#[allow(non_camel_case_types)]
pub enum post {}
/// Loads `Comment.post`.
pub fn post() -> Include<post, super::post::Rels, ToOne> {
    Include::new()
}
/// Proof that `Comment.post` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `Comment.post` is not loaded by this query",
    label = "`post` is not loaded",
    note = "add `.with(comment::post())` to the query, or call `try_post()`"
)]
pub trait HasPost: Shape<Comment> {
    type Post: Shape<Post>;
}

/// `Comment.author`
#[allow(non_camel_case_types)]
pub enum author {}
/// Loads `Comment.author`.
pub fn author() -> Include<author, super::user::Rels, ToOne> {
    Include::new()
}
/// Proof that `Comment.author` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `Comment.author` is not loaded by this query",
    label = "`author` is not loaded",
    note = "add `.with(comment::author())` to the query, or call `try_author()`"
)]
pub trait HasAuthor: Shape<Comment> {
    type Author: Shape<User>;
}

/// A row of a loaded graph.
pub struct CommentView<'g, L = Rels>(pub(super) View<'g, Comment, L>);

impl<'g, L: 'static> CommentView<'g, L> {
    /// The plain row.
    pub fn row(&self) -> &'g Comment {
        self.0.row()
    }
    pub fn id(&self) -> i64 {
        self.0.row().id
    }
    pub fn post_id(&self) -> i64 {
        self.0.row().post_id
    }
    pub fn author_id(&self) -> Option<i64> {
        self.0.row().author_id
    }
    pub fn text(&self) -> &'g str {
        &self.0.row().text
    }
    pub fn post<S: 'static>(&self) -> PostView<'g, S>
    where
        L: HasPost<Post = S>,
    {
        self.0.required::<post, S>().into()
    }
    pub fn try_post(&self) -> Option<PostView<'g>> {
        Some(self.0.try_optional::<post, _>()??.into())
    }
    pub fn author<S: 'static>(&self) -> Option<UserView<'g, S>>
    where
        L: HasAuthor<Author = S>,
    {
        self.0.optional::<author, S>().map(Into::into)
    }
    pub fn try_author(&self) -> Option<UserView<'g>> {
        Some(self.0.try_optional::<author, _>()??.into())
    }
}
