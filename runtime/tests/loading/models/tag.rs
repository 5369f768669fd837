use ormolu::generated::*;

use super::Post;

#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    pub id: i64,
    pub name: String,
}

impl Tag {
    /// `SELECT` of all rows.
    pub fn select() -> Select<TagTable, Loaded<Tag, Rels>> {
        Select::model()
    }
    /// The row of a key.
    pub fn get(id: i64) -> Get<Tag, Rels> {
        Get::new(id)
    }
}

/// Table `tags` in a query.
pub struct TagTable<M: Mode = Inner> {
    pub(super) alias: Alias,
    pub id: Col<M::Of<i64>>,
    pub name: Col<M::Of<String>>,
}

impl<M: Mode> TagTable<M> {
    pub fn posts(self) -> Path<posts> {
        Path::new(self.alias)
    }
}

/// The loaded relationships of a row.
pub struct Rels<Posts = No>(PhantomData<fn() -> (Posts,)>);

/// `Tag.posts`
#[allow(non_camel_case_types)]
pub enum posts {}
/// Loads `Tag.posts`.
pub fn posts() -> Include<posts, super::post::Rels> {
    Include::new()
}
/// Proof that `Tag.posts` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `Tag.posts` is not loaded by this query",
    label = "`posts` is not loaded",
    note = "add `.with(tag::posts())` to the query, or call `try_posts()`"
)]
pub trait HasPosts: Shape<Tag> {
    type Posts: Shape<Post>;
}

/// A row of a loaded graph.
pub struct TagView<'g, L = Rels>(pub(super) View<'g, Tag, L>);

impl<'g, L: 'static> TagView<'g, L> {
    /// The plain row.
    pub fn row(&self) -> &'g Tag {
        self.0.row()
    }
    pub fn id(&self) -> i64 {
        self.0.row().id
    }
    pub fn name(&self) -> &'g str {
        &self.0.row().name
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
}
