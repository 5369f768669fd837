use ormolu::generated::*;

use super::Shelf;
use super::ShelfView;

#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    pub id: i64,
    pub title: String,
    pub room: String,
    pub number: i32,
}

impl Book {
    /// `SELECT` of all rows.
    pub fn select() -> Select<BookTable, Loaded<Book, Rels>> {
        Select::model()
    }
    /// The row of a key.
    pub fn get(id: i64) -> Get<Book, Rels> {
        Get::new(id)
    }
}

/// Table `books` in a query.
pub struct BookTable<M: Mode = Inner> {
    pub(super) alias: Alias,
    pub id: Col<M::Of<i64>>,
    pub title: Col<M::Of<String>>,
    pub room: Col<M::Of<String>>,
    pub number: Col<M::Of<i32>>,
}

impl<M: Mode> BookTable<M> {
    pub fn shelf(self) -> Path<shelf> {
        Path::new(self.alias)
    }
}

/// The loaded relationships of a row.
pub struct Rels<Shelf = No>(PhantomData<fn() -> (Shelf,)>);

/// `Book.shelf`
#[allow(non_camel_case_types)]
pub enum shelf {}
/// Loads `Book.shelf`.
pub fn shelf() -> Include<shelf, super::shelf::Rels, ToOne> {
    Include::new()
}
/// Proof that `Book.shelf` is loaded.
#[diagnostic::on_unimplemented(
    message = "relationship `Book.shelf` is not loaded by this query",
    label = "`shelf` is not loaded",
    note = "add `.with(book::shelf())` to the query, or call `try_shelf()`"
)]
pub trait HasShelf: Shape<Book> {
    type Shelf: Shape<Shelf>;
}

/// A row of a loaded graph.
pub struct BookView<'g, L = Rels>(pub(super) View<'g, Book, L>);

impl<'g, L: 'static> BookView<'g, L> {
    /// The plain row.
    pub fn row(&self) -> &'g Book {
        self.0.row()
    }
    pub fn id(&self) -> i64 {
        self.0.row().id
    }
    pub fn title(&self) -> &'g str {
        &self.0.row().title
    }
    pub fn room(&self) -> &'g str {
        &self.0.row().room
    }
    pub fn number(&self) -> i32 {
        self.0.row().number
    }
    pub fn shelf<S: 'static>(&self) -> ShelfView<'g, S>
    where
        L: HasShelf<Shelf = S>,
    {
        self.0.required::<shelf, S>().into()
    }
    pub fn try_shelf(&self) -> Option<ShelfView<'g>> {
        Some(self.0.try_optional::<shelf, _>()??.into())
    }
}
